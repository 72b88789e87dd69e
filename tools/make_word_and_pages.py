"""Word documents and pages of the supplied texts, to test their readers on.

    python tools/make_word_and_pages.py OUT

The pages of `print_pages.py` are written too. Footnotes are real ones; the endnote markers are
raised numbers in brackets, parted over runs as Word parts them; items have typed labels behind an
indent, bullets are counted by a list.
"""

from __future__ import annotations

import argparse
import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from print_model import Block, Printed, Run, load
from print_pages import page_by_docs, page_by_hand, page_by_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RAISED = '<w:vertAlign w:val="superscript"/>'
_LOOKS = {"italic": "<w:i/>", "bold": "<w:b/>"}
_TAGS = {"italic": "em", "bold": "strong"}
_LABEL = re.compile(r"^\s*- ([a-z]+\.)\s")
_BULLET = re.compile(r"^\s*[-–•] ")
_STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style></w:styles>"""
_NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def _feet(printed: Printed) -> dict[str, Block]:
    """Return the footnotes that have a number."""
    return {b.label: b for b in printed.blocks if b.style == "footnote" and b.label.isdigit()}


def _brackets(run: Run) -> str:
    return ",".join(f"[{label}]" for label in run.text.split(","))


def _cut(block: Block) -> Iterator[Run]:
    """Yield the runs of a block behind a label or bullet of its own."""
    found = _LABEL.match(block.text) or _BULLET.match(block.text)
    left = found.end() if found and block.style in ("item", "text") else 0
    for run in block.runs:
        marker = run.style in ("endnote", "footnote")
        yield run if marker else Run(run.text[left:], run.style)
        left -= 0 if marker else min(left, len(run.text))


class _Word:
    """One Word document in the making."""

    def __init__(self, printed: Printed) -> None:
        self.feet = _feet(printed)
        self.notes: dict[str, str] = {}
        parts = [self._block(b) for b in printed.blocks if b not in self.feet.values()]
        self.body = "".join(parts)

    def _words(self, text: str, facts: str = "") -> str:
        marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
        parts = [
            marks.get(part, f'<w:t xml:space="preserve">{escape(part)}</w:t>')
            for part in re.split("([\t\n])", text)
            if part
        ]
        return f"<w:r><w:rPr>{facts}</w:rPr>{''.join(parts)}</w:r>" if parts else ""

    def _runs(self, block: Block) -> Iterator[str]:
        for run in _cut(block):
            if run.style == "footnote" and run.text in self.feet:
                number = len(self.notes) + 2
                inner = "".join(self._runs(self.feet[run.text]))
                self.notes[run.text] = (
                    f'<w:footnote w:id="{number}"><w:p>{inner}</w:p></w:footnote>'
                )
                yield f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'
            elif run.style in ("endnote", "footnote"):
                shown = _brackets(run) if run.style == "endnote" else run.text
                half = len(shown) // 2
                yield self._words(shown[:half], _RAISED) + self._words(shown[half:], _RAISED)
            else:
                yield self._words(run.text, _LOOKS.get(run.style, ""))

    def _block(self, block: Block) -> str:
        facts, before = "", ""
        label = _LABEL.match(block.text)
        if block.style == "heading":
            facts = f'<w:pStyle w:val="berschrift{min(block.level + 1, 3)}"/>'
        elif block.style == "contents" and "\t" in block.text:
            facts = '<w:pStyle w:val="Verzeichnis1"/>'
        elif block.style == "footnote":
            before = self._words("* ")
        elif block.style in ("item", "text") and label:
            before = self._words(f"{label[1]}\t")
            facts = f'<w:ind w:left="{block.level * 400}"/>'
        elif block.style in ("item", "text") and _BULLET.match(block.text):
            level = max(block.level - 1, 0)
            facts = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f"<w:p><w:pPr>{facts}</w:pPr>{before}{''.join(self._runs(block))}</w:p>"

    def write(self, path: Path) -> None:
        """Write the document, the same bytes each time."""
        notes = f"<w:footnotes {W}>{''.join(self.notes.values())}</w:footnotes>"
        body = f"<w:document {W}><w:body>{self.body}</w:body></w:document>"
        parts = {"document": body, "styles": _STYLES, "numbering": _NUMBERING, "footnotes": notes}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(zipfile.ZipInfo(f"word/{name}.xml"), part, zipfile.ZIP_DEFLATED)


def _inline(block: Block, feet: dict[str, Block]) -> str:
    shown = []
    for run in _cut(block):
        if run.style == "footnote" and run.text in feet:
            link = f'<a href="#fn{run.text}" id="r{run.text}">{run.text}</a>'
            shown.append(f"<sup>{link}</sup>")
        elif run.style in ("endnote", "footnote"):
            shown.append(f"<sup>{_brackets(run) if run.style == 'endnote' else run.text}</sup>")
        else:
            text = html.escape(run.text, quote=False).replace("\n", "<br>")
            tag = _TAGS.get(run.style)
            shown.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(shown)


def page(printed: Printed) -> str:
    """Return a text as a page, without its table of contents."""
    feet = _feet(printed)
    blocks = [b for b in printed.blocks if b not in feet.values() and b.style != "contents"]
    notes = [
        f'<li id="fn{label}">{_inline(own, feet)} <a href="#r{label}">↩</a></li>'
        for label, own in feet.items()
    ]
    body = "\n".join([*(_element(block, feet) for block in blocks), "<ol>", *notes, "</ol>"])
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>\n{body}\n</body></html>\n'


def _element(block: Block, feet: dict[str, Block]) -> str:
    words = _inline(block, feet)
    label = _LABEL.match(block.text)
    if block.style == "heading":
        return f"<h{block.level + 1}>{words}</h{block.level + 1}>"
    if block.style == "footnote":
        return f"<p>* {words}</p>"
    if block.style in ("item", "text") and label:
        return f'<ul style="list-style: none"><li>{label[1]} {words}</li></ul>'
    if block.style in ("item", "text") and _BULLET.match(block.text):
        return f"<ul><li>{words}</li></ul>"
    return f"<p>{words}</p>"


def main() -> None:
    """Write the files of the five texts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name in ("compact", "platform", "hw4all-call", "civil-society-brief", "users-guide"):
        printed = load(name)
        _Word(printed).write(out / f"{name}.docx")
        pages = {"": page, ".by-hand": page_by_hand, ".word": page_by_word, ".docs": page_by_docs}
        for kind, made in pages.items():
            (out / f"{name}{kind}.html").write_text(made(printed), "utf-8")


if __name__ == "__main__":
    main()
