"""Whatever happens to a PDF's bytes, the reader gives a document that holds, or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import InputError
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf import raw

LIMITS = ReadLimits(file_bytes=1 << 20, pages=20, stream_bytes=1 << 18)
SAMPLE = raw.document(
    raw.deflated(raw.text("1 Tea", size=16) + raw.text("Tea for all of the workers.", top=700)),
    raw.stream(raw.text("and for those who care.") + b" BT /F1 6 Tf 72 90 Td (1 A note.) Tj ET"),
)
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126, blacklist_characters="()\\"))


def holds(document: Document) -> bool:
    """Whether boxes and mends stand within the text, in order, and boxes do not overlap."""
    end = 0
    for box in document.boxes:
        if not end <= box.start < box.end <= len(document.text):
            return False
        if not 1 <= box.page <= (document.pages or 0):
            return False
        end = box.end
    starts = [mend.start for mend in document.mends]
    within = all(0 <= mend.start <= mend.end <= len(document.text) for mend in document.mends)
    return within and starts == sorted(starts)


def read_or_refused(data: bytes) -> bool:
    """Whether a file gives a document that holds, or one sentence that names it and a mend."""
    try:
        document = read_pdf(data, "file.pdf", LIMITS)
    except InputError as error:
        return error.message.startswith("file.pdf ") and bool(error.mend)
    return holds(document)


@pytest.mark.property
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=12),
    st.integers(0, len(SAMPLE)),
    st.integers(0, 40),
)
def test_changed_bytes_are_read_or_refused(
    changes: list[tuple[int, int]], cut: int, width: int
) -> None:
    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    assert read_or_refused(bytes(data[:cut] + data[cut + width :]))


@pytest.mark.property
@given(st.binary(max_size=300))
def test_any_content_stream_is_read_or_refused(content: bytes) -> None:
    stream = raw.stream(b"BT /F1 9 Tf 72 700 Td (The tea) Tj ET " + content)
    assert read_or_refused(raw.document(stream))


@pytest.mark.property
@given(
    st.lists(
        st.tuples(
            PRINTABLE, st.sampled_from([5, 8, 11, 14]), st.integers(20, 560), st.integers(20, 820)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_words_anywhere_on_a_page_make_a_document_that_holds(
    words: list[tuple[str, int, int, int]],
) -> None:
    shown = [
        f"BT /F1 {size} Tf {x} {y} Td (w{i}x{word}) Tj ET"
        for i, (word, size, x, y) in enumerate(words)
    ]
    assert read_or_refused(raw.document(raw.stream("\n".join(shown).encode("latin-1"))))
