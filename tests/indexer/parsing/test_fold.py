from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.parsing.fold import HANDLERS
from indexer.parsing.node import Hint
from indexer.parsing.profiles import ROLES

Read = Callable[..., Any]


def test_every_role_of_a_rule_has_its_handler() -> None:
    assert set(HANDLERS) == ROLES | {"text"}


BOX = "BOX N° 1\n\nKettles\n\nThey boil.\n\nIn order to drink, pour.\n\nThen rest.\n"


def test_a_hint_ends_a_box_where_the_plain_text_no_longer_shows_its_end(read: Read) -> None:
    assert read("guide", BOX).eids == [
        "box_1",
        "box_1__para_nn_1",
        "box_1__para_nn_2",
        "box_1__para_nn_3",
    ]
    hint = Hint("box", "In order to drink", "the print sets it apart")
    assert read("guide", BOX, hints=[hint]).eids == [
        "box_1",
        "box_1__para_nn_1",
        "para_nn_1",
        "para_nn_2",
    ]


@pytest.mark.parametrize(
    ("lines", "eids"),
    [
        (["- h. eight", "- i. nine", "- j. ten"], ["point_h", "point_i", "point_j"]),
        (
            ["- h. eight", "- i. one", "- ii. two"],
            ["point_h", "point_h__item_i", "point_h__item_ii"],
        ),
        (["- h. eight", "- i. nine"], ["point_h", "point_i"]),
    ],
)
def test_the_next_label_tells_the_letter_i_from_the_numeral(
    lines: list[str], eids: list[str], read: Read
) -> None:
    found = read("guidance", "1. One:\n" + "\n".join(lines) + "\n")
    assert found.eids[1:] == [f"para_1__{eid}" for eid in eids]


def test_the_next_label_is_looked_for_in_near_blocks_only(read: Read) -> None:
    gap = "\n\n".join(["- h. eight", "- i. nine", "Text", "Figure 1: Tea", "Text", "- ii. two"])
    found = read("guidance", f"1. One:\n\n{gap}\n")
    assert found.eids[:3] == ["para_1", "para_1__point_h", "para_1__point_i"]
