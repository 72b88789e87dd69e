"""Which profile fits a text, by the signs that the profiles state, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.parsing.profiles import Evidence, Profile
from indexer.readers.shape import in_shape

LAST_RESORT = "report"
ENOUGH = 6.0
"""The least weight of signs on which a profile is chosen."""
_HASHES = re.compile(r"^#{1,6} ", re.MULTILINE)
_SET_APART = " \r\f*_"
"""What may stand around a line that is set in or set in bold."""
_ROW = re.compile(r"^\| (?P<cells>.*) \|$", re.MULTILINE)
_CONTENTS = re.compile(r"^(?:#+ )?Contents\n\n(?:[^\n]*\t\w+\n+)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """The profile that fits, and the signs that speak for it."""

    profile: str
    signs: tuple[str, ...]
    """Such as `21 articles`."""

    @property
    def words(self) -> str:
        """What the user is told: `treaty: 21 articles, 2 enacting words`."""
        return f"{self.profile}: {', '.join(self.signs) or 'no sign of another kind'}"


def weigh(text: str, profiles: Mapping[str, Profile]) -> Choice:
    """Return the profile with the weightiest signs in a text; the last resort where none has."""
    lines = {
        hashes: [line.strip(_SET_APART) for line in shown.split("\n") if line.strip()]
        for hashes, shown in ((True, text), (False, _HASHES.sub("", text)))
    }
    best, most = Choice(LAST_RESORT, ()), 0.0
    for name, profile in sorted(profiles.items()):
        counts = [(sign, _count(sign, lines[profile.hashes])) for sign in profile.evidence]
        weight = sum(sign.weight * min(count, sign.most) for sign, count in counts)
        if weight >= ENOUGH and weight > most:
            best, most = Choice(name, _told(counts)), weight
    return best


def _told(counts: Sequence[tuple[Evidence, int]]) -> tuple[str, ...]:
    return tuple(f"{count} {sign.name}" for sign, count in counts if count)


def _count(sign: Evidence, lines: Sequence[str]) -> int:
    return sum(bool(sign.pattern.search(line)) for line in lines[: sign.within])


def in_form(text: str, profile: Profile) -> str:
    """Return a text with its headings and tables as the profile reads them.

    A table of contents is left out where the profile knows none.
    """
    if not any(region.furniture == "contents" for region in profile.regions):
        text = _CONTENTS.sub("", text)
    roles = {rule.role for rule in profile.rules}
    if "cell" in roles:
        text = _ROW.sub(lambda row: "\n".join(f"| {own}\n" for own in _cells(row)), text)
    elif "row" in roles:
        text = _ROW.sub(lambda row: "\t".join(_cells(row)), text)
    if profile.shaped:
        text = in_shape(text)
    return text if profile.hashes else _HASHES.sub("", text)


def _cells(row: re.Match[str]) -> list[str]:
    """Return what the cells of a row show, without those that show nothing."""
    return [cell.strip() for cell in row["cells"].split(" | ") if cell.strip()]
