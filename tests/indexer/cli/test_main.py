"""How every command ends: exit codes, errors on standard error, pipes, and what it costs."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from indexer.cli import ask, verbs
from indexer.settings import settings
from tests.imported import imported_by
from tests.indexer.cli.command import Commands

PROGRAM = (sys.executable, "-c", "from indexer.cli import main; main()")
VERBS = ("build", "check", "search", "show", "list", "sparql", "export", "serve")


def test_help_names_every_command(run: Commands) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert all(verb in ran.text for verb in VERBS)
    assert {command.name for command in verbs.app.registered_commands} >= set(VERBS)


def test_the_version_names_the_build_where_there_is_one(
    run: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = f"clausegraph {version('clausegraph')}"
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(tmp_path))
    assert (run("--version").code, run("--version").text) == (0, f"{own}\n")
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(run.index))
    settings.cache_clear()
    build = (run.index / "current").read_text("utf-8").strip()
    assert run("--version").text == f"{own}, build {build} in {run.index}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_has_help(run: Commands, verb: str) -> None:
    ran = run(verb, "--help")
    assert ran.code == 0
    assert f"clausegraph {verb}" in ran.text


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("search",),
        ("search", "x", "-k", "0"),
        ("search", "x", "-k", "many"),
        ("search", "x", "--colour", "red"),
        ("search", "x", "--element", "one"),
        ("serve", "--port", "70000"),
        ("export",),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Commands, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert "Usage" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x"),
        ("show", "compact:para_1"),
        ("list",),
        ("check",),
        ("sparql", "--example", "binding-instruments"),
        ("sparql", "-"),
        ("export", "-"),
        ("serve",),
    ],
)
def test_without_an_index_the_mend_is_said(
    run: Commands, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    if "--example" in arguments:
        arguments = ("sparql", "--example", next(iter(run("sparql", "--examples", "--json").json)))
    ran = run(*arguments, "--index", tmp_path / "none")
    assert (ran.code, ran.out) == (1, b"")
    assert "There is no index in" in ran.err
    assert "Run `clausegraph build`" in ran.err
    assert "Traceback" not in ran.err


def test_the_index_of_the_environment(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(run.index))
    assert run("show", "compact:para_1", "--json").json["id"] == "compact:para_1"


def test_a_wrong_setting_is_told(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_THREADS", "none")
    ran = run("list")
    assert (ran.code, ran.out) == (2, b"")
    assert "CLAUSEGRAPH_THREADS" in ran.err


def test_a_failing_disk_is_told(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(ask, "print_json", fail)
    ran = run.on("list", "--json")
    assert (ran.code, ran.out) == (2, b"")
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err


def test_an_interrupt_is_one_line(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ask, "print_json", interrupt)
    ran = run.on("list", "--json")
    assert (ran.code, ran.out, ran.err) == (130, b"", "Interrupted.\n")


def test_an_interrupt_during_imports_is_one_line() -> None:
    program = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from indexer.cli import main
main()
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"Interrupted.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "workers", "--mode", "lexical"),
        ("search", "workers", "--mode", "lexical", "--json"),
        ("export", "-"),
        ("sparql", "-"),
    ],
)
def test_a_pipe_that_is_closed_early_is_no_error(
    tiny_folder: Path, arguments: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*PROGRAM, *arguments, "--index", tiny_folder],
        stdout=writing,
        stderr=subprocess.PIPE,
        input=b"SELECT * { ?s ?p ?o }",
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_showing_costs_no_model_store_or_service(tiny_folder: Path) -> None:
    program = """
import sys
from indexer.cli.verbs import app
app(["show", "compact:para_1", "--json", *sys.argv[1:]], standalone_mode=False)
"""
    heavy = {"torch", "faiss", "bm25s", "pyoxigraph", "rdflib", "pyshacl", "uvicorn", "fastapi"}
    assert imported_by(program, heavy, "--index", tiny_folder) == set()
