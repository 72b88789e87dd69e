"""Small words for saying triples, so that the modules that say them read like the vocabulary.

The engine rewrites numbers ("3.10" becomes 3.1), so labels and article numbers go through `string`
and only true counts go through `integer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import XSD, URIRef

from indexer.errors import InputError

Value = NamedNode | Literal
Fact = tuple[URIRef, Value | URIRef | None]

_DATE_TYPES: Final = (
    (re.compile(r"\d{4}"), XSD.gYear),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
)
_TWO_LETTERS: Final = {
    "ara": "ar",
    "eng": "en",
    "fra": "fr",
    "rus": "ru",
    "spa": "es",
    "zho": "zh",
}
"""ISO 639-2 to 639-1 for the official languages of the United Nations; RFC 5646 section 2.2.1
asks for the shorter code in a language tag."""


def about(subject: NamedNode, *facts: Fact) -> Iterator[Triple]:
    """Yield one triple about `subject` for each (property, value) whose value is not None."""
    for predicate, value in facts:
        if value is not None:
            yield Triple(subject, NamedNode(predicate), term(value))


def term(value: Value | URIRef) -> Value:
    """Return a value as the engine's own; rdflib's names are made the engine's."""
    return NamedNode(value) if isinstance(value, URIRef) else value


def string(text: str | None) -> Literal | None:
    """Return a plain string, for what is looked up by equality; None for None."""
    return None if text is None else Literal(text)


def tagged(text: str | None, language: str) -> Literal | None:
    """Return natural language with its tag (`eng` gives `en`); None for None or no words."""
    return Literal(text, language=language_tag(language)) if text else None


def integer(number: int | None) -> Literal | None:
    """Return an xsd:integer; None for None."""
    return None if number is None else Literal(number)


def date(text: str | None) -> Literal | None:
    """Return `2022`, `2022-05` or `2022-05-31` as a literal of the fitting type; None for None.

    Raises InputError where the text is no such date.
    """
    if text is None:
        return None
    for pattern, datatype in _DATE_TYPES:
        if pattern.fullmatch(text):
            return Literal(text, datatype=NamedNode(datatype))
    raise InputError(f"{text!r} is not a date.", mend="Write 2022, 2022-05 or 2022-05-31.")


def language_tag(language: str) -> str:
    """Return the shortest tag of a language given by a code of three letters or two."""
    return _TWO_LETTERS.get(language, language)
