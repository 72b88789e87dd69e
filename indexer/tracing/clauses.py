"""Each sentence of a draft beside its nearest clauses, with what backs them, and its element.

A clause is a unit with words of its own that is no note and no entry of a list of sources. A
sentence without a good match has no clauses: what is nearest then says nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indexer.answers.coverage import LIKELY
from indexer.answers.options import FAMILIES, LinkOptions
from indexer.retrieval.windows import Window
from indexer.search_options import SearchOptions
from indexer.tracing.sentences import query_of
from indexer.views import score_view

if TYPE_CHECKING:
    from indexer.read import Index
    from indexer.retrieval.results import Hit

_LIKELY = LinkOptions(FAMILIES, min_probability=LIKELY)
"""Of suggestions only those are told that are likelier than not."""
_SPARE = 3
"""Times as many hits are asked for, since some units are no clauses."""
_NO_CLAUSES = ("note", "reference")
_END = ("target", "cite_as", "bindingness", "body", "status", "kind", "subject")
_EVIDENCE = {
    "citations": ("quote", "offset", "via", "place"),
    "curated": ("predicate", "reason", "author", "date", "source", "basis", "confidence"),
    "suggested": ("score", "probability", "rank", "pool", "method", "model", "parts"),
}

_LEVEL = 0.95
"""Of the best score; a sentence may touch several elements, and none is to be missed by a hair."""

Json = dict[str, Any]


class Clauses:
    """Looks up the sentences of one draft."""

    def __init__(self, index: Index, options: SearchOptions) -> None:
        self.index, self._k, self._options = index, options.k, options
        self.backing: dict[str, Json] = {}
        """What each clause that was found cites and is linked to, by identifier."""

    def view(self, text: str, sentence: Window) -> Json:
        """Return a sentence with its nearest clauses as JSON.

        `searched` is false for one of too few words.
        """
        quote = text[sentence.start : sentence.end]
        query = query_of(quote)
        hits = self._hits(query) if query else []
        good = [hit for hit in hits if hit.good]
        clauses = [self._clause(hit) for hit in hits] if good else []
        touched = (clause["element"] for clause in clauses if clause["good"])
        return {
            "start": sentence.start,
            "end": sentence.end,
            "quote": quote,
            "searched": bool(query),
            "no_good_match": bool(query) and not good,
            "element": next((number for number in touched if number is not None), None),
            "clauses": clauses,
        }

    def _hits(self, query: str) -> list[Hit]:
        wider = replace(self._options, k=self._k * _SPARE)
        found = self.index.search(query, wider)
        if found.no_good_match:
            return []
        return [hit for hit in found.hits if self._is_clause(hit)][: self._k]

    def _is_clause(self, hit: Hit) -> bool:
        unit = self.index.units[hit.id]
        return unit.own_text and unit.kind not in _NO_CLAUSES

    def _clause(self, hit: Hit) -> Json:
        unit = self.index.units[hit.id]
        self._back(unit.id)
        instrument = self.index.instruments[unit.instrument]
        return {
            "id": unit.id,
            "cite_as": self.index.cite_as(unit.id),
            "kind": unit.kind,
            "bindingness": instrument.bindingness,
            "element": unit.element,
            "score": score_view(hit.score),
            "good": hit.good,
            "match": {"start": hit.match.start, "end": hit.match.end, "quote": hit.match.quote},
        }

    def _back(self, identifier: str) -> None:
        """Note what stands behind a unit itself, not what is below it."""
        if identifier in self.backing:
            return
        answer = self.index.backing_json(identifier, _LIKELY)
        self.backing[identifier] = {
            family: [
                {name: row[name] for name in (*_END, *_EVIDENCE[family])}
                for row in answer[family]
                if row["unit"] == identifier
            ]
            for family in FAMILIES
        }


def _touched(sentence: Json) -> set[int]:
    """The elements of a sentence's best good clause that has one, and of those level with it."""
    good = [one for one in sentence["clauses"] if one["good"] and one["element"] is not None]
    return {one["element"] for one in good if one["score"] >= _LEVEL * good[0]["score"]}


def elements_view(index: Index, sentences: Sequence[Json]) -> Json:
    """Return the elements that a draft touches, by which sentences, and those it does not."""
    by_element: dict[int, list[int]] = {}
    for place, sentence in enumerate(sentences):
        for number in _touched(sentence):
            by_element.setdefault(number, []).append(place)
    views = {
        number: {"number": number, "label": own.label, "section": own.section}
        for number, own in sorted(index.elements.items())
    }
    return {
        "touched": [
            {**view, "sentences": by_element[number]}
            for number, view in views.items()
            if number in by_element
        ],
        "untouched": [view for number, view in views.items() if number not in by_element],
    }
