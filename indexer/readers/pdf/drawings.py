"""Drawings of a million strokes, as maps and plots have them: left out before they cost anything.

Where a page's contents are long, stretches of nothing but paths, strokes and colours are taken out
of them, and groups of operators that draw nothing else. No letter stands in them, and a table has
far fewer rules. ISO 32000-1, annex A (operators) and 8.4.4 (graphics state).
"""

from __future__ import annotations

import io
import re

from indexer.readers.pdf.library import PDFContentParser

_LONG = 1 << 18
"""Contents of fewer bytes are left as they are."""
_STRETCH = 1 << 14
"""A stretch of fewer bytes may be a table."""
_DEEPEST = 8
_DRAWN = (
    rb"(?:[-+.\d]++\s++)*+"
    rb"(?:re|rg|RG|[mlcvyhSsFnwJjMigGkK]|[fBbW]\*?)(?:\s++|$)"
)
_GROUP = re.compile(rb"(?<!\S)q\s++(?:" + _DRAWN + rb"|(?:[-+.\d]++\s++){6}+cm\s++)*+Q(?:\s++|$)")
_PATHS = re.compile(rb"(?<!\S)(?:" + _DRAWN + rb")++")


def thinned(contents: bytes) -> bytes:
    """Return the contents of a page without long stretches that only draw."""
    for _ in range(_DEEPEST):
        if len(contents) < _LONG:
            return contents
        thinner = _PATHS.sub(_shortened, _GROUP.sub(b"", contents))
        if thinner == contents:
            break
        contents = thinner
    return contents


def _shortened(stretch: re.Match[bytes]) -> bytes:
    return b" " if stretch.end() - stretch.start() >= _STRETCH else stretch[0]


class ThinParser(PDFContentParser):
    """Reads the contents of a page, or of a form within it, without its drawings."""

    def fillfp(self) -> bool:
        """Open the next stream of the contents."""
        opened = super().fillfp()
        if opened:
            self.fp = io.BytesIO(thinned(self.fp.read()))
        return opened
