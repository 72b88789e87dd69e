"""A citation in a style: facts of the registry put into the templates of registry/styles.toml.

What the registry does not state is left out and named; nothing is ever made up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from indexer.citeas import Step, Templates, instrument_citation, pinpoint
from indexer.citing.offered import HOUSE
from indexer.citing.particulars import Particulars
from indexer.citing.template import fill, parse
from indexer.model import Instrument
from indexer.nearest import not_offered

_GAP = "\ue000"
"""Stands for the place in a citation that is taken apart; no citation prints it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A citation, and what a drafter has to look up or look at again."""

    citation: str
    style: str
    incomplete: tuple[str, ...]
    """Facts that the style asks for and the registry does not state."""
    unverified: tuple[str, ...]
    """Facts in the citation that no text at hand confirmed."""


@dataclass(frozen=True)
class Cited:
    """What is cited: an instrument with its particulars, whole or at one place."""

    instrument: Instrument
    particulars: Particulars
    steps: tuple[Step, ...] = ()


class Styles:
    """The styles of registry/styles.toml, with the house's own templates."""

    def __init__(self, table: Mapping[str, Any], house: Templates) -> None:
        self._table = table
        self._house = house
        self._parsed = {
            key: {name: parse(text) for name, text in templates.items()}
            for key, templates in table.items()
            if key.startswith("whole-")
        }

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The styles that there are."""
        return tuple(self._table["style"])

    def check(self, style: str) -> None:
        """Raise QueryError where there is no such style."""
        if style not in self.names:
            listed = f"Use one of {', '.join(self.names)}."
            raise not_offered(f"There is no style {style!r}.", style, self.names, listed)

    def class_of(self, instrument: Instrument) -> Mapping[str, Any]:
        """Return the first class that fits an instrument."""
        return next(own for own in self._table["class"] if _fits(own, instrument))

    def write(self, cited: Cited, style: str = HOUSE) -> Written:
        """Return a citation in a style. Raises QueryError where there is no such style."""
        self.check(style)
        if style == HOUSE:
            whole = instrument_citation(cited.instrument, self._house)
            place = pinpoint(cited.steps, cited.instrument, self._house)
            shown = _shown(cited.instrument, whole)
            return Written(whole + place, style, (), _unverified(cited, shown))
        template = self._parsed[f"whole-{style}"][self.class_of(cited.instrument)["id"]]
        filled = fill(template, self.facts(cited, style))
        return Written(filled.text, style, filled.missing, _unverified(cited, filled.used))

    def frame(self, cited: Cited, style: str) -> tuple[str, str]:
        """Return what a style writes before and behind the place in a citation."""
        whole = replace(cited, steps=())
        if style == HOUSE:
            return instrument_citation(cited.instrument, self._house), ""
        facts = {**self.facts(whole, style), "pinpoint": _GAP}
        template = self._parsed[f"whole-{style}"][self.class_of(cited.instrument)["id"]]
        before, _, behind = fill(template, facts).text.partition(_GAP)
        return before, behind

    def place(self, cited: Cited, style: str = HOUSE) -> str:
        """Return the words for the place in the instrument alone; empty for the whole."""
        templates = self._house if style == HOUSE else self._steps(style)
        return pinpoint(cited.steps, cited.instrument, templates).removeprefix(", ")

    def _steps(self, style: str) -> Templates:
        own: Templates = self._table[f"steps-{self._table['style'][style]['steps']}"]
        return own

    def facts(self, cited: Cited, style: str) -> dict[str, str]:
        """Return the facts of an instrument in the words of a style; unknown ones are absent."""
        instrument, own = cited.instrument, cited.particulars
        dates = {key: getattr(own, key) for key in ("adopted", "signed", "in_force")}
        found = {
            **self._titles(instrument, own),
            **{key: self._date(value, style) for key, value in dates.items() if value},
            "number": instrument.number or "",
            "symbol": instrument.symbol or "",
            **self._comment(instrument, style),
            "year": str(instrument.year or ""),
            "res": self._resolution(instrument),
            "session": _nth(own.session) if own.session else "",
            "series": self._series(own, style),
            "author": self._author(instrument, own, style),
            "status": self._table["statuses"].get(instrument.status, ""),
            "pinpoint": self.place(cited, style),
        }
        for dotted in self._table["style"][style].get("undotted", ()):
            for key in ("short", "symbol"):
                found[key] = found[key].replace(dotted, dotted.rstrip("."))
        return {key: value for key, value in found.items() if value}

    def _titles(self, instrument: Instrument, own: Particulars) -> dict[str, str]:
        title = instrument.cite_title or instrument.title
        bare = title.removesuffix(f", {instrument.year}")
        short = instrument.short_title
        return {
            "title": title,
            "bare": bare,
            "long": self.headline(own.long_title or bare),
            "headline": self.headline(title),
            "short": "" if short in (instrument.title, title) else short,
            "genre": self.headline(instrument.kind.replace("-", " ")),
        }

    def series_name(self, cited: Cited) -> str | None:
        """Return the full name of the series in which a treaty is printed."""
        series = cited.particulars.series
        return str(self._table["series"]["full"][series.name]) if series else None

    def headline(self, title: str) -> str:
        """Return a title with capitals, as in a headline: all words but the small ones."""
        words = title.split(" ")
        small = self._table["small_words"]
        return " ".join(
            word if at and word in small else word[:1].upper() + word[1:]
            for at, word in enumerate(words)
        )

    def _comment(self, instrument: Instrument, style: str) -> dict[str, str]:
        """The committee and the matter of a general comment, read off its title."""
        committee, found, _ = instrument.title.partition(f", {instrument.kind.replace('-', ' ')}")
        if not found:
            return {}
        short = self._table["committee"].get(style, {})
        about = instrument.title.partition(f"({instrument.year}) ")[2]
        return {"committee": short.get(committee, committee), "about": about}

    def _resolution(self, instrument: Instrument) -> str:
        prefix = self.class_of(instrument).get("symbol", "")
        symbol = instrument.symbol or ""
        return symbol.removeprefix(prefix).partition(",")[0] if prefix else ""

    def _date(self, date: str, style: str) -> str:
        own = self._table["style"][style]
        year, month, day = (int(part) for part in date.split("-"))
        name = self._table["months"][own["months"]][month - 1]
        return str(own["date"].format(year=year, month=name, day=day))

    def _series(self, own: Particulars, style: str) -> str:
        if own.series is None:
            return ""
        names = self._table["series"].get(style, {})
        name = names.get(own.series.name, own.series.name)
        return f"{own.series.vol} {name} {own.series.page}"

    def _author(self, instrument: Instrument, own: Particulars, style: str) -> str:
        if set(instrument.body) & set(self._table["unnamed"]):
            return ""
        short = self._table["author"].get(style, {})
        pairs = zip(instrument.body, own.authors, strict=True)
        return listed([short.get(b, name) for b, name in pairs], self._table["style"][style]["and"])


def listed(names: Sequence[str], joined: str = "and") -> str:
    """Return names as a list in words."""
    head = ", ".join(names[:-1])
    return f"{head} {joined} {names[-1]}" if head else "".join(names)


def _fits(own: Mapping[str, Any], instrument: Instrument) -> bool:
    wanted: Iterable[tuple[str, str | None]] = (
        ("bodies", instrument.body[0] if instrument.body else None),
        ("kinds", instrument.kind),
        ("forms", instrument.form),
    )
    symbol = (instrument.symbol or "").startswith(own.get("symbol", ""))
    return symbol and all(value in own[key] for key, value in wanted if key in own)


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_SHOWN_BY = {"symbol": {"symbol", "res"}, "title": {"title", "bare", "long", "headline"}}
"""The facts of a template in which a fact of the registry is seen, where not in its own name."""


def _shown(instrument: Instrument, citation: str) -> set[str]:
    """The facts that are seen in a house citation of an instrument."""
    title = instrument.cite_title or instrument.title
    facts = {"title": title, "number": instrument.number, "symbol": instrument.symbol}
    return {name for name, value in facts.items() if value and value in citation}


def _unverified(cited: Cited, used: Collection[str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in sorted(cited.particulars.unverified)
        if _SHOWN_BY.get(name, {name}) & set(used)
    )
