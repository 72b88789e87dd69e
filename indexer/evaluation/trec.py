"""Reads and writes the files of an evaluation: topics, judgements (qrels) and runs.

The formats are trec_eval's (https://github.com/usnistgov/trec_eval, README, sections on qrels and
results); topics may also be TREC's tagged text, TOML, or lines of an identifier, a tab and a query.
Whatever is wrong is told with its file and line.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer.errors import InputError

Grades = dict[str, dict[str, int]]
"""For each topic, the grade of each judged unit; 0 and below are no answer."""
Run = dict[str, dict[str, float]]
"""For each topic, the score of each unit found, in the order of the file."""

_TOP = re.compile(r"<top>(.*?)(?:</top>|(?=<top>)|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(\w+)>\s*([^<]*)", re.IGNORECASE)
_LABEL = re.compile(r"^(?:Number|Topic)\s*:\s*", re.IGNORECASE)


def read_topics(path: Path) -> dict[str, str]:
    """Queries by the identifiers of their topics, in the order of the file.

    TOML has tables `[[topic]]` with `id` and `query`; tagged text `<num>` and `<title>`; other
    files a topic to each line. Raises InputError, naming file and line, for what is none of these.
    """
    text = _read(path)
    if path.suffix.lower() == ".toml":
        rows = _from_toml(path, text)
    elif text.lstrip().lower().startswith("<"):
        rows = _from_tags(path, text)
    else:
        rows = _from_lines(path, text)
    topics: dict[str, str] = {}
    for line, name, query in rows:
        if name in topics:
            raise _wrong(path, line, f"the topic {name!r} stands twice", "Rename one.")
        topics[name] = query
    if not topics:
        raise InputError(f"{path} has no topic.", mend="Give each a line: identifier, tab, query.")
    return topics


def read_qrels(path: Path) -> Grades:
    """Judgements: lines of topic, anything, unit, grade. Raises InputError with file and line."""
    grades: Grades = {}
    for line, (topic, _, unit, grade) in _rows(path, ("topic", "iteration", "unit", "grade")):
        if not re.fullmatch(r"-?\d+", grade):
            raise _wrong(path, line, f"the grade {grade!r} is no whole number", "Write 0, 1, 2 …")
        of_topic = grades.setdefault(topic, {})
        if unit in of_topic:
            raise _wrong(path, line, f"{unit} is judged twice for {topic}", "Keep one judgement.")
        of_topic[unit] = int(grade)
    if not grades:
        raise InputError(f"{path} has no judgement.", mend="Write lines: topic 0 unit grade.")
    return grades


def read_run(path: Path) -> Run:
    """A run: lines of topic, Q0, unit, rank, score, name. Raises InputError with file and line."""
    run: Run = {}
    columns = ("topic", "Q0", "unit", "rank", "score", "name")
    for line, (topic, _, unit, rank, score, _) in _rows(path, columns):
        of_topic = run.setdefault(topic, {})
        if unit in of_topic:
            raise _wrong(path, line, f"{unit} stands twice for {topic}", "Keep one of them.")
        of_topic[unit] = _number(path, line, "score", score)
        _number(path, line, "rank", rank)
    if not run:
        raise InputError(f"{path} is an empty run.", mend="Write lines: topic Q0 unit rank score x")
    return run


def write_run(path: Path, run: Mapping[str, Mapping[str, float]], name: str) -> None:
    """Write a run in TREC's format; units keep their order, which their scores must have."""
    lines = [
        f"{topic} Q0 {unit} {rank} {score:.6f} {name}\n"
        for topic, found in run.items()
        for rank, (unit, score) in enumerate(found.items(), 1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def _from_lines(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, tab, rest = line.partition("\t")
        query = rest.split("\t")[0].strip()
        if not tab or not name.strip() or not query:
            raise _wrong(path, number, "this is no topic", "Write identifier, tab, query.")
        if len(name.split()) > 1:
            raise _wrong(path, number, f"the identifier {name!r} has spaces", "Use one word.")
        yield number, name.strip(), query


def _from_toml(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    try:
        tables = tomllib.loads(text).get("topic", ())
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}.", mend="Mend that line.") from error
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[topic]]"]
    for place, table in enumerate(tables):
        line = lines[place] if place < len(lines) else 1
        for key in ("id", "query"):
            if not isinstance(table.get(key), str) or not table[key].strip():
                raise _wrong(path, line, f"the topic has no {key!r}", f'Write {key} = "…".')
        yield line, table["id"].strip(), table["query"].strip()


def _from_tags(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    for top in _TOP.finditer(text):
        line = text.count("\n", 0, top.start()) + 1
        fields = {tag.lower(): " ".join(value.split()) for tag, value in _FIELD.findall(top[1])}
        name, query = (_LABEL.sub("", fields.get(tag, "")) for tag in ("num", "title"))
        if not name or not query:
            lacking = "<num>" if not name else "<title>"
            raise _wrong(path, line, f"the topic has no {lacking}", "Write number and title.")
        yield line, name, query


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers; columns stand apart by white space."""
    for number, line in enumerate(_read(path).splitlines(), 1):
        values = line.split()
        if values and len(values) != len(columns):
            raise _wrong(
                path,
                number,
                f"{len(values)} columns, not {len(columns)}",
                f"Write {' '.join(columns)}, apart by spaces or tabs.",
            )
        if values:
            yield number, values


def _number(path: Path, line: int, name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _wrong(path, line, f"the {name} {value!r} is no number", "Write a number.")
    return number


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", mend="Name a file that is there."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 at byte {error.start}.", mend="Save it as UTF-8."
        ) from error


def _wrong(path: Path, line: int, what: str, mend: str) -> InputError:
    return InputError(f"{path}, line {line}: {what}.", mend=mend)
