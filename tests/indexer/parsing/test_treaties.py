"""The treaty profile reads real treaties: every article, numbered paragraph and item is a unit.

The texts are no part of the project; without them these tests skip. They are counted against the
folder's own index, and their labels against a regular expression that knows nothing of profiles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.model import Unit
from tools import parse_treaties

LABEL = re.compile(
    r"^[ \t]*(?:[-–•][ \t]+)?"  # a list item of Markdown
    r"(?:\((?P<bracketed>\d{1,2}|[a-z]{1,5}|[A-Z]{1,4})\)"
    r"|(?P<decimal>\d{1,2}\.\d{1,2})\.?(?=[ \t])"
    r"|(?P<numbered>\d{1,3}[a-z]?)[.)](?!\d)"
    r"|(?P<lettered>[a-z]|[ivx]{1,5}|[A-Z]|[IVX]{1,5})(?:\)|\.(?=\s)))",
    re.MULTILINE,
)
SECOND = re.compile(r"[ \t]+(?:\((?P<both>1|a|i)\)|(?P<one>a|i)[.)])(?=[ \t])")
"""The first label of a list inside, printed behind a label on the same line."""
ARTICLE = re.compile(r"^### Article\b", re.MULTILINE)
COUNTED_OTHERWISE = {
    "ILO-R148": (20, "its paragraph 20 is misprinted as “20The”; the index counts 19, 20 print"),
}
"""Instruments whose index row counts otherwise than the text prints: the count, and why."""


@dataclass(frozen=True)
class Copy:
    row: Mapping[str, str]
    text: str
    units: tuple[Unit, ...]

    @property
    def expected(self) -> int:
        name = self.row["id"]
        return COUNTED_OTHERWISE[name][0] if name in COUNTED_OTHERWISE else int(self.articles)

    @property
    def articles(self) -> str:
        return self.row["articles"]


@pytest.fixture(scope="module")
def copies(treaties: Path) -> list[Copy]:
    """Every copy that the index lists; a text that does not tile is an error here."""
    profiles = read_facts(CorpusFolder()).profiles
    return [
        Copy(row, *parse_treaties.parse(treaties, row, profiles))
        for row in parse_treaties.listed(treaties)
    ]


def numbered_paragraphs(units: tuple[Unit, ...]) -> int:
    return sum(bool(re.fullmatch(r"para_\d+", unit.eid)) for unit in units)


def printed_labels(text: str) -> list[tuple[int, str]]:
    """Each place where a line begins with a label, and the label; a second label too."""
    found = []
    for match in LABEL.finditer(text):
        at = match.end() - len(match[0].lstrip())
        found.append((at, next(group for group in match.groups() if group)))
        second = SECOND.match(text, match.end())
        if second:
            at = second.end() - len(second[0].lstrip())
            found.append((at, second["both"] or second["one"]))
    return found


def test_every_text_of_the_index_parses(copies: list[Copy], treaties: Path) -> None:
    assert {f"{copy.row['id']}.md" for copy in copies} == {
        file.name for file in treaties.glob("*-*.md")
    }
    assert all(copy.units for copy in copies)


def test_articles_are_as_many_as_the_index_says(copies: list[Copy]) -> None:
    wrong = []
    for copy in copies:
        if copy.row["id"].startswith("ILO-R"):
            found = numbered_paragraphs(copy.units)
        else:
            found = sum(bool(re.fullmatch(r"art_[^_]+", u.eid)) for u in copy.units)
        if found != copy.expected:
            wrong.append((copy.row["id"], copy.expected, found))
    assert wrong == []


def test_the_exceptions_are_still_needed(copies: list[Copy]) -> None:
    needed = {c.row["id"] for c in copies if c.expected != int(c.articles)}
    assert needed == set(COUNTED_OTHERWISE)
    (r148,) = (copy for copy in copies if copy.row["id"] == "ILO-R148")
    assert len(re.findall(r"^20The", r148.text, re.MULTILINE)) == 1
    assert len(re.findall(r"^\d+\. ", r148.text, re.MULTILINE)) == COUNTED_OTHERWISE["ILO-R148"][0]


def test_articles_of_annexes_are_as_many_as_the_index_says(copies: list[Copy]) -> None:
    wrong = []
    for copy in copies:
        found = sum(bool(re.match(r"annex_.*__art_[^_]+$", u.eid)) for u in copy.units)
        if found != int(copy.row["annex_articles"]):
            wrong.append((copy.row["id"], copy.row["annex_articles"], found))
    assert wrong == []


def test_every_heading_of_an_article_opens_one(copies: list[Copy]) -> None:
    assert len(copies) > 50
    for copy in copies:
        starts = {unit.start for unit in copy.units if unit.kind == "article"}
        assert {match.start() for match in ARTICLE.finditer(copy.text)} <= starts, copy.row["id"]


def test_every_line_that_begins_with_a_label_is_a_unit_with_it(copies: list[Copy]) -> None:
    missing, count = [], 0
    for copy in copies:
        labels = {unit.start: unit.printed_label for unit in copy.units}
        for at, label in printed_labels(copy.text):
            count += 1
            if labels.get(at) != label:
                missing.append((copy.row["id"], copy.text[at : at + 30], labels.get(at)))
    assert missing == []
    assert count > 10_000


def test_every_labelled_paragraph_and_item_is_printed_so(copies: list[Copy]) -> None:
    """The other way round: no unit has a label that no line begins with."""
    kinds = {"article-paragraph", "paragraph", "operative-paragraph", "point"}
    invented = []
    for copy in copies:
        printed = dict(printed_labels(copy.text))
        invented += [
            (unit.id, unit.printed_label)
            for unit in copy.units
            if unit.kind in kinds and unit.printed_label
            if printed.get(unit.start) != unit.printed_label
            if not copy.text.startswith("### Paragraph", unit.start)
        ]
    assert invented == []


def test_identifiers_are_unique_and_parents_exist(copies: list[Copy]) -> None:
    for copy in copies:
        ids = [unit.id for unit in copy.units]
        assert len(ids) == len(set(ids)), copy.row["id"]
        assert {unit.parent for unit in copy.units if unit.parent} <= set(ids), copy.row["id"]


def test_the_tool_counts_what_the_index_counts(
    treaties: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert parse_treaties.main(["--json", str(treaties)]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {row["id"] for row in parse_treaties.listed(treaties)}
    assert (rows["ILO-C155"]["articles"], rows["ILO-C155"]["annexed"]) == (30, 0)
    assert (rows["ILO-MLC"]["articles"], rows["ILO-MLC"]["other"]) == (16, 138)
    assert rows["ILO-R191"]["paragraphs"] == 10


def made(folder: Path, text: str) -> Path:
    """A folder of one composed instrument."""
    (folder / "T1.md").write_text(text, encoding="utf-8")
    (folder / "index.csv").write_text("id,title,file\nT1,Tea Treaty,T1.md\n", encoding="utf-8")
    return folder


def test_the_tool_prints_a_table_with_sums(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Tea Treaty\n\n### Article 1\n\n1. Tea is free.\n\n(a) Green;\n\n(b) black.\n"
    assert parse_treaties.main([str(made(tmp_path, text))]) == 0
    head, row, sums = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["id", "articles", "annexed", "other", "paragraphs", "items", "units"]
    assert row == ["T1", "1", "0", "0", "1", "2", "4"]
    assert sums == ["1", "texts", "1", "0", "0", "1", "2", "4"]


def test_the_tool_says_where_there_is_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert parse_treaties.main([str(tmp_path / "nowhere")]) == 2
    assert "CLAUSEGRAPH_TREATIES" in capsys.readouterr().err
