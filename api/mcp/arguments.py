"""What the arguments of the tools are: their types, bounds, and the words that a model reads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.choices import among
from indexer.read import FAMILIES, MODES, STYLES

Identifier = Annotated[
    str,
    Field(
        description="an identifier such as compact:para_26__point_g, C155:art_13, element:1 or "
        "compact; `resolve` gives it for a citation in words"
    ),
]
Names = Annotated[tuple[str, ...], Field(description="only these; empty is all")]
Numbers = Annotated[
    tuple[int, ...], Field(description="only these elements of the framework, by number")
]
Families = Annotated[
    tuple[Annotated[str, Field(json_schema_extra=among(FAMILIES))], ...],
    Field(description="only these families of links; empty is all"),
]
Mode = Annotated[
    str,
    Field(
        description="by meaning and words, by meaning alone, or by words alone",
        json_schema_extra=among(MODES),
    ),
]
Style = Annotated[
    str,
    Field(
        description="house is the manner of the body itself (ILO, WHO, UN)",
        json_schema_extra=among(STYLES),
    ),
]
Most = Annotated[int, Field(ge=1, le=200, description="most links of each family")]
Probability = Annotated[
    float | None, Field(ge=0, le=1, description="least probability of a suggestion")
]
Draft = Annotated[str, Field(description="the text, as it stands; it is not kept")]
