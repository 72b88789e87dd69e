"""To which instrument a chain of provisions belongs, by the words between them.

In this order: "of" and an instrument behind it ("Article 13 of C155"), an instrument directly
behind ("arts. 6-8 ICESCR"), an instrument directly before ("C155, Article 13"), an instrument
behind a comma or in brackets ("Article 13, Convention No. 155"). "Of" and anything else makes
the provision foreign, so that it never falls to an antecedent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.instruments import Found
from indexer.references import Chain
from indexer.registry import Registry

REACH = 90
"""Code points between a provision and its instrument beyond which they are not adjacent."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The instrument a group of provisions belongs to, and the rule that says so."""

    found: Found
    rule: str
    also: Found | None = None
    """A second instrument, for an article common to two."""


def _between(pattern: re.Pattern[str], folded: str, start: int, end: int) -> bool:
    return 0 <= end - start <= REACH and pattern.fullmatch(folded, start, end) is not None


def following(registry: Registry, folded: str, chain: Chain, after: Found | None) -> Binding | None:
    """Return the binding by "of" or by bare neighbourhood to the instrument behind the chain."""
    if after is None:
        return None
    patterns = registry.patterns
    if _between(patterns["bind-of"], folded, chain.end, after.start):
        return Binding(after, "provision-of")
    if _between(patterns["common-to"], folded, chain.end, after.start):
        return Binding(after, "provision-common-to")
    gap = folded[chain.end : after.start]
    if after.sort != "description" and gap and len(gap) < 13 and not gap.strip(" "):
        return Binding(after, "provision-next")
    return None


def preceding(registry: Registry, folded: str, chain: Chain, before: Found | None) -> Binding | None:
    """Return the binding to an instrument directly before the chain."""
    if before is None:
        return None
    if _between(registry.patterns["bind-previous"], folded, before.end, chain.start):
        return Binding(before, "provision-after")
    return None


def beyond_comma(registry: Registry, folded: str, chain: Chain, after: Found | None) -> Binding | None:
    """Return the binding to an instrument behind a comma or in brackets behind the chain."""
    if after is None or after.sort == "description":
        return None
    if _between(registry.patterns["bind-next"], folded, chain.end, after.start):
        return Binding(after, "provision-next")
    return None


def is_foreign(registry: Registry, folded: str, chain: Chain) -> bool:
    """Say whether "of" and something unknown stand behind the chain."""
    return registry.patterns["foreign-next"].match(folded, chain.end) is not None


def bind(
    registry: Registry, folded: str, chain: Chain, before: Found | None, after: Found | None
) -> list[Binding | None]:
    """Return the binding of each group of the chain, None where no instrument is adjacent."""
    last = following(registry, folded, chain, after)
    first = preceding(registry, folded, chain, before)
    if last is None and first is None:
        last = beyond_comma(registry, folded, chain, after)
    if first is not None and last is not None and len(chain.groups) > 1:
        return [*([first] * (len(chain.groups) - 1)), last]
    return [last or first] * len(chain.groups)
