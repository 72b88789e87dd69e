"""The parts of a Word document: found by their relations, each inflated no further than allowed.

ECMA-376 Part 2 (https://ecma-international.org/publications-and-standards/standards/ecma-376/).
Neither an archive that inflates beyond the limit nor XML with a document type is read. Parts are
looked up inside the archive alone: no name of theirs reaches the file system.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from indexer.errors import InputError
from indexer.readers.docx.wordml import transitional

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BODY = "word/document.xml"
_MOST_PARTS = 5000
_ENCRYPTED = b"\xd0\xcf\x11\xe0"


def opened(data: bytes, name: str, most: int) -> Parts:
    """Return the parts of a document, none of which may inflate to more than `most` bytes.

    Raises InputError where it is encrypted, broken, or has too many parts.
    """
    if data.startswith(_ENCRYPTED):
        raise InputError(
            f"{name} is encrypted, or a .doc of Word 97.", mend="Save it as .docx without password."
        )
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(
            f"{name} is no whole ZIP archive: {error}.", mend="Download or save it again."
        ) from error
    if len(archive.infolist()) > _MOST_PARTS:
        raise InputError(
            f"{name} has {len(archive.infolist()):,} parts, more than the {_MOST_PARTS:,} allowed.",
            mend="Save it as .docx again, or as plain text.",
        )
    return Parts(archive, name, most)


@dataclass(frozen=True)
class Parts:
    """The parts of the archive."""

    archive: zipfile.ZipFile
    name: str
    most: int

    def body(self) -> Element:
        """Return the root of the main part. Raises InputError where there is none."""
        found = self.xml(self._main)
        if found is None:
            raise InputError(
                f"{self.name} has no {_BODY}: it is no Word document.",
                mend="Save it as .docx again.",
            )
        return found

    def has_macros(self) -> bool:
        """Whether the document has a part of macros, which is never opened."""
        return any(name.endswith("vbaProject.bin") for name in self.archive.namelist())

    def beside(self, kind: str) -> Element | None:
        """Return the root of a part that the main one refers to, such as `footnotes`."""
        folder = posixpath.dirname(self._main)
        usual = posixpath.join(folder, f"{kind}.xml")
        return self.xml(self._related.get(kind, usual))

    @cached_property
    def _main(self) -> str:
        """The name of the main part, which some programs call otherwise."""
        return self._relations("_rels/.rels", "").get("officeDocument", _BODY)

    @cached_property
    def _related(self) -> Mapping[str, str]:
        folder, base = posixpath.split(self._main)
        return self._relations(posixpath.join(folder, "_rels", f"{base}.rels"), folder)

    def _relations(self, part: str, folder: str) -> dict[str, str]:
        """Return what a part refers to within the archive, by the last word of its type."""
        root = self.xml(part)
        found: dict[str, str] = {}
        for own in root if root is not None else ():
            target, kind = own.get("Target") or "", own.get("Type") or ""
            if own.get("TargetMode") != "External" and target:
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                found.setdefault(kind.rpartition("/")[2], posixpath.normpath(path).lstrip("/"))
        return found

    def xml(self, part: str) -> Element | None:
        """Return a part's root element; None where there is no such part."""
        if part not in self.archive.namelist():
            return None
        try:
            root: Element = fromstring(self._inflated(part), forbid_dtd=True)
        except DefusedXmlException as error:
            raise InputError(
                f"{self.name}: {part} declares a document type or entities.",
                mend="Save it as .docx again, with an office program.",
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise InputError(
                f"{self.name}: {part} is no sound XML: {error}.", mend="Save it as .docx again."
            ) from error
        return transitional(root)

    def _inflated(self, part: str) -> bytes:
        try:
            with self.archive.open(part) as stream:
                data = stream.read(self.most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            if isinstance(error, NotImplementedError):
                raise InputError(
                    f"{self.name}: {part} is packed in a way that Word does not use.",
                    mend="Save it as .docx again.",
                ) from error
            raise InputError(
                f"{self.name}: {part} cannot be inflated: {error}.",
                mend="Download or save it again, without a password.",
            ) from error
        if len(data) > self.most:
            raise InputError(
                f"{self.name}: {part} inflates to more than the {self.most:,} bytes allowed.",
                mend="Save it as plain text, or raise CLAUSEGRAPH_READ_STREAM_BYTES.",
            )
        return data
