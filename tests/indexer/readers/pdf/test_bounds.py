"""What pdfminer decodes and keeps is bounded, whichever filter or figure would make it grow."""

from __future__ import annotations

import inspect
import zlib

import pdfminer.pdfinterp
import pdfminer.pdftypes
import pdfplumber.page
import pytest

from indexer.errors import InputError
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import bounds, read_pdf
from indexer.readers.pdf.drawings import thinned
from tests.indexer.readers.pdf import raw

LIMITS = ReadLimits(stream_bytes=1 << 20, page_characters=5000)
WORDS = raw.text("The health of workers should be protected, and the care that is given to them.")


def packed_codes() -> bytes:
    """LZW: a clear code, then each code the one before it and a letter more, again and again."""
    bits = "100000000"
    for _ in range(3):
        bits += f"{32:09b}"
        for code in range(258, 4094):
            width = 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
            bits += f"{code:0{width}b}"
        bits += f"{256:012b}"
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


FILTERS = {
    "twice deflated": (
        zlib.compress(zlib.compress(bytes(8 << 20))),
        b"[/FlateDecode /FlateDecode]",
    ),
    "lzw": (packed_codes(), b"/LZWDecode"),
    "run lengths": (b"\x81 " * 20_000, b"/RunLengthDecode"),
    "ascii 85": (b"z" * 300_000 + b"~>", b"/ASCII85Decode"),
    "hexadecimal": (b"20" * (2 << 20) + b">", b"/ASCIIHexDecode"),
    "rows": (
        zlib.compress(bytes(4096)),
        b"/FlateDecode /DecodeParms << /Predictor 15 /Columns 900000000 >>",
    ),
}


@pytest.mark.parametrize(("data", "name"), FILTERS.values(), ids=FILTERS)
def test_what_a_filter_makes_is_bounded(data: bytes, name: bytes) -> None:
    made = raw.document(raw.stream(data, b"/Filter " + name))
    with pytest.raises(InputError, match="inflates to more than the 1,048,576 bytes") as raised:
        read_pdf(made, "file.pdf", LIMITS)
    assert "CLAUSEGRAPH_READ_STREAM_BYTES" in str(raised.value)


def test_the_bounded_decoders_decode() -> None:
    runs = b"".join(bytes([len(x) - 1]) + x for x in (WORDS[:90], WORDS[90:])) + b"\xff \x80"
    for data, name in (
        (runs, b"/RunLengthDecode"),
        (WORDS.hex().encode() + b">", b"/ASCIIHexDecode"),
    ):
        made = raw.document(raw.stream(data, b"/Filter " + name))
        assert "The health of workers" in read_pdf(made, "file.pdf", LIMITS).text


def drawing(*figures: bytes) -> bytes:
    """A page that draws the first of some forms, which have the numbers from 6 on."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
        b" << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        raw.stream(WORDS + b" /X Do"),
        raw.FONT,
    ]
    return raw.pdf([*objects, *figures])


def form(content: bytes, inner: int = 5) -> bytes:
    facts = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources"
        b" << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % inner
    )
    return raw.stream(content, facts)


def test_text_within_a_form_is_read() -> None:
    made = drawing(form(raw.text("They stand within a form.", top=700)))
    assert "They stand within a form." in read_pdf(made, "file.pdf", LIMITS).text


def test_forms_that_draw_each_other_without_end_are_refused_or_left() -> None:
    doubled = [form(b"/X Do /X Do", 7 + i) for i in range(20)]
    with pytest.raises(InputError, match="has a page with more than"):
        read_pdf(drawing(*doubled, form(WORDS)), "file.pdf", LIMITS)
    assert "The health" in read_pdf(drawing(form(b"/X Do", 6)), "file.pdf", LIMITS).text


def test_a_page_holds_so_many_characters_and_no_more() -> None:
    full = raw.document(
        raw.stream(b"BT /F1 9 Tf 72 700 Td " + b"(the of and to) Tj " * 400 + b"ET")
    )
    with pytest.raises(InputError, match="page with more than the 5,000 characters") as raised:
        read_pdf(full, "file.pdf", LIMITS)
    assert "CLAUSEGRAPH_READ_PAGE_CHARACTERS" in str(raised.value)


DRAWINGS = {
    "strokes": b"10 20 m 30.5 40 l S\n" * 40_000,
    "groups": b"q 1 0 0 1 5 5 cm 0.1 w q 1 0 0 RG 0 0 9 9 re f* Q Q\n" * 20_000,
    "curves": b"1 2 3 4 5 6 c 7 8 l\nh B*\r\n" * 40_000,
}


@pytest.mark.parametrize("drawn", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_of_many_strokes_is_left_out_and_the_text_around_it_read(drawn: bytes) -> None:
    text = raw.text("Another one (ran 10 20 m 30 40 l S) stands below it.", top=400)
    contents = b"1 0 0 1 0 3 cm\n" + WORDS + b"\n" + drawn + text
    thin = thinned(contents)
    assert len(thin) < 1000
    assert thin.startswith(b"1 0 0 1 0 3 cm\n" + WORDS)
    found = read_pdf(raw.document(raw.deflated(contents)), "file.pdf", ReadLimits())
    assert found.text.startswith("The health of workers")
    assert "ran 10 20 m 30 40 l S" in found.text


def test_what_is_short_or_shows_more_than_lines_is_kept() -> None:
    table = b"10 20 m 30 40 l S\n" * 100
    shown = b"q 1 0 0 1 5 5 cm /F0 Do Q\n" * 20_000
    assert thinned(table) == table
    assert thinned(shown) == shown


def test_the_names_that_are_replaced_are_the_ones_in_use() -> None:
    source = inspect.getsource(pdfminer.pdftypes.PDFStream.decode)
    for name in bounds.DECODERS:
        assert f"{name}(" in source or f"{name}.decompress(" in source
        assert hasattr(pdfminer.pdftypes, name)
    execute = inspect.getsource(pdfminer.pdfinterp.PDFPageInterpreter.execute)
    assert f"{bounds.PARSER}(" in execute
    layout = inspect.getsource(pdfplumber.page.Page)
    assert f"{bounds.DEVICE}(" in layout
    assert getattr(pdfplumber.page, bounds.DEVICE) is bounds.BoundedDevice
