"""The filters of units, as parameters that several routes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from api.choices import among
from indexer.read import MODES, SearchOptions

Mode = Annotated[
    str,
    Query(
        description="by meaning and words, by meaning alone, or by words alone",
        json_schema_extra=among(MODES),
    ),
]


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """Which units are asked for; several values of one kind are alternatives."""

    instruments: tuple[str, ...]
    kinds: tuple[str, ...]
    elements: tuple[int, ...]
    bindingness: tuple[str, ...]
    bodies: tuple[str, ...]
    edition: str | None

    def options(self, k: int = 10, mode: str = "hybrid") -> SearchOptions:
        """Return them as the index takes them."""
        return SearchOptions(
            k=k,
            mode=mode,
            instruments=self.instruments,
            kinds=self.kinds,
            elements=self.elements,
            bindingness=self.bindingness,
            bodies=self.bodies,
            edition=self.edition,
        )


async def _filters(
    within: Annotated[
        list[str] | None,
        Query(alias="in", description="only these instruments"),
    ] = None,
    kind: Annotated[
        list[str] | None,
        Query(description="only units of these kinds"),
    ] = None,
    element: Annotated[
        list[int] | None,
        Query(description="only these elements of the framework"),
    ] = None,
    binding: Annotated[
        list[str] | None, Query(description="only instruments of this bindingness")
    ] = None,
    body: Annotated[list[str] | None, Query(description="only instruments of these bodies")] = None,
    edition: Annotated[
        str | None,
        Query(description="only this edition, which need not be the current one"),
    ] = None,
) -> UnitFilters:
    return UnitFilters(
        tuple(within or ()),
        tuple(kind or ()),
        tuple(element or ()),
        tuple(binding or ()),
        tuple(body or ()),
        edition,
    )


Filtered = Annotated[UnitFilters, Depends(_filters)]
