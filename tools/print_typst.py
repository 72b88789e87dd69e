"""Printing by Typst: a typesetter's paragraphs, hyphenation, footnotes at the foot, columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from print_model import Block, Printed

_HEAD = """#set page(paper: "a4", margin: (x: 2.6cm, y: 2.8cm), columns: {columns}, numbering: "1",
  header: text(size: 8pt)[{title}])
#set text(font: "Libertinus Serif", size: {size}pt, lang: "en", hyphenate: {hyphens})
#set par(justify: {justify}, leading: 0.62em, spacing: {gap}em, first-line-indent: {indent})
#set smartquote(enabled: false)
#set super(typographic: false, size: 0.62em)
#show heading: set text(hyphenate: false)
"""


def typeset(
    printed: Printed,
    layout: Any,
    out: Path,
    marker: Callable[[str, str], str],
    more: str = "",
    before_notes: str = "",
) -> None:
    """Print by Typst; `more` and `before_notes` are settings for all of it and for the endnotes."""
    import typst

    lines = [
        _HEAD.format(
            columns=layout.columns,
            title=_escaped(printed.title[:60]),
            size=layout.size,
            hyphens=str(layout.hyphens).lower(),
            justify=str(layout.justified).lower(),
            gap=0.62 if layout.indent else 1.1,
            indent="1.3em" if layout.indent else "0pt",
        ),
        more,
    ]
    notes = {b.label: b for b in printed.blocks if b.style == "footnote" and b.label.isdigit()}
    lines += [_block(block, layout, notes, marker) for block in printed.blocks]
    if printed.endnotes:
        lines.append(before_notes)
        lines.append("= Endnotes\n#set text(size: 0.85em)\n#set par(first-line-indent: 0pt)")
        for label, text in printed.endnotes:
            shown = f"\\[{label}\\]" if layout.markers == "brackets" else f"{label}\\."
            lines.append(f"{shown} {_escaped(text)}")
    out.write_bytes(typst.compile("\n\n".join(lines).encode()))


def _block(
    block: Block, layout: Any, notes: dict[str, Block], marker: Callable[[str, str], str]
) -> str:
    if block.style == "footnote" and block.label in notes:
        return ""
    inner = _inline(block, layout, notes, marker)
    if block.style == "heading":
        return f"{'=' * block.level} {inner}"
    if block.style == "item":
        return f"#pad(left: {1.4 * block.level}em)[#par(hanging-indent: 1.2em)[{inner}]]"
    if block.style == "footnote":
        return f"#text(size: 0.85em)[\\* {inner}]"
    return inner


def _inline(
    block: Block, layout: Any, notes: dict[str, Block], marker: Callable[[str, str], str]
) -> str:
    out = []
    for run in block.runs:
        text = _escaped(run.text)
        if run.style == "endnote":
            out.append(f"#super[{_escaped(marker(run.text, layout.markers))}];")
        elif run.style == "footnote" and run.text in notes:
            out.append(f"#footnote[{_inline(notes[run.text], layout, {}, marker)}];")
        elif run.style == "italic":
            out.append(f"#emph[{text}];")
        elif run.style == "bold":
            out.append(f"#strong[{text}];")
        else:
            out.append(text)
    return "".join(out).replace("\n", " \\\n")


def _escaped(text: str) -> str:
    text = re.sub(r"([\\\[\]#$*_`<>@=+/~-])", r"\\\1", text)
    return re.sub(r"^(\d+|[a-z]+)\.", r"\1\\.", text.replace("\t", " #h(2em) "))
