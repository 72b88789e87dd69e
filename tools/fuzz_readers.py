"""The readers under atheris, which looks for new ways through them and the parser behind them.

    python tools/fuzz_readers.py KIND [FOLDER] -max_total_time=300

KIND is html, docx, markdown or text; FOLDER keeps what led somewhere new. atheris is no dependency:
`pip install atheris` where there is a wheel. A file may be read or refused, and nothing else; what
is found otherwise becomes a case of the tests. The bytes of a DOCX are those of its main part.
"""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO

import atheris

with atheris.instrument_imports(include=["indexer.readers", "indexer.parsing", "selectolax"]):
    from indexer.corpus_io import CorpusFolder, read_facts
    from indexer.errors import InputError
    from indexer.own.evidence import in_form, weigh
    from indexer.parsing.parse import Document, Part, parse_document
    from indexer.readers.docx import read_docx
    from indexer.readers.html import read_html
    from indexer.readers.limits import ReadLimits
    from indexer.readers.plain import check_text
    from indexer.readers.text import read_markdown, read_text

_LIMITS = ReadLimits(file_bytes=1 << 16, stream_bytes=1 << 16)
_PROFILES = read_facts(CorpusFolder()).profiles
_READERS = {"html": read_html, "docx": read_docx, "markdown": read_markdown, "text": read_text}


def _packed(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", data)
    return out.getvalue()


def main() -> None:
    """Fuzz the reader that the first argument names, and the parser behind it."""
    kind = sys.argv.pop(1)
    reader = _READERS[kind]

    def once(data: bytes) -> None:
        try:
            document = reader(_packed(data) if kind == "docx" else data, "tea", _LIMITS)
            check_text(document.text, "tea")
        except InputError:
            return
        profile = weigh(document.text, _PROFILES).profile
        shown = in_form(document.text, _PROFILES[profile])
        parse_document(Document("tea", shown, (Part("tea", profile),), {"tea": ""}), _PROFILES, {})

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
