"""What the service may be told from outside: environment variables, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from indexer.errors import InputError


class ServiceSettings(BaseSettings):
    """Read from the environment, each name with the prefix `CLAUSEGRAPH_`."""

    model_config = SettingsConfigDict(env_prefix="CLAUSEGRAPH_", frozen=True)

    index: Path = Field(default=Path("index"), description="folder that holds builds")
    query_chars: int = Field(default=2000, ge=1, description="longest search text, in code points")
    sparql_bytes: int = Field(default=200_000, ge=1, description="longest SPARQL query, in bytes")
    sparql_timeout: float = Field(
        default=10.0, gt=0, le=3600, description="seconds that a SPARQL query may take"
    )
    sparql_rows: int = Field(
        default=100_000, ge=1, description="rows of a table, or triples of a graph, in an answer"
    )
    sparql_result_bytes: int = Field(
        default=64 << 20, ge=1, description="bytes of the answer to a SPARQL query"
    )
    sparql_memory_bytes: int = Field(
        default=1 << 30, ge=64 << 20, description="bytes that one query takes beside the graph"
    )
    sparql_workers: int = Field(default=2, ge=1, description="processes kept ready for queries")
    sparql_most_workers: int = Field(
        default=8, ge=1, description="SPARQL queries that run at once at most"
    )
    sparql_queue: int = Field(default=32, ge=0, description="SPARQL queries that wait at most")
    sparql_wait: float = Field(
        default=5.0, gt=0, description="seconds that a SPARQL query waits to be run at most"
    )
    sparql_searches: int = Field(
        default=8, ge=0, description="searches, and texts compared with, in one SPARQL query"
    )
    sparql_search_limit: int = Field(
        default=1000, ge=1, description="largest cg:limit of a search in a SPARQL query"
    )
    sparql_in_memory_quads: int = Field(
        default=3_000_000, ge=0, description="quads up to which the graph is served from memory"
    )
    text_bytes: int = Field(default=500_000, ge=1, description="longest text sent, in bytes")
    texts: int = Field(default=2, ge=1, description="texts that are read at once in a process")
    texts_waiting: int = Field(default=16, ge=0, description="texts that wait to be read at most")
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
    body_bytes: int = Field(default=2_000_000, ge=1, description="longest body, in bytes")
    url_bytes: int = Field(default=16_384, ge=1, description="longest path and query, in bytes")
    header_bytes: int = Field(default=16_384, ge=1, description="longest headers, in bytes")
    parameters: int = Field(default=100, ge=1, description="most parameters of a URL")
    parameter_bytes: int = Field(
        default=10_000, ge=1, description="longest name or value of a parameter, in bytes"
    )
    requests: int = Field(default=200, ge=1, description="most requests at once in a process")
    connections: int = Field(default=1000, ge=1, description="most connections of a process")
    head_seconds: float = Field(
        default=10.0, gt=0, description="seconds in which the head of a request must arrive"
    )
    body_seconds: float = Field(
        default=30.0, gt=0, description="seconds in which the body of a request must arrive"
    )
    send_seconds: float = Field(
        default=30.0, gt=0, description="seconds that a client may take nothing of its answer"
    )
    keep_alive_seconds: int = Field(
        default=20, ge=1, description="seconds that a connection may be idle between requests"
    )
    shutdown_seconds: int = Field(
        default=30, ge=1, description="seconds that running requests get when the service stops"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="names to answer to, parted by commas; `*.name` for all below, `*` for any; "
        "empty: this machine's own on a loopback address, any on another",
    )
    log_format: Literal["json", "plain"] = Field(
        default="json", description="lines of JSON, or plain ones for a terminal"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least level that is logged"
    )
    log_queries: bool = Field(
        default=False, description="whether logs have the paths and queries of clients"
    )
    mcp_sparql_bytes: int = Field(
        default=200_000, ge=1, description="longest answer to a language model's SPARQL, in bytes"
    )
    reload_seconds: float = Field(
        default=5.0, ge=0, description="seconds between looks for a new build; 0: on SIGHUP only"
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _parted(cls, given: object) -> object:
        """Read the names of a variable of the environment."""
        if not isinstance(given, str):
            return given
        return tuple(name.strip() for name in given.split(",") if name.strip())


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
