"""Short texts, composed for the tests, read as instrument `x` by a shipped profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.model import Note, Piece, Unit
from indexer.parsing.node import Hint
from indexer.parsing.parse import Document, Part, parse_document
from indexer.parsing.profiles import Profile


class Reading:
    """What came of a text: units by eId, notes, and tiles in order."""

    def __init__(self, text: str, units: tuple[Unit, ...], notes: tuple[Note, ...]) -> None:
        self.text, self.units, self.notes = text, units, notes
        self.by_eid = {unit.eid: unit for unit in units}
        self.pieces: tuple[Piece, ...] = ()

    def __getitem__(self, eid: str) -> Unit:
        return self.by_eid[eid]

    @property
    def outline(self) -> list[tuple[str, str, str]]:
        """eId, kind and text of each unit, in order."""
        return [(unit.eid, unit.kind, unit.text) for unit in self.units]

    @property
    def eids(self) -> list[str]:
        return [unit.eid for unit in self.units]

    @property
    def furniture(self) -> list[tuple[str, str]]:
        """Role and words of each tile that is no unit's."""
        own = (piece for piece in self.pieces if piece.owner is None)
        return [(piece.role, self.text[piece.span.start : piece.span.end]) for piece in own]


Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def profiles() -> Mapping[str, Profile]:
    """The shipped profiles by name."""
    return read_facts(CorpusFolder()).profiles


@pytest.fixture(scope="session")
def read(profiles: Mapping[str, Profile]) -> Read:
    """The function that reads a text by the profile of a name."""

    def read(
        profile: str,
        text: str,
        *,
        title: str = "",
        hints: Sequence[Hint] = (),
        paged: bool = True,
        elements: Mapping[str, int] | None = None,
    ) -> Reading:
        document = Document("x.txt", text, (Part("x", profile, None, tuple(hints)),), {"x": title})
        if not paged:
            document = Document(document.file, text, document.parts, document.titles, paged=False)
        parsed = parse_document(document, profiles, {"x": elements or {}})
        found = Reading(text, parsed.instruments["x"].units, parsed.instruments["x"].notes)
        found.pieces = parsed.pieces
        return found

    return read
