"""PDFs from the command line to what a unit says of its page; broken ones beside them are told."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from api.app import create_app
from indexer.own.process import ProcessLimits, run_limited
from indexer.read import open_index
from indexer.readers.limits import ReadLimits
from indexer.readers.read import read_document
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.cli.command import Commands
from tests.indexer.readers.pdf import raw
from tests.indexer.readers.pdf.test_opening import DEEP, FALSE, LOOP, SCAN, bomb, encrypted

TITLE = "Rules for Rest Rooms in Small Hospitals, 2024"
RULES = [
    "1. These rules apply to every hospital that has a room in which the workers of the",
    "night may rest, and to those who keep it clean and warm for them.",
    "2. The room should be near the ward, and quiet.",
]
SENTENCE = "The workers of the night should have a room in which they can rest for a while."
"""What every other file prints, so that only its fault is what is wrong with it."""


def printed(password: str | None = None, box: tuple[float, float] = (595, 842)) -> bytes:
    out = io.BytesIO()
    locked = None if password is None else StandardEncryption(password, "owner", strength=128)
    canvas = Canvas(out, pagesize=box, invariant=1, encrypt=locked)
    canvas.setTitle(TITLE)
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(72, 760, TITLE)
    canvas.setFont("Times-Roman", 11)
    for at, line in enumerate(RULES):
        canvas.drawString(72, 720 - 15 * at - 8 * (at == 2), line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def fan(count: int) -> bytes:
    """A page tree in which each node names the next one twice."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (i, i) for i in range(3, 3 + count)]
    return raw.pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page >>"])


