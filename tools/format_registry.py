"""One way to write each registry file, so that a change of fact is a change of one line.

The JSON Schema beside a file decides the form: the order of its `properties` is the order of the
fields, `x-sort` names the field that orders a list of tables. Comments are kept at the head of
the file only, for a comment between tables would not survive a new order.

Usage: format_registry.py [--check] [FILE ...]   (by default the files named in FILES)
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.errors import ClausegraphError, InputError

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "corpus" / "registry"
SCHEMAS = ROOT / "corpus" / "schema"
FILES = (
    "concepts.toml",
    "extents.toml",
    "framework.toml",
    "instruments.toml",
    "provisions/*.toml",
    "resolver.toml",
    "styles.toml",
)
WIDTH = 100

Node = Mapping[str, Any]


def schema_of(path: Path) -> Node:
    """The JSON Schema of a registry file, by its name, or that of the files of its folder.

    Raises InputError where there is none.
    """
    folder = SCHEMAS / f"{path.parent.name}.schema.json"
    file = folder if folder.is_file() else SCHEMAS / f"{path.stem}.schema.json"
    if not file.is_file():
        raise InputError(f"{path} has no schema {file.name}.", mend=f"Add {file.name}.")
    loaded: Node = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def canonical(text: str, schema: Node, name: str = "the file") -> str:
    """The text of a registry file in its canonical form.

    `name` is how an error calls the file. Raises InputError where the text is not TOML, holds
    a key that the schema lacks, or a comment below the head.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name} is not TOML: {error}.") from error
    head = _head(text, name)
    tables = [*_tables(_ordered(data, schema, schema, name))]
    return "\n\n".join(([head] if head else []) + tables) + "\n"


def _head(text: str, name: str) -> str:
    """The comment lines before the first line of data; no other comment line may stand."""
    lines = text.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    for number, line in enumerate(lines[count:], count + 1):
        if line.lstrip().startswith("#"):
            raise InputError(
                f"{name}, line {number}: a comment below the head would be lost.",
                mend="Move it to the head of the file or into a `note`.",
            )
    return "\n".join(lines[:count])


def _resolve(schema: Node, root: Node) -> Node:
    """The schema itself, or what its `$ref` within the same file points to."""
    while "$ref" in schema:
        found: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _ordered(value: Any, schema: Node, root: Node, name: str) -> Any:
    """The same value with fields in the schema's order and sorted lists sorted."""
    schema = _resolve(schema, root)
    if isinstance(value, dict):
        return _ordered_table(value, schema, root, name)
    if not isinstance(value, list):
        return value
    items = [_ordered(item, schema.get("items", {}), root, name) for item in value]
    key = schema.get("x-sort")
    return sorted(items, key=lambda item: item[key]) if key else items


def _ordered_table(value: Mapping[str, Any], schema: Node, root: Node, name: str) -> Any:
    """The same table, its known fields first in the schema's order, free keys after them."""
    known = schema.get("properties", {})
    other = schema.get("additionalProperties", {})
    free = [key for key in value if key not in known]
    if free and other is False:
        raise InputError(
            f"{name}: the field {free[0]!r} is not in the schema.",
            mend=f"Use one of: {', '.join(known)}.",
        )
    keys = [key for key in known if key in value] + free
    return {key: _ordered(value[key], known.get(key, other), root, name) for key in keys}


def _tables(data: Mapping[str, Any]) -> Iterator[str]:
    """The blocks of a file: its plain fields, then its tables, each as lines."""
    plain = {key: value for key, value in data.items() if not _is_table(value)}
    if plain:
        yield _lines(plain)
    for key, value in data.items():
        if not _is_table(value):
            continue
        if isinstance(value, list):
            yield from (f"[[{key}]]\n{_lines(item)}" for item in value)
        elif all(isinstance(inner, dict) for inner in value.values()):
            yield from (f"[{key}.{_key(k)}]\n{_lines(inner)}" for k, inner in value.items())
        else:
            long = {k: inner for k, inner in value.items() if _is_long(k, inner)}
            yield f"[{key}]\n{_lines({k: v for k, v in value.items() if k not in long})}"
            yield from (f"[{key}.{_key(k)}]\n{_lines(inner)}" for k, inner in long.items())


def _is_table(value: Any) -> bool:
    """Whether a top-level value is written as a table or as a list of tables."""
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))


def _is_long(key: str, value: Any) -> bool:
    """Whether a table within a table is too long for a line, and is written below it."""
    return isinstance(value, dict) and len(key) + len(_value(value)) + 3 > WIDTH


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{_key(key)} = {_field(key, value)}" for key, value in table.items())


def _field(key: str, value: Any) -> str:
    """A field's value, a list broken into one item a line where the line would be too long."""
    flat = _value(value)
    if not isinstance(value, list) or len(key) + len(flat) + 3 <= WIDTH:
        return flat
    return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"


def _value(value: Any) -> str:
    """A value on one line. Raises InputError for a kind that the registry does not use."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    raise InputError(
        f"A {type(value).__name__} ({value}) stands where the registry holds text.",
        mend="Put it in quotation marks.",
    )


def _key(key: str) -> str:
    """A key, quoted where it is not a bare one."""
    bare = all(char.isascii() and (char.isalnum() or char in "-_") for char in key)
    return key if key and bare else json.dumps(key, ensure_ascii=False)


def run(paths: Sequence[Path], *, check: bool) -> int:
    """Rewrite the files, or with `check` only tell which would change (then 1, else 0)."""
    changed = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        wanted = canonical(text, schema_of(path), path.name)
        if wanted == text:
            continue
        changed += 1
        print(f"{path.name} is not in canonical form" if check else f"{path.name} rewritten")
        if not check:
            path.write_text(wanted, encoding="utf-8")
    return 1 if check and changed else 0


def _listed() -> list[Path]:
    return [path for name in FILES for path in sorted(REGISTRY.glob(name))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; the exit code is 0, 1 (a file would change) or 2 (bad input)."""
    parser = argparse.ArgumentParser(description="Write registry files in their canonical form.")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 on a change")
    parser.add_argument("files", nargs="*", type=Path, help="by default all that have a schema")
    options = parser.parse_args(arguments)
    try:
        return run(options.files or _listed(), check=options.check)
    except ClausegraphError as error:
        print(error, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
