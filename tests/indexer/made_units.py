"""Units that tests make by hand: only what a test is about has to be said."""

from typing import Any

from indexer.model import Span, Unit


def made_unit(identifier: str, text: str = "Tea.", **said: Any) -> Unit:
    """A paragraph of a made text with the words given; `said` are members of the unit."""
    plain: dict[str, Any] = {
        "instrument": identifier.partition(":")[0],
        "kind": "paragraph",
        "printed_label": None,
        "ordinal": 1,
        "parent": None,
        "section": None,
        "heading": None,
        "element": None,
        "own_text": True,
        "markers": (),
        "file": "made.txt",
        "spans": (Span(0, 1),),
        "offsets": ((0, 0),),
    }
    return Unit(id=identifier, text=text, **{**plain, **said})
