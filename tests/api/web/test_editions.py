"""Pages where an instrument has several editions: each has its words, and leads to the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.read import Index, open_index
from indexer.resources.find import path_of
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.clients import running
from tests.api.web.reading import BROWSER, faults, links
from tests.indexer.own.own_corpus import LATER, NIGHT, added, place
from tests.indexer.tiny_corpus import build_tiny, write_corpus


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("editions")
    where = place(write_corpus(folder / "corpus"), folder / "index")
    build_tiny(folder / "corpus", folder / "index")
    added(where, NIGHT)
    added(where, LATER)
    return open_index(folder / "index", HashEncoder)


@pytest.fixture(scope="module")
def browser(index: Index) -> Iterator[TestClient]:
    with running(index, headers=BROWSER) as client:
        yield client


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("night:para_3", "twelve"),
        ("night@2024:para_3", "eleven"),
        ("night@2024:para_4", "The current edition has it no more."),
        ("night@2024", "This is not the current edition"),
        ("night@2025", "Contents"),
        ("night:para_4", "The current edition has this clause no more."),
    ],
)
def test_each_edition_shows_its_own_words(
    browser: TestClient, index: Index, identifier: str, words: str
) -> None:
    response = browser.get(f"/{path_of(index, identifier)}")
    assert response.status_code == 200
    assert words in response.text
    assert faults(response) == []
    inside, broken = links(response)
    assert broken == set()
    for address in inside:
        assert browser.get(address).status_code == 200, address


def test_an_earlier_edition_is_searched_by_choice(browser: TestClient, index: Index) -> None:
    text = browser.get("/search?q=eleven+hours&edition=night@2024&mode=lexical").text
    assert "2024" in text
    assert "selected>night@2024</option>" in text
    assert path_of(index, "night@2024:para_3") in text
