"""Word documents: their paragraphs as an office program shows them, and nothing that is hidden."""

import re

import pytest

from indexer.errors import InputError
from indexer.readers.docx import read_docx
from indexer.readers.limits import ReadLimits
from tests.indexer.readers.made_docx import (
    ENDNOTE,
    FOOTNOTE,
    NUMBERING,
    STYLES,
    W,
    docx,
    note,
    packed,
    paragraph,
)

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
    (["<w:p><w:r><w:t>2012</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"], "2012\tb\n"),
    (
        [paragraph("A tea"), paragraph("is tea."), "<w:p/>", paragraph("More.")],
        "A tea\nis tea.\n\nMore.\n",
    ),
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

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>5</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
FALLBACK = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
)
SUPER = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
ENDED = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Tea is</w:t></w:r></w:p>"
BOLD, CENTRED = "<w:rPr><w:b/></w:rPr>", '<w:pPr><w:jc w:val="center"/></w:pPr>'


def runs(*texts: str, facts: str = "") -> str:
    """A paragraph of runs that have the same properties."""
    return "<w:p>" + "".join(f"<w:r>{facts}<w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def row(*cells: str) -> str:
    """A table of one row."""
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


CASES += [
    ([f"<w:p><w:r><w:t>Section </w:t></w:r>{FIELD}</w:p>"], "Section 5\n"),
    ([f"<w:p><w:r><w:t>Tea</w:t>{FALLBACK}</w:r></w:p>"], "Tea\n\nboxed\n"),
    ([ENDED, runs(" green.")], "Tea is green.\n"),
    (
        [
            "<w:p><w:smartTag><w:r><w:t>Te</w:t></w:r></w:smartTag>"
            "<w:hyperlink><w:r><w:t>a </w:t></w:r></w:hyperlink>"
            '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:noBreakHyphen/></w:r></w:p>'
        ],
        "Tea •-\n",
    ),
    (
        [
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{runs('Click here')}</w:sdtContent></w:sdt>",
            runs("Tea"),
        ],
        "Tea\n",
    ),
    (
        [
            "<w:p><w:r><w:t>x</w:t></w:r>",
            f"<w:r>{SUPER}<w:t>[2</w:t></w:r><w:r>{SUPER}<w:t>0]</w:t></w:r></w:p>",
        ],
        "x^[20]\n",
    ),
    ([paragraph("", "", (1, 0)), paragraph("x", "", (1, 1))], "1. (a) x\n"),
    (
        [paragraph("x", "", (1, 0)), paragraph("", "", (1, 0)), paragraph("y", "", (1, 0))],
        "1. x\n\n3. y\n",
    ),
    ([row(runs("(a)"), runs("x")), row(runs("(b)"), runs("y"))], "(a) x\n\n(b) y\n"),
    ([row(paragraph("", "", (1, 1)), runs("x"))], "(a) x\n"),
    ([row(runs("1"), runs("x"))], "| 1 | x |\n"),
    (
        [runs("x"), runs("Article 1", facts=BOLD), runs("Scope", facts=BOLD), runs("Tea.")],
        "x\n\n### Article 1. Scope\n\nTea.\n",
    ),
    ([runs("x"), f"<w:p>{CENTRED}<w:r><w:t>LEAVES</w:t></w:r></w:p>"], "x\n\n## LEAVES\n"),
    (
        [
            '<w:p><w:pPr><w:ind w:left="400"/></w:pPr>'
            "<w:r><w:t>a.</w:t><w:tab/><w:t>x</w:t></w:r></w:p>"
        ],
        "- a. x\n",
    ),
    ([paragraph("x"), paragraph("Anhang", "German")], "x\n\n## Anhang\n"),
    (
        [
            paragraph("Contents"),
            '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Leaves'
            "</w:t><w:tab/><w:t>3</w:t></w:r></w:p>",
        ],
        "Contents\n\nLeaves\t3\n",
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


def test_footnotes_go_before_endnotes_that_are_typed() -> None:
    found = text_of(
        paragraph("Tea", more=FOOTNOTE + f"<w:r>{SUPER}<w:t>2</w:t></w:r>"),
        paragraph("Endnotes", "H2"),
        paragraph("1. Not tea."),
        paragraph("2. Not herbs."),
        footnotes=note("footnotes", "A leaf."),
    )
    assert found == ("Tea¹ ^[2]\n\n¹ A leaf.\n\nEndnotes\n\n1. Not tea.\n\n2. Not herbs.\n")


def test_notes_begin_where_the_settings_say() -> None:
    start = f'<w:settings {W}><w:endnotePr><w:numStart w:val="20"/></w:endnotePr></w:settings>'
    notes = note("endnotes", "Not tea.")
    found = text_of(paragraph("Tea", more=ENDNOTE), endnotes=notes, settings=start)
    assert found == "Tea^[20]\n\nEndnotes\n\n[20] Not tea.\n"


STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = (
    '<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    "</Relationships>"
)


def test_the_strict_form_reads_alike_whatever_the_main_part_is_called() -> None:
    body = (
        f"<w:body>{paragraph('x')}{paragraph('Leaves', 'H2')}{paragraph('y', '', (1, 1))}</w:body>"
    )
    parts = {
        "word/document2.xml": f"<w:document {W}>{body}</w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    strict = {name: re.sub('"http[^"]*main"', f'"{STRICT}"', part) for name, part in parts.items()}
    data = packed({"_rels/.rels": RELATIONS, **strict})
    assert read_docx(data, "tea.docx", LIMITS).text == "x\n\n## Leaves\n\n(a) y\n"


def test_a_part_outside_the_archive_is_never_looked_for() -> None:
    relations = RELATIONS.replace("/word/document2.xml", "../../../../etc/passwd")
    with pytest.raises(InputError, match="it is no Word document"):
        read_docx(packed({"_rels/.rels": relations, "word/x.xml": ""}), "tea.docx", LIMITS)


def test_a_marker_without_its_note_is_told() -> None:
    document = read_docx(docx(paragraph("Tea", more=FOOTNOTE)), "tea.docx", LIMITS)
    assert document.text == "Tea¹\n"
    assert [notice.what for notice in document.notices] == ["1 marker has no note."]


def test_what_is_left_out_is_told() -> None:
    deleted = "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>free</w:t></w:r></w:ins>"
    more = f"{inserted}{deleted}<w:r><w:commentReference/><w:object/></w:r>"
    body = f"<w:document {W}><w:body>{paragraph('Tea', more=more)}</w:body></w:document>"
    data = packed({"word/document.xml": body, "word/vbaProject.bin": "x"})
    document = read_docx(data, "tea.docx", LIMITS)
    assert document.text == "Teafree\n"
    assert [notice.what for notice in document.notices] == [
        "It embeds objects, which are left out (1).",
        "It has tracked changes: what was inserted is read, what was deleted is left out (2).",
        "It has comments, which are left out (1).",
        "It has macros, which are left out.",
    ]


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
