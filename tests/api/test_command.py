"""`clausegraph serve`: what it serves, where, and what it says when it cannot."""

import pickle
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.server import process
from api.server.process import AppOf
from api.settings import ServiceSettings, service_settings
from indexer.cli import main
from indexer.errors import InputError


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    started: dict[str, Any] = {}

    def run(app: AppOf, host: str, port: int, workers: int) -> None:
        started.update(app=app, host=host, port=port, workers=workers)

    monkeypatch.setattr(process, "serve_app", run)
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
    assert served["workers"] == 1
    assert served["app"].settings.allowed_hosts == ("localhost", "127.0.0.1")
    service = served["app"]().state.service
    assert service.index.folder.parents[1] == index_path
    assert service.model == "loading"


def test_serve_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, Any], index_path: Path
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(index_path))
    monkeypatch.setenv("CLAUSEGRAPH_MOST_RESULTS", "7")
    assert serve(monkeypatch, "--host", "0.0.0.0", "--port", 9, "--workers", 3) in (0, None)
    assert (served["host"], served["port"], served["workers"]) == ("0.0.0.0", 9, 3)
    assert served["app"].settings.most_results == 7
    assert served["app"].settings.allowed_hosts == ("*",)
    assert served["app"].index == index_path


def test_overlays_and_the_time_of_queries(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, Any], index_path: Path, tmp_path: Path
) -> None:
    files = [tmp_path / "one.ttl", tmp_path / "two.nq"]
    for file in files:
        file.write_text("<a:s> <a:p> <a:o> .", encoding="utf-8")
    overlays = [word for file in files for word in ("--overlay", file)]
    told = ["--index", index_path, *overlays, "--sparql-timeout", 2.5]
    assert serve(monkeypatch, *told) in (0, None)
    assert served["app"].overlays == tuple(files)
    service = served["app"]().state.service
    assert service.overlays == tuple(files)
    assert service.sparql.limits.seconds == 2.5
    assert service.with_index(service.index).overlays == tuple(files)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.ttl", "<a:s> <a:p> <a:o> .\noops", "bad.ttl, line 2"),
        ("none.ttl", None, "none.ttl cannot be read"),
        ("bad.docx", "", "no extension of a format"),
    ],
)
def test_a_bad_overlay_is_told_before_anything_is_served(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    served: dict[str, Any],
    index_path: Path,
    tmp_path: Path,
    name: str,
    text: str | None,
    said: str,
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert serve(monkeypatch, "--index", index_path, "--overlay", tmp_path / name) == 2
    assert said in "".join(capsys.readouterr().err.split("\n"))
    assert not served


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "99999"])
def test_a_time_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, Any], index_path: Path, seconds: str
) -> None:
    assert serve(monkeypatch, "--index", index_path, "--sparql-timeout", seconds) == 2
    assert not served


def test_an_application_travels_to_its_workers(index_path: Path) -> None:
    app = AppOf(index_path, ServiceSettings(most_results=7))
    assert pickle.loads(pickle.dumps(app)) == app


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_answers_are_not_held_back_to_be_sent_together(host: str) -> None:
    with (
        closing(process._listen(host, 0)) as listening,
        closing(socket.create_connection(listening.getsockname()[:2])),
    ):
        answering, _ = listening.accept()
        with closing(answering):
            assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_that_is_taken_is_told(index_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1 port {port}") as raised:
            process.serve_app(AppOf(index_path, ServiceSettings()), "127.0.0.1", port)
    assert "--port" in (raised.value.mend or "")


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
