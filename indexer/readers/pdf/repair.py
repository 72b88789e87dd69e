"""A new table of references for a file whose own leads nowhere, made by searching for its objects.

Viewers do the same. Objects that stand within streams of objects are not found so.
ISO 32000-1, 7.5.4 (cross-reference table) and 7.5.5 (trailer).
"""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \r\n\t]+([0-9]{1,5})[ \r\n\t]+obj\b")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_KEPT = re.compile(rb"/(?:Encrypt\s+[0-9]+\s+[0-9]+\s+R|ID\s*\[\s*<[^>]*>\s*<[^>]*>\s*\])")


def repaired(data: bytes) -> bytes | None:
    """Return a file with a table of its objects at its end; None where it has no catalog."""
    places = {int(found[1]): (found.start(), int(found[2])) for found in _OBJECT.finditer(data)}
    catalogs = list(_CATALOG.finditer(data))
    if not places or not catalogs:
        return None
    before = [place for place in places.items() if place[1][0] < catalogs[-1].start()]
    if not before:
        return None
    root, (_, generation) = max(before, key=lambda place: place[1][0])
    kept = b" ".join(dict.fromkeys(found[0] for found in _KEPT.finditer(data)))
    table = b"".join(
        b"%d 1\n%010d %05d n \n" % (number, place, made)
        for number, (place, made) in sorted(places.items())
    )
    trailer = b"trailer\n<< /Size %d /Root %d %d R %s >>\n" % (
        max(places) + 1, root, generation, kept,
    )  # fmt: skip
    return b"%s\nxref\n%s%sstartxref\n%d\n%%%%EOF\n" % (data, table, trailer, len(data) + 1)
