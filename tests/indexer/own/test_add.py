"""Texts of one's own: added beside what is shipped, kept as received, removed without a trace."""

import hashlib
from pathlib import Path

import pytest

from indexer.check import check_index
from indexer.errors import InputError, NotFoundError
from indexer.own.change import Place
from indexer.own.entry import Told
from indexer.own.intake import Asked
from indexer.own.remove import remove
from indexer.read import SearchOptions, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.own.own_corpus import LATER, NAMED, NIGHT, added, place
from tests.indexer.tiny_corpus import RULES, build_tiny, write_corpus

NEWER = Told(edition="newer", date="2024")


@pytest.fixture
def where(tmp_path: Path) -> Place:
    corpus = write_corpus(tmp_path / "corpus")
    build_tiny(corpus, tmp_path / "index")
    return place(corpus, tmp_path / "index")


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_text_of_ones_own_is_read_identified_and_built(where: Place) -> None:
    done = added(where, NIGHT)
    assert done.built is not None
    (outcome,) = done.outcomes
    assert outcome.added is not None
    assert outcome.added.id == "night@2024"
    assert outcome.taken is not None
    assert outcome.taken.told == "report: no sign of another kind"
    index = open_index(where.own.index, HashEncoder)
    assert index.unit("night:para_2__point_b").text == "the doctors on call."
    assert index.show_json("night")["title"] == "Rules for Night Shifts in Small Hospitals, 2024"
    assert index.unit("compact:para_3")
    hits = index.search("doctors on call", SearchOptions(mode="lexical")).hits
    assert hits[0].id == "night:para_2__point_b"


def test_what_was_received_is_kept_byte_by_byte(where: Place) -> None:
    data = b"\xef\xbb\xbf" + NIGHT.read_bytes().replace(b"\n", b"\r\n")
    file = where.own.index / "night.md"
    file.write_bytes(data)
    added(where, file)
    kept = where.own.path("files", "night@2024.md")
    assert kept.read_bytes() == data
    index = open_index(where.own.index)
    source = index.sources["night@2024.md"]
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.received == "night.md"
    assert index.unit("night:para_1").text.startswith("These rules apply")


def test_every_promise_of_a_build_holds_with_a_text_of_ones_own(where: Place) -> None:
    added(where, NIGHT)
    added(where, LATER)
    findings = check_index(open_index(where.own.index))
    assert [failure for finding in findings for failure in finding.failures] == []


def test_a_registered_instrument_takes_its_identifier_from_its_title(
    where: Place, tmp_path: Path
) -> None:
    file = tmp_path / "x.md"
    file.write_text("# Safe Work Treaty, 2001 (No. 1)\n\n### Article 1\n\nKeep it safe.\n", "utf-8")
    (outcome,) = added(where, file, asked=Asked()).outcomes
    assert outcome.error is None
    assert outcome.added is not None
    assert outcome.added.id == "T001@2001"
    assert open_index(where.own.index).unit("T001:art_1")


def test_a_title_that_nobody_registered_asks_for_a_name(where: Place) -> None:
    done = added(where, NIGHT, asked=Asked())
    assert done.built is None
    assert str(done.outcomes[0].error) == (
        "night-shifts.md: its title 'Rules for Night Shifts in Small Hospitals, 2024' is no "
        "registered instrument. Name it yourself, such as "
        "--as rules-for-night-shifts-in-small."
    )


def test_the_same_file_again_changes_nothing(where: Place) -> None:
    added(where, NIGHT)
    again = added(where, NIGHT)
    assert again.built is None
    assert again.outcomes[0].left_out == "night@2024 is there already, from the same bytes"


def test_other_bytes_for_the_same_edition_are_refused(where: Place, tmp_path: Path) -> None:
    added(where, NIGHT)
    other = tmp_path / "other.md"
    other.write_text(NIGHT.read_text("utf-8") + "\n5. More.\n", "utf-8")
    (outcome,) = added(where, other).outcomes
    assert "night@2024 is there already, from other bytes" in str(outcome.error)
    assert "--as night@NAME" in str(outcome.error)


def test_one_bad_file_does_not_keep_the_others_out(where: Place, tmp_path: Path) -> None:
    treaty = tmp_path / "treaty.md"
    treaty.write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nKeep it safe.\n", "utf-8")
    empty = tmp_path / "empty.md"
    empty.write_bytes(b"")
    done = added(where, empty, treaty, asked=Asked())
    assert str(done.outcomes[0].error) == "empty.md is empty. Save or download the file again."
    assert done.outcomes[1].added is not None
    assert open_index(where.own.index).unit("T001:art_1")


def test_a_name_for_several_files_is_refused(where: Place) -> None:
    with pytest.raises(InputError, match="--as names one text, but 2 files are given"):
        added(where, NIGHT, LATER)


def test_removing_leaves_what_was_there_before(where: Place) -> None:
    before = open_index(where.own.index).build
    added(where, NIGHT)
    name, built = remove("night", where)
    assert name == "night@2024"
    assert built.id == before
    assert built.reused
    assert files_of(where.own.root) == {".lock", "sources.toml"}
    with pytest.raises(NotFoundError):
        open_index(where.own.index).unit("night:para_1")


