"""SPARQL and HTTP answer alike: the example queries about links against the JSON routes.

On a small build with links of every family, and on the real one, for units of every sort.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index
from indexer.sparql.evaluate import select
from ontology import example_queries

SMALL = ("compact:para_1", "compact:para_2__point_a", "compact:para_2__point_b", "compact:para_3")
REAL = (
    "compact:para_2",
    "compact:para_26__point_g",
    "compact:para_28__point_b",
    "compact:para_33__action_d",
    "compact:para_35__point_b",
    "code:pream_nn_3",
    "guide:box_1__para_nn_1",
)
UNITS = [*(("linked", name) for name in SMALL), *(("real_index", name) for name in REAL)]
TARGETS = [
    *(("linked", name) for name in ("T001:art_1", "T001:art_2", "T001:art_2__para_1")),
    *(
        ("real_index", name)
        for name in ("C155:art_13", "C155:art_19", "ICESCR:art_7", "C087:art_2")
    ),
]
BUILDS = ("linked", "real_index")
Row = tuple[str | None, ...]


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Index:
    """The build that a test names."""
    index = request.getfixturevalue(request.param)
    assert isinstance(index, Index)
    return index


def rows(index: Index, name: str, *changes: tuple[str, str]) -> list[Row]:
    """The rows of an example query, with other words in it."""
    text = example_queries()[name].text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return list(select(index.store, text).rows)


def http(index: Index, path: str) -> dict[str, Any]:
    """The JSON of a route, asked without starting the service."""
    response = TestClient(create_app(index)).get(path)
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


@pytest.mark.parametrize(("opened", "unit"), UNITS, indirect=["opened"])
def test_what_backs_a_unit(opened: Index, unit: str) -> None:
    found = rows(opened, "what-backs-a-recommendation", ("compact:para_26__point_g", unit))
    answer = http(opened, f"/v1/units/{unit}/backing")["curated"]
    assert sorted(
        (r[0], r[1], r[2], r[4], r[5], r[6], number(float(r[7] or 0))) for r in found
    ) == (
        sorted(
            (
                *(own["predicate"], own["target"], own["cite_as"], own["reason"]),
                *(own["author"], own["date"], number(own["confidence"])),
            )
            for own in answer
        )
    )
    bindings = {(r[1], (r[3] or "").lower()) for r in found}
    assert bindings == {(r["target"], r["bindingness"].replace("-", "")) for r in answer}


@pytest.mark.parametrize(("opened", "unit"), UNITS, indirect=["opened"])
def test_what_a_unit_cites(opened: Index, unit: str) -> None:
    found = rows(opened, "what-a-paragraph-cites", ('"compact:para_2"', f'"{unit}"'))
    answer = http(opened, f"/v1/units/{unit}/backing")["citations"]
    assert sorted((r[0], r[1], r[2], r[5]) for r in found) == sorted(
        (own["target"], own["via"], own["quote"], own["rule"]) for own in answer
    )
    texts = {
        opened.text(file)[int(r[3] or 0) : int(r[4] or 0)] for r in found for file in opened.sources
    }
    assert {r[2] for r in found} <= texts


@pytest.mark.parametrize(("opened", "unit"), UNITS, indirect=["opened"])
def test_what_a_model_suggests_for_a_unit(opened: Index, unit: str) -> None:
    found = rows(opened, "suggestions-for-a-recommendation", ("compact:para_26__point_g", unit))
    answer = http(opened, f"/v1/units/{unit}/backing?k=10")["suggested"]
    assert sorted((r[1], r[0], number(float(r[2] or 0)), r[4]) for r in found) == sorted(
        (own["target"], str(own["rank"]), number(own["probability"]), str(own["pool"]))
        for own in answer
    )


@pytest.mark.parametrize(("opened", "target"), TARGETS, indirect=["opened"])
def test_what_a_provision_backs(opened: Index, target: str) -> None:
    found = rows(opened, "what-a-provision-backs", ("C155:art_13", target))
    answer = http(opened, f"/v1/units/{target}/backs")["curated"]
    assert answer
    assert sorted(found) == sorted(
        tuple(own[key] for key in ("target", "unit", "cite_as", "predicate", "reason"))
        for own in answer
    )


def counted(index: Index, path: str) -> Iterator[Row]:
    for item in http(index, path)["items"]:
        for family, count in item["counts"].items():
            if count:
                yield str(item["element"]), item["instrument"], family, str(count)


@pytest.mark.parametrize("opened", BUILDS, indirect=True)
def test_coverage(opened: Index) -> None:
    found = rows(opened, "coverage-of-elements")
    path = "/v1/coverage?family=citations&family=curated"
    assert found
    assert sorted(found) == sorted(counted(opened, path))


@pytest.mark.parametrize("opened", BUILDS, indirect=True)
def test_coverage_by_suggestions(opened: Index) -> None:
    found = [(*row[:2], "suggested", row[2]) for row in rows(opened, "suggested-coverage")]
    assert sorted(found) == sorted(counted(opened, "/v1/coverage?family=suggested"))


@pytest.mark.parametrize("opened", [*BUILDS, "tiny_index"], indirect=True)
def test_gaps(opened: Index) -> None:
    gaps = http(opened, "/v1/coverage")["gaps"]
    assert sorted(rows(opened, "units-without-binding-provision")) == sorted(
        (own["unit"], str(own["element"]), own["cite_as"]) for own in gaps["units_without_binding"]
    )
    assert rows(opened, "elements-without-instrument-in-force") == [
        (str(own["element"]), own["label"]) for own in gaps["elements_without_in_force"]
    ]


@pytest.fixture(scope="session")
def tiny_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A build in which nothing is linked."""
    from indexer.read import open_index
    from tests.indexer.tiny_corpus import build_tiny, write_corpus

    folder = tmp_path_factory.mktemp("unlinked")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    return open_index(folder / "index")


@pytest.mark.parametrize(
    ("opened", "treaty"), [("linked", "T001"), ("real_index", "C155")], indirect=["opened"]
)
def test_registered_provisions(opened: Index, treaty: str) -> None:
    found = rows(
        opened,
        "registered-provisions-of-a-treaty",
        ("C155", treaty),
        (":art_13", ":art_1"),
        (":art_19", ":art_2"),
    )
    parts = (f"{treaty}:art_1", f"{treaty}:art_2")
    known = [own for own in opened.provisions.values() if own.id.startswith(parts)]
    assert sorted(found) == sorted(
        (own.id, opened.citation_of(own.id), own.subject, own.basis) for own in known
    )
