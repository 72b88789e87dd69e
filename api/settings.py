"""What the service may be told from outside: environment variables, read once."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import InputError


class ServiceSettings(BaseSettings):
    """Read from the environment, each name with the prefix `CLAUSEGRAPH_`."""

    model_config = SettingsConfigDict(env_prefix="CLAUSEGRAPH_", frozen=True)

    index: Path = Field(default=Path("index"), description="folder that holds builds")
    query_chars: int = Field(default=2000, ge=1, description="longest search text, in code points")
    sparql_bytes: int = Field(default=200_000, ge=1, description="longest SPARQL query, in bytes")
    text_bytes: int = Field(default=1_000_000, ge=1, description="longest text sent, in bytes")
    trace_characters: int = Field(
        default=200_000, ge=1, description="code points of a draft that are read"
    )
    trace_citations: int = Field(
        default=2000, ge=1, description="citations of a draft that are checked"
    )
    trace_sentences: int = Field(
        default=300, ge=1, description="sentences of a draft that are looked up"
    )
    cache_seconds: int = Field(
        default=60, ge=0, description="how long an answer of the build may be kept unasked"
    )
    most_results: int = Field(default=100, ge=1, description="largest k of a search")
    reload_seconds: float = Field(
        default=5.0, ge=0, description="seconds between looks for a new build; 0: on SIGHUP only"
    )


def service_settings() -> ServiceSettings:
    """Return the settings. Raises InputError for a value that is not allowed."""
    try:
        return ServiceSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"CLAUSEGRAPH_{first['loc'][0]}".upper()
        raise InputError(
            f"{name} is {first['input']!r}: {first['msg']}.", mend=f"Set {name} to another value."
        ) from error