def test_what_is_shipped_cannot_be_removed(where: Place) -> None:
    with pytest.raises(NotFoundError, match="What is shipped stays"):
        remove("compact", where)


def test_of_several_editions_the_one_to_remove_is_asked_for(where: Place) -> None:
    added(where, NIGHT)
    added(where, LATER)
    with pytest.raises(InputError, match="night@2024, night@2025"):
        remove("night", where)
    assert remove("night@2025", where)[0] == "night@2025"


def test_two_editions_stay_addressable(where: Place) -> None:
    added(where, NIGHT)
    added(where, LATER)
    index = open_index(where.own.index, HashEncoder)
    assert "twelve" in index.show_json("night:para_3")["text"]
    assert "twelve" in index.show_json("night@2025:para_3")["text"]
    earlier = index.show_json("night@2024:para_3")
    assert "eleven" in earlier["text"]
    assert earlier["iri"].endswith("/eng-2024/para_3")
    assert earlier["cite_as"].endswith("para. 3 (edition 2024)")
    assert index.show_json("night:para_4")["withdrawn"] is True
    assert index.show_json("night@2024")["units"] == 10
    with pytest.raises(NotFoundError, match="no 'night:para_4' in edition '2025'"):
        index.show_json("night@2025:para_4")


def test_a_search_goes_through_the_edition_that_is_asked_for(where: Place) -> None:
    added(where, NIGHT)
    added(where, LATER)
    index = open_index(where.own.index, HashEncoder)
    old = SearchOptions(mode="lexical", edition="night@2024")
    assert index.search("eleven hours", old).hits[0].id == "night@2024:para_3"
    new = SearchOptions(mode="lexical", edition="night@2025")
    assert index.search("twelve hours", new).hits[0].id == "night:para_3"
    withdrawn = index.search("locked door", SearchOptions(mode="lexical"))
    assert "night:fn_1" not in [hit.id for hit in withdrawn.hits]


def test_each_edition_is_an_expression_in_the_graph(where: Place) -> None:
    added(where, NIGHT)
    added(where, LATER)
    found = open_index(where.own.index).sparql(
        "PREFIX eli: <http://data.europa.eu/eli/ontology#> "
        "PREFIX dct: <http://purl.org/dc/terms/> PREFIX c4o: <http://purl.org/spar/c4o/> "
        'SELECT ?of ?text { ?unit dct:identifier "night:para_3" ; eli:is_realized_by ?x . '
        "?x dct:isPartOf/dct:identifier ?of ; c4o:hasContent ?text } ORDER BY ?of",
        "csv",
    )
    lines = found.body.decode().splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == ["night@2024", "night@2025"]


def test_a_new_edition_of_a_shipped_text_is_current_if_it_is_later(
    where: Place, tmp_path: Path
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(RULES.replace("transport too", "boots too"), "utf-8")
    added(where, file, asked=Asked(instrument="compact", profile="guidance"), told=NEWER)
    index = open_index(where.own.index)
    assert "boots" in index.unit("compact:para_3").text
    assert "transport" in index.show_json("compact@first:para_3")["text"]
    older = Told(edition="older", date="1999")
    added(where, LATER, asked=NAMED)
    file.write_text(RULES.replace("transport too", "hats too"), "utf-8")
    added(where, file, asked=Asked(instrument="compact", profile="guidance"), told=older)
    assert "boots" in open_index(where.own.index).unit("compact:para_3").text


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (None, "there is a text of compact already, and the date of this one is not known."),
        ("final", "there is a text of compact already, and the date of this one is not known."),
        ("final-2023", "2023"),
    ],
)
def test_another_text_of_a_shipped_instrument_needs_a_date_of_its_own(
    where: Place, tmp_path: Path, edition: str | None, expected: str
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(RULES.replace("transport too", "boots too"), "utf-8")
    asked = Asked(instrument="compact", profile="guidance")
    (outcome,) = added(where, file, asked=asked, told=Told(edition=edition)).outcomes
    if outcome.added is None:
        assert expected in str(outcome.error)
        assert "--date 2023" in str(outcome.error)
    else:
        assert outcome.added.source["date"] == expected


def test_an_endnote_of_ones_own_may_be_cited_twice(where: Place, tmp_path: Path) -> None:
    file = tmp_path / "rest.md"
    file.write_text(
        "# Rules on rest, 2024\n\n1. Rest is needed.^[1]\n\n2. It is short,^[2] or long.^[1]\n\n"
        "3. It is quiet.^[3]\n\nEndnotes\n\n[1] See the rules.\n\n[2] A minute.\n\n[3] No noise.\n",
        "utf-8",
    )
    added(where, file, asked=Asked(instrument="rest"))
    index = open_index(where.own.index)
    carriers = [u.id for u in index.units.values() for m in u.markers if m.target == "rest:note_1"]
    assert carriers == ["rest:para_1", "rest:para_2"]
    found = {finding.name: finding for finding in check_index(index)}
    assert found["endnote markers once"].failures == ()
