"""PDFs of the supplied texts by producers and designs that the reader was not first written for.

    python tools/make_unseen_pdfs.py OUT [--set opened|sealed] [--only NAME …]

The reader was mended against the differences of the set `opened`. Of the set `sealed` only rates
were looked at, never a difference. Producers are named in docs/pdf.md; one that is missing is told.
"""

from __future__ import annotations

import argparse
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from make_pdfs import Layout, as_html, broken, chromium, marker_text, relabelled, typeset
from print_model import Printed, load
from print_more import fpdf, remade, story, wkhtml
from print_pandoc import groff, latex, word

DESIGNED = """
@page {{ size: {paper}; margin: 30mm 26mm 28mm 32mm; }}
@page :left {{ @top-left {{ content: counter(page) " | {title}"; font: 7.5pt sans-serif; }}
  @top-center {{ content: none; }} @bottom-center {{ content: none; }} }}
@page :right {{ @top-right {{ content: "{title} | " counter(page); font: 7.5pt sans-serif; }}
  @top-center {{ content: none; }} @bottom-center {{ content: none; }} }}
html {{ font-family: {font}; font-variant-ligatures: common-ligatures discretionary-ligatures; }}
p {{ margin: 0; text-indent: 1.3em; }} h1 + p, h2 + p, h3 + p {{ text-indent: 0; }}
h1 {{ letter-spacing: .22em; font-weight: normal; font-size: 1.3em; }}
h2 {{ font-variant: small-caps; font-weight: normal; font-size: 1.2em; }}
h3 {{ font-style: italic; font-weight: normal; font-size: 1em; }}
{drops}
p.subheading {{ color: #246; background: #eef; padding: 2pt; }}
p.box {{ background: #ddd; }}
p.item {{ margin-left: 1.6em; text-indent: -1.6em; }}
sup {{ font-size: 70%; vertical-align: super; }}
"""


_DROPS = (
    "h1 + p::first-letter, h2 + p.text::first-letter { font-size: 3.1em; float: left;"
    " line-height: .85; margin-right: .06em; }"
)
"""Initials over two lines; WeasyPrint prints them over the words beside them."""


def designed(
    title: str, paper: str = "A4", font: str = "'EB Garamond', serif", drops: str = ""
) -> str:
    """Return CSS as of a designer: heads left and right, small capitals, spaced headings."""
    return DESIGNED.format(title=title[:40], paper=paper, font=font, drops=drops)


def marker_of(style: str) -> Callable[[str], str]:
    """How a print writes the marker of notes."""
    return lambda labels: marker_text(labels, style)


def entry_of(style: str) -> Callable[[str], str]:
    """How a print writes the label of a note in its list."""
    return lambda label: {"brackets": f"[{label}]", "raised": f"^{label}"}.get(style, f"{label}.")


def page_of(printed: Printed, layout: Layout, floating: bool = False, more: str = "") -> str:
    """The text as HTML; WeasyPrint, which floats notes, breaks words by patterns of its own."""
    shown = relabelled(printed, layout)
    return as_html(shown if floating else broken(shown, layout), layout, floating, more)


def by_weasy(page: str, out: Path) -> None:
    """Print a page by WeasyPrint."""
    from weasyprint import HTML

    HTML(string=page).write_pdf(out)


def by_chromium(printed: Printed, layout: Layout, out: Path, more: str) -> None:
    """Print a page by headless Chromium, with more rules of style."""
    import make_pdfs

    kept = make_pdfs._CSS
    make_pdfs._CSS = kept + more.replace("{", "{{").replace("}", "}}")
    try:
        chromium(broken(relabelled(printed, layout), layout), layout, out)
    finally:
        make_pdfs._CSS = kept


