"""Whatever a file holds, a reader gives a text or an error that can be mended, and nothing else.

What is read is a text that can be parsed whole by the profile that its signs choose.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.errors import InputError
from indexer.own.evidence import in_form, weigh
from indexer.parsing.parse import Document, Part, parse_document
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import check_text
from indexer.readers.read import read_document
from tests.indexer.readers.made_docx import NUMBERING, STYLES, W, note, packed

LIMITS = ReadLimits(file_bytes=1 << 16, stream_bytes=1 << 16)
PROFILES = read_facts(CorpusFolder()).profiles
NAMES = st.sampled_from(["tea.txt", "tea.md", "tea.html", "tea.docx", "tea"])
LINES = st.sampled_from(
    """# On tea|## PART I. LEAVES|### Article 1|Article 2 – Cups|1. Tea.|2. (a) Tea|- a. Tea:
(a) tea;|(i) tea|a) tea|A. Tea|1.1 Tea|- tea|¦ a ¦ b ¦|¹ A note|tea²|tea^[1]|Endnotes|[1] A note
Contents|5 Tea\t1|5 Tea|Box n°1: Tea|efforts should be made to:|Preamble|Note: tea|## ANNEX I
Action area 1: Tea|Warm regards,|WHA63.16 - Tea|Have agreed as follows:|\f| |Sources|References
“Tea”|- Somebody|2012|*tea*|co-""".replace("\n", "|").split("|")
)
TAGS = st.sampled_from(
    """p|div|b|i|sup|h1|h2|h3|ol|ul|li|table|tr|td|th|br|a|script|nav|main|blockquote|form|header|dl
dt|dd|pre|aside|center|section|frameset|del|p align=center|ol type=a|ol start=3|ol reversed
ol style='list-style:none'|li value=7|a href='#n1'|a href='#n2' id=n1|p id=n1|p id=n2|li id=n2
section id=toc|div class=footer|p class=ti-art|span style='mso-list:Ignore'|h2 id=n2""".replace(
        "\n", "|"
    ).split("|")
)
WORDS = st.sampled_from(
    ["1", "[2]", "(a)", "1.", "*", "Notes", "Article 1", "Scope", "PART I", "–", "tea", "¹", "\t"]
)
NODES = st.sampled_from(
    """p|r|t|tbl|tr|tc|sdt|sdtContent|pPr|numPr|tab|br|rPr|ilvl w:val="1"|numId w:val="1"|b|vanish
numId w:val="4"|jc w:val="center"|ind w:left="9"|vertAlign w:val="superscript"|txbxContent|del|ins
footnoteReference w:id="2"|endnoteReference w:id="2"|outlineLvl w:val="1"|pStyle w:val="H2"
pStyle w:val="TOC1"|sym w:char="F0B7"|sectPr|trPr|showingPlcHdr|sdtPr|moveFrom|hyperlink""".replace(
        "\n", "|"
    ).split("|")
)


def trees(words: int, tags: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Words, or an element with trees in it."""

    def grown(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return st.tuples(tags, st.lists(inner, max_size=4))

    return st.recursive(st.text(max_size=words) | WORDS, grown)


def tiles(text: str) -> bool:
    """Parse a text as adding it would, which raises where it does not tile; names are unique."""
    profile = weigh(text, PROFILES).profile
    shown = in_form(text, PROFILES[profile])
    assume(shown.strip())
    document = Document("tea", shown, (Part("tea", profile),), {"tea": "Tea"}, paged=True)
    parsed = parse_document(document, PROFILES, {})
    units = parsed.instruments["tea"].units
    return len({unit.id for unit in units}) == len(units)


def reads(data: bytes, name: str) -> str | None:
    """Read a file as adding it would; None where it is refused with a mend."""
    try:
        document = read_document(data, name, LIMITS)
        check_text(document.text, name)
    except InputError as refused:
        error = refused
    else:
        return document.text
    assert error.message
    assert error.mend
    return None


@pytest.mark.property
@given(st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    text = reads(data, name)
    assert text is None or (text.strip() and "\0" not in text)


@pytest.mark.property
@given(st.lists(LINES, min_size=1, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_any_lines_become_units_that_tile(lines: list[str], end: str) -> None:
    text = reads(end.join(lines).encode(), "tea.md")
    assert text is None or tiles(text)


@pytest.mark.property
@given(trees(9, TAGS))
def test_any_page_is_read_or_refused(tree: object) -> None:
    def markup(node: object) -> str:
        if isinstance(node, str):
            return node
        tag, inner = node
        return f"<{tag}>{''.join(map(markup, inner))}</{tag.partition(' ')[0]}>"

    text = reads(f"<html>{markup(tree)}".encode("utf-8", "replace"), "tea.html")
    assert text is None or tiles(text)


@pytest.mark.property
@given(trees(5, NODES))
def test_any_word_document_is_read_or_refused(tree: object) -> None:
    def markup(node: object) -> str:
        if isinstance(node, str):
            shown = "".join(char for char in node if char.isalnum() or char in "[](). *–")
            return f"<w:r><w:t>{shown}</w:t></w:r>" if shown[:1] > "m" else shown
        tag, inner = node
        return f"<w:{tag}>{''.join(map(markup, inner))}</w:{tag.partition(' ')[0]}>"

    body = f"<w:document {W}><w:body>{markup(tree)}</w:body></w:document>"
    parts = {"word/document.xml": body, "word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}
    notes = {f"word/{part}.xml": note(part, "tea") for part in ("footnotes", "endnotes")}
    text = reads(packed({**parts, **notes}), "tea.docx")
    assert text is None or tiles(text)
