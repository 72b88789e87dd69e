"""The promises of a build: kept by the real one, and each seen to be broken."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.check import CHECKS, Finding, check_index
from indexer.read import Index, open_index
from indexer.record_file import write_rows

Damage = Callable[[Path], None]
Row = dict[str, Any]


def test_the_real_build_keeps_every_promise(real_index: Index) -> None:
    findings = {finding.name: finding for finding in check_index(real_index)}
    assert list(findings) == [name for name, _ in CHECKS]
    assert {f.name: f.failures for f in findings.values() if f.failures} == {}
    counts = {name: finding.checked for name, finding in findings.items()}
    visible = sum(len("".join(real_index.text(f).split())) for f in real_index.sources)
    assert counts["tiling: code points"] == visible
    assert counts["texts: units"] == len(real_index.units)
    assert counts["anchors: markers"] == real_index.manifest["figures"]["markers"]
    assert counts["endnote markers once"] == 272
    assert counts["licences: statements"] == 2 * 5
    assert counts["store: quads"] == real_index.manifest["figures"]["quads"]
    assert counts.pop("withdrawn names") == 0  # none is withdrawn so far
    assert min(counts.values()) > 0


def test_a_small_build_keeps_every_promise(tiny: Index) -> None:
    assert [f for f in check_index(tiny) if f.failures] == []


def test_a_finding_as_json() -> None:
    finding = Finding("name", 3, ("wrong",))
    assert finding.as_json() == {"check": "name", "checked": 3, "failures": ["wrong"]}


# -- deliberate damage ----------------------------------------------------------------------------


def rows(name: str, change: Callable[[list[Row]], list[Row]]) -> Damage:
    """Damage that changes the records of a file."""

    def damage(folder: Path) -> None:
        path = folder / f"{name}.jsonl"
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        write_rows(folder, name, change(found))

    return damage


def field(name: str, key: str, value: object, row: int = 0) -> Damage:
    """Damage that sets one field of one record."""

    def change(found: list[Row]) -> list[Row]:
        found[row][key] = value
        return found

    return rows(name, change)


def unit(identifier: str, change: Callable[[Row], object]) -> Damage:
    """Damage to one unit."""

    def damage(found: list[Row]) -> list[Row]:
        change(next(row for row in found if row["id"] == identifier))
        return found

    return rows("units", damage)


def marker(place: int, value: object, number: int = 0) -> Damage:
    """Damage to one field of a marker of compact:para_2__point_a: its label, offset or span."""

    def change(row: Row) -> None:
        row["markers"][number][place] = value

    return unit("compact:para_2__point_a", change)


def text(file: str, pattern: str, replacement: str) -> Damage:
    """Damage to a text file of the build; it must change something."""

    def damage(folder: Path) -> None:
        path = folder / file
        found = path.read_text(encoding="utf-8")
        changed = re.sub(pattern, replacement, found, count=1, flags=re.MULTILINE)
        assert changed != found
        path.write_text(changed, encoding="utf-8")

    return damage


def added(name: str, row: Row) -> Damage:
    """Damage that adds a record."""
    return rows(name, lambda found: [*found, row])


def cited(**changes: object) -> Row:
    """A citation in the tiny corpus that is sound but for the changes."""
    sound = {
        "unit": "compact:para_1",
        "via": "text",
        "place": "compact:para_1",
        "start": 0,
        "end": 9,
        "quote": "Employers",
        "kind": "instrument",
        "status": "resolved",
        "targets": ["T001"],
        "rule": "name",
    }
    return sound | changes


def linked(**changes: object) -> Row:
    """An editor's link in the tiny corpus that is sound but for the changes."""
    sound = {
        "subject": "compact:para_1",
        "predicate": "backedBy",
        "target": "compact:para_3",
        "author": "editors",
        "date": "2025-11-21",
        "source": "T001",
        "basis": "text",
        "confidence": 0.5,
        "reason": "Made up.",
        "reason_for": "",
        "reason_against": "",
    }
    return sound | changes


def test_a_sound_citation_and_a_sound_link_pass(tiny_copy: Path) -> None:
    folder = open_index(tiny_copy).folder
    added("citations", cited())(folder)
    added("links", linked())(folder)
    for name, count in (("citations: quotes", 3), ("links: ends", 2)):
        assert only(name, dict(CHECKS)[name], Index(folder)) == Finding(name, count, ())


def remove(file: str) -> Damage:
    return lambda folder: (folder / file).unlink()


def damage_store(folder: Path) -> None:
    for path in (folder / "store").glob("*.sst"):
        path.write_bytes(path.read_bytes()[::-1])


def second_marker(row: Row) -> None:
    row["markers"].append(["endnote", "1", 0, row["spans"][0], "compact:note_1"])


