"""PDFs written byte by byte, since no producer makes what a hostile one holds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

HEAD = b"%PDF-1.4\n"


def pdf(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A file of these objects, numbered from 1, with its table of references."""
    body, places = bytearray(HEAD), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(body) + table + trailer % (len(objects) + 1, root, len(body))


def stream(content: bytes, facts: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), facts, content)


def deflated(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode")


def text(*lines: str, size: float = 11, top: float = 780) -> bytes:
    """A content stream of lines from above, parted by a third more than their size."""
    shown = [
        f"BT /F1 {size} Tf 72 {top - 1.3 * size * i:.2f} Td ({line}) Tj ET"
        for i, line in enumerate(lines)
    ]
    return "\n".join(shown).encode("latin-1")


def page(parent: int, content: int, font: int) -> bytes:
    return (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
        b" /Resources << /Font << /F1 %d 0 R >> >> >>" % (parent, content, font)
    )


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"


def document(*contents: bytes) -> bytes:
    """A file with one page for each content stream, given as an object."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        FONT,
    ]
    for i, content in enumerate(contents):
        objects += [page(2, 5 + 2 * i, 3), content]
    return pdf(objects)
