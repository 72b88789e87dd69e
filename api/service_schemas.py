"""The JSON of what the service says of itself, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Way(BaseModel):
    """A way into the service."""

    href: str = Field(description="a path below the root, or a template of one (RFC 6570)")
    title: str
    type: str = Field(description="the media type that is answered by default")


class Dump(BaseModel):
    """A file with everything."""

    href: str
    type: str
    sha256: str = Field(description="of the file as it travels")


class Home(BaseModel):
    """What the service is and where everything is."""

    name: str
    description: str
    version: str = Field(description="of the program")
    build: str = Field(description="the build that is answered from")
    base: str = Field(description="the IRI below which the data lies")
    counts: dict[str, int]
    links: dict[str, Way]
    dumps: list[Dump]


class Ready(BaseModel):
    """Whether the service can answer, and what it cannot answer yet."""

    ready: bool
    build: str
    model: str = Field(description="loading, ready, or why it failed")
