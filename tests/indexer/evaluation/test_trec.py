"""The files of an evaluation, and what is said of those that are wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.evaluation.trec import read_qrels, read_run, read_topics, write_run

TAGGED = """<top>
<num> Number: 301
<title> International
   organized crime
<desc> Description:
Which organizations take part?
</top>
<top><num>302</num><title>Topic: polio</title></top>
"""


def written(folder: Path, text: str, name: str = "file.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "topics"),
    [
        (
            "t.tsv",
            "a\tleave danger\tlay\n\nb\tequal pay\n",
            {"a": "leave danger", "b": "equal pay"},
        ),
        ("t.txt", TAGGED, {"301": "International organized crime", "302": "polio"}),
        ("t.toml", '[[topic]]\nid = "a"\nquery = "x y"\nvoice = "lay"\n', {"a": "x y"}),
        ("bom.tsv", "\ufeffa\tb c\n", {"a": "b c"}),
    ],
)
def test_topics_of_every_format(
    tmp_path: Path, name: str, text: str, topics: dict[str, str]
) -> None:
    assert read_topics(written(tmp_path, text, name)) == topics


def test_judgements(tmp_path: Path) -> None:
    text = "a 0 compact:para_1 3\na\t0\tcompact:para_2\t-1\n\nb 0 compact:para_1 0\n"
    assert read_qrels(written(tmp_path, text)) == {
        "a": {"compact:para_1": 3, "compact:para_2": -1},
        "b": {"compact:para_1": 0},
    }


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = {"a": {"u:1": 1.0, "u:2": 0.5}, "b": {"u:2": 1.0}}
    write_run(tmp_path / "run", run, "mine")
    assert (tmp_path / "run").read_text().splitlines()[1] == "a Q0 u:2 2 0.500000 mine"
    assert read_run(tmp_path / "run") == run


WRONG = [
    (read_topics, "t.tsv", "a\tb\nc d\n", "line 2: this is no topic"),
    (read_topics, "t.tsv", "a\t \n", "line 1: this is no topic"),
    (read_topics, "t.tsv", "a b\tc\n", "line 1: the identifier 'a b' has spaces"),
    (read_topics, "t.tsv", "a\tb\na\tc\n", "line 2: the topic 'a' stands twice"),
    (read_topics, "t.tsv", "\n", "has no topic"),
    (read_topics, "t.txt", "<top>\n<num>1\n</top>", "line 1: the topic has no <title>"),
    (read_topics, "t.txt", "\n\n<top><title>x</top>", "line 3: the topic has no <num>"),
    (read_topics, "t.toml", "[[topic]\n", "is not TOML"),
    (read_topics, "t.toml", '[[topic]]\nid="a"\nquery="b"\n[[topic]]\nid="c"', "line 4: the topic"),
    (read_qrels, "q", "a 0 u 1\na 0 u\n", "line 2: 3 columns, not 4"),
    (read_qrels, "q", "a 0 u high\n", "line 1: the grade 'high' is no whole number"),
    (read_qrels, "q", "a 0 u 1\na 0 u 2\n", "line 2: u is judged twice for a"),
    (read_qrels, "q", "", "has no judgement"),
    (read_run, "r", "a Q0 u 1 0.5 x\na Q0 v first 0.4 x\n", "line 2: the rank 'first'"),
    (read_run, "r", "a Q0 u 1 high x\n", "line 1: the score 'high' is no number"),
    (read_run, "r", "a Q0 u 1 1 x\na Q0 v 2 nan x\n", "line 2: the score 'nan' is no number"),
    (read_run, "r", "a Q0 u 1 inf x\n", "line 1: the score 'inf' is no number"),
    (read_run, "r", "a Q0 u 1 0.5 x\na Q0 u 2 0.4 x\n", "line 2: u stands twice for a"),
    (read_run, "r", "a Q0 u 1 0.5\n", "line 1: 5 columns, not 6"),
    (read_run, "r", "\n", "is an empty run"),
]


@pytest.mark.parametrize(("read", "name", "text", "said"), WRONG, ids=[w[3] for w in WRONG])
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, read: Callable[[Path], object], name: str, text: str, said: str
) -> None:
    with pytest.raises(InputError) as raised:
        read(written(tmp_path, text, name))
    assert said in raised.value.message
    assert str(tmp_path / name) in raised.value.message
    assert raised.value.mend


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_qrels(tmp_path / "none")
    (tmp_path / "latin").write_bytes(b"a\tcaf\xe9\n")
    with pytest.raises(InputError, match="not UTF-8 at byte 5"):
        read_topics(tmp_path / "latin")
