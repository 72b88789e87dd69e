"""Broken and hostile files: one sentence that names the file, the cause and the mend."""

from __future__ import annotations

import resource
import zlib

import pdfminer.pdftypes
import pytest

from indexer.errors import InputError
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf import raw

PROSE = [
    "The health and safety of workers should be protected within an approach of prevention,",
    "and the measures that are needed in each place should be taken by those who can.",
]
GOOD = raw.document(raw.stream(raw.text(*PROSE)))
LOOP = raw.pdf(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>",
        raw.page(2, 4, 5),
        raw.stream(raw.text("One")),
        raw.FONT,
    ]
)
DEEP = raw.pdf(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(3000)),
        b"<< /Type /Page >>",
    ]
)
SHIFTED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "qkxjzvwbpgyfmclrdhsntuaieo")
FALSE = raw.document(raw.stream(raw.text(*[line.translate(SHIFTED) for line in PROSE * 10])))
SCAN_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /XObject << /I 5 0 R >> >> >>"
)
IMAGE = raw.stream(
    b"\x00",
    b"/Type /XObject /Subtype /Image /Width 1 /Height 1"
    b" /ColorSpace /DeviceGray /BitsPerComponent 8",
)
SCAN = raw.pdf(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        SCAN_PAGE,
        raw.stream(b"q 500 0 0 700 40 40 cm /I Do Q"),
        IMAGE,
    ]
)
NO_PAGES = raw.pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def encrypted() -> bytes:
    """A file that says it is encrypted, with a key that no password opens."""
    secret = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32)
    made = raw.pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [] /Count 0 >>", secret])
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>]")


def read(data: bytes, limits: ReadLimits | None = None) -> Document:
    return read_pdf(data, "file.pdf", limits or ReadLimits())


CASES = [
    ("empty", b"", "is empty"),
    ("web page", b"<!DOCTYPE html><html><body>x</body></html>", "not a PDF but a web page"),
    ("other kind", b"PK\x03\x04" + b"\0" * 50, "not a PDF but another kind of file"),
    ("cut off", GOOD[: len(GOOD) // 2], "is cut off"),
    ("head only", b"%PDF-1.7\n%%EOF\n", "cannot be read|is not a PDF that can be read"),
    ("noise", b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF", "is not a PDF that can be read"),
    ("encrypted", encrypted(), "encrypted with a password"),
    ("page tree that loops", LOOP, "leads back to itself"),
    ("page tree too deep", DEEP, "nested too deep"),
    ("no pages", NO_PAGES, "has no pages"),
    ("scan", SCAN, "needs OCR"),
    ("false letters", FALSE, "unreadable"),
    ("no text", raw.document(raw.stream(b"")), "has no text"),
]


@pytest.mark.parametrize(("data", "what"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as raised:
        read(data)
    assert raised.value.message.startswith("file.pdf ")
    assert raised.value.mend
    assert "\n" not in str(raised.value)


def test_a_sound_file_is_read() -> None:
    assert read(GOOD).text == " ".join(PROSE) + "\n"


def test_the_name_by_which_pdfminer_inflates_is_the_one_replaced() -> None:
    read(GOOD)
    assert pdfminer.pdftypes.zlib.__name__ == "BoundedZlib"
    assert "zlib.decompress(" in _source_of(pdfminer.pdftypes.PDFStream.decode)


def _source_of(function: object) -> str:
    import inspect

    return inspect.getsource(function)  # type: ignore[arg-type]


def bomb(size: int) -> bytes:
    """A small file with a stream that inflates to `size` bytes of spaces."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    return raw.document(raw.stream(packed, b"/Filter /FlateDecode"))


def test_a_decompression_bomb_is_refused_without_being_inflated() -> None:
    data = bomb(256 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="inflates to more than the 16,777,216 bytes") as raised:
        read(data)
    assert "CLAUSEGRAPH_READ_STREAM_BYTES" in str(raised.value)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_stream_is_read_up_to_its_limit() -> None:
    content = raw.text(*PROSE) + b" " * 1000
    data = raw.document(raw.deflated(content))
    assert read(data, ReadLimits(stream_bytes=len(content))).text == " ".join(PROSE) + "\n"
    with pytest.raises(InputError, match="inflates"):
        read(data, ReadLimits(stream_bytes=len(content) - 1))


@pytest.mark.parametrize(
    ("limits", "setting"),
    [
        (ReadLimits(pages=1), "CLAUSEGRAPH_READ_PAGES"),
        (ReadLimits(file_bytes=100), "CLAUSEGRAPH_READ_FILE_BYTES"),
    ],
)
def test_a_limit_is_named_with_its_setting(limits: ReadLimits, setting: str) -> None:
    data = raw.document(*[raw.stream(raw.text(*PROSE))] * 2)
    with pytest.raises(InputError, match=setting):
        read(data, limits)


def test_a_page_without_text_is_noticed_among_others() -> None:
    both = raw.pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            raw.page(2, 4, 5),
            raw.stream(raw.text(*PROSE)),
            raw.FONT,
            SCAN_PAGE.replace(b"/Contents 4", b"/Contents 7").replace(b"/I 5", b"/I 8"),
            raw.stream(b"q 500 0 0 700 40 40 cm /I Do Q"),
            IMAGE,
        ]
    )
    document = read(both)
    assert document.text.startswith(PROSE[0])
    assert [(n.page, "needs OCR" in n.what) for n in document.notices] == [(2, True)]
