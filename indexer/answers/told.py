"""The sentences of an answer about links: what each family is, and why one of them is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.answers.asked import Asked
from indexer.linked import Linked
from indexer.model import Marker, NoteKind, NoteState

ABOUT: Mapping[str, str] = {
    "citations": "The text itself points there, at the words quoted.",
    "curated": "Editorial claims of this project; neither WHO nor ILO nor any other body has made "
    "them.",
    "suggested": "Near in wording or subject by a model's reckoning; nobody's claim. What editors "
    "claim may stand here too: the model judged it without seeing the unit's own links.",
}
"""What each family is; it goes with every answer."""
_EMPTY: Mapping[str, str] = {
    "citations": "Nothing in the text was recognised as citing another.",
    "curated": "No editor has linked this yet, which does not mean that nothing backs it.",
    "suggested": "The model found nothing probable enough to suggest.",
}
_EMPTY_BACKS: Mapping[str, str] = {
    "citations": "No text in the build was recognised as citing it.",
    "curated": "No editor has linked anything to it yet; it may still back something.",
    "suggested": "The model suggests it for nothing.",
}
_LABELS = 12


def absent(question: Asked, index: Linked) -> str | None:
    """Return the sentence on endnotes whose words are not in the source, if there are any."""
    markers = [marker for name in question.units for marker in index.units[name].markers]
    labels = dict.fromkeys(own.label for own in markers if _is_absent(own, index))
    if not labels:
        return None
    if len(labels) == 1:
        return (
            f"The source prints endnote marker {next(iter(labels))} without the list of endnotes,"
            " so what it cites is not known."
        )
    return (
        f"The source prints endnote markers {_listed(tuple(labels))} without their list, so what"
        " they cite is not known."
    )


def _is_absent(marker: Marker, index: Linked) -> bool:
    state = index.notes[marker.target].state
    return marker.kind is NoteKind.ENDNOTE and state is NoteState.TEXT_ABSENT


def _listed(labels: Sequence[str]) -> str:
    if len(labels) > _LABELS:
        return f"{', '.join(labels[:_LABELS])} and {len(labels) - _LABELS} more"
    return f"{', '.join(labels[:-1])} and {labels[-1]}"


def empty_backing(family: str, question: Asked, unfiltered: int, index: Linked) -> str:
    """Return why a family has no rows in an answer to what backs something."""
    if unfiltered:
        return _filtered(unfiltered)
    if question.kind in ("provision", "instrument") and not question.units:
        name = question.id.partition(":")[0]
        return (
            f"The text of {name} is not in this build, so nothing is known of what it points to."
            " Ask what it backs instead."
        )
    if family == "suggested" and not index.suggestions:
        return "This build has no suggestions."
    if family == "citations":
        return absent(question, index) or _EMPTY[family]
    return _EMPTY[family]


def empty_backs(family: str, question: Asked, unfiltered: int, index: Linked) -> str:
    """Return why a family has no rows in an answer to what something backs."""
    if unfiltered:
        return _filtered(unfiltered)
    if family == "suggested" and not index.suggestions:
        return "This build has no suggestions."
    whole = question.id.partition(":")[0]
    citing = {own.unit for own in index.citations_by_target.get(whole, ())}
    if family == "citations" and whole != question.id and citing:
        units = "1 unit cites" if len(citing) == 1 else f"{len(citing)} units cite"
        return f"{_EMPTY_BACKS[family]} {units} the instrument as a whole: ask for {whole}."
    return _EMPTY_BACKS[family]


def _filtered(unfiltered: int) -> str:
    rows = "1 row does" if unfiltered == 1 else f"{unfiltered} rows do"
    return f"{rows} not pass the filters."
