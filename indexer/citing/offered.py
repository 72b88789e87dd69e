"""What a citation may be asked for, by name; help texts and documents need not load the rest."""

from __future__ import annotations

from typing import Final

HOUSE: Final = "house"
STYLES: Final = (HOUSE, "oscola", "bluebook", "mcgill", "aglc")
"""Those of registry/styles.toml."""
TEXT: Final = "text"
FILES: Final = {
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
"""The formats of reference managers, each with its media type."""
FORMATS: Final = (TEXT, *FILES)
