"""The sentences by which a check says what is wrong, and the answer what it left out."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.kept import Extent

INTERNAL = "It points into the text itself, which is not checked."
FOREIGN = "It is a law outside the field of the registry, so nothing is known of it."
UNRESOLVED = "The words do not say which instrument is meant."
NO_INSTRUMENT = "The text does not say, in words that are understood, of which instrument."
NOT_REGISTERED = "Nothing in the registry goes by it. It may exist outside the registry."
_SERIES = {"C": "Convention", "R": "Recommendation", "P": "Protocol"}
_PARTS = {
    "characters": "code points were read",
    "citations": "citations were checked",
    "sentences": "sentences were looked up",
}
_MOST = 4


def _listed(names: Sequence[str]) -> str:
    shown = "; ".join(names[:_MOST])
    return f"{shown} and {len(names) - _MOST} more" if len(names) > _MOST else shown


def ambiguous(names: Sequence[str]) -> str:
    """Return that several may be meant."""
    return f"It may be any of {len(names)}: {_listed(names)}."


def title_of_another(title: Sequence[str], number: Sequence[str]) -> str:
    """Return that title and number name two instruments."""
    return f"The title is that of {_listed(title)}, the number that of {_listed(number)}."


def no_title_of(printed: str, own: Sequence[str]) -> str:
    """Return that a title is not that of the numbered instrument."""
    return f"“{printed}” is no title of {_listed(own)}, which the number names."


def wrong_number(title: Sequence[str], number: int, others: Sequence[str]) -> str:
    """Return that a number is not that of the titled instrument."""
    whose = f"is {_listed(others)}" if others else "is nobody's"
    return f"The title is that of {_listed(title)}, but No. {number} {whose}."


def wrong_year(wrong: Sequence[int], right: Sequence[int], names: Sequence[str]) -> str:
    """Return that a printed year is not the instrument's."""
    printed, true = (", ".join(map(str, years)) for years in (wrong, right))
    return f"The text prints {printed}; {_listed(names)}: {true}."


def no_number(series: str, number: str, last: int) -> str:
    """Return that a series has no such number."""
    name = _SERIES.get(series, series)
    return f"There is no {name} No. {number} in the registry, which has them up to No. {last}."


def no_provision(names: Sequence[str], last: Extent | None) -> str:
    """Return that an instrument has no such provision."""
    if last is None:
        return f"The text of the instrument, which is in the build, has no {_listed(names)}."
    counted = "articles" if last.type == "art" else "paragraphs"
    return f"There is no {_listed(names)}: the {counted} run to {last.last}."


def provision_not_known(names: Sequence[str]) -> str:
    """Return that the registry does not have a provision, which may exist."""
    return f"Not known here: {_listed(names)}. The registry does not have all of the instrument."


def left_out(name: str, taken: int, given: int) -> str:
    """Return how much of a text a limit left out."""
    return f"Only the first {taken} of {given} {_PARTS[name]}."
