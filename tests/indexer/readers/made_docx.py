"""Word documents made by hand from their XML parts."""

import zipfile
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOOTNOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
ENDNOTE = '<w:r><w:endnoteReference w:id="2"/></w:r>'
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="German"><w:name w:val="Überschrift 2"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""


def note(part: str, text: str) -> str:
    """A part of notes with one note, number 2, besides the line that parts notes from text."""
    name = part.removesuffix("s")
    return (
        f'<w:{part} {W}><w:{name} w:type="separator" w:id="0"><w:p/></w:{name}>'
        f'<w:{name} w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}></w:{part}>'
    )


def paragraph(
    text: str, style: str = "", numbered: tuple[int, int] | None = None, more: str = ""
) -> str:
    """A paragraph; `numbered` is its list and level."""
    facts = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        number, level = numbered
        facts += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{facts}</w:pPr>{run}{more}</w:p>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(*blocks: str, **parts: str) -> bytes:
    """A Word document with blocks in its body; `parts` are other parts, by name without ending."""
    body = "".join(blocks)
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    named: dict[str, str | bytes] = {"word/document.xml": document}
    named |= {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}
    named |= {f"word/{name}.xml": part for name, part in parts.items()}
    return packed(named)
