"""Word documents: their paragraphs as an office program shows them, and nothing that is hidden."""

import pytest

from indexer.errors import InputError
from indexer.readers.docx import read_docx
from indexer.readers.limits import ReadLimits
from tests.indexer.readers.made_docx import ENDNOTE, FOOTNOTE, W, docx, note, packed, paragraph

LIMITS = ReadLimits(stream_bytes=1 << 20)


def text_of(*blocks: str, **parts: str) -> str:
    return read_docx(docx(*blocks, **parts), "tea.docx", LIMITS).text


CASES = [
    ([paragraph("On tea", "Title"), paragraph("Green", "H2")], "# On tea\n\n## Green\n"),
    ([paragraph("x"), paragraph("Green", "Own")], "x\n\n## Green\n"),
    ([paragraph("x"), paragraph("Scope", "H2", (2, 0))], "x\n\n### Article 1. Scope\n"),
    (
        [
            paragraph("one", "", (1, 0)),
            paragraph("two", "", (1, 0)),
            paragraph("inner", "", (1, 1)),
            paragraph("inner", "", (1, 1)),
            paragraph("three", "", (1, 0)),
            paragraph("inner", "", (1, 1)),
        ],
        "1. one\n\n2. two\n\n(a) inner\n\n(b) inner\n\n3. three\n\n(a) inner\n",
    ),
    ([paragraph("one", "", (1, 0)), paragraph("anew", "", (4, 0))], "1. one\n\n1. anew\n"),
    ([paragraph("leaf", "", (3, 0))], "- leaf\n"),
    (["<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"], "a b\n"),
    (
        [
            "<w:p><w:r><w:t>Tea is </w:t></w:r>"
            "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>drunk.</w:t></w:r></w:ins></w:p>"
        ],
        "Tea is drunk.\n",
    ),
    (
        [
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>x</w:t></w:r></w:p>"
        ],
        "x\n",
    ),
    (["<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t></w:r></w:p>"], "coop\n"),
    (
        [
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        ],
        "| A | B |\n",
    ),
    (
        [
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent>"
            "</w:sdt>"
        ],
        "in a control\n",
    ),
]


@pytest.mark.parametrize(("blocks", "text"), CASES, ids=[text for _, text in CASES])
def test_a_document_reads_as_it_is_shown(blocks: list[str], text: str) -> None:
    assert text_of(*blocks) == text


def test_footnotes_and_endnotes_stand_at_the_end() -> None:
    found = text_of(
        paragraph("Tea", more=FOOTNOTE),
        paragraph("Herbs", more=ENDNOTE),
        footnotes=note("footnotes", " Not herbs."),
        endnotes=note("endnotes", " Not tea."),
    )
    assert found == "Tea¹\n\nHerbs^[1]\n\n¹ Not herbs.\n\nEndnotes\n\n[1] Not tea.\n"


def test_a_marker_without_its_note_is_told() -> None:
    document = read_docx(docx(paragraph("Tea", more=FOOTNOTE)), "tea.docx", LIMITS)
    assert document.text == "Tea¹\n"
    assert [notice.what for notice in document.notices] == ["1 marker has no note."]


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
WHOLE = docx(paragraph("Tea"))
REFUSED = [
    (b"", "tea.docx is empty. Save or download the file again."),
    (b"\xd0\xcf\x11\xe0" + bytes(99), "tea.docx is encrypted, or a .doc of Word 97"),
    (WHOLE[: len(WHOLE) // 2], "tea.docx is no whole ZIP archive"),
    (packed({"word/other.xml": "<x/>"}), "has no word/document.xml: it is no Word document"),
    (packed({"word/document.xml": ENTITIES}), "word/document.xml declares a document type or"),
    (packed({"word/document.xml": OUTSIDE}), "word/document.xml declares a document type or"),
    (packed({"word/document.xml": "<x>"}), "word/document.xml is no sound XML"),
    (
        packed({"word/document.xml": bytes(2 << 20)}),
        "word/document.xml inflates to more than the 1,048,576 bytes allowed. Save it as plain "
        "text, or raise CLAUSEGRAPH_READ_STREAM_BYTES",
    ),
    (packed({f"word/{n}.xml": "" for n in range(5001)}), "has 5,001 parts, more than the 5,000"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_broken_or_hostile_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_docx(data, "tea.docx", LIMITS)
    assert message in str(caught.value)
    assert caught.value.mend
