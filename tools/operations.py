"""Write the tables of docs/operations.md from the program: settings and metrics.

    python tools/operations.py           # exit code 1 where the tables are not those of the program
    python tools/operations.py --write   # bring them up to date

Between `<!-- NAME -->` and `<!-- end -->` stands the table of that name; all else is written by
hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from api import metrics
from api.settings import ServiceSettings
from indexer.settings import Settings

PAGE: Final = Path(__file__).parents[1] / "docs" / "operations.md"
_TABLE = re.compile(r"(<!-- (settings|builds|metrics) -->\n).*?(<!-- end -->)", re.S)


def _default(field: FieldInfo) -> str:
    value = field.default
    if value in ((), None):
        return "empty"
    return f"{value:g}" if isinstance(value, float) else str(value).lower()


def _settings(kind: type[BaseSettings], without: frozenset[str] = frozenset()) -> Iterator[str]:
    yield "| variable | default | what |"
    yield "|---|---|---|"
    for name, field in kind.model_fields.items():
        if name not in without:
            variable = f"CLAUSEGRAPH_{name.upper()}"
            yield f"| `{variable}` | {_default(field)} | {field.description} |"


def _metrics() -> Iterator[str]:
    yield "| metric | labels | what |"
    yield "|---|---|---|"
    for own in metrics.METRICS:
        (family,) = own.describe()
        suffix = "_total" if family.type == "counter" else ""
        labels = ", ".join(own._labelnames) or "none"
        yield f"| `{family.name}{suffix}` | {labels} | {family.documentation} |"


TABLES: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "settings": lambda: _settings(ServiceSettings),
    "builds": lambda: _settings(Settings, frozenset(ServiceSettings.model_fields)),
    "metrics": _metrics,
}


def renewed(page: str) -> str:
    """Return the page with its tables as the program has them now."""
    return _TABLE.sub(lambda m: f"{m[1]}{chr(10).join(TABLES[m[2]]())}\n{m[3]}", page)


def main() -> int:
    """Check or write; return the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    if "--write" in sys.argv[1:]:
        PAGE.write_text(renewed(page), encoding="utf-8")
    elif renewed(page) != page:
        print(f"{PAGE.name} is not up to date: python tools/operations.py --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
