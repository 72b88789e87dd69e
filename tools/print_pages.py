"""Pages of a text as different hands write them: by hand, by Word, by Google Docs, line by line.

What is read is the same; how headings, lists, notes and tables are marked up differs.
Used by `make_word_and_pages.py` and by the tests of the readers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from print_model import Block, Printed, Run, rows

_LABEL = re.compile(r"^\s*(?:- )?(?P<label>\((?:[a-z]+|\d+)\)|[a-z]+\.|\d+\.\d+|\d+\.) ")
_BULLET = re.compile(r"^\s*[-–•] ")
_GAP = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>"
_STYLES = {"letter": "lower-latin", "number": "decimal"}
Marker = Callable[[Run], str]


def page_by_hand(printed: Printed) -> str:
    """A page with the elements that fit, its notes at the end, its title above all."""
    feet = _feet(printed)

    def marker(run: Run) -> str:
        if run.text in feet and run.style == "footnote":
            link = f'<a href="#fn{run.text}" id="ref{run.text}" role="doc-noteref">{run.text}</a>'
            return f"<sup>{link}</sup>"
        return _sup(run)

    parts = [f"<h1>{_esc(printed.title)}</h1>"]
    for block, cells in _walked(printed, feet):
        words = _inline(block, marker, 0)
        if cells is not None:
            parts.append(_table(cells, marker, "<table>", "<td>{}</td>"))
        elif block.style == "heading":
            parts.append(f"<h{block.level + 1}>{words}</h{block.level + 1}>")
        elif block.style == "item" and _BULLET.match(block.text) and not _label(block):
            parts.append(f"<ul><li>{_inline(block, marker, _left(block))}</li></ul>")
        else:
            parts.append(f"<p>{_star(block)}{re.sub(_DASHED, '', words)}</p>")
    notes = "".join(
        f'<li id="fn{label}"><p>{_inline(note, marker, 0)} <a href="#ref{label}">↩</a></p></li>'
        for label, note in feet.items()
    )
    parts.append(f'<section role="doc-endnotes"><hr><ol>{notes}</ol></section>' if notes else "")
    nav = '<header><nav><a href="/">Home</a></nav></header>'
    body = "\n".join(parts)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{nav}<main>{body}</main>'


_DASHED = re.compile(r"^\s*- (?=\(?\w+(?:\.\d+)?[.)]? )")


def page_by_word(printed: Printed) -> str:
    """A filtered page of Word: labels as text behind gaps, notes in a list of their own."""
    feet = _feet(printed)

    def marker(run: Run) -> str:
        if run.text not in feet or run.style != "footnote":
            return _sup(run)
        inner = f"<span class=MsoFootnoteReference>[{run.text}]</span>"
        return f'<a href="#_ftn{run.text}" name="_ftnref{run.text}" title="">{inner}</a>'

    parts = [f"<p class=MsoTitle align=center><b><span>{_esc(printed.title)}</span></b></p>"]
    for block, cells in _walked(printed, feet):
        label = _label(block) or ("·" if _BULLET.match(block.text) else "")
        words = _inline(block, marker, 0)
        if cells is not None:
            cell = "<td width=200 valign=top><p class=MsoNormal>{}</p></td>"
            parts.append(_table(cells, marker, "<table class=MsoTableGrid border=1>", cell))
        elif block.style == "heading":
            parts.append(f"<h{block.level}><span lang=EN-GB>{words}</span></h{block.level}>")
        elif block.style == "item" and label:
            inner = f"<span>{label}{_GAP}</span>{_inline(block, marker, _left(block))}"
            set_in = "class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt'"
            parts.append(f"<p {set_in}>{inner}</p>")
        else:
            words = re.sub(_DASHED, "", words)
            empty = "<p class=MsoNormal>&nbsp;</p>"
            parts.append(f"<p class=MsoNormal>{_star(block)}<span>{words}</span></p>{empty}")
    notes = "".join(
        f'<div id=ftn{label}><p class=MsoFootnoteText><a href="#_ftnref{label}" '
        f'name="_ftn{label}"><span class=MsoFootnoteReference>[{label}]</span></a> '
        f"{_inline(note, marker, 0)}</p></div>"
        for label, note in feet.items()
    )
    sheet = "<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style>"
    body = "\n".join(parts)
    return (
        f"<html><meta charset=utf-8>{sheet}<div class=WordSection1>{body}</div><div>{notes}</div>"
    )


def page_by_docs(printed: Printed) -> str:
    """A page of Google Docs: looks are classes, and labels of lists are counted by the sheet."""
    feet = _feet(printed)
    sheet = [".c3{font-style:italic}.c4{font-weight:700}.c9{vertical-align:super}"]

    def marker(run: Run) -> str:
        if run.text in feet and run.style == "footnote":
            return f'<sup><a href="#ftnt{run.text}" id="ftnt_ref{run.text}">[{run.text}]</a></sup>'
        return f'<span class="c9">{_brackets(run)}</span>' if run.text[0].isdigit() else run.text

    looks = {"italic": 'span class="c3"', "bold": 'span class="c4"'}
    parts = [f'<p class="title"><span>{_esc(printed.title)}</span></p>']
    for block, cells in _walked(printed, feet):
        label = _label(block)
        words = _inline(block, marker, _left(block) if block.style == "item" else 0, looks)
        if cells is not None:
            parts.append(_table(cells, marker, "<table>", "<td><p><span>{}</span></p></td>"))
        elif block.style == "heading":
            parts.append(f"<h{block.level}><span>{words}</span></h{block.level}>")
        elif block.style == "item" and re.fullmatch(r"\(?(?:[a-z]|\d+)[.)]", label):
            parts.append(_counted(label, words, sheet))
        elif block.style == "item" and not label:
            parts.append(f'<ul class="lst-kix_b-0"><li>{words}</li></ul>')
        else:
            shown = f"{label} {words}" if block.style == "item" else re.sub(_DASHED, "", words)
            parts.append(f"<p>{_star(block)}<span>{shown}</span></p><p><span></span></p>")
    notes = "".join(
        f'<div><p><a href="#ftnt_ref{label}" id="ftnt{label}">[{label}]</a>'
        f"<span> {_inline(note, marker, 0)}</span></p></div>"
        for label, note in feet.items()
    )
    head = f"<meta charset=utf-8><style>{''.join(sheet)}</style>"
    return f"<html><head>{head}</head><body>{''.join(parts)}<hr>{notes}"


def page_of_paragraphs(text: str) -> str:
    """A plain text whose blocks somebody put between `<p>` and `</p>`, and nothing else."""
    blocks = (block.strip() for block in re.split(r"\n[^\S\n]*\n", text) if block.strip())
    return "<html><meta charset=utf-8>\n" + "\n".join(f"<p>{_esc(own)}</p>" for own in blocks)


def page_as_typed(text: str) -> str:
    """A plain text as it stands, in `<pre>`."""
    return f"<html><meta charset=utf-8><pre>{_esc(text)}</pre>"


def _counted(label: str, words: str, sheet: list[str]) -> str:
    bare = label.strip("(.)")
    style = _STYLES["number" if bare.isdigit() else "letter"]
    name = f"lst-kix_l{len(sheet)}-0"
    number = int(bare) if bare.isdigit() else ord(bare) - ord("a") + 1
    opens = "(" if label[0] == "(" else ""
    content = f'"{opens}" counter(lst-ctn-{name},{style}) "{label[-1]} "'
    sheet.append(f".{name}>li:before{{content:{content}}}")
    return f'<ol class="{name} start" start="{number}"><li>{words}</li></ol>'


def _feet(printed: Printed) -> dict[str, Block]:
    return {b.label: b for b in printed.blocks if b.style == "footnote" and b.label.isdigit()}


def _walked(
    printed: Printed, feet: dict[str, Block]
) -> Iterator[tuple[Block, list[list[Block]] | None]]:
    """Yield the blocks without notes and contents; the first cell of a table with all its rows."""
    blocks = [b for b in printed.blocks if b not in feet.values() and b.style != "contents"]
    for at, block in enumerate(blocks):
        first = at == 0 or blocks[at - 1].style != "cell"
        if block.style != "cell":
            yield block, None
        elif first:
            yield block, rows(blocks, at)


def _table(lines: list[list[Block]], marker: Marker, opens: str, cell: str) -> str:
    shown = ("".join(cell.format(_inline(block, marker, 0)) for block in line) for line in lines)
    return opens + "".join(f"<tr>{line}</tr>" for line in shown) + "</table>"


def _label(block: Block) -> str:
    found = _LABEL.match(block.text)
    return found["label"] if found else ""


def _left(block: Block) -> int:
    found = _LABEL.match(block.text) or _BULLET.match(block.text)
    return found.end() if found else 0


def _star(block: Block) -> str:
    return "* " if block.style == "footnote" else ""


def _sup(run: Run) -> str:
    return f"<sup>{_brackets(run)}</sup>" if run.text[0].isdigit() else run.text


def _brackets(run: Run) -> str:
    if run.style != "endnote":
        return run.text
    return ",".join(f"[{label}]" for label in run.text.split(","))


def _inline(block: Block, marker: Marker, left: int, looks: dict[str, str] | None = None) -> str:
    shown = []
    for run in block.runs:
        if run.style in ("endnote", "footnote"):
            shown.append(marker(run))
            continue
        text = _esc(run.text[left:]).replace("\n", "<br>")
        left -= min(left, len(run.text))
        tag = (looks or {"italic": "em", "bold": "strong"}).get(run.style)
        shown.append(f"<{tag}>{text}</{tag.split()[0]}>" if tag else text)
    return "".join(shown)


def _esc(text: str) -> str:
    return html.escape(text, quote=False)
