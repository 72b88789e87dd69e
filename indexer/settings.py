"""What may be set from outside, in one place: environment variables and their defaults."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import InputError

_PREFIX = "CLAUSEGRAPH_"


class Settings(BaseSettings):
    """Read from the environment, each name with the prefix `CLAUSEGRAPH_`."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    index: Path = Field(
        default=Path("index"), description="folder that holds builds and their cache"
    )
    own: Path | None = Field(
        default=None, description="folder of the user's own texts; by default `own` in the index"
    )
    base: str = Field(
        default="https://w3id.org/clausegraph/", description="IRI below which data lies"
    )
    model: str = Field(default="all-MiniLM-L6-v2", description="model by name, folder or hub name")
    precision: Literal["int8", "fp32"] = Field(
        default="int8", description="int8: a smaller model made from the weights; fp32: the weights"
    )
    models: Path | None = Field(
        default=None, description="folder of made models; by default in the index's cache"
    )
    threads: int | None = Field(
        default=None, ge=1, description="texts encoded at once; by default one for each core"
    )

    read_file_bytes: int = Field(
        default=64 << 20, ge=1, description="bytes of a file that is added"
    )
    read_pages: int = Field(default=3000, ge=1, description="pages of a file that is added")
    read_stream_bytes: int = Field(
        default=16 << 20, ge=1, description="bytes that one stream or part of a file inflates to"
    )
    read_page_characters: int = Field(
        default=200_000, ge=1, description="characters on one page of a PDF that is added"
    )
    read_line: int = Field(default=200_000, ge=100, description="characters of one line")
    read_memory_bytes: int = Field(
        default=2 << 30, ge=64 << 20, description="memory of the process that reads a file"
    )
    read_cpu_seconds: int = Field(
        default=600, ge=1, description="processor seconds of the process that reads a file"
    )
    read_seconds: float = Field(
        default=900, gt=0, description="seconds that reading a file may take"
    )

    @field_validator("base")
    @classmethod
    def _ends_in_slash(cls, base: str) -> str:
        return base if base.endswith("/") else f"{base}/"


@cache
def settings() -> Settings:
    """Return the settings, read once. Raises InputError for a value that is not allowed."""
    try:
        return Settings()
    except ValidationError as error:
        raise bad_setting(error) from error


def bad_setting(error: ValidationError) -> InputError:
    """Return what is wrong with a setting, by the name of its environment variable."""
    first = error.errors()[0]
    name = f"{_PREFIX}{first['loc'][0]}".upper()
    return InputError(
        f"{name} is {first['input']!r}: {first['msg']}.", mend=f"Set {name} to another value."
    )
