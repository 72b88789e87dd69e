"""PDFs of the supplied texts in designs that were scored before the reader was changed for any.

    python tools/make_fresh_pdfs.py OUT [--only NAME …]

Notes that begin again on every page or chapter, signs and numerals for notes, notes that go on over
a page, three columns, numbered lines, boxes in colour, tables without rules. docs/pdf.md has the
rates of the first reading and of the last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from make_pdfs import Layout, broken, marker_text, platypus, relabelled, typeset
from make_unseen_pdfs import (
    INDENT,
    Recipe,
    by_chromium,
    by_weasy,
    entry_of,
    made_over,
    marker_of,
    options,
    page_of,
    print_set,
)
from print_model import Block, Printed, Run
from print_office import office
from print_pandoc import groff, latex, word

_HEADS = (
    "\\usepackage{fancyhdr}\\pagestyle{fancy}\\fancyhf{}\\setlength{\\headheight}{15pt}"
    "\\let\\oldadd\\addcontentsline"
    "\\renewcommand{\\addcontentsline}[3]{\\oldadd{#1}{#2}{#3}\\markboth{#3}{#3}}"
    "\\fancyhead[LE]{\\thepage\\quad\\nouppercase{\\leftmark}}"
    "\\fancyhead[RO]{\\nouppercase{\\rightmark}\\quad\\thepage}"
)
"""Running heads with the titles of sections, on left and right pages in turn."""
_NARROW = (
    "html { font-size: 8.4pt; } body { columns: 3; column-gap: 5mm; }"
    " p { hyphenate-limit-chars: 4 2 2; }"
)
_BOXES = (
    "p.text { letter-spacing: .02em; }"
    " p.subheading, p.caption { background: #134; color: white; padding: 4pt; text-align: left; }"
    " p.item { background: #e6eefb; border-left: 4pt solid #236; padding: 3pt 6pt; }"
    " h1 + p.text::first-letter, h2 + p.text::first-letter { font-size: 2.9em; float: left;"
    " line-height: .8; padding-right: .07em; }"
    " h1 { letter-spacing: .18em; text-transform: uppercase; font-weight: 400; }"
    " h2 { font-variant: small-caps; color: #236; }"
)
_LINES = "#set par.line(numbering: n => text(size: 0.7em)[#n], number-clearance: 10pt)"


def by_chapter(printed: Printed) -> Printed:
    """Return a text whose endnotes stand behind each chapter, and are counted from 1 in each."""
    texts = dict(printed.endnotes)
    made: list[Block] = []
    own: dict[str, str] = {}
    for block in [*printed.blocks, Block("heading", 1)]:
        if block.style == "heading" and block.level == 1:
            if own:
                made.append(Block("heading", 1, [Run("Notes")]))
                made += [Block("endnote", 0, [Run(texts[old])], new) for old, new in own.items()]
            own = {}
        runs = [_renumbered(run, own) for run in block.runs]
        made.append(replace(block, runs=runs))
    return replace(printed, blocks=made[:-1], endnotes=())


def _renumbered(run: Run, own: dict[str, str]) -> Run:
    if run.style != "endnote":
        return run
    labels = [own.setdefault(old, str(len(own) + 1)) for old in run.text.split(",")]
    return Run(",".join(labels), run.style)


def _plain(how: str = "digits") -> tuple[Callable[[str], str], Callable[[str], str]]:
    return marker_of(how), entry_of("dots")


FRESH: dict[str, Recipe] = {
    "compact-pdftex-chapters": ("compact", lambda p, o: latex(
        by_chapter(p), o, *_plain(), "pdflatex", "10pt,a4paper", _HEADS)),
    "compact-weasy-3col": ("compact", lambda p, o: by_weasy(page_of(
        p, Layout(columns=3, markers="ranges", size=8, font="sans", indent=True), True,
        "@page { size: A4 landscape; margin: 20mm; }"), o)),
    "compact-typst-notes-2col": ("compact", lambda p, o: typeset(
        relabelled(p, Layout()), Layout(markers="digits", size=11), o, marker_text,
        before_notes="#set page(columns: 2)")),
    "compact-chromium-narrow": ("compact", made_over("gs14", lambda p, o: by_chromium(
        p, Layout(columns=3, size=8), o, _NARROW))),
    "platform-pdftex-perpage": ("platform", lambda p, o: latex(
        p, o, *_plain("brackets"), "pdflatex", "10pt,a5paper,twoside",
        _HEADS + "\\usepackage[perpage]{footmisc}")),
    "platform-typst-lines": ("platform", lambda p, o: typeset(
        relabelled(p, Layout()), Layout(size=10.5, indent=True), o, marker_text, more=_LINES)),
    "platform-chromium-boxes": ("platform", lambda p, o: by_chromium(
        p, Layout(font="sans", size=9.5), o, _BOXES)),
    "platform-reportlab-narrow": ("platform", lambda p, o: platypus(
        relabelled(p, Layout()), Layout(columns=3, size=8), o, marker_text)),
    "users-guide-pdftex-signs": ("users-guide", lambda p, o: latex(
        p, o, *_plain(), "pdflatex", "10pt,a4paper",
        INDENT + "\\usepackage[perpage,symbol]{footmisc}")),
    "users-guide-xetex-small": ("users-guide", lambda p, o: latex(
        p, o, *_plain(), "xelatex", "10pt,twoside",
        "\\usepackage[paperwidth=105mm,paperheight=118mm,margin=11mm]{geometry}"
        "\\pagestyle{empty}\\interfootnotelinepenalty=0")),
    "users-guide-office-qpdf": ("users-guide", made_over("qpdf", lambda p, o: office(
        broken(relabelled(p, Layout()), Layout()), Layout(columns=2, indent=True, size=9), o,
        marker_text))),
    "brief-xetex-roman": ("civil-society-brief", lambda p, o: latex(
        p, o, *_plain(), "xelatex", "11pt,letterpaper",
        "\\pagenumbering{roman}\\renewcommand{\\thefootnote}{\\roman{footnote}}"
        "\\usepackage{titlesec}\\titleformat*{\\section}{\\Large\\scshape}")),
    "brief-weasy-ruleless": ("civil-society-brief", lambda p, o: by_weasy(page_of(
        p, Layout(size=10), True, "td { border: none; padding: 6pt 10pt; }"
        " p { letter-spacing: .04em; }"), o)),
    "brief-word-letters": ("civil-society-brief", lambda p, o: word(
        p, o, marker_of("digits"), entry_of("dots"), "docx", Cambria="Gentium")),
    "call-groff-2col": ("hw4all-call", lambda p, o: groff(
        p, o, *_plain(), ".2C\n.ds LH Health workers for all\n.ds RH %")),
}  # fmt: skip


def main() -> None:
    """Make the PDFs."""
    given = options(__doc__).parse_args()
    print_set(FRESH, given.out, given.only)


if __name__ == "__main__":
    main()