GOOD = raw.document(raw.stream(raw.text(SENTENCE)))
LOOSE = re.sub(rb"/Length \d+", b"/Length 99999999", GOOD)
REFUSED = {
    "loop": (LOOP, "leads back to itself"),
    "deep": (DEEP, "nested too deep"),
    "fan": (fan(40), "more than the 3,000 pages allowed"),
    "letters": (FALSE, "text layer that is unreadable"),
    "locked": (printed("secret"), "is encrypted with a password"),
    "locked-broken": (encrypted(), "is encrypted with a password"),
    "cut": (GOOD[: len(GOOD) // 2], "is cut off"),
    "cut-with-end": (GOOD[: len(GOOD) // 2] + b"\n%%EOF\n", "has no text"),
    "bomb": (bomb(64 << 20), "inflates to more than the 16,777,216 bytes"),
    "twice": (
        raw.document(raw.stream(zlib.compress(zlib.compress(bytes(64 << 20))),
                                b"/Filter [/FlateDecode /FlateDecode]")),
        "inflates to more than",
    ),
    "scan": (SCAN, "needs OCR"),
    "lacks-a-page": (GOOD.replace(b"[4 0 R]", b"[4 0 R 77 0 R]"), "lacks some of its pages"),
    "outside": (GOOD.replace(b"[0 0 595 842]", b"[0 0 -595 -842]"), "no text within its pages"),
    "nothing": (b"%PDF-1.7\n%%EOF\n", "is not a PDF that can be read"),
}  # fmt: skip
READ = {
    "unlocked": printed(""),
    "many-objects": raw.pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         raw.page(2, 4, 5), raw.stream(raw.text(SENTENCE)), raw.FONT,
         *[b"<< /A 1 >>"] * 100_000]),
    "nested": GOOD.replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 9999 + b"]" * 9999),
    "huge": GOOD.replace(b"[0 0 595 842]", b"[0 0 900000000 842]"),
    "no-font": GOOD.replace(b"/F1 3 0 R", b"/F1 99 0 R"),
    "loose": LOOSE,
    "references": re.sub(rb"\d{10} 00000 n", b"0000000001 00000 n", GOOD),
}  # fmt: skip


def test_broken_pdfs_are_told_in_a_sentence_each_and_the_sound_one_is_added(
    own_run: Commands, tmp_path: Path
) -> None:
    before = open_index(own_run.index).build
    files = []
    for name, (data, _) in REFUSED.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    assert own_run.add(*files[:2]).code == 2
    assert open_index(own_run.index).build == before
    (tmp_path / "treaty.md").write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nBe safe.\n")
    ran = own_run.add(*files, tmp_path / "treaty.md")
    assert ran.code == 2
    told = " ".join((ran.text + ran.err).split())
    for name, (_, cause) in REFUSED.items():
        sentence = re.search(rf"{name}\.pdf [^.]*?{re.escape(cause)}", told)
        assert sentence, (name, told)
    assert "Traceback" not in told
    assert open_index(own_run.index).unit("T001:art_1").text == "Be safe."


@pytest.mark.parametrize("name", READ)
def test_what_a_viewer_can_show_is_read(name: str) -> None:
    text = run_limited(
        lambda: read_document(READ[name], f"{name}.pdf", ReadLimits()).text,
        name,
        ProcessLimits(cpu_seconds=60),
    )
    assert "workers of the night" in " ".join(text.split())


def test_a_unit_of_a_pdf_says_where_it_stands_and_its_words_stand_there(
    own_run: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "rest.pdf"
    file.write_bytes(printed())
    assert own_run.add(file, "--as", "rest").code == 0
    shown = own_run.on("show", "rest:para_1", "--json").json
    assert shown["text"] == " ".join(RULES[:2]).removeprefix("1. ")
    boxes = shown["boxes"]
    assert [box["page"] for box in boxes] == [1, 1]
    with pdfplumber.open(file) as pdf:
        words = [
            pdf.pages[box["page"] - 1]
            .crop((box["x0"] - 1, box["top"] - 1, box["x1"] + 1, box["bottom"] + 1))
            .extract_text()
            for box in boxes
        ]
    assert words == RULES[:2]
    with TestClient(create_app(open_index(own_run.index, HashEncoder))) as client:
        assert client.get("/v1/units/rest:para_1").json()["boxes"] == boxes
    kept = next((own_run.index / "own").rglob("*.pdf"))
    assert kept.read_bytes() == file.read_bytes()


def test_scans_between_pages_of_text_are_named_and_the_text_is_added(
    own_run: Commands, tmp_path: Path
) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    scan = ImageReader(Image.new("L", (2, 2)))
    for page in range(1, 7):
        canvas.setFont("Times-Roman", 11)
        if page in (2, 4, 5):
            canvas.drawImage(scan, 20, 20, 555, 800)
            canvas.drawString(72, 30, "Scanned by hand" if page == 4 else "")
        else:
            canvas.drawString(72, 600, f"{page}. {SENTENCE}")
        canvas.showPage()
    canvas.save()
    file = tmp_path / "wards.pdf"
    file.write_bytes(out.getvalue())
    ran = own_run.add(file, "--as", "wards", "--title", TITLE)
    told = " ".join((ran.text + ran.err).split())
    assert ran.code == 0, told
    assert "2 pages have no text but an image each, and need OCR: 2, 5." in told
    assert "Page 4 has an image and hardly any text: needs OCR." in told
    assert own_run.on("show", "wards:para_6", "--json").json["text"] == SENTENCE


def test_footnotes_of_each_page_are_units_of_their_own(own_run: Commands, tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for page, rule in enumerate((SENTENCE, "They may use it whenever the ward is quiet."), 1):
        text = canvas.beginText(72, 600)
        for words, size, rise in ((f"{page}. {rule}", 11, 0), ("1", 6, 4)):
            text.setFont("Times-Roman", size)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)
        for words, size, x, y in (("1", 5, 72, 103), (f"So said ward {page}.", 8, 75, 100)):
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    file = tmp_path / "notes.pdf"
    file.write_bytes(out.getvalue())
    ran = own_run.add(file, "--as", "notes", "--title", TITLE)
    assert ran.code == 0, ran.text + ran.err
    shown = [own_run.on("show", f"notes:{eid}", "--json").json for eid in ("fn_1", "fn_1_2")]
    assert [unit["text"] for unit in shown] == ["So said ward 1.", "So said ward 2."]
    assert [unit["parent"] for unit in shown] == ["notes:para_1", "notes:para_2"]
