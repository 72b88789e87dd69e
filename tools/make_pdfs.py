"""PDFs of the supplied texts, by several producers and in several layouts, to test the reader on.

    python tools/make_pdfs.py OUT [--set fixtures|heldout]

A producer that is not installed is left out, and said so. The fixtures of the tests were made by
`--set fixtures`; the reader was never adjusted to the set `heldout`.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from print_model import Block, Printed, Run, load, rows
from print_office import office
from print_platypus import platypus
from print_typst import typeset


@dataclass(frozen=True)
class Layout:
    """How a text is printed."""

    columns: int = 1
    markers: str = "brackets"
    """`brackets`: [22],[23]; `digits`: 22,23; `ranges`: 22–24."""
    labels: str = "plain"
    """`plain`: `a.` and `•`; `literal`: `- a.` and `-`, as the text has them."""
    justified: bool = True
    hyphens: bool = True
    indent: bool = False
    """Whether paragraphs are told apart by an indent, not by space."""
    font: str = "serif"
    size: float = 10.5


FIXTURES = {
    "compact-chromium": ("compact", "chromium", Layout()),
    "compact-office": ("compact", "office", Layout(markers="digits", labels="plain")),
    "compact-platypus-2col": (
        "compact",
        "platypus",
        Layout(columns=2, markers="ranges", justified=False, hyphens=False, size=9.5),
    ),
    "platform-office-2col": ("platform", "office", Layout(columns=2)),
    "platform-chromium": ("platform", "chromium", Layout(labels="literal", justified=False)),
    "users-guide-chromium": ("users-guide", "chromium", Layout(font="sans")),
    "users-guide-office": ("users-guide", "office", Layout(labels="literal")),
    "call-platypus": ("hw4all-call", "platypus", Layout(justified=False, hyphens=False)),
}
HELD_OUT = {
    "compact-weasy": ("compact", "weasyprint", Layout(markers="ranges", indent=True)),
    "compact-typst": ("compact", "typst", Layout(markers="brackets", indent=True, size=10)),
    "compact-typst-2col": ("compact", "typst", Layout(columns=2, markers="digits", size=9)),
    "platform-typst": ("platform", "typst", Layout()),
    "users-guide-typst": ("users-guide", "typst", Layout(indent=True)),
    "platform-weasy-2col": ("platform", "weasyprint", Layout(columns=2, font="sans", size=9)),
    "users-guide-weasy": ("users-guide", "weasyprint", Layout(justified=False, size=11)),
    "compact-chromium-2col": ("compact", "chromium", Layout(columns=2, font="sans", size=9)),
    "users-guide-office-indent": ("users-guide", "office", Layout(indent=True, markers="digits")),
}


def relabelled(printed: Printed, layout: Layout) -> Printed:
    """Return the text with list labels as a printed page has them: `a.`, `•`."""
    if layout.labels == "literal":
        return printed
    blocks = [_without_dash(block) for block in printed.blocks]
    return replace(printed, blocks=blocks)


def broken(printed: Printed, layout: Layout) -> Printed:
    """Return the text with a soft hyphen wherever a word may be broken, for producers that have
    no patterns of their own; as it is where pyphen is not installed."""
    if not (layout.hyphens and importlib.util.find_spec("pyphen")):
        return printed
    from pyphen import Pyphen

    patterns = Pyphen(lang="en_GB")

    def shy(run: Run) -> Run:
        words = re.sub(r"[A-Za-z]{5,}", lambda m: patterns.inserted(m[0], "\u00ad"), run.text)
        return run if "://" in run.text or run.style.endswith("note") else Run(words, run.style)

    blocks = [
        block if block.style in ("heading", "contents", "cover")
        else Block(block.style, block.level, [shy(run) for run in block.runs], block.label)
        for block in printed.blocks
    ]  # fmt: skip
    return replace(printed, blocks=blocks)


def _without_dash(block: Block) -> Block:
    first = block.runs[0] if block.runs else None
    if first is None or not first.text.startswith("- ") or block.style not in ("item", "text"):
        return block
    rest = first.text[2:]
    labelled = re.match(r"\(\w{1,3}\) |[a-z]{1,3}\. |\d", rest)
    runs = [Run(rest if labelled else f"• {rest}", first.style), *block.runs[1:]]
    return Block(block.style, block.level, runs, block.label)


def marker_text(labels: str, markers: str) -> str:
    """Return how a group of endnote markers is printed."""
    numbers = [int(x) for x in labels.split(",")]
    if markers == "brackets":
        return ",".join(f"[{n}]" for n in numbers)
    if (
        markers == "ranges"
        and len(numbers) > 2
        and numbers == list(range(numbers[0], numbers[-1] + 1))
    ):
        return f"{numbers[0]}–{numbers[-1]}"
    return ",".join(map(str, numbers))


_CSS = """
@page {{ size: A4; margin: 28mm 24mm 26mm 24mm;
  @top-center {{ content: "{title}"; font: 8pt sans-serif; }}
  @bottom-center {{ content: counter(page); font: 8pt sans-serif; }} }}
