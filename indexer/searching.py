"""A search over an opened build: filters, what the query cites, and the answer as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indexer.search_options import SearchOptions, check_mode, edition_of, filters_of
from indexer.views import score_view

if TYPE_CHECKING:
    from indexer.read import Index
    from indexer.retrieval.filters import Filters
    from indexer.retrieval.results import Hit, Results

Json = dict[str, Any]


def search(index: Index, query: str, options: SearchOptions) -> Results:
    """Return the best units for a query; those that it cites come first, whatever the mode.

    Raises QueryError for a mode, filter or query that is wrong.
    """
    from indexer.retrieval.rank import Mode

    check_mode(options.mode)
    filters, mode = filters_of(options, index), Mode(options.mode)
    edition = edition_of(options, index)
    if edition is None or index.is_current(edition):
        cited = [name for name in cited_in(index, query) if _fits(index, name, filters)]
        allowed = index.facets.allowed(filters)
        return index.searcher.search(query, options.k, mode, allowed, cited)
    facets = index.earlier_facets
    allowed = facets.allowed(filters) & facets.below(edition, index.earlier)
    return index.earlier_searcher.search(query, options.k, mode, allowed)


def _fits(index: Index, identifier: str, filters: Filters) -> bool:
    """Whether filters let through what is cited: a unit, and a heading like any other."""
    from indexer.retrieval.filters import Facets

    if identifier not in index.units:
        return False
    unit = replace(index.units[identifier], own_text=True)
    return bool(Facets((unit,), index.instruments).allowed(filters)[0])


def cited_in(index: Index, query: str) -> tuple[str, ...]:
    """Return what a query cites, by identifier; a slip of the key is forgiven."""
    from indexer.citing.within import cited_in as found_in
    from indexer.citing.within import may_cite

    if not may_cite(query):
        return ()
    found = found_in(query, index.catalogue)
    return found or found_in(index.searcher.mended(query), index.catalogue)


def search_json(index: Index, query: str, options: SearchOptions) -> Json:
    """Return a search's answer as JSON: units with score, parts and matched words.

    Beside the list: what the query cites, also where its text is not in the build, and the words
    of the query that were read as others.
    """
    results = search(index, query, options)
    corrections = [{"typed": own.typed, "read": own.read} for own in results.corrections]
    return {
        "items": [_hit_json(index, hit) for hit in results.hits],
        "total": len(results.hits),
        "no_good_match": results.no_good_match,
        "confidence": round(results.confidence, 3),
        "cited": [_cited_json(index, name) for name in cited_in(index, query)],
        "corrections": corrections,
        "query": query,
        "mode": results.mode.value,
        "build": index.build,
    }


def _hit_json(index: Index, hit: Hit) -> Json:
    match = hit.match
    copies: list[Mapping[str, str]] = [
        {"id": name, "cite_as": index.show_json(name)["cite_as"]} for name in hit.also_at
    ]
    return {
        **index.show_json(hit.id),
        "score": score_view(hit.score),
        "parts": _parts(hit),
        "match": {"start": match.start, "end": match.end, "quote": match.quote},
        "also_at": copies,
        "cited": hit.cited,
    }


def _parts(hit: Hit) -> dict[str, float | None]:
    """What a score is made of; None where the mode does not compare it."""
    own = {"semantic": hit.semantic, "lexical": hit.lexical, "notions": hit.notions}
    return {name: None if part is None else score_view(part) for name, part in own.items()}


def _cited_json(index: Index, identifier: str) -> Json:
    from indexer.citing.answers import match_json

    found = match_json(index.catalogue, identifier)
    return {name: found[name] for name in ("id", "iri", "type", "cite_as")}
