"""Names that are no longer in use: read, checked, carried in a build, and looked up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.check import check_index
from indexer.errors import InputError, RetiredError
from indexer.read import Index, LinkOptions, open_index
from indexer.redirects import Retired, problems
from tests.indexer.retired_corpus import build_retired


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny corpus with withdrawn names, built and opened."""
    return build_retired(tmp_path_factory.mktemp("retired"))


def test_a_build_carries_them(index: Index) -> None:
    assert len(index.retired) == 5
    own = index.retired["compact:para_9"]
    assert (own.to, own.date) == ("compact:para_1", "2026-11-20")
    (found,) = [f for f in check_index(index) if f.name == "withdrawn names"]
    assert (found.checked, found.failures) == (5, ())


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("compact:para_9", "compact:para_1"),
        ("compact:para_8", None),
        ("old", "compact"),
        ("old:para_1", "compact:para_1"),
        ("old:para_77", "compact"),
    ],
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda index, name: index.unit(name),
        lambda index, name: index.show_json(name),
        lambda index, name: index.cite_json(name),
        lambda index, name: index.backing_json(name, LinkOptions()),
        lambda index, name: index.backs_json(name, LinkOptions()),
    ],
)
def test_whoever_asks_by_one_is_told(
    index: Index, asked: str, to: str | None, ask: Callable[[Index, str], object]
) -> None:
    with pytest.raises(RetiredError) as told:
        ask(index, asked)
    assert told.value.to == to
    assert asked in told.value.message
    assert told.value.mend == (f"Use {to}." if to else "Nothing took its place.")


def test_a_corpus_needs_none(tmp_path: Path) -> None:
    plain = build_retired(tmp_path, "")
    assert plain.retired == {}


WRONG = [
    ('from = "compact:para_1"\n', "compact:para_1 is in use"),
    ('from = "T001"\n', "T001 is in use"),
    ('from = "who/guidance/2020/rules"\n', "rules is in use"),
    ('from = "compact:para_9"\nto = "compact:para_10"\n', "para_10, which is not in use"),
    ("", "'from' is missing"),
    ('from = "compact:para_9"\nwhy = "x"\n', "'why' is no key"),
    ('from = "compact:para_9"\ndate = "22.11.2026"\n', "is no day"),
]


@pytest.mark.parametrize(("entry", "said"), WRONG, ids=[own[1] for own in WRONG])
def test_what_is_wrong_stops_the_build(tmp_path: Path, entry: str, said: str) -> None:
    rest = "" if "date" in entry else 'date = "2026-11-20"\n'
    with pytest.raises(InputError, match=said) as told:
        build_retired(tmp_path, f'[[redirect]]\n{entry}{rest}reason = "It is a test."\n')
    assert "redirects.toml" in told.value.message
    assert told.value.mend


def test_one_name_withdrawn_twice_is_told() -> None:
    own = Retired("a:b_1", None, "2026-11-20", "Gone.")
    assert list(problems([own, own], (), ())) == ["a:b_1 stands twice"]


def test_the_check_finds_a_name_in_use(tmp_path: Path) -> None:
    index = build_retired(tmp_path)
    path = index.folder / "redirects.jsonl"
    path.write_text(path.read_text("utf-8").replace("compact:para_9", "compact:para_2"), "utf-8")
    (found,) = [
        f for f in check_index(open_index(tmp_path / "index")) if f.name == "withdrawn names"
    ]
    assert found.failures == ("compact:para_2 is in use",)
