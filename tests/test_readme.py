"""The README and docs/ are promises: commands print what is shown, targets and links are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import readme

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in readme.PAGES}
EXAMPLES = [(name, own) for name, text in PAGES.items() for own in readme.examples(text)]


@pytest.fixture(scope="module")
def terminal(index_folder: Path) -> Iterator[readme.Terminal]:
    with readme.Terminal(index_folder) as opened:
        yield opened


def test_the_pages_show_commands() -> None:
    assert len(EXAMPLES) >= 25


def test_the_readme_is_short() -> None:
    """What is long has a page in docs/."""
    assert len(TEXT.splitlines()) <= 300


@pytest.mark.parametrize(
    "example",
    [own for _, own in EXAMPLES],
    ids=[f"{page}-{e.command[:60]}" for page, e in EXAMPLES],
)
def test_command_prints_what_is_shown(example: readme.Example, terminal: readme.Terminal) -> None:
    found = terminal.run(example.command)
    assert readme.matches(example.shown, found), "\n".join(found)


@pytest.mark.parametrize(
    ("shown", "found", "same"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a", "c"), False),
        (("a",), ("a", "b"), False),
        (("a", "…"), ("a", "b", "c"), True),
        (("…", "c"), ("a", "b", "c"), True),
        (("a", "…", "d"), ("a", "b", "c", "d"), True),
        (("a", "…", "d"), ("a", "b", "c"), False),
        (("score 0.512",), ("score 0.519",), True),
        (("score 0.512",), ("score 0.612",), False),
    ],
)
def test_comparison(shown: tuple[str, ...], found: tuple[str, ...], same: bool) -> None:
    assert readme.matches(shown, found) is same


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    whole = "\n".join(PAGES.values())
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", whole, re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    found = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    links = [link for link in found if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_linked_from_the_readme_or_another_page() -> None:
    whole = "\n".join(PAGES.values())
    names = {page.name for page in readme.PAGES} - {"README.md"}
    assert names - set(re.findall(r"[(/]([\w-]+\.md)\)", whole)) == set()


def test_a_figure_of_the_readme_stands_in_the_page_that_it_leads_to() -> None:
    points = re.findall(r"^- \*\*.*?(?=^- |^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    told = [(figure, point) for point in points for figure in re.findall(r"\b0\.\d{3}\b", point)]
    assert len(told) >= 6
    for figure, point in told:
        assert any(figure in PAGES[page] for page in re.findall(r"\((docs/[^)]+)\)", point)), figure


def test_contributing_names_places_that_there_are() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:api|corpus|docs|indexer|ontology|tests|tools)/[\w./-]*)`", text))
    assert len(named) > 20
    places = {re.sub(r"(?:NAME|ID)(?=\.)", "*", name) for name in named}
    assert {place for place in places if not any(ROOT.glob(place))} == set()
