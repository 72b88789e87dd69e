"""To which instrument a chain of provisions belongs, by the words between them.

In this order: "of" and an instrument behind it ("Article 13 of C155"), an instrument directly
behind ("arts. 6-8 ICESCR"), an instrument directly before ("C155, Article 13"), one behind "in"
or "under", one behind a comma or in brackets ("Article 13, Convention No. 155"). "Of" and
anything else makes the provision foreign, so that it never falls to an antecedent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.mentions.chains import Chain
from indexer.mentions.instruments import Found
from indexer.registry import Registry

REACH = 150
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


def _of(registry: Registry, folded: str, chain: Chain, after: Found | None) -> Binding | None:
    if after is None:
        return None
    for name, rule in (("bind-of", "provision-of"), ("common-to", "provision-common-to")):
        if _between(registry.patterns[name], folded, chain.end, after.start):
            return Binding(after, rule)
    return None


def _near(registry: Registry, folded: str, chain: Chain, after: Found | None) -> Binding | None:
    """Bind to what stands behind nothing but spaces, or behind "in" or "under"."""
    if after is None:
        return None
    gap = folded[chain.end : after.start]
    if after.sort != "description" and 0 < len(gap) < 13 and not gap.strip(" "):
        return Binding(after, "provision-next")
    if _between(registry.patterns["bind-in"], folded, chain.end, after.start):
        return Binding(after, "provision-in")
    return None


def _before(registry: Registry, folded: str, chain: Chain, before: Found | None) -> Binding | None:
    if before and _between(registry.patterns["bind-previous"], folded, before.end, chain.start):
        return Binding(before, "provision-after")
    return None


def _comma(registry: Registry, folded: str, chain: Chain, after: Found | None) -> Binding | None:
    if after is None or after.sort == "description":
        return None
    if _between(registry.patterns["bind-next"], folded, chain.end, after.start):
        return Binding(after, "provision-next")
    return None


def is_foreign(registry: Registry, folded: str, end: int) -> bool:
    """Say whether "of" and something unknown stand behind a provision that ends at `end`."""
    return registry.patterns["foreign-next"].match(folded, end) is not None


def bind(
    registry: Registry, folded: str, chain: Chain, before: Found | None, ahead: Sequence[Found]
) -> list[Binding | None]:
    """Return the binding of each group of the chain, None where no instrument is adjacent.

    `before` is the instrument last named, `ahead` the next two.
    """
    after = ahead[0] if ahead else None
    first = _before(registry, folded, chain, before)
    last = _of(registry, folded, chain, after)
    if first is not None and last is not None and len(chain.groups) > 1:
        return [*([first] * (len(chain.groups) - 1)), last]
    if last is None and is_foreign(registry, folded, chain.end):
        return [*([first] * (len(chain.groups) - 1)), None]
    bound = last or _near_unless(registry, folded, chain, after, first) or first
    bound = bound or _comma(registry, folded, chain, after)
    if bound and bound.found is after and len(ahead) > 1 and chain.groups[-1].common:
        bound = _with_second(registry, folded, bound, ahead[1])
    return [bound] * len(chain.groups)


def respective(
    registry: Registry, folded: str, chain: Chain, ahead: Sequence[Found]
) -> list[Found]:
    """Return one instrument for each reference: "Articles 12 and 24 of the ICESCR and the CRC,
    respectively"; empty where the words are not so."""
    count = len(chain.groups[0].references)
    listed = list(ahead[:count])
    if len(chain.groups) > 1 or count < 2 or len(listed) < count:
        return []
    if _of(registry, folded, chain, listed[0]) is None:
        return []
    gap = registry.patterns["list-of-instruments"]
    if not all(_between(gap, folded, a.end, b.start) for a, b in pairwise(listed)):
        return []
    ends = registry.patterns["respectively"].match(folded, listed[-1].end)
    return listed if ends and all(found.ids for found in listed) else []


def _near_unless(
    registry: Registry, folded: str, chain: Chain, after: Found | None, first: Binding | None
) -> Binding | None:
    """Return the near binding; "C155, Article 13 under C161" belongs to what stands before."""
    near = _near(registry, folded, chain, after)
    return None if near and first and near.rule == "provision-in" else near


def _with_second(registry: Registry, folded: str, bound: Binding, second: Found) -> Binding:
    if _between(registry.patterns["common-and"], folded, bound.found.end, second.start):
        return Binding(bound.found, bound.rule, second)
    return bound
