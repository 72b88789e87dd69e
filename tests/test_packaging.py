"""The wheel holds the four packages with their data files, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "ontology", "indexer", "api")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    run = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def metadata(wheel: Path, file: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(f".dist-info/{file}"))
        return archive.read(name).decode()


def files_of_the_packages() -> Iterator[str]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def test_every_file_of_the_packages_is_in_the_wheel(names: set[str]) -> None:
    assert set(files_of_the_packages()) - names == set()


@pytest.mark.parametrize(
    "file",
    [
        "corpus/sources.toml",
        "corpus/sources/compact.txt",
        "corpus/sources/users-guide.txt",
        "corpus/registry/instruments.toml",
        "corpus/registry/provisions/C155.toml",
        "corpus/schema/instruments.schema.json",
        "corpus/profiles/treaty.toml",
        "ontology/clausegraph.ttl",
        "ontology/shapes.ttl",
        "ontology/context.jsonld",
        "indexer/cli/__init__.py",
        "api/sparql/route.py",
    ],
)
def test_data_files_lie_beside_their_code(file: str, names: set[str]) -> None:
    assert file in names


def test_example_queries_are_in_the_wheel(names: set[str]) -> None:
    queries = {name for name in names if name.startswith("ontology/queries/")}
    assert len([name for name in queries if name.endswith(".rq")]) >= 10


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert not [name for name in names if name.endswith((".pyc", ".orig", "~"))]


def test_the_texts_are_the_same_bytes(wheel: Path) -> None:
    sources = [*(ROOT / "corpus" / "sources").glob("*.txt")]
    assert len(sources) == 5
    with zipfile.ZipFile(wheel) as archive:
        for path in sources:
            assert archive.read(f"corpus/sources/{path.name}") == path.read_bytes()


def test_commands_are_registered(wheel: Path) -> None:
    points = ConfigParser()
    points.read_string(metadata(wheel, "entry_points.txt"))
    assert dict(points["console_scripts"]) == {"clausegraph": "indexer.cli:main"}
    assert dict(points["clausegraph.commands"]) == {
        "serve": "api.command:serve",
        "mcp": "api.mcp.command:mcp",
    }


def test_the_metadata_names_project_licence_and_python(wheel: Path, names: set[str]) -> None:
    stated = Parser().parsestr(metadata(wheel, "METADATA"))
    assert stated["Name"] == "clausegraph"
    assert stated["License-Expression"] == "Apache-2.0"
    assert stated["Requires-Python"] == ">=3.11"
    assert any(name.endswith("/licenses/LICENSE") for name in names)


CODE = """
import corpus, ontology, indexer, api, pathlib, sys
from indexer.corpus_io import CorpusFolder, read_corpus
root = pathlib.Path(sys.argv[1])
assert all(root in pathlib.Path(m.__file__).parents for m in (corpus, ontology, indexer, api))
read, _, _ = read_corpus(CorpusFolder())
print(sum(len(e.units) for e in read.editions), len(ontology.ontology_graph()) > 0,
      len(ontology.example_queries()) >= 10)
"""


def test_the_data_is_found_in_the_wheel_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split() == ["569", "True", "True"], run.stderr