def made_over(how: str, make: Callable[[Printed, Path], None]) -> Callable[[Printed, Path], None]:
    """Print as `make` does, and have the file made over by another program."""

    def made(printed: Printed, out: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / "first.pdf"
            make(printed, first)
            remade(how, first, out)

    return made


_FANCY = (
    "\\usepackage{fancyhdr}\\pagestyle{fancy}\\fancyhf{}\\fancyhead[LE]{\\thepage\\ | Report}"
    "\\fancyhead[RO]{Conditions of work | \\thepage}\\setlength{\\headheight}{15pt}"
)
_LINENO = "\\usepackage{lineno}\\linenumbers"
INDENT = "\\setlength{\\parindent}{1.4em}\\setlength{\\parskip}{0pt}"
_LIBERTINE = "\\usepackage{fontspec}\\setmainfont{Linux Libertine O}"
_GARAMOND = "\\usepackage{fontspec}\\setmainfont{EB Garamond}"

Recipe = tuple[str, Callable[[Printed, Path], None]]
OPENED: dict[str, Recipe] = {
    "compact-latex": ("compact", lambda p, o: latex(p, o, marker_of("digits"), entry_of("dots"))),
    "compact-story": ("compact", lambda p, o: story(page_of(p, Layout(markers="ranges")), o)),
    "compact-weasy-gs": ("compact", made_over("gs", lambda p, o: by_weasy(
        page_of(p, Layout(markers="digits"), True, designed(p.title)), o))),
    "platform-lualatex-2col": ("platform", lambda p, o: latex(
        p, o, marker_of("brackets"), entry_of("dots"), "lualatex", "10pt,a4paper,twocolumn",
        _LIBERTINE + _FANCY)),
    "platform-chromium-designed": ("platform", lambda p, o: by_chromium(
        p, Layout(indent=True), o, designed(p.title, font="'Gentium', serif", drops=_DROPS))),
    "users-guide-groff": ("users-guide", lambda p, o: groff(
        p, o, marker_of("digits"), entry_of("dots"))),
    "users-guide-fpdf": ("users-guide", lambda p, o: fpdf(
        relabelled(p, Layout()), o, marker_of("digits"), entry_of("dots"))),
    "brief-docx": ("civil-society-brief", lambda p, o: word(
        p, o, marker_of("digits"), entry_of("dots"))),
    "brief-weasy-designed": ("civil-society-brief", lambda p, o: by_weasy(
        page_of(p, Layout(), True, designed(p.title)), o)),
    "call-wk": ("hw4all-call", lambda p, o: wkhtml(page_of(p, Layout()), o)),
    "platform-lineno": ("platform", lambda p, o: latex(
        p, o, marker_of("brackets"), entry_of("dots"), "pdflatex", "12pt,letterpaper",
        _LINENO + INDENT)),
}  # fmt: skip
SEALED: dict[str, Recipe] = {
    "compact-xelatex-2col": ("compact", lambda p, o: latex(
        p, o, marker_of("ranges"), entry_of("raised"), "xelatex", "10pt,a4paper,twocolumn,twoside",
        _GARAMOND + _FANCY)),
    "compact-docx": ("compact", lambda p, o: word(
        p, o, marker_of("brackets"), entry_of("brackets"), Cambria="Carlito", Calibri="Carlito")),
    "compact-fpdf-2col": ("compact", lambda p, o: fpdf(
        relabelled(p, Layout()), o, marker_of("ranges"), entry_of("brackets"), 2, "carlito", 9)),
    "compact-groff": ("compact", lambda p, o: groff(
        p, o, marker_of("brackets"), entry_of("brackets"),
        ".nr PS 10\n.nr VS 12\n.ds CH Compact - %")),
    "users-guide-latex": ("users-guide", lambda p, o: latex(
        p, o, marker_of("digits"), entry_of("dots"), "pdflatex", "12pt,letterpaper,twoside",
        INDENT + _FANCY)),
    "users-guide-wk": ("users-guide", lambda p, o: wkhtml(
        page_of(p, Layout(justified=False, hyphens=False)), o, "--footer-center", "[page]")),
    "users-guide-odt-gs": ("users-guide", made_over("gs", lambda p, o: word(
        p, o, marker_of("digits"), entry_of("dots"), "odt"))),
    "platform-story-2col": ("platform", lambda p, o: story(
        page_of(p, Layout(size=9)), o, 2)),
    "platform-typst-cairo": ("platform", made_over("cairo", lambda p, o: typeset(
        relabelled(p, Layout()), Layout(size=11, justified=False), o, marker_text))),
    "brief-latex": ("civil-society-brief", lambda p, o: latex(
        p, o, marker_of("digits"), entry_of("dots"), "lualatex", "11pt,a4paper", _GARAMOND)),
    "brief-groff-2col": ("civil-society-brief", lambda p, o: groff(
        p, o, marker_of("digits"), entry_of("dots"), ".2C")),
    "brief-chromium-designed": ("civil-society-brief", lambda p, o: by_chromium(
        p, Layout(), o, designed(p.title, "Letter", "'Noto Sans', sans-serif", _DROPS))),
    "call-docx-qpdf": ("hw4all-call", made_over("qpdf", lambda p, o: word(
        p, o, marker_of("digits"), entry_of("dots")))),
}  # fmt: skip


def options(description: str | None) -> argparse.ArgumentParser:
    """What every set is asked with: a folder, and which of its prints."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    return parser


def print_set(recipes: Mapping[str, Recipe], folder: Path, only: Sequence[str]) -> None:
    """Make the PDFs of a set, or those named; what cannot be made here is told and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, make) in recipes.items():
        if only and name not in only:
            continue
        out = (folder / f"{name}.pdf").resolve()
        try:
            make(load(text, endnotes=text == "compact"), out)
        except Exception:
            print(f"{name}: left out\n{traceback.format_exc(limit=-2)}")
            continue
        print(f"{name}: {out.stat().st_size:,} bytes", flush=True)


def main() -> None:
    """Make the PDFs of one set."""
    parser = options(__doc__)
    parser.add_argument("--set", choices=["opened", "sealed"], default="opened")
    given = parser.parse_args()
    print_set(OPENED if given.set == "opened" else SEALED, given.out, given.only)


if __name__ == "__main__":
    main()
