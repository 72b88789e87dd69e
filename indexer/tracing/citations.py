"""The verdict on each citation of a draft: does it exist, and is what it prints right?

Verdicts. `exists`: registered, and all that is printed of it agrees. `wrong`: it exists, but a
title, number or year that is printed is not its. `not-found`: nothing registered goes by it, or
its instrument has no such provision; the nearest are named. `not-known`: it may exist, but the
build does not know. `ambiguous`: it may be any of several. `unresolved`: the words do not say
which instrument is meant. `internal`: it points into the draft itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from indexer.mentions.patterns import Pattern, fold
from indexer.model import Mention
from indexer.reading import Reading, mention_view
from indexer.tracing import told
from indexer.tracing.likeness import Likeness, series_and_number
from indexer.tracing.places import Known, Places
from indexer.tracing.printed import Printed, printed

EXISTS, WRONG, NOT_FOUND, NOT_KNOWN = "exists", "wrong", "not-found", "not-known"
AMBIGUOUS, UNRESOLVED, INTERNAL = "ambiguous", "unresolved", "internal"
VERDICTS = (EXISTS, WRONG, NOT_FOUND, NOT_KNOWN, AMBIGUOUS, UNRESOLVED, INTERNAL)
_CONFLICTS = ("title-number-conflict", "title-year-conflict")
_NAMED = ("unregistered-title", "unregistered-name", "protocol-to", "shared-name", "name")
_NAMING = ("number", "symbol", "comment", "target")
MOST_MEANT = 10
"""Targets of one citation that are described; a range may have hundreds."""

Json = dict[str, Any]


@dataclass
class Verdict:
    """What a check found; a check is None where nothing is printed or known to check by."""

    verdict: str
    instrument: bool | None = None
    title: bool | None = None
    number: bool | None = None
    year: bool | None = None
    provision: bool | None = None
    problems: list[str] = field(default_factory=list)
    nearest: Sequence[str] = ()


class Checker:
    """Checks the citations of one text against one build."""

    def __init__(self, index: Reading, text: str) -> None:
        self.index, self.registry = index, index.registry
        self.folded = fold(text)
        self._cited: dict[str, str] = {}

    @cached_property
    def likeness(self) -> Likeness:
        """What is near to an instrument that is not registered."""
        return Likeness(self.registry, self.index.instruments)

    @cached_property
    def places(self) -> Places:
        """What is known of provisions."""
        return Places(self.index.units, self.index.provisions, self.index.extents)

    def check(self, mention: Mention) -> Verdict:
        """Return what holds of a mention."""
        if mention.kind == "internal":
            return Verdict(INTERNAL, problems=[told.INTERNAL])
        if mention.kind == "provision":
            return self._provision(mention)
        stands = printed(self.registry, self.folded, mention)
        if mention.rule in _CONFLICTS:
            return self._contradiction(stands)
        if mention.status == UNRESOLVED:
            return self._unregistered(mention)
        if mention.status == AMBIGUOUS:
            return Verdict(AMBIGUOUS, problems=[told.ambiguous(self._names(mention.targets))])
        return self._registered(mention, stands)

    # -- instruments ----------------------------------------------------------------------------

    def _registered(self, mention: Mention, stands: Printed) -> Verdict:
        """Check the print around an instrument that is registered."""
        found = Verdict(EXISTS, instrument=True)
        self._check_title(mention, stands, found)
        self._check_years(mention.targets, stands, found)
        if stands.number is not None:
            found.number = True
        if found.problems:
            found.verdict = WRONG
        return found

    def _check_title(self, mention: Mention, stands: Printed, found: Verdict) -> None:
        own = self._names(mention.targets)
        if stands.title:
            found.title = bool({*stands.title} & {*mention.targets})
            if not found.title:
                found.problems.append(told.title_of_another(self._names(stands.title), own))
                found.nearest = stands.title
        elif stands.name is not None:
            found.title = self.likeness.agrees(stands.name, mention.targets)
            if not found.title:
                found.problems.append(told.no_title_of(stands.name, own))
                found.nearest = self.likeness.by_title(stands.name)

    def _check_years(self, targets: Iterable[str], stands: Printed, found: Verdict) -> None:
        """Hold printed years to those of the instruments, and of what they supplement."""
        right = {year for name in targets for year in self._years_of(name)}
        wrong = [year for year in stands.years if year not in right]
        if right and (stands.years or right & {*stands.titled}):
            found.year = not wrong
        if right and wrong:
            found.problems.append(told.wrong_year(wrong, sorted(right), self._names(targets)))

    def _years_of(self, name: str) -> set[int]:
        entry, own = self.registry.entries[name], self.index.particulars[name]
        dates = (date for date in (own.adopted, own.signed) if date)
        of = entry.supplements if entry.kind == "protocol" else ()
        above = (self.registry.entries.get(name) for name in of)
        years = {entry.year, *(int(date[:4]) for date in dates), *(e.year for e in above if e)}
        return {year for year in years if year is not None}

    def _contradiction(self, stands: Printed) -> Verdict:
        """Say which of title, number and year is another's, or nobody's."""
        found = Verdict(WRONG, instrument=True, title=True, nearest=stands.title)
        if stands.number is not None:
            numbered = self._numbered(stands.title, stands.number)
            others = [name for name in numbered if name not in stands.title]
            found.number = any(name in stands.title for name in numbered)
            if not found.number:
                names = self._names(stands.title), self._names(others)
                found.problems.append(told.wrong_number(names[0], stands.number, names[1]))
                found.nearest = (*stands.title, *others)
        self._check_years(stands.title, stands, found)
        return found

    def _numbered(self, title: Iterable[str], number: int) -> list[str]:
        """Return what has a number in the series of the titled instruments."""
        series = dict.fromkeys(self.registry.series.get(name, "") for name in title)
        found = (self.registry.numbered.get((letter, number)) for letter in series)
        return [name for name in found if name is not None]

    def _unregistered(self, mention: Mention) -> Verdict:
        """Tell an instrument that does not exist from words that do not say which is meant."""
        pattern = self.registry.patterns.by_name.get(mention.rule)
        if mention.rule.startswith("foreign"):
            return Verdict(NOT_KNOWN, problems=[told.FOREIGN])
        if mention.rule not in _NAMED and (pattern is None or pattern.use not in _NAMING):
            return Verdict(UNRESOLVED, problems=[told.UNRESOLVED])
        near = self.likeness.nearest(pattern, mention.quote)
        found = Verdict(NOT_FOUND, instrument=False, nearest=near)
        if pattern is not None and pattern.use == "comment":
            self._check_years(near, printed(self.registry, self.folded, mention), found)
        if found.year is False:
            return replace(found, verdict=WRONG, instrument=True)
        found.problems.append(self._why_not(mention, pattern))
        return found

    def _why_not(self, mention: Mention, pattern: Pattern | None) -> str:
        if pattern is not None and pattern.use == "number":
            series, number = series_and_number(pattern, mention.quote)
            return told.no_number(series, number, self.likeness.last_number(series))
        return told.NOT_REGISTERED

    # -- provisions -----------------------------------------------------------------------------

    def _provision(self, mention: Mention) -> Verdict:
        """Check whether each provision that a mention means is known."""
        if not mention.targets:
            return Verdict(UNRESOLVED, problems=[told.NO_INSTRUMENT])
        if mention.status == AMBIGUOUS:
            return Verdict(AMBIGUOUS, problems=[told.ambiguous(self._names(mention.targets))])
        states = {name: self.places.known(name) for name in mention.targets}
        missing = [name for name, state in states.items() if state is Known.NOT_THERE]
        unknown = [name for name, state in states.items() if state is Known.NOT_KNOWN]
        if missing:
            last = self.places.last(missing[0])
            problem = told.no_provision(self._names(missing), last)
            near = self.places.nearest(missing[0])
            return Verdict(NOT_FOUND, True, provision=False, problems=[problem], nearest=near)
        if unknown:
            problem = told.provision_not_known(self._names(unknown))
            near = self.places.nearest(unknown[0])
            return Verdict(NOT_KNOWN, True, problems=[problem], nearest=near)
        return Verdict(EXISTS, True, provision=True)

    def _names(self, identifiers: Iterable[str]) -> list[str]:
        return [self._cite(name) for name in identifiers]

    def _cite(self, identifier: str) -> str:
        if identifier not in self._cited:
            self._cited[identifier] = self.index.citation_of(identifier)
        return self._cited[identifier]

    # -- as JSON --------------------------------------------------------------------------------

    def view(self, mention: Mention) -> Json:
        """Return a mention with the verdict on it as JSON."""
        own = self.check(mention)
        return {
            **mention_view(mention),
            "verdict": own.verdict,
            "checks": {
                name: getattr(own, name)
                for name in ("instrument", "title", "number", "year", "provision")
            },
            "problems": own.problems,
            "meant": [self._end(name) for name in mention.targets[:MOST_MEANT]],
            "nearest": [self._end(name) for name in own.nearest],
        }

    def _end(self, identifier: str) -> Json:
        name, _, eid = identifier.partition(":")
        instrument = self.index.instruments[name]
        provision = self.index.provisions.get(identifier)
        return {
            "id": identifier,
            "cite_as": self._cite(identifier),
            "title": instrument.title,
            "bindingness": instrument.bindingness,
            "known": self.places.known(identifier).value if eid else "instrument",
            "subject": provision.subject if provision else None,
        }
