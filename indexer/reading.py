"""A build that reads texts: every citation in any text, as the build's own registry has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indexer.errors import QueryError
from indexer.linked import Linked
from indexer.model import Mention

if TYPE_CHECKING:
    from indexer.kept import Extent
    from indexer.registry import Registry


class Reading(Linked):
    """The units, facts and links of one build, and what it takes to read other texts."""

    @cached_property
    def registry(self) -> Registry:
        """Names, numbers and patterns by which citations are recognised.

        Raises QueryError where the build was made without patterns.
        """
        from indexer.kept import has_patterns, registry_of

        if not has_patterns(self.folder):
            raise QueryError(
                f"Build {self.build} has no patterns of citations.",
                mend="Build it again, from a corpus with registry/patterns.toml.",
            )
        return registry_of(self.folder, (*self.units, *self.provisions))

    @cached_property
    def extents(self) -> Mapping[str, Extent]:
        """How far the numbers run of each instrument of which that is known."""
        from indexer.kept import kept_extents

        return kept_extents(self.folder)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return every mention of a text, in order; offsets count its code points.

        Raises QueryError where the build was made without patterns.
        """
        from indexer.citations import extract

        return extract(text, self.registry)

    def extract_json(self, text: str) -> dict[str, Any]:
        """Return every mention of a text as JSON.

        Raises QueryError where the build was made without patterns.
        """
        items = [mention_view(own) for own in self.mentions(text)]
        return {"items": items, "total": len(items), "build": self.build}


def mention_view(mention: Mention) -> dict[str, Any]:
    """Return the JSON of a mention."""
    return {
        "start": mention.start,
        "end": mention.end,
        "quote": mention.quote,
        "kind": mention.kind,
        "status": mention.status,
        "targets": list(mention.targets),
        "rule": mention.rule,
    }
