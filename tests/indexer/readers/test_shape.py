"""Treaties in plain text of every shape become what they are in Markdown."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.own.evidence import in_form, weigh
from indexer.own.intake import is_paged
from indexer.parsing.parse import Document, Part, parse_document
from indexer.readers.limits import ReadLimits
from indexer.readers.read import read_document
from indexer.readers.shape import in_shape

MARKDOWN = """# Tea Treaty, 2001

The Parties to this Treaty,

Considering that tea is drunk in all parts of the world and in most of its houses, every day,

Have agreed as follows:

## PART I. LEAVES

### Article 1. Scope

1. This Treaty applies to all tea that is grown, dried, sold or drunk in the territory of a Party.

2. It does not apply to:

(a) herbs, fruit and other leaves that are called tea although they are none, as is often done;

(b) coffee.

### Article 2. Duties of the Parties

Each Party takes the measures that are needed for all of its people to have tea when they want it.

## ANNEX I

### Article 1

Tea is free.
"""


def bare(text: str) -> str:
    return re.sub(r"(?m)^#+ ", "", text)


def wrapped(text: str) -> str:
    blocks = (textwrap.fill(block, 60, break_on_hyphens=False) for block in text.split("\n\n"))
    return "\n\n".join(blocks)


def pages(text: str) -> str:
    """Numbers of pages and a running head between lines, in the middle of sentences too."""
    more = wrapped("Tea is served in each of the houses of the land and all of its gardens, " * 30)
    lines = f"{wrapped(bare(text))}\n\n{more}".split("\n")
    out = []
    for at, line in enumerate(lines):
        out.append(line)
        if at % 15 == 14:
            out += ["", "Tea Treaty", "", str(at // 15 + 1), ""]
    return "\n".join(out)


SHAPES: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "without marks": bare,
    "without marks and blank lines": lambda text: bare(text).replace("\n\n", "\n"),
    "marked, without blank lines": lambda text: text.replace("\n\n", "\n"),
    "wrapped": lambda text: wrapped(bare(text)),
    "wrapped, marked": wrapped,
    "wrapped, without blank lines": lambda text: wrapped(bare(text)).replace("\n\n", "\n"),
    "set in": lambda text: "\n".join(f"    {line}" for line in bare(text).split("\n")),
    "only its title marked": lambda text: f"# {bare(text)}",
    "bold": lambda text: re.sub(r"(?m)^#+ (.*)$", r"**\1**", text),
    "titles below": lambda text: re.sub(r"(?m)^(Article \d)\. ", "\\1\n", bare(text)),
    "titles apart": lambda text: re.sub(r"(?m)^(Article \d)\. ", "\\1\n\n", bare(text)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_becomes_markdown(name: str) -> None:
    assert in_shape(SHAPES[name](MARKDOWN)) == MARKDOWN


@pytest.mark.parametrize("label", ["ARTICLE", "Art."])
def test_other_labels_of_articles_head_too(label: str) -> None:
    text = bare(MARKDOWN).replace("Article", label)
    assert in_shape(text) == MARKDOWN.replace("Article", label)


def test_numbers_of_pages_and_running_heads_are_left_out() -> None:
    shaped = in_shape(pages(MARKDOWN))
    assert shaped.startswith(MARKDOWN.rstrip("\n"))
    assert "\n3\n" not in shaped
    assert shaped.count("Tea Treaty") == 1


TREATIES = ["COE-ECHR", "ILO-C155", "ILO-R191", "UN-CEDAW"]
FLOORS = {
    "without marks": 0.99,
    "without marks and blank lines": 0.99,
    "wrapped": 0.98,
    "wrapped, marked": 0.99,
    "wrapped, without blank lines": 0.93,
    "set in": 0.99,
}


def units(text: str, name: str) -> dict[str, str]:
    """The words of the units of a text, by their places, read as adding it would."""
    profiles = read_facts(CorpusFolder()).profiles
    document = read_document(text.encode(), name, ReadLimits())
    profile = profiles[weigh(document.text, profiles).profile]
    given = Document(name, in_form(document.text, profile), (Part("t", profile.name),), {"t": ""},
                     is_paged(document, profile))  # fmt: skip
    found = parse_document(given, profiles, {}).instruments["t"].units
    return {unit.eid: "".join(unit.text.split()) for unit in found}


@pytest.mark.parametrize("name", FLOORS)
def test_real_treaties_of_a_shape_have_the_units_of_their_markdown(
    name: str, treaties: Path
) -> None:
    same = total = 0
    for treaty in TREATIES:
        text = (treaties / f"{treaty}.md").read_text("utf-8")
        wanted, found = units(text, "t.md"), units(SHAPES[name](text), "t.txt")
        total += len(wanted)
        same += sum(found.get(eid) == words for eid, words in wanted.items())
        articles = {eid for eid in wanted if re.fullmatch(r"art_\w+|para_\d+", eid)}
        assert articles <= found.keys(), treaty
    assert same >= FLOORS[name] * total, f"{same} of {total}"


def test_headings_in_another_language_are_told() -> None:
    document = read_document("Artículo 1\n\nEl té.\n".encode(), "te.txt", ReadLimits())
    assert [notice.what for notice in document.notices] == [
        "te.txt has headings in another language than English (Artículo 1)."
    ]
