"""Printing by way of pandoc: LaTeX in three engines, groff, and Word files that LibreOffice prints.

Nothing is set by hand: fonts, marks, lists, heads and feet are those of the producers, changed by a
few lines of their own settings.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from print_ast import Node, tree
from print_model import Printed

Marker = Callable[[str], str]


def _run(command: list[str], folder: str, out: Path | None = None, data: bytes = b"") -> None:
    done = subprocess.run(command, cwd=folder, input=data, capture_output=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr[-600:]!r}{done.stdout[-600:]!r}")
    if out is not None:
        out.write_bytes(done.stdout)


def _converted(document: Node, folder: str, to: str, *given: str) -> Path:
    source, made = Path(folder) / "text.json", Path(folder) / f"text.{to}"
    source.write_text(json.dumps(document))
    _run(["pandoc", "-f", "json", "-t", to, "-s", "-o", str(made), *given, str(source)], folder)
    return made


def latex(
    printed: Printed,
    out: Path,
    marker: Marker,
    entry: Marker,
    engine: str = "pdflatex",
    options: str = "11pt,a4paper",
    head: str = "",
) -> None:
    """Print by LaTeX; `head` goes into the preamble."""
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "head.tex"
        extra.write_text(head)
        made = _converted(tree(printed, marker, entry), folder, "latex", "-H", str(extra),
                          "-V", f"classoption={options}", "-V", "colorlinks=false")  # fmt: skip
        for _ in range(2):
            _run([engine, "-interaction=nonstopmode", "-halt-on-error", made.name], folder)
        shutil.copy(made.with_suffix(".pdf"), out)


def groff(printed: Printed, out: Path, marker: Marker, entry: Marker, head: str = "") -> None:
    """Print by groff's macros ms; `head` goes before the text."""
    with tempfile.TemporaryDirectory() as folder:
        made = _converted(tree(printed, marker, entry), folder, "ms")
        text = made.read_text("utf-8")
        text = f"{head}\n{text}"
        _run(["groff", "-Tpdf", "-k", "-Kutf8", "-e", "-t", "-ms", "-P-pa4"], folder, out,
             text.encode())  # fmt: skip


def word(
    printed: Printed, out: Path, marker: Marker, entry: Marker, to: str = "docx", **styles: str
) -> None:
    """Print a Word (`docx`) or OpenDocument (`odt`) file of pandoc's by LibreOffice; `styles` are
    replacements within its styles."""
    with tempfile.TemporaryDirectory() as folder:
        made = _converted(tree(printed, marker, entry), folder, to)
        for was, now in styles.items():
            _restyled(made, was.replace("_", " "), now)
        user = f"-env:UserInstallation=file://{folder}/user"
        _run(["soffice", user, "--headless", "--convert-to", "pdf", "--outdir", folder, str(made)],
             folder)  # fmt: skip
        shutil.copy(made.with_suffix(".pdf"), out)


def _restyled(made: Path, was: str, now: str) -> None:
    import zipfile

    with zipfile.ZipFile(made) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in parts.items():
            if info.filename.endswith(".xml"):
                data = data.replace(was.encode(), now.encode())
            archive.writestr(info, data)
