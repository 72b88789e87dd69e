"""How much of a file a reader takes on, so that no file can use up the machine.

The limits come as a value: whoever reads decides, and every message names the setting to change.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import InputError

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits that the readers themselves keep; those on processes are kept by who starts them."""

    file_bytes: int = 64 * MIB
    """Setting CLAUSEGRAPH_READ_FILE_BYTES."""
    pages: int = 3000
    """Setting CLAUSEGRAPH_READ_PAGES."""
    stream_bytes: int = 16 * MIB
    """What one stream of a PDF, or one part of a DOCX, may hold once it is inflated. Setting
    CLAUSEGRAPH_READ_STREAM_BYTES."""
    page_characters: int = 200_000
    """Characters on one page of a PDF. Setting CLAUSEGRAPH_READ_PAGE_CHARACTERS."""

    def check_size(self, data: bytes, name: str) -> None:
        """Raise InputError where the file is empty or larger than the limit."""
        if not data:
            raise InputError(f"{name} is empty.", mend="Save or download the file again.")
        if len(data) > self.file_bytes:
            raise InputError(
                f"{name} has {len(data):,} bytes, more than the {self.file_bytes:,} allowed.",
                mend="Split the file, or raise CLAUSEGRAPH_READ_FILE_BYTES.",
            )
