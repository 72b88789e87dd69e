"""Printing by LibreOffice, from a flat OpenDocument file with real footnotes and hyphenation."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from print_model import Block, Printed

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:text-align="{align}"
 fo:hyphenation-ladder-count="no-limit"/><style:text-properties style:font-name="Liberation Serif"
 fo:font-size="{size}pt" fo:language="en" fo:country="GB" fo:hyphenate="{hyphens}"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>
<style:style style:name="text" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="{gap}cm" fo:text-indent="{indent}cm"/></style:style>
<style:style style:name="item" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="{gap}cm" fo:margin-left="1cm" fo:text-indent="-0.6cm"/></style:style>
<style:style style:name="item2" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="{gap}cm" fo:margin-left="2cm" fo:text-indent="-0.6cm"/></style:style>
<style:style style:name="h1" style:family="paragraph"><style:paragraph-properties
 fo:margin-top="0.5cm" fo:margin-bottom="0.25cm" fo:keep-with-next="always" fo:text-align="left"/>
 <style:text-properties fo:font-weight="bold" fo:font-size="{h1}pt"
 fo:hyphenate="false"/></style:style>
<style:style style:name="h2" style:family="paragraph"><style:paragraph-properties
 fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always" fo:text-align="left"/>
 <style:text-properties fo:font-weight="bold" fo:font-size="{h2}pt"
 fo:hyphenate="false"/></style:style>
<style:style style:name="plain" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.1cm" fo:text-align="left"><style:tab-stops><style:tab-stop
 style:position="1.6cm"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="small" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.08cm" fo:text-align="left"/><style:text-properties
 fo:font-size="{small}pt"/></style:style>
<style:style style:name="Footnote" style:family="paragraph"><style:text-properties
 fo:font-size="{small}pt"/></style:style>
<style:style style:name="sup" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style>
<style:style style:name="italic" style:family="text"><style:text-properties
 fo:font-style="italic"/></style:style>
<style:style style:name="bold" style:family="text"><style:text-properties
 fo:font-weight="bold"/></style:style>
</office:styles><office:automatic-styles>
<style:style style:name="sect" style:family="section"><style:section-properties><style:columns
 fo:column-count="{columns}" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:page-layout style:name="p"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin-top="1.6cm" fo:margin-bottom="1.6cm" fo:margin-left="2.4cm"
 fo:margin-right="2.4cm"/><style:header-style><style:header-footer-properties fo:min-height="0.8cm"
 fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties
 fo:min-height="0.8cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"
 style:page-layout-name="p"><style:header><text:p text:style-name="small">{title}</text:p>
</style:header><style:footer><text:p text:style-name="small">Page <text:page-number/> of
 <text:page-count/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:section text:style-name="sect" text:name="s">"""
_FOOT = "</text:section></office:text></office:body></office:document>"


def office(printed: Printed, layout: Any, out: Path, marker: Callable[[str, str], str]) -> None:
    """Print by LibreOffice."""
    head = _HEAD.format(
        align="justify" if layout.justified else "left",
        hyphens="true" if layout.hyphens else "false",
        size=layout.size,
        h1=layout.size * 1.4,
        h2=layout.size * 1.15,
        small=layout.size * 0.8,
        gap=0 if layout.indent else 0.2,
        indent=0.6 if layout.indent else 0,
        columns=layout.columns,
        title=escape(printed.title),
    )
    notes = {b.label: b for b in printed.blocks if b.style == "footnote" and b.label.isdigit()}
    body = [_block(block, layout, notes, marker) for block in printed.blocks]
    if printed.endnotes:
        body.append('<text:p text:style-name="h1">Notes</text:p>')
        for label, text in printed.endnotes:
            shown = f"[{label}]" if layout.markers == "brackets" else f"{label}."
            body.append(f'<text:p text:style-name="small">{shown} {escape(text)}</text:p>')
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.fodt"
        source.write_text(head + "".join(body) + _FOOT, "utf-8")
        user = f"-env:UserInstallation=file://{folder}/user"
        command = [str(shutil.which("soffice")), user, "--headless",
                   "--convert-to", "pdf", "--outdir", folder, str(source)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        shutil.copy(source.with_suffix(".pdf"), out)


def _block(
    block: Block, layout: Any, notes: dict[str, Block], marker: Callable[[str, str], str]
) -> str:
    if block.style == "footnote" and block.label in notes:
        return ""
    style = {"heading": "h1" if block.level == 1 else "h2", "subheading": "h2", "text": "text"}
    name = style.get(block.style, "plain")
    if block.style == "item":
        name = "item" if block.level < 2 else "item2"
    if block.style == "footnote":
        name = "small"
    sign = "* " if block.style == "footnote" else ""
    inner = _inline(block, layout, notes, marker)
    return f'<text:p text:style-name="{name}">{sign}{inner}</text:p>'


def _inline(
    block: Block, layout: Any, notes: dict[str, Block], marker: Callable[[str, str], str]
) -> str:
    out = []
    for run in block.runs:
        text = escape(run.text).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
        if run.style == "endnote":
            shown = marker(run.text, layout.markers)
            out.append(f'<text:span text:style-name="sup">{shown}</text:span>')
        elif run.style == "footnote" and run.text in notes:
            inner = _inline(notes[run.text], layout, {}, marker)
            out.append(
                f'<text:note text:id="f{run.text}" text:note-class="footnote"><text:note-citation>'
                f"{run.text}</text:note-citation><text:note-body><text:p "
                f'text:style-name="Footnote">{inner}</text:p></text:note-body></text:note>'
            )
        elif run.style in ("italic", "bold"):
            out.append(f'<text:span text:style-name="{run.style}">{text}</text:span>')
        else:
            out.append(text)
    return "".join(out)
