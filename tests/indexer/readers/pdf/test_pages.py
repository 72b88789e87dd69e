"""How a page may lie: turned, cropped, shifted, in odd boxes, with a text layer that none sees."""

from __future__ import annotations

import re

import pytest

from indexer.errors import InputError
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf import raw

PROSE = [
    f"The health of worker {n} and of those who care should be protected in this way."
    for n in range(8)
]
TEXT = " ".join(PROSE) + "\n"
UPRIGHT = [(72, 780 - 14 * i) for i in range(8)]


def show(matrix: str, line: str) -> bytes:
    return f"BT /F1 11 Tf {matrix} Tm ({line}) Tj ET\n".encode()


UP = b"".join(show(f"1 0 0 1 {x} {y}", w) for (x, y), w in zip(UPRIGHT, PROSE, strict=True))
SIDEWAYS = b"".join(
    show(f"0 1 -1 0 {595 - y + 300} {x}", w) for (x, y), w in zip(UPRIGHT, PROSE, strict=True)
)
OVER = b"".join(
    show(f"-1 0 0 -1 {595 - x} {842 - y}", w) for (x, y), w in zip(UPRIGHT, PROSE, strict=True)
)


def read(content: bytes, box: bytes = b"/MediaBox [0 0 595 842]") -> Document:
    made = raw.document(raw.stream(content)).replace(b"/MediaBox [0 0 595 842]", box)
    return read_pdf(made, "file.pdf", ReadLimits())


CASES = {
    "upright": (UP, b"/MediaBox [0 0 595 842]", (72, 53)),
    "turned by the page": (SIDEWAYS, b"/Rotate 90 /MediaBox [0 0 842 842]", (72, 106)),
    "turned by the text": (SIDEWAYS, b"/MediaBox [0 0 842 842]", (106, 427)),
    "upside down": (OVER, b"/MediaBox [0 0 595 842]", (180, 778)),
    "corners the other way": (UP, b"/MediaBox [595 842 0 0]", (72, 53)),
    "no box": (UP, b"/MediaBox null", (72, 53)),
    "shifted": (UP, b"/MediaBox [-100 -50 595 842]", (172, 53)),
    "huge": (UP, b"/MediaBox [0 0 900000000 842]", (72, 53)),
    "cropped": (UP, b"/CropBox [50 20 560 820] /MediaBox [0 0 595 842]", (22, 31)),
    "crop beyond the page": (UP, b"/CropBox [-50 -50 900 900] /MediaBox [0 0 595 842]", (72, 53)),
    "crop of nothing": (UP, b"/CropBox [9 9 9 9] /MediaBox [0 0 595 842]", (72, 53)),
}


@pytest.mark.parametrize(("content", "box", "place"), CASES.values(), ids=CASES)
def test_a_page_is_read_however_it_lies(content: bytes, box: bytes, place: tuple[int, int]) -> None:
    document = read(content, box)
    assert document.text == TEXT
    first = document.boxes[0]
    assert (first.x0, first.top) == pytest.approx(place, abs=1)


def test_what_lies_outside_of_the_crop_is_no_text() -> None:
    slug = show(
        "1 0 0 1 60 10", "Slug line of the printer, with marks for colour and for register,"
    )
    slug += show("1 0 0 1 60 2", "and the time at which it was made for those who print it again.")
    document = read(UP + slug, b"/CropBox [50 30 560 820] /MediaBox [0 0 595 842]")
    assert document.text == TEXT
    assert [re.sub(r"\d+", "#", n.what) for n in document.notices] == [
        "# characters stand askew or outside of the page and are left out, on page #."
    ]


def test_a_page_whose_text_is_all_outside_is_refused() -> None:
    with pytest.raises(InputError, match="no text within its pages"):
        read(UP, b"/MediaBox [0 0 -595 -842]")


def test_an_unseen_layer_over_an_image_is_text() -> None:
    hidden = UP.replace(b"BT ", b"BT 3 Tr ")
    assert read(b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q " + hidden).text == TEXT


def test_type_askew_over_the_page_is_no_text() -> None:
    stamp = b"BT /F1 60 Tf .7 .7 -.7 .7 120 250 Tm (CONFIDENTIAL) Tj ET\n"
    assert read(stamp + UP).text == TEXT


def test_a_broken_table_of_references_is_made_anew_and_told() -> None:
    made = re.sub(rb"\d{10} 00000 n", b"0000000001 00000 n", raw.document(raw.stream(UP)))
    document = read_pdf(made, "file.pdf", ReadLimits())
    assert document.text == TEXT
    assert [n.what[:31] for n in document.notices] == ["The table of references of the "]


def test_a_file_that_lacks_pages_is_refused() -> None:
    made = raw.document(raw.stream(UP)).replace(b"/Kids [4 0 R]", b"/Kids [4 0 R 99 0 R]")
    with pytest.raises(InputError, match="lacks some of its pages"):
        read_pdf(made, "file.pdf", ReadLimits())
