"""Made units as a corpus, with all that a build reads beside its texts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from indexer.build_inputs import Read
from indexer.model import Corpus, Edition, Instrument, Source, Span, Unit

EDITION = "made"


def corpus_of(read: Read, units: Sequence[Unit]) -> Read:
    """The inputs of a build of made units, which must stand in the order of their instruments.

    The instruments are like the real ones in body and bindingness; framework, vocabulary, styles
    of citations and the registered provisions are the real ones. There are no notes and no links.
    """
    like = list(read.facts.instruments.values())
    known = {own: read.facts.citing.particulars[own] for own in read.facts.instruments}
    source = next(iter(read.corpus.sources))
    instruments, particulars, texts = dict(read.facts.instruments), dict(known), {}
    editions, sources = [], []
    for number, (name, own) in enumerate(groupby(units, key=lambda unit: unit.instrument)):
        instruments[name] = _instrument(name, number, like[number % len(like)])
        particulars[name] = replace(known[like[number % len(like)].id], id=name)
        edition, text = _edition(name, list(own), source.language)
        editions.append(edition)
        sources.append(_source(edition, text, source))
        texts[edition.file] = text
    facts = replace(
        read.facts,
        instruments=instruments,
        citing=replace(read.facts.citing, particulars=particulars),
    )
    corpus = Corpus(
        tuple(instruments.values()),
        tuple(sources),
        read.corpus.areas,
        read.corpus.elements,
        tuple(editions),
    )
    return replace(read, corpus=corpus, facts=facts, texts=texts, noted={})


def _instrument(name: str, number: int, like: Instrument) -> Instrument:
    title = f"Made instrument {number}"
    changed = {"id": name, "path": f"made/text/{number}", "title": title, "short_title": title}
    own = {field: getattr(like, field) for field in Instrument.__dataclass_fields__}
    return Instrument(**{**own, **changed, "number": None, "symbol": None, "cite_title": title})


def _edition(name: str, units: Sequence[Unit], language: str) -> tuple[Edition, str]:
    """The edition of one instrument with its text, a line for each unit."""
    placed, start = [], 0
    for unit in units:
        end = start + len(unit.text)
        placed.append(replace(unit, spans=(Span(start, end),), offsets=((0, start),)))
        start = end + 1
    text = "".join(f"{unit.text}\n" for unit in units)
    return Edition(name, EDITION, language, f"{name}.txt", tuple(placed), ()), text


def _source(edition: Edition, text: str, like: Source) -> Source:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(like, file=edition.file, sha256=digest, text_sha256=None, edition=EDITION)
