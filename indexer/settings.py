"""What may be set from outside, in one place: environment variables and their defaults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, each name with the prefix `CLAUSEGRAPH_`."""

    model_config = SettingsConfigDict(env_prefix="CLAUSEGRAPH_", frozen=True)

    index: Path = Field(
        default=Path("index"), description="folder that holds builds and their cache"
    )
    base: str = Field(
        default="https://w3id.org/clausegraph/", description="IRI below which data lies"
    )
    model: str = Field(default="all-MiniLM-L6-v2", description="model by name, folder or hub name")
    threads: int = Field(default=2, ge=1, description="threads of the model")

    @field_validator("base")
    @classmethod
    def _ends_in_slash(cls, base: str) -> str:
        return base if base.endswith("/") else f"{base}/"


@cache
def settings() -> Settings:
    """Return the settings, read once."""
    return Settings()
