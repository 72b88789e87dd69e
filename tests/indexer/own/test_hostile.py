"""Files that are broken or hostile: one sentence with file, cause and mend; the build stays."""

import os
import time
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.own import received
from indexer.own.add import Limits
from indexer.own.intake import Asked
from indexer.own.process import ProcessLimits, run_limited
from indexer.readers.limits import ReadLimits
from tests.indexer.own.own_corpus import NAMED, added, place
from tests.indexer.readers.made_docx import W, packed
from tests.indexer.tiny_corpus import build_tiny, write_corpus

MIB = 1 << 20
LIMITS = Limits(
    ReadLimits(file_bytes=60 * MIB, stream_bytes=8 * MIB), ProcessLimits(seconds=60), 10_000
)
BOMB = packed({"word/document.xml": bytes(256 * MIB)})
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">]><w:document {W}>&a;</w:document>'
CHUNKS = f"<w:document {W}><w:body><w:altChunk/></w:body></w:document>"
FILES = [
    ("empty.md", b"", "empty.md is empty."),
    ("large.txt", b"a" * (60 * MIB + 1), "more than the 62,914,560 allowed. Split the file, or"),
    ("line.txt", b"a" * (50 * MIB), "line 1: the line has 52,428,800 characters"),
    ("nul.txt", b"Tea\x00", "nul.txt, line 1: it has a NUL character"),
    ("bidi.txt", "Tea \u202e".encode(), "bidi.txt, line 1: a control turns the direction"),
    ("windows.txt", b"\x93Tea\x94", "looks like Windows-1252. Save it as UTF-8."),
    ("page.pdf", b"<!doctype html><p>Tea", "page.pdf is called .pdf, but is HTML."),
    ("bomb.docx", BOMB, "inflates to more than the 8,388,608 bytes allowed."),
    ("entities.docx", packed({"word/document.xml": ENTITIES}), "declares a document type"),
    ("cut.docx", BOMB[: len(BOMB) // 2], "cut.docx is no whole ZIP archive"),
    ("deep.html", b"<html>" + b"<div>" * 9999 + b"Tea", "nested too deep to be read."),
    ("surrogate.html", b"<html><p>&#xD800;\xed\xa0\x80", "surrogate.html, line 1: byte 0xed"),
    ("missing.md", None, "missing.md cannot be read: No such file or directory."),
    ("words.rtf", b"{\\rtf1 Tea}", "words.rtf is RTF. Save it as .docx."),
    ("scan.png", b"\x89PNG\r\n", "is a picture. Give a file with text; a scan needs OCR."),
    ("page.doc", b"\xd0\xcf\x11\xe0" + bytes(99), "page.doc is encrypted, or a .doc of Word 97."),
    ("chunks.docx", packed({"word/document.xml": CHUNKS}), "only embedded files in other formats."),
    ("half.txt", b"Tea \xed\xa0\x80", "byte 0xed is not UTF-8; it is half of a surrogate pair."),
    ("chinese.txt", "茶是茶".encode("gb18030"), "it looks like another script, such as in Windows"),
    ("print.ps", b"%!PS-Adobe-3.0", "print.ps is PostScript. Save it as PDF."),
    (
        "letter.eml",
        b"From: a@example.org\n\nTea",
        "its title 'From: a@example.org' is no registered",
    ),
    (
        "saved.mht",
        b"MIME-Version: 1.0\r\n",
        "saved.mht is a page packed as MHTML. Save the page as HTML.",
    ),
    ("act.xml", b"<?xml version='1.0'?><act/>", "is XML that is no page."),
    ("book.xlsx", packed({"xl/workbook.xml": ""}), "is a workbook."),
    ("packed.html", b"\x1f\x8b\x08", "is packed by gzip. Unpack it."),
    ("comments.md", b"<!--" * 100_000, "line 1: the line has 400,000 characters"),
    ("frames.html", b"<html><frameset><frame src=a.html>", "only frames (a.html). Save the page"),
    ("te\na\x1b.txt", b"Tea\0", r"te\na\x1b.txt, line 1: it has a NUL character"),
    (os.fsdecode(b"te\xffa.txt"), b"Tea\0", r"te\udcffa.txt, line 1: it has a NUL"),
]


def test_what_is_hostile_is_refused_and_the_rest_is_added(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build_tiny(corpus, index)
    files = [tmp_path / name for name, _, _ in FILES]
    for file, (_, data, _) in zip(files, FILES, strict=True):
        if data is not None:
            file.write_bytes(data)
    good = tmp_path / "good.md"
    good.write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nKeep it safe.\n", "utf-8")
    done = added(place(corpus, index), *files, good, asked=Asked(), limits=LIMITS)
    for outcome, (_, _, message) in zip(done.outcomes, FILES, strict=False):
        assert outcome.error is not None, outcome
        assert message in str(outcome.error)
        assert outcome.error.mend
        assert "\n" not in str(outcome.error)
    assert done.outcomes[-1].added is not None


def test_scripts_and_styles_of_a_page_are_not_its_text(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build_tiny(corpus, index)
    page = tmp_path / "page.html"
    page.write_text("<html><title>On tea, 2020</title><script>x()</script><p>Tea.", "utf-8")
    (outcome,) = added(place(corpus, index), page, asked=NAMED).outcomes
    assert outcome.taken is not None
    assert outcome.taken.text == "Tea.\n"


def _spin() -> None:
    while True:
        pass


def _hoard() -> str:
    return str(len(bytearray(1 << 40)))


def _write() -> None:
    Path("/tmp/clausegraph-must-not-be-written").write_text("x", "utf-8")


OVER = [
    (_spin, ProcessLimits(cpu_seconds=1, seconds=60), "more processor time than the 1 seconds"),
    (lambda: time.sleep(60), ProcessLimits(seconds=0.2), "more time than the 0.2 seconds allowed"),
    (_hoard, ProcessLimits(memory_bytes=64 << 20), "more memory than the 67,108,864 bytes"),
    (_write, ProcessLimits(), "x.pdf cannot be read: OSError"),
    (lambda: 1 // 0, ProcessLimits(), "x.pdf cannot be read: ZeroDivisionError"),
]


@pytest.mark.parametrize(("work", "limits", "message"), OVER, ids=[m for _, _, m in OVER])
def test_a_child_that_goes_beyond_its_limits_is_ended(
    work: object, limits: ProcessLimits, message: str
) -> None:
    assert callable(work)
    with pytest.raises(InputError) as caught:
        run_limited(work, "x.pdf", limits)
    assert message in str(caught.value)
    if "allowed" in message:
        assert "CLAUSEGRAPH_READ_" in str(caught.value)


def test_a_child_hands_back_what_it_found() -> None:
    assert run_limited(lambda: {"a": ["“tea”" * 99_999]}, "x", ProcessLimits()) == {
        "a": ["“tea”" * 99_999]
    }


def links(folder: Path, *targets: str) -> list[Path]:
    """Symbolic links, each to its target."""
    made = [folder / f"link{number}.txt" for number, _ in enumerate(targets)]
    for link, target in zip(made, targets, strict=True):
        link.symlink_to(target)
    return made


def test_what_is_no_file_is_told_at_once(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    pipe, folder = tmp_path / "pipe.txt", tmp_path / "folder.md"
    os.mkfifo(pipe)
    folder.mkdir()
    zero, loop = links(tmp_path, "/dev/zero", "link1.txt")
    done = added(place(corpus, index), pipe, folder, zero, loop, Path(), asked=Asked())
    assert [outcome.error and outcome.error.message for outcome in done.outcomes] == [
        "pipe.txt is no file but a device, a pipe or a socket.",
        "folder.md is a folder.",
        "link0.txt is no file but a device, a pipe or a socket.",
        f"{loop} is a link to link1.txt and cannot be read: Too many levels of symbolic links.",
        ". is a folder.",
    ]


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.txt"
    file.write_text("Tea.\n", "utf-8")
    read = os.read

    def growing(descriptor: int, most: int) -> bytes:
        with file.open("a", encoding="utf-8") as stream:
            stream.write("More tea.\n")
        return read(descriptor, 3)

    monkeypatch.setattr(received.os, "read", growing)
    with pytest.raises(
        InputError, match=r"log.txt has \d+ bytes|log.txt changed while it was read"
    ):
        received.bytes_of(file, ReadLimits(file_bytes=40))


def test_a_name_that_cannot_be_printed_is_kept_escaped(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    file = tmp_path / os.fsdecode(b"te\xffa\n.md")
    file.write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nKeep it safe.\n", "utf-8")
    (outcome,) = added(place(corpus, index), file, asked=Asked()).outcomes
    assert outcome.added is not None
    assert outcome.added.source["received"] == r"te\udcffa\n.md"


def test_of_one_edition_the_file_with_more_structure_is_taken(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    text, page = tmp_path / "one.txt", tmp_path / "two.html"
    text.write_text("Safe Work Treaty, 2001\n\nArticle 1\n\nKeep it safe.\n", "utf-8")
    page.write_text("<html><h1>Safe Work Treaty, 2001</h1><h3>Article 1</h3><p>Keep.</p>", "utf-8")
    done = added(place(corpus, index), text, page, asked=Asked())
    assert done.outcomes[0].left_out == "two.html has T001@2001 too, and is preferred"
    assert done.outcomes[1].added is not None


def test_where_the_preferred_file_is_broken_the_other_is_taken(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    text, broken = tmp_path / "one.txt", tmp_path / "one.docx"
    text.write_text("Safe Work Treaty, 2001\n\nArticle 1\n\nKeep it safe.\n", "utf-8")
    broken.write_bytes(b"PK\x03\x04 word/")
    done = added(place(corpus, index), text, broken, asked=Asked())
    assert done.outcomes[0].added is not None
    assert "is no whole ZIP archive" in str(done.outcomes[1].error)
