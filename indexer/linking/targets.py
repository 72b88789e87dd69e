"""What may back a unit: the registered provisions, and the units of legal texts in the build.

A provision is known by its subject in an editor's words, by its own text where a text is in the
build, or by both. The seven instruments ask; treaties, recommendations and the like answer, and so
do the resolution and the Code, which do both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.model import Corpus, Provision, Unit

ANSWER_ONLY = frozenset({"treaty", "protocol", "regulations", "recommendation", "declaration"})
"""Legal forms of the instruments that back others, and of which nobody asks what backs them."""
KINDS = frozenset({"article", "article-paragraph", "operative-paragraph", "paragraph", "point"})
"""The kinds of unit that can be a provision."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Target:
    """A provision as the model sees it."""

    id: str
    subject: str | None
    """An editor's words, where it is registered."""
    text: str | None
    """Its own words, where a text is in the build and it has any."""

    @property
    def instrument(self) -> str:
        """Identifier of the instrument."""
        return self.id.partition(":")[0]

    @property
    def article(self) -> str:
        """Identifier without what stands below the article."""
        return self.id.partition("__")[0]

    @property
    def words(self) -> str:
        """The words it is known by: the subject before the text."""
        return self.subject or self.text or ""


@dataclass(frozen=True)
class Targets:
    """The provisions of a build, in order, with their places in each other."""

    all: tuple[Target, ...]

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def parents(self) -> Places:
        """Place of the provision above each, or its own where none is known."""
        places = {target.id: place for place, target in enumerate(self.all)}
        above = (places.get(t.id.rpartition("__")[0], n) for n, t in enumerate(self.all))
        return np.fromiter(above, np.int64, len(self.all))

    @cached_property
    def depth(self) -> Places:
        """How many steps below the article or paragraph each is."""
        return np.fromiter((t.id.count("__") for t in self.all), np.int64, len(self.all))

    @cached_property
    def articles(self) -> Places:
        """Number of the article of each; the same number, the same article."""
        return _numbered([target.article for target in self.all])

    @cached_property
    def instruments(self) -> Places:
        """Number of the instrument of each."""
        return _numbered([target.instrument for target in self.all])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The instruments, in the order of their numbers."""
        return tuple(sorted({target.instrument for target in self.all}))


def _numbered(names: Sequence[str]) -> Places:
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([numbers[name] for name in names], np.int64)


def asking(corpus: Corpus) -> tuple[Unit, ...]:
    """Return the units of which somebody may ask what backs them, in document order."""
    forms = {instrument.id: instrument.form for instrument in corpus.instruments}
    return tuple(
        unit
        for edition in corpus.editions
        if forms.get(edition.instrument) not in ANSWER_ONLY
        for unit in edition.units
    )


def targets_of(corpus: Corpus, provisions: Iterable[Provision]) -> Targets:
    """Return the provisions of a build, by identifier.

    A unit of a legal text is one where its kind fits; an article whose words all stand in its
    paragraphs is known by theirs.
    """
    law = {instrument.id for instrument in corpus.instruments if instrument.is_law}
    subjects = {provision.id: provision.subject for provision in provisions}
    texts: dict[str, str] = {}
    for edition in corpus.editions:
        if edition.instrument in law:
            texts |= _texts(edition.units)
    names = sorted(subjects.keys() | texts.keys())
    return Targets(tuple(Target(name, subjects.get(name), texts.get(name)) for name in names))


def _texts(units: Sequence[Unit]) -> dict[str, str]:
    below: dict[str, list[str]] = {unit.id: [] for unit in units}
    for unit in reversed(units):
        own = [unit.text] if unit.own_text and unit.text else []
        below[unit.id] = [*own, *reversed(below[unit.id])]
        if unit.parent in below:
            below[unit.parent] += reversed(below[unit.id])
    return {
        unit.id: unit.text if unit.own_text else " ".join(below[unit.id])
        for unit in units
        if unit.kind in KINDS and below[unit.id]
    }
