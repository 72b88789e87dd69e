"""What a question may ask for at most, the same over HTTP and for language models.

Each refusal names its limit and the setting that moves it.
"""

from __future__ import annotations

from api.settings import ServiceSettings
from indexer.errors import QueryError
from indexer.read import TraceOptions


def check_words(name: str, words: str, settings: ServiceSettings) -> None:
    """Raise QueryError for words that are longer than a query may be."""
    if len(words) > settings.query_chars:
        raise QueryError(
            f"{name} has {len(words)} code points; the limit is {settings.query_chars}"
            " (CLAUSEGRAPH_QUERY_CHARS).",
            mend="Ask with fewer words.",
        )


def check_results(name: str, count: int, settings: ServiceSettings) -> None:
    """Raise QueryError for more results than may be asked for."""
    if count > settings.most_results:
        raise QueryError(
            f"{name} is {count}; the limit is {settings.most_results} (CLAUSEGRAPH_MOST_RESULTS).",
            mend="Ask for fewer results.",
        )


def check_query(query: str, settings: ServiceSettings) -> None:
    """Raise QueryError for a SPARQL query that is longer than one may be."""
    if len(query.encode("utf-8", "replace")) > settings.sparql_bytes:
        raise QueryError(
            f"The query is longer than {settings.sparql_bytes} bytes (CLAUSEGRAPH_SPARQL_BYTES).",
            mend="Send a shorter one.",
        )


def check_text(text: str, settings: ServiceSettings) -> None:
    """Raise QueryError for a text that is longer than may be sent, or is not whole."""
    found = len(text.encode("utf-8", "replace"))
    if found > settings.text_bytes:
        raise QueryError(
            f"The text has {found} bytes; the limit is {settings.text_bytes}"
            " (CLAUSEGRAPH_TEXT_BYTES).",
            mend="Send it in several parts.",
        )
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise QueryError("The text has a lone surrogate.", mend="Send whole code points.")


def trace_options(mode: str, settings: ServiceSettings) -> TraceOptions:
    """Return how a draft is traced: in a mode of the search, and within the limits of drafts."""
    return TraceOptions(
        mode=mode,
        characters=settings.trace_characters,
        citations=settings.trace_citations,
        sentences=settings.trace_sentences,
    )
