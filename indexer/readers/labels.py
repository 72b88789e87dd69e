"""The labels of labels.toml, which say what a line heads; their examples are tried by the tests."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Labels:
    """Patterns that a line is matched with from its beginning."""

    article: re.Pattern[str]
    part: re.Pattern[str]
    alone: re.Pattern[str]
    printed: re.Pattern[str]
    pointed: re.Pattern[str]
    sign: re.Pattern[str]
    typed: re.Pattern[str]
    recital: re.Pattern[str]
    foreign: re.Pattern[str]


def stated() -> dict[str, dict[str, Any]]:
    """Return labels.toml as it stands: pattern, examples and counter-examples by name."""
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))


@cache
def labels() -> Labels:
    """Return the patterns."""
    return Labels(**{name: re.compile(facts["pattern"]) for name, facts in stated().items()})
