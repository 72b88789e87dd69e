"""Tables written as TOML, as far as the user corpus needs it: strings, numbers, lists, tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

_DELETE = "\x7f"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(own)}" for key, own in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    # JSON's strings, numbers and truth values are TOML's too, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")


def table_text(name: str, table: Mapping[str, Any]) -> str:
    """Return one table of an array of tables; None is left out, lists of tables come below."""
    below = {key: own for key, own in table.items() if _is_tables(own)}
    lines = [f"[[{name}]]"]
    lines += [
        f"{key} = {_value(own)}"
        for key, own in table.items()
        if own is not None and key not in below
    ]
    parts = ["\n".join(lines) + "\n"]
    parts += [table_text(f"{name}.{key}", own) for key, rows in below.items() for own in rows]
    return "\n".join(parts)


def tables_text(name: str, tables: Iterable[Mapping[str, Any]]) -> str:
    """Return an array of tables."""
    return "".join(f"\n{table_text(name, table)}" for table in tables)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)
