"""Printing by ReportLab, in one or two columns, footnotes below the paragraph that has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from print_model import Block, Printed

_FONTS = Path("/usr/share/fonts/truetype/liberation")


def platypus(printed: Printed, layout: Any, out: Path, marker: Callable[[str, str], str]) -> None:
    """Print by ReportLab."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    for name, file in (("S", "Regular"), ("SB", "Bold"), ("SI", "Italic"), ("SBI", "BoldItalic")):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"LiberationSerif-{file}.ttf")))
    pdfmetrics.registerFontFamily("S", normal="S", bold="SB", italic="SI", boldItalic="SBI")
    base = ParagraphStyle(
        "text", fontName="S", fontSize=layout.size, leading=layout.size * 1.3,
        spaceAfter=layout.size * 0.6, alignment=4 if layout.justified else 0,
        hyphenationLang="en_GB" if layout.hyphens else None,
    )  # fmt: skip
    big = ParagraphStyle("h", base, fontName="SB", fontSize=layout.size * 1.3, keepWithNext=1,
                         leading=layout.size * 1.6, spaceBefore=8, alignment=0)  # fmt: skip
    small = ParagraphStyle("s", base, fontSize=layout.size * 0.8, leading=layout.size)
    item = ParagraphStyle("i", base, leftIndent=22, firstLineIndent=-12)
    deep = ParagraphStyle("d", base, leftIndent=40, firstLineIndent=-12)
    styles = {"heading": big, "subheading": big, "footnote": small}
    story = []
    for block in printed.blocks:
        inner = _inline(block, layout, marker)
        style = styles.get(block.style, base)
        if block.style == "item":
            style = item if block.level < 2 else deep
        if block.style == "footnote":
            inner = f'<super size="{layout.size * 0.5}">{block.label}</super> {inner}'
        story.append(Paragraph(inner, style))
    if printed.endnotes:
        story.append(Paragraph("References", big))
        story += [Paragraph(f"{n}. {escape(text)}", small) for n, text in printed.endnotes]
    width, height = A4
    gap, margin = 22.0, 62.0
    each = (width - 2 * margin - gap * (layout.columns - 1)) / layout.columns
    frames = [
        Frame(margin + i * (each + gap), 70, each, height - 150, 0, 0, 0, 0)
        for i in range(layout.columns)
    ]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("S", 8)
        canvas.drawString(margin, height - 50, printed.title[:60])
        canvas.drawRightString(width - margin, 45, str(document.page))

    template = PageTemplate("page", frames, onPage=furniture)
    made = BaseDocTemplate(str(out), pagesize=A4, pageTemplates=[template], invariant=1,
                           title=printed.title)  # fmt: skip
    made.build(story)


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
