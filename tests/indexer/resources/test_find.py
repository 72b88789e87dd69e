"""From the path of an IRI to what it names, and back."""

import pytest

from indexer.errors import NotFoundError
from indexer.ident import unit_iri
from indexer.read import Index
from indexer.resources.find import find, named, path_of

RULES = "who/guidance/2020/rules"


@pytest.mark.parametrize(
    ("path", "kind", "identifier"),
    [
        (RULES, "instrument", "compact"),
        (f"{RULES}/eng-first", "edition", "compact@first"),
        (f"{RULES}/para_2__point_b", "unit", "compact:para_2__point_b"),
        (f"{RULES}/eng-first/para_2__point_b", "unit", "compact:para_2__point_b"),
        (f"{RULES}/note_2", "note", "compact:note_2"),
        ("ilo/convention/2001/t001/art_2__para_1", "provision", "T001:art_2__para_1"),
        ("framework/compact/element/1", "element", "element:1"),
        ("framework/compact/area/harm", "other", None),
        ("graph/curated", "other", None),
        ("ns", "vocabulary", None),
    ],
)
def test_what_a_path_names(linked: Index, path: str, kind: str, identifier: str | None) -> None:
    found = find(linked, path)
    assert (found.kind, found.id, found.path) == (kind, identifier, path)


def test_every_known_identifier_has_a_path_that_leads_back(linked: Index) -> None:
    for identifier in (*linked.known, "element:2"):
        assert find(linked, path_of(linked, identifier)).id == identifier
    unit = linked.units["compact:para_1"]
    instrument = linked.instruments[unit.instrument]
    assert find(linked, f"{RULES}/para_1").iri == unit_iri(linked.base, instrument, unit.eid)


@pytest.mark.parametrize("path", ["", "/", f"{RULES}/", f"{RULES}/para_99", "ns/x", "a b", "\x00"])
def test_what_is_not_there(linked: Index, path: str) -> None:
    assert named(linked, path) is None
    with pytest.raises(NotFoundError) as told:
        find(linked, path)
    assert told.value.mend
