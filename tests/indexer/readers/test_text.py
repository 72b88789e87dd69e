"""Plain text and Markdown: which encodings are read, what is mended, and what is refused."""

import csv
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import check_text, mended
from indexer.readers.read import kind_of, read_document
from indexer.readers.text import read_markdown, read_text

LIMITS = ReadLimits()
DECODED = [
    ("tea “x”".encode(), "tea “x”", []),
    (b"\xef\xbb\xbftea", "tea", []),
    ("tea “x”".encode("utf-16"), "tea “x”", ["tea.txt is in UTF-16."]),
    (b"\xfe\xff" + "tea".encode("utf-16-be"), "tea", ["tea.txt is in UTF-16."]),
    ("tea".encode("utf-32"), "tea", ["tea.txt is in UTF-32."]),
]


@pytest.mark.parametrize(("data", "text", "told"), DECODED, ids=[str(d[0]) for d in DECODED])
def test_an_encoding_that_is_stated_is_read(data: bytes, text: str, told: list[str]) -> None:
    document = read_text(data, "tea.txt", LIMITS)
    assert document.text == text
    assert [notice.what for notice in document.notices] == told


REFUSED = [
    (b"", "tea.txt is empty."),
    (b"one\ntwo \x93tea\x94", "line 2: byte 0x93 is not UTF-8; it looks like Windows-1252"),
    (b"\x81\x8d", "line 1: byte 0x81 is not UTF-8. Save it as UTF-8."),
    ("tea and more".encode("utf-16-le"), "looks like UTF-16 without a byte order mark"),
    (b"\xff\xfet\x00\x00\xd8e\x00", "is not UTF-16"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[m for _, m in REFUSED])
def test_an_encoding_that_is_not_stated_is_not_guessed(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(data, "tea.txt", LIMITS)
    assert message in str(caught.value)


UNTRUSTED = [
    (" \n\t", "tea.txt has no text."),
    ("a\nb\x00", "line 2: it has a NUL character (U+0000)"),
    ("a\ud800", "half of a surrogate pair (U+D800)"),
    ("a\u202eb", "turns the direction of writing (U+202E RIGHT-TO-LEFT OVERRIDE). Remove"),
    ("a\u2066b", "turns the direction of writing (U+2066 LEFT-TO-RIGHT ISOLATE)"),
    ("a\x1bb", "it has a control character (U+001B)"),
    ("a\n" + 101 * "b", "line 2: the line has 101 characters, more than the 100 allowed"),
]


@pytest.mark.parametrize(("text", "message"), UNTRUSTED, ids=[m for _, m in UNTRUSTED])
def test_a_text_that_nobody_could_trust_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        check_text(text, "tea.txt", 100)
    assert message in str(caught.value)
    assert caught.value.mend


def test_white_space_is_mended_in_its_place() -> None:
    text = "\fArticle\u00a01\r\rTea\u2028\r\nMore"
    assert mended(text) == "\nArticle 1\n\nTea\n\r\nMore"
    assert len(mended(text)) == len(text)


MARKDOWN = [
    ("---\ntitle: On tea\n---\nTea.", "Tea."),
    ("On tea\n======\n\nTea", "# On tea\n\nTea"),
    ("## Leaves ##", "## Leaves"),
    ("Tea[^1]\n\n[^1]: Not herbs.", "Tea¹\n\n¹ Not herbs."),
    ("See [the text](https://example.org/a_(b)).", "See the text."),
    (r"1\. Tea \*is\* tea", "1. Tea *is* tea"),
    ("Tea<!-- no\ntea -->", "Tea"),
    ("Tea ![a pot](pot.png)", "Tea "),
]


@pytest.mark.parametrize(("source", "text"), MARKDOWN, ids=[s for s, _ in MARKDOWN])
def test_markdown_loses_its_marks_but_those_of_headings(source: str, text: str) -> None:
    assert read_markdown(source.encode(), "tea.md", LIMITS).text == text


def test_the_title_of_markdown_is_its_front_matter_or_first_heading() -> None:
    assert read_markdown(b"---\ntitle: On tea\n---\n# Tea", "x.md", LIMITS).title == "On tea"
    assert read_markdown(b"# Tea\n", "x.md", LIMITS).title == "Tea"


KINDS = [
    (b"Tea", "tea", "text"),
    (b"Tea", "tea.MD", "markdown"),
    (b"<!DOCTYPE html><p>", "tea", "html"),
    (b" <?xml version='1.0'?><html>", "tea.xhtml", "html"),
    (b"%PDF-1.7", "tea", "pdf"),
    (b"PK\x03\x04 word/document.xml", "tea.docx", "docx"),
]


@pytest.mark.parametrize(("data", "name", "kind"), KINDS, ids=[n for _, n, _ in KINDS])
def test_the_kind_of_a_file(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


MISNAMED = [
    (b"<html><body>", "tea.pdf", "tea.pdf is called .pdf, but is HTML."),
    (b"Tea", "tea.pdf", "tea.pdf is called .pdf, but is not a PDF."),
    (b"Tea", "tea.docx", "tea.docx is called .docx, but is not a Word document."),
    (b"PK\x03\x04 ppt/x", "tea.docx", "tea.docx is called .docx, but is a presentation."),
    (b"%PDF-1.7", "tea.txt", "tea.txt is called .txt, but is a PDF."),
    (b"PK\x03\x04", "tea", "tea is a ZIP archive."),
    (
        b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text",
        "tea.odt",
        "tea.odt is an OpenDocument",
    ),
]


@pytest.mark.parametrize(("data", "name", "message"), MISNAMED, ids=[m for _, _, m in MISNAMED])
def test_a_file_under_a_wrong_name_is_refused(data: bytes, name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(data, name, LIMITS)
    assert message in str(caught.value)


def test_the_reference_treaties_are_read_as_they_stand(treaties: Path) -> None:
    with (treaties / "index.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["file"] for row in csv.DictReader(rows)]
    assert len(names) > 50
    for name in names:
        data = (treaties / name).read_bytes()
        assert read_markdown(data, name, LIMITS).text == data.decode(), name


DAMAGED = [
    ("Tea \ufffd", ["tea.txt has 1 characters that some program could not read (U+FFFD)."]),
    ("â€™ â€™ â€œ", ["tea.txt looks like UTF-8 that was read as Windows-1252 (such as â€™)."]),
    ("Tea ’", []),
]


@pytest.mark.parametrize(("text", "told"), DAMAGED, ids=[text for text, _ in DAMAGED])
def test_damage_done_before_is_told(text: str, told: list[str]) -> None:
    document = read_document(text.encode(), "tea.txt", LIMITS)
    assert [notice.what for notice in document.notices] == told