WITHDRAWN = '{"name": "compact:para_1", "to": null, "date": "2026-11-20", "reason": "A test."}\n'
DAMAGES: list[tuple[str, str, Damage]] = [
    ("withdrawn names", "one is in use", text("redirects.jsonl", r"\Z", WITHDRAWN)),
    ("tiling: code points", "a tile is removed", rows("pieces", lambda r: r[:3] + r[4:])),
    ("tiling: code points", "a tile is doubled", rows("pieces", lambda r: r[:3] + r[2:])),
    ("tiling: code points", "a file has more", text("texts/letter.txt", r"\Z", "And more.")),
    ("tiling: code points", "a file is missing", remove("texts/letter.txt")),
    ("tiling: code points", "the tiles are cut", text("pieces.jsonl", r"\}\n\Z", "")),
    ("texts: units", "a word is another", field("units", "text", "Safety at home")),
    ("texts: units", "a text is longer", field("units", "text", "Safety at work " * 99)),
    ("texts: units", "a file is another", text("texts/rules.txt", "uniforms", "UNIFORMS")),
    ("texts: units", "offsets are moved", field("units", "offsets", [[0, 3]], 2)),
    ("texts: units", "offsets are gone", field("units", "offsets", [], 2)),
    ("anchors: markers", "an offset is moved back", marker(2, 10)),
    ("anchors: markers", "an offset is moved on", marker(2, 28)),
    ("anchors: markers", "an offset is outside", marker(2, 999)),
    ("anchors: markers", "a label is another", marker(1, "7")),
    ("anchors: markers", "a span is moved", marker(3, [5, 9])),
    ("anchors: markers", "a span is another's", marker(3, [260, 263], 1)),
    (
        "endnote markers once",
        "a marker is gone",
        unit("compact:para_1", lambda r: r["markers"].clear()),
    ),
    ("endnote markers once", "a marker is doubled", unit("compact:para_3", second_marker)),
    ("identifiers referred to", "a parent is missing", field("units", "parent", "compact:none", 2)),
    ("identifiers referred to", "a unit is missing", rows("units", lambda r: r[1:])),
    ("identifiers referred to", "a note is missing", rows("notes", lambda r: r[1:])),
    ("identifiers referred to", "a tile has no owner", field("pieces", "owner", "compact:none", 3)),
    ("identifiers referred to", "an area is missing", rows("areas", lambda r: r[1:])),
    ("identifiers referred to", "no such instrument", field("units", "instrument", "none", 2)),
    ("citations: quotes", "a quote is another's", added("citations", cited(quote="Others"))),
    ("citations: quotes", "a place is missing", added("citations", cited(place="compact:x"))),
    ("citations: quotes", "a target is missing", added("citations", cited(targets=["X1"]))),
    ("citations: quotes", "a note is another's", added("citations", cited(unit="compact:para_3"))),
    ("links: ends", "a unit is missing", added("links", linked(subject="compact:x"))),
    ("links: ends", "a provision is missing", added("links", linked(target="T001:art_9"))),
    ("licences: statements", "rights are empty", field("sources", "rights", " ")),
    ("licences: statements", "the origin is empty", field("sources", "origin", "")),
    ("licences: statements", "the publisher is empty", field("sources", "publisher", "")),
    ("licences: statements", "a file is another", text("texts/rules.txt", "uniforms", "hats")),
    ("licences: statements", "a hash is another", field("sources", "sha256", "00")),
    (
        "files of the build",
        "a file is changed",
        text("citation.json", "Unnumbered|unnumbered", "x"),
    ),
    ("files of the build", "a file is missing", remove("areas.jsonl")),
    ("files of the build", "a file is added", lambda folder: (folder / "more").touch()),
    ("files of the build", "a file of the store is changed", damage_store),
    ("files of the build", "its hashes are missing", remove("store.json")),
    ("store: quads", "a quad is removed", text("graph.nq", r"^.*uniforms.*\n", "")),
    ("store: quads", "a quad is added", text("graph.nq", r"\A", "<x:s> <x:p> <x:o> .\n")),
    ("store: quads", "the store is damaged", damage_store),
    ("SHACL: nodes", "a text is removed", text("graph.nq", r"^.*#text> \"Employers pay.*\n", "")),
    ("SHACL: nodes", "a label is removed", text("graph.nq", r"^.*skos/core#prefLabel.*\n", "")),
    ("SHACL: nodes", "the dump is cut", text("graph.nq", r" \.\n\Z", "")),
]


@pytest.mark.parametrize(
    ("name", "damage"), [(n, d) for n, _, d in DAMAGES], ids=[f"{n}, {w}" for n, w, _ in DAMAGES]
)
def test_a_check_fails_under_damage(tiny_copy: Path, name: str, damage: Damage) -> None:
    run = dict(CHECKS)[name]
    folder = open_index(tiny_copy).folder
    damage(folder)
    findings = only(name, run, Index(folder))
    assert findings.failures
    assert all(findings.failures)
    assert findings.checked >= len(findings.failures)


def only(name: str, run: Callable[[Index], Any], index: Index) -> Finding:
    """Run one check by way of all of them, so that what stops it is told as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.check.CHECKS", ((name, run),))
        (finding,) = check_index(index)
    return finding


def test_every_check_is_damaged_in_some_way() -> None:
    assert {name for name, *_ in DAMAGES} == {name for name, _ in CHECKS}


def test_a_check_that_cannot_go_on_does_not_keep_the_others_from_it(tiny_copy: Path) -> None:
    folder = open_index(tiny_copy).folder
    damage_store(folder)
    (folder / "texts" / "rules.txt").unlink()
    findings = {finding.name: finding for finding in check_index(Index(folder))}
    assert "cannot be checked" in findings["store: quads"].failures[0]
    assert "cannot be checked" in findings["texts: units"].failures[0]
    assert findings["identifiers referred to"].failures == ()
    assert findings["SHACL: nodes"].failures == ()
