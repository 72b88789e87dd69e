"""`clausegraph mcp`: where it serves, and what it says when it cannot."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.mcp import serving
from api.mcp.command import Transport, mcp
from indexer.cli.verbs import app
from indexer.errors import InputError, NotFoundError


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was served, instead of serving it."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr(serving, "serve_stdio", lambda index, _: found.append((index,)))
    monkeypatch.setattr(
        serving, "serve_http", lambda index, _, host, port: found.append((index, host, port))
    )
    return found


def test_on_standard_input_and_output_by_default(
    served: list[tuple[Any, ...]], index_path: Path
) -> None:
    mcp(index=index_path)
    assert served == [(index_path,)]


@pytest.mark.parametrize(
    ("http", "address"),
    [
        (None, ("127.0.0.1", 8001)),
        ("0.0.0.0:9000", ("0.0.0.0", 9000)),
        ("[::1]:9", ("::1", 9)),
    ],
)
def test_over_http_where_it_is_told(
    served: list[tuple[Any, ...]], index_path: Path, http: str | None, address: tuple[str, int]
) -> None:
    mcp(transport=Transport.http, http=http, index=index_path)
    assert served == [(index_path, *address)]


@pytest.mark.parametrize("given", ["8001", ":8001", "localhost", "localhost:http", "a:99999"])
def test_what_is_no_address_is_told(
    served: list[tuple[Any, ...]], index_path: Path, given: str
) -> None:
    with pytest.raises(InputError, match="HOST:PORT"):
        mcp(http=given, index=index_path)
    assert served == []


def test_without_an_index_nothing_is_served(served: list[tuple[Any, ...]], tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no index"):
        mcp(index=tmp_path)
    assert served == []


def test_the_readme_shows_a_command_that_exists(
    served: list[tuple[Any, ...]], index_path: Path
) -> None:
    readme = Path(__file__).parents[3].joinpath("README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r'```json\n(\{\n  "mcpServers".*?)```', readme, re.S)
    (server,) = json.loads(example)["mcpServers"].values()
    verb, *options = server["args"]
    assert (verb, Path(server["command"]).name) == ("mcp", "clausegraph")
    command = get_command(app).commands[verb]  # type: ignore[attr-defined]
    told = command.make_context(verb, [str(index_path) if "/" in o else o for o in options]).params
    mcp(index=told["index"])
    assert served == [(index_path,)]
