"""Every pattern of labels.toml meets its examples and none of its counter-examples."""

import pytest

from indexer.readers.labels import labels, stated

CASES = [
    (name, text, good)
    for name, facts in stated().items()
    for good, texts in ((True, facts["examples"]), (False, facts["counter_examples"]))
    for text in texts
]


@pytest.mark.parametrize(("name", "text", "good"), CASES)
def test_a_pattern_meets_its_examples_only(name: str, text: str, good: bool) -> None:
    assert bool(getattr(labels(), name).match(text)) is good
