"""What each kind of evidence weighs, in a build with plain words and in one without."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one kind of build; weights.toml says what each is."""

    words: float
    notions: float
    forms: float
    pairs: float


@cache
def weights(*, said: bool) -> Weights:
    """The weights of a build; `said` is whether plain words are kept of most of its units."""
    text = (files(__package__) / "weights.toml").read_text(encoding="utf-8")
    return Weights(**tomllib.loads(text)["said" if said else "bare"])
