"""Runs each notebook from start to end on the real build, and looks for what it is to show."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
TIMEOUT = 300
"""Seconds for one cell: generous, because the first to ask for meaning loads the model."""
JUPYTERS_OWN = pytest.mark.filterwarnings("default")
"""A warning of Jupyter's own is no fault of a notebook; one inside a notebook is looked for."""
SHOWN = {
    "01_what_backs_26g": (
        "Global health and care worker compact, para. 26(g)",
        "text-absent",
        "C155:art_13",
        "Occupational Safety and Health Convention, 1981 (No. 155), Article 13",
        "compact:para_28__point_b",
        "binding-when-ratified",
        "what made it",
        "similar wording +",
        "link it",
    ),
    "02_find_a_citable_clause": (
        "compact:para_26__point_g",
        "<mark>",
        "No good match.",
        "C155:art_13",
        "1331 UNTS 279 art 13",
        "@misc{C155-art_13,",
        "TY  - LEGAL",
    ),
    "03_sparql_tour": (
        "elements-with-counts",
        "50 recommendations",
        "C155:art_13",
        "BindingWhenRatified",
        "compact:para_26__point_g",
    ),
    "04_how_good_are_the_links": (
        "Jaccard of the pairs",
        "A alone",
        "nDCG@10",
        "rarest_concept",
        "Elements without anything binding in force",
    ),
}
PLOTS = {
    "01_what_backs_26g": 2,
    "02_find_a_citable_clause": 1,
    "03_sparql_tour": 3,
    "04_how_good_are_the_links": 7,
}
"""The least number of plots of each."""


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def outputs(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def shown(notebook: nbformat.NotebookNode) -> str:
    """Everything that the notebook printed, as text and as HTML."""
    streams = [own["text"] for own in outputs(notebook) if own["output_type"] == "stream"]
    data = [own["data"] for own in outputs(notebook) if "data" in own]
    words = [value for own in data for kind, value in own.items() if kind.startswith("text/")]
    return "\n".join([*streams, *words])


@pytest.fixture(scope="module")
def kernel_settings(
    index_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pytest.MonkeyPatch]:
    """The real build, no network for the model, and a folder for what kernels and plots keep."""
    folder = tmp_path_factory.mktemp("kernels")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "CLAUSEGRAPH_INDEX": index_folder,
            "HF_HUB_OFFLINE": "1",
            "IPYTHONDIR": folder / "ipython",
            "JUPYTER_CONFIG_DIR": folder / "config",
            "JUPYTER_RUNTIME_DIR": folder / "runtime",
            "MPLCONFIGDIR": folder / "matplotlib",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }.items():
            patch.setenv(name, str(value))
        yield patch


@pytest.fixture(scope="module")
def executed(kernel_settings: pytest.MonkeyPatch) -> Callable[[str], nbformat.NotebookNode]:
    """Runs a notebook when it is first asked for."""
    return cache(lambda name: run(read(name)))


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run a notebook in a kernel of its own, from the folder that it lies in."""
    resources = {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", resources=resources)
    return client.execute()


def test_every_notebook_is_run() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_no_output_is_stored(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    assert not outputs(notebook)
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", SHOWN)
def test_no_path_of_a_machine_is_in_a_notebook(name: str) -> None:
    written = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert not [path for path in (ROOT, Path.home()) if f"{path}/" in written]


@pytest.mark.parametrize("name", SHOWN)
@JUPYTERS_OWN
def test_a_notebook_runs_and_shows_what_it_promises(
    name: str, executed: Callable[[str], nbformat.NotebookNode]
) -> None:
    notebook = executed(name)
    text = shown(notebook)
    assert [words for words in SHOWN[name] if words not in text] == []
    assert sum("image/png" in own.get("data", {}) for own in outputs(notebook)) >= PLOTS[name]
    assert "Traceback" not in text
    assert "Warning" not in text


@JUPYTERS_OWN
def test_the_passes_agree_as_the_tool_says(
    executed: Callable[[str], nbformat.NotebookNode],
) -> None:
    folder = ROOT / "tests" / "golden" / "links"
    passes = [folder / f"pass_{name}.tsv" for name in "ab"]
    refused = [f"--refused={folder / f'refused_{name}.tsv'}" for name in "ab"]
    command = [sys.executable, ROOT / "tools" / "compare_passes.py", *passes, *refused]
    wide = {**os.environ, "COLUMNS": "200"}
    told = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=True)
    figures = set(re.findall(r"-?\b0\.\d{3}\b", told.stdout))
    assert len(figures) == 3
    text = shown(executed("04_how_good_are_the_links"))
    assert {figure for figure in figures if figure not in text} == set()


@JUPYTERS_OWN
def test_without_an_index_a_notebook_says_what_to_do(
    kernel_settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with kernel_settings.context() as patch:
        patch.setenv("CLAUSEGRAPH_INDEX", str(tmp_path))
        with pytest.raises(CellExecutionError, match=r"There is no index in .*Run `make index`"):
            run(read("01_what_backs_26g"))
