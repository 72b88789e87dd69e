"""`clausegraph serve`: what it serves, where, and what it says when it cannot."""

import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.settings import ServiceSettings, service_settings
from indexer.cli import main
from indexer.errors import InputError


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    started: dict[str, Any] = {}

    def run(app: object, **options: object) -> None:
        started.update(options, app=app)

    monkeypatch.setattr(uvicorn, "run", run)
    return started


def serve(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["clausegraph", "serve", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_serve_on_this_machine_alone_by_default(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, Any], index_path: Path
) -> None:
    assert serve(monkeypatch, "--index", index_path) in (0, None)
    assert (served["host"], served["port"]) == ("127.0.0.1", 8000)
    assert served["app"].state.service.index.folder.parents[1] == index_path
    assert served["app"].state.service.model == "loading"


def test_serve_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, Any], index_path: Path
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(index_path))
    monkeypatch.setenv("CLAUSEGRAPH_MOST_RESULTS", "7")
    assert serve(monkeypatch, "--host", "0.0.0.0", "--port", 9) in (0, None)
    assert (served["host"], served["port"]) == ("0.0.0.0", 9)
    assert served["app"].state.settings.most_results == 7


def test_without_an_index_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch,
    served: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert serve(monkeypatch, "--index", tmp_path) == 1
    assert "Run `clausegraph build`" in capsys.readouterr().err
    assert served == {}


@pytest.mark.parametrize("name", ["QUERY_CHARS", "SPARQL_BYTES", "MOST_RESULTS"])
def test_a_wrong_setting_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"CLAUSEGRAPH_{name}", "0")
    with pytest.raises(InputError, match=f"CLAUSEGRAPH_{name} is '0'"):
        service_settings()


def test_every_setting_is_described() -> None:
    assert all(field.description for field in ServiceSettings.model_fields.values())
