"""The table of contents as evidence: in some documents only it says which lines are headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.parsing.lines import Line
from indexer.parsing.profiles import Profile


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    label: str | None
    kind: str
    level: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries by the words that a heading line has to print."""

    entries: Mapping[str, Entry]

    def find(self, line: str) -> Entry | None:
        """Return the entry whose words the line prints, or None."""
        return self.entries.get(" ".join(line.split()))


def read_contents(lines: Sequence[Line], profile: Profile) -> Contents:
    """Collect the entries, where the profile takes its headings from them.

    An entry `Annex - World Health Assembly resolution …` is also found by its head, `Annex`.
    """
    entries: dict[str, Entry] = {}
    if profile.contents_entry is None or not profile.headings_from_contents:
        return Contents(entries)
    for line in lines:
        match = profile.contents_entry.search(line.text)
        if match is None:
            continue
        label, bulleted = match["label"], bool(match["bullet"])
        kind = profile.kind_of_bulleted if bulleted else "section"
        words = " ".join(match["title"].rstrip(" .…").split())
        entry = Entry(label, kind, 2 if label or bulleted else 1)
        entries[f"{label}. {words}" if label else words] = entry
        head, dash, _ = words.partition(" - ")
        if dash:
            entries.setdefault(head, entry)
    return Contents(entries)
