"""The words of the pages that go by a key, read once from `words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> Mapping[str, Any]:
    """Return the words by the names of `words.toml`."""
    return tomllib.loads(files("api.web").joinpath("words.toml").read_text(encoding="utf-8"))


def likelihood(probability: float) -> str:
    """Return the words for a probability."""
    steps = words()["likelihood"]
    return next(str(own["words"]) for own in steps if probability >= own["least"])


def language(code: str) -> str:
    """Return the tag of a language as HTML has it (BCP 47), of its code in ISO 639-3."""
    return str(words()["languages"].get(code, code))