html {{ font: {size}pt/1.35 {font}; hyphens: {hyphens}; }}
body {{ margin: 0; {columns} }}
p {{ margin: 0 0 {gap}em; text-indent: {indent}em; text-align: {align}; }}
h1, h2, h3 {{ break-after: avoid; hyphens: none; margin: 1em 0 .5em; }}
h1 {{ font-size: 1.5em; }} h2 {{ font-size: 1.25em; }} h3 {{ font-size: 1.1em; }}
p.item {{ margin-left: 2em; text-indent: -1.2em; }} p.item2 {{ margin-left: 4em; }}
p.contents {{ white-space: pre-wrap; tab-size: 6; text-indent: 0; hyphens: none;
  text-align: left; }}
p.caption {{ font-style: italic; text-align: center; text-indent: 0; }}
p.subheading {{ font-weight: bold; text-indent: 0; }}
table {{ border-collapse: collapse; hyphens: none; }}
td {{ border: .5pt solid black; padding: 2pt 4pt; vertical-align: top; }}
p.footnote, p.endnote {{ font-size: .8em; text-indent: 0; }}
sup {{ font-size: .6em; line-height: 0; }}
.fn {{ float: footnote; font-size: .8em; text-align: left; text-indent: 0; }}
.fn::footnote-call {{ font-size: .6em; vertical-align: super; line-height: 0;
  content: counter(footnote); }}
.fn::footnote-marker {{ font-size: .7em; vertical-align: super; content: counter(footnote) " "; }}
"""


def as_html(printed: Printed, layout: Layout, floating: bool, more: str = "") -> str:
    """Return the text as a page of HTML; `floating` puts footnotes to the foot of the page, `more`
    is CSS that overrules the layout's own."""
    css = _CSS.format(
        title=printed.title[:70],
        size=layout.size,
        font="'Liberation Serif', serif" if layout.font == "serif" else "'DejaVu Sans', sans-serif",
        hyphens="auto" if layout.hyphens else "manual",
        columns=f"columns: {layout.columns}; column-gap: 8mm;" if layout.columns > 1 else "",
        gap=0 if layout.indent else 0.6,
        indent=1.4 if layout.indent else 0,
        align="justify" if layout.justified else "left",
    )
    notes = {b.label: _inline(b, layout, {}) for b in printed.blocks if b.style == "footnote"}
    body = []
    for at, block in enumerate(printed.blocks):
        if block.style == "footnote" and floating and block.label.isdigit():
            continue
        if block.style == "cell":
            if not at or printed.blocks[at - 1].style != "cell":
                body.append(_table(rows(printed.blocks, at), layout))
            continue
        inner = _inline(block, layout, notes if floating else {})
        if block.style == "heading":
            body.append(f"<h{block.level}>{inner}</h{block.level}>")
        elif block.style == "footnote":
            sign = block.label if block.label.isdigit() else "*"
            label = f"<sup>{sign}</sup>" if sign.isdigit() else sign
            body.append(f'<p class="footnote">{label} {inner}</p>')
        else:
            kind = f"{block.style}{block.level if block.level > 1 else ''}"
            body.append(f'<p class="{kind}">{inner}</p>')
    if printed.endnotes:
        body.append("<h1>Endnotes</h1>")
        body += [
            f'<p class="endnote">{_entry(label, layout)} {html.escape(text)}</p>'
            for label, text in printed.endnotes
        ]
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{printed.title}</title>"
        f"<style>{css}{more}</style></head><body>{''.join(body)}</body></html>"
    )


