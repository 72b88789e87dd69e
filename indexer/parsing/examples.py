"""Every pattern of a profile proves itself on its own examples and counter-examples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.parsing.profiles import Profile


def failing_examples(profile: Profile) -> Sequence[str]:
    """Return one sentence for each example that a pattern misses or counter-example it takes."""
    failures: list[str] = []
    for table in profile.tables:
        pattern = re.compile(table["pattern"])
        named = f"{profile.name}, {table['name']}"
        if not table.get("examples") or not table.get("counter_examples"):
            failures.append(f"{named}: has no examples or no counter-examples")
        failures += [
            f"{named}: misses its example {example!r}"
            for example in table.get("examples", ())
            if not pattern.search(example)
        ]
        failures += [
            f"{named}: takes its counter-example {example!r}"
            for example in table.get("counter_examples", ())
            if pattern.search(example)
        ]
    return failures
