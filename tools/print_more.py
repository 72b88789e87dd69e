"""Printing by fpdf2, MuPDF's Story, borb and wkhtmltopdf, and PDFs made over by other programs."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from print_model import Block, Printed

Marker = Callable[[str], str]
_FONTS = Path("/usr/share/fonts/truetype")


def wkhtml(page: str, out: Path, *options: str) -> None:
    """Print a page of HTML by wkhtmltopdf."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, "utf-8")
        command = ["wkhtmltopdf", "-q", *options, str(source), str(out)]
        subprocess.run(
            command,
            capture_output=True,
            timeout=200,
            env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"},
        )
    if not out.exists():
        raise RuntimeError("wkhtmltopdf made nothing")


def story(page: str, out: Path, columns: int = 1) -> None:
    """Print a page of HTML by the Story of MuPDF."""
    import pymupdf

    box = pymupdf.paper_rect("a4")
    frame = pymupdf.Rect(box.x0 + 62, box.y0 + 64, box.x1 - 62, box.y1 - 70)
    wide = (frame.width - 20 * (columns - 1)) / columns
    made = pymupdf.Story(html=page)
    writer = pymupdf.DocumentWriter(str(out))
    more = 1
    while more:
        device = writer.begin_page(box)
        for column in range(columns):
            x = frame.x0 + column * (wide + 20)
            where = pymupdf.Rect(x, frame.y0, x + wide, frame.y1)
            more, _ = made.place(where)
            made.draw(device)
            if not more:
                break
        writer.end_page()
    writer.close()


_FACES = {
    "dejavu": ("dejavu/DejaVuSerif", "", "-Bold", "-Italic", "-BoldItalic"),
    "carlito": ("crosextra/Carlito-", "Regular", "Bold", "Italic", "BoldItalic"),
}
"""Of each family: the beginning of its files' names, and their ends in the order of `_STYLES`."""
_STYLES = ("", "B", "I", "BI")


def fpdf(
    printed: Printed,
    out: Path,
    marker: Marker,
    entry: Marker,
    columns: int = 1,
    family: str = "dejavu",
    size: float = 10,
) -> None:
    """Print by fpdf2, footnotes below the paragraph that has them."""
    pdf = _fpdf_pages(printed.title, family)
    align = "JUSTIFY" if columns == 1 else "LEFT"
    with pdf.text_columns(text_align=align, ncols=columns, gutter=8, line_height=1.25) as flow:
        for block in printed.blocks:
            _fpdf_block(pdf, flow, block, marker, size)
        if printed.endnotes:
            pdf.set_font("T", "B", size * 1.4)
            with flow.paragraph(bottom_margin=3) as own:
                own.write("Endnotes")
            pdf.set_font("T", "", size * 0.85)
            for label, text in printed.endnotes:
                with flow.paragraph(bottom_margin=1) as own:
                    own.write(f"{entry(label).lstrip('^')} {text}")
    pdf.output(str(out))


def _fpdf_pages(title: str, family: str) -> Any:
    """A document of fpdf2 with fonts, margins, and page numbers left and right in turn."""
    from fpdf import FPDF

    class Paged(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("T", "", 8)
            side = "R" if self.page_no() % 2 else "L"
            self.cell(0, 8, f"{self.page_no()} | {title[:50]}", align=side)

    pdf = Paged(format="A4")
    name, *faces = _FACES[family]
    for style, face in zip(_STYLES, faces, strict=True):
        file = _FONTS / f"{name}{face}.ttf"
        pdf.add_font("T", style, str(file if file.exists() else _FONTS / f"{name}{faces[0]}.ttf"))
    pdf.set_margins(24, 22, 24)
    pdf.set_auto_page_break(True, 22)
    pdf.add_page()
    return pdf


def _fpdf_block(pdf: Any, flow: Any, block: Block, marker: Marker, size: float) -> None:
    big = block.style in ("heading", "subheading")
    own_size = size * {1: 1.5, 2: 1.25, 3: 1.1}.get(block.level, 1.0) if big else size
    if block.style == "footnote":
        own_size = size * 0.8
    pdf.set_font("T", "B" if big else "", own_size)
    indent = 6 * block.level if block.style == "item" else 0
    with flow.paragraph(
        bottom_margin=2.2, indent=indent, text_align="LEFT" if big else None
    ) as own:
        if block.style == "footnote":
            pdf.char_vpos = "SUP"
            own.write(block.label)
            pdf.char_vpos = "LINE"
            own.write(" ")
        for run in block.runs:
            if run.style in ("endnote", "footnote"):
                if run.style == "footnote" and not run.text.isdigit():
                    own.write(run.text)
                    continue
                pdf.char_vpos = "SUP"
                own.write(marker(run.text) if run.style == "endnote" else run.text)
                pdf.char_vpos = "LINE"
                continue
            style = {"italic": "I", "bold": "B"}.get(run.style, "B" if big else "")
            pdf.set_font("T", style, own_size)
            own.write(re.sub(r"[ \t]+", " ", run.text))


_PROGRAMS = {
    "gs": "gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -dCompatibilityLevel=1.7 -o {0} {1}",
    "gs14": "gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -dCompatibilityLevel=1.4 -o {0} {1}",
    "qpdf": "qpdf --linearize --object-streams=generate --recompress-flate {1} {0}",
    "cairo": "pdftocairo -pdf {1} {0}",
    "mutool": "mutool clean -gggg -z {1} {0}",
}
"""Command lines that write a file, `{0}`, over from another, `{1}`."""


def remade(how: str, source: Path, out: Path) -> None:
    """Write a PDF over by another program."""
    command = [part.format(out, source) for part in _PROGRAMS[how].split()]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