def _table(lines: Sequence[Sequence[Block]], layout: Layout) -> str:
    shown = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell, layout, {})}</td>" for cell in row) + "</tr>"
        for row in lines
    )
    return f"<table>{shown}</table>"


def _entry(label: str, layout: Layout) -> str:
    return {"brackets": f"[{label}]", "digits": f"<sup>{label}</sup>"}.get(
        layout.markers, f"{label}."
    )


def _inline(block: Block, layout: Layout, notes: dict[str, str]) -> str:
    out = []
    for run in block.runs:
        text = html.escape(run.text).replace("\n", "<br>")
        if block.style != "contents":
            text = text.replace("\t", "<span style='display:inline-block;width:2.5em'></span>")
        if run.style == "endnote":
            out.append(f"<sup>{marker_text(run.text, layout.markers)}</sup>")
        elif run.style == "footnote" and run.text in notes and run.text.isdigit():
            out.append(f'<span class="fn">{notes[run.text]}</span>')
        elif run.style == "footnote":
            out.append(f"<sup>{text}</sup>" if run.text.isdigit() else "*")
        else:
            tag = {"italic": "i", "bold": "b"}.get(run.style)
            out.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(out)


def chromium(printed: Printed, layout: Layout, out: Path) -> None:
    """Print by a headless browser."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(as_html(printed, layout, floating=False), "utf-8")
        command = [str(shutil.which("chromium")), "--headless=new", "--no-sandbox", "--disable-gpu",
                   "--disable-dev-shm-usage", f"--user-data-dir={folder}/profile",
                   "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def weasyprint(printed: Printed, layout: Layout, out: Path) -> None:
    """Print by WeasyPrint."""
    from weasyprint import HTML

    HTML(string=as_html(printed, layout, floating=True)).write_pdf(out)


PRODUCERS: dict[str, tuple[Callable[[Printed, Layout, Path], None], Callable[[], object]]] = {
    "chromium": (chromium, lambda: shutil.which("chromium")),
    "office": (
        lambda printed, layout, out: office(printed, layout, out, marker_text),
        lambda: shutil.which("soffice"),
    ),
    "platypus": (
        lambda printed, layout, out: platypus(printed, layout, out, marker_text),
        lambda: importlib.util.find_spec("reportlab"),
    ),
    "typst": (
        lambda printed, layout, out: typeset(printed, layout, out, marker_text),
        lambda: importlib.util.find_spec("typst"),
    ),
    "weasyprint": (weasyprint, lambda: importlib.util.find_spec("weasyprint")),
}


def main() -> None:
    """Make the PDFs of one set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", choices=["fixtures", "heldout"], default="fixtures")
    parser.add_argument("--only", help="make only the PDF of this name")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name, (text, producer, layout) in (
        FIXTURES if given.set == "fixtures" else HELD_OUT
    ).items():
        if given.only not in (None, name):
            continue
        make, present = PRODUCERS[producer]
        if not present():
            print(f"{name}: left out, {producer} is not installed")
            continue
        printed = relabelled(load(text, endnotes=text == "compact"), layout)
        printed = broken(printed, layout) if producer in ("chromium", "office") else printed
        make(printed, layout, (given.out / f"{name}.pdf").resolve())
        print(f"{name}: {(given.out / f'{name}.pdf').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
