from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from indexer.model import Span
from indexer.parsing.contents import Contents, Entry, read_contents
from indexer.parsing.lines import split_lines
from indexer.parsing.profiles import Profile

TEXT = """Contents
Introduction\t3
1. Objectives of the guide\t4
- What is a guide?.....\t5
Annex - The resolution as adopted\t9

Introduction
"""


def contents(profile: Profile) -> Contents:
    return read_contents(split_lines(TEXT, [Span(0, len(TEXT))]), profile)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Introduction", Entry(None, "section", 1)),
        ("  Introduction ", Entry(None, "section", 1)),
        ("1. Objectives  of the guide", Entry("1", "section", 2)),
        ("What is a guide?", Entry(None, "question", 2)),
        ("Annex - The resolution as adopted", Entry(None, "section", 1)),
        ("Annex", Entry(None, "section", 1)),
        ("Objectives of the guide", None),
        ("introduction", None),
        ("Contents", None),
    ],
)
def test_an_entry_is_found_by_the_words_that_a_heading_prints(
    line: str, entry: Entry | None, profiles: Mapping[str, Profile]
) -> None:
    assert contents(profiles["guide"]).find(line) == entry


@pytest.mark.parametrize("name", ["guidance", "treaty", "letter"])
def test_other_profiles_take_no_headings_from_the_contents(
    name: str, profiles: Mapping[str, Profile]
) -> None:
    assert contents(profiles[name]).entries == {}


def test_a_line_is_a_heading_only_where_it_stands_alone(read: Callable[..., Any]) -> None:
    text = f"{TEXT}\nA guide guides.\n\nWhat is a guide?\nThis line follows at once.\n"
    found = read("guide", text)
    assert found.outline == [
        ("sec_nn_1", "section", "Introduction"),
        ("para_nn_1", "paragraph", "A guide guides."),
        (
            "para_nn_2",
            "paragraph",
            "What is a guide? This line follows at once.",
        ),
    ]
    assert {role for role, _ in found.furniture} == {"contents"}
