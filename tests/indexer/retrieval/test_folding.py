"""Which texts are one."""

import pytest

from indexer.retrieval.folding import fold

DEFINITION = "Health and care workers are all people whose work is meant to enhance health."


@pytest.mark.parametrize(
    ("texts", "most", "expected"),
    [
        ([DEFINITION, DEFINITION.upper()], 5, {0: [1]}),
        ([f"In this text: {DEFINITION} They are many.", DEFINITION], 5, {0: [1]}),
        ([DEFINITION, f"In this text: {DEFINITION} They are many, and paid by whom?"], 5, None),
        ([DEFINITION, DEFINITION.replace("all people", "all the people")], 5, {0: [1]}),
        ([DEFINITION, DEFINITION.replace("health.", "health everywhere.")], 1, {0: [1]}),
        (["Reports", "Reports"], 5, {0: [], 1: []}),
        ([DEFINITION, "Pay is equal for work of equal value in every clinic."], 1, {0: []}),
        ([], 5, {}),
    ],
)
def test_folding(texts: list[str], most: int, expected: dict[int, list[int]] | None) -> None:
    every = {place: list[int]() for place in range(len(texts))}
    assert fold(range(len(texts)), texts.__getitem__, most) == (expected or every)


def test_copies_of_what_was_kept_are_named_though_the_list_is_full() -> None:
    texts = [DEFINITION, "Pay is equal for work of equal value in every clinic.", DEFINITION]
    assert fold(range(3), texts.__getitem__, 1) == {0: [2]}
