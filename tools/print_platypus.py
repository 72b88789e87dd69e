"""Printing by ReportLab, in one or two columns, footnotes below the paragraph that has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from print_model import Block, Printed

_PAPER = (595.2755905511812, 841.8897637795277)
"""A4, in points."""
_FONTS = Path("/usr/share/fonts/truetype/liberation")


def platypus(printed: Printed, layout: Any, out: Path, marker: Callable[[str, str], str]) -> None:
    """Print by ReportLab."""
    from reportlab.platypus import BaseDocTemplate, Paragraph

    styles = _styles(layout)
    story = []
    for block in printed.blocks:
        inner = _inline(block, layout, marker)
        name = f"item{min(block.level, 2)}" if block.style == "item" else block.style
        if block.style == "footnote":
            inner = f'<super size="{layout.size * 0.5}">{block.label}</super> {inner}'
        story.append(Paragraph(inner, styles.get(name, styles["text"])))
    if printed.endnotes:
        story.append(Paragraph("References", styles["heading"]))
        notes = (f"{label}. {escape(text)}" for label, text in printed.endnotes)
        story += [Paragraph(note, styles["footnote"]) for note in notes]
    made = BaseDocTemplate(str(out), pagesize=_PAPER, pageTemplates=[_page(printed.title, layout)],
                           invariant=1, title=printed.title)  # fmt: skip
    made.build(story)


def _styles(layout: Any) -> dict[str, Any]:
    """The styles of paragraphs, by the style of a block and the level of an item."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("S", "Regular"), ("SB", "Bold"), ("SI", "Italic"), ("SBI", "BoldItalic")):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"LiberationSerif-{file}.ttf")))
    pdfmetrics.registerFontFamily("S", normal="S", bold="SB", italic="SI", boldItalic="SBI")
    size = layout.size
    base = ParagraphStyle(
        "text", fontName="S", fontSize=size, leading=size * 1.3, spaceAfter=size * 0.6,
        alignment=4 if layout.justified else 0,
        hyphenationLang="en_GB" if layout.hyphens else None,
    )  # fmt: skip
    big = ParagraphStyle("h", base, fontName="SB", fontSize=size * 1.3, keepWithNext=1,
                         leading=size * 1.6, spaceBefore=8, alignment=0)  # fmt: skip
    return {
        "text": base,
        "heading": big,
        "subheading": big,
        "footnote": ParagraphStyle("s", base, fontSize=size * 0.8, leading=size),
        "item1": ParagraphStyle("i", base, leftIndent=22, firstLineIndent=-12),
        "item2": ParagraphStyle("d", base, leftIndent=40, firstLineIndent=-12),
    }


def _page(title: str, layout: Any) -> Any:
    """A page with its columns, a running head and a page number."""
    from reportlab.platypus import Frame, PageTemplate

    width, height = _PAPER
    gap, margin = 22.0, 62.0
    each = (width - 2 * margin - gap * (layout.columns - 1)) / layout.columns
    frames = [
        Frame(margin + i * (each + gap), 70, each, height - 150, 0, 0, 0, 0)
        for i in range(layout.columns)
    ]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("S", 8)
        canvas.drawString(margin, height - 50, title[:60])
        canvas.drawRightString(width - margin, 45, str(document.page))

    return PageTemplate("page", frames, onPage=furniture)


def _inline(block: Block, layout: Any, marker: Callable[[str, str], str]) -> str:
    out = []
    for run in block.runs:
        text = escape(run.text).replace("\t", "&nbsp;" * 8).replace("\n", "<br/>")
        if run.style == "endnote":
            shown = marker(run.text, layout.markers)
            out.append(f'<super size="{layout.size * 0.6}">{shown}</super>')
        elif run.style == "footnote" and run.text.isdigit():
            out.append(f'<super size="{layout.size * 0.6}">{text}</super>')
        elif run.style in ("italic", "bold"):
            tag = run.style[0]
            out.append(f"<{tag}>{text}</{tag}>")
        else:
            out.append(re.sub("  +", " ", text))
    return "".join(out)
