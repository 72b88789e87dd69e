"""`evaluate`: how good the search is, by topics and judgements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from indexer.cli.options import AsJson, IndexFolder, opened
from indexer.cli.output import out, print_json, progress, warn
from indexer.errors import InputError

if TYPE_CHECKING:
    from indexer.evaluation.trec import Run

TopicsOption = Annotated[
    Path, typer.Option("--topics", help="Topics: TREC's tagged text, TOML, or lines with tabs.")
]
QrelsOption = Annotated[Path, typer.Option("--qrels", help="Judgements in TREC's format.")]
RunOption = Annotated[
    Path | None, typer.Option("--run", help="A run in TREC's format to compare the search with.")
]
SaveOption = Annotated[Path | None, typer.Option("--save", help="Write the search's run here.")]
RelevantOption = Annotated[
    int, typer.Option("--relevant", help="Least grade that counts as an answer.", min=1)
]
WholeOption = Annotated[
    bool, typer.Option("--whole", help="A judgement of an article counts for everything in it.")
]


def evaluate(
    topics: TopicsOption,
    qrels: QrelsOption,
    run: RunOption = None,
    mode: Annotated[str, typer.Option(help="hybrid, semantic or lexical.")] = "hybrid",
    relevant: RelevantOption = 1,
    save: SaveOption = None,
    whole: WholeOption = False,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say how good the search is on judged topics, and against another run."""
    from indexer.evaluation.search import ask, evaluation
    from indexer.evaluation.trec import read_qrels, read_run, read_topics, write_run

    asked_for, grades = read_topics(topics), read_qrels(qrels)
    other = None if run is None else read_run(run)
    if not asked_for.keys() & grades.keys():
        raise InputError(
            f"No topic of {topics} is judged in {qrels}.", mend="Name the files of one set."
        )
    if other is not None:
        _check_run(asked_for.keys() & grades.keys(), other, run)
    found = opened(index)
    judged = {unit for units in grades.values() for unit in units}
    _warn_of_strangers(judged - found.units.keys(), qrels)
    with progress() as report:
        asked = ask(found, asked_for, mode, report, judged if whole else ())
    if save is not None:
        write_run(save, asked.run, f"clausegraph-{mode}")
    answer = evaluation(asked_for, grades, asked, other, relevant)
    answer = {"build": found.build, "mode": mode, **answer}
    if as_json:
        print_json(answer)
    else:
        _print(answer, "other" if run is None else run.name)


def _check_run(topics: set[str], other: Run, path: Path | None) -> None:
    """Raise InputError for a run of other topics; warn where it lacks some."""
    lacking = topics - other.keys()
    if lacking == topics:
        raise InputError(
            f"No judged topic is in the run {path}.", mend="Name a run of the same topics."
        )
    if lacking:
        warn(
            f"{len(lacking)} topics are not in the run {path} and count as nothing found, "
            f"such as {min(lacking)}."
        )


def _warn_of_strangers(unknown: set[str], qrels: Path) -> None:
    if unknown:
        warn(
            f"{len(unknown)} judged units of {qrels} are not in this build and cannot be found, "
            f"such as {min(unknown)}."
        )


def _print(answer: dict[str, Any], name: str) -> None:
    out.print(f"{answer['answered']} topics with an answer, 95 % intervals over topics\n")
    both = "paired" in answer
    headed = ("measure", answer["mode"], *((name, "difference", "p") if both else ()))
    table = Table(*headed, box=None)
    for measure, figures in answer["measures"].items():
        row = [measure, _span(figures, "mean")]
        if both:
            difference = answer["paired"][measure]
            row += [f"{answer['other'][measure]['mean']:.3f}", _span(difference, "difference")]
            row.append(f"{difference['p']:.3f}")
        table.add_row(*row)
    out.print(table)
    told = answer["no_good_match"]
    out.print(
        f"\n“No good match” was said for {told['said_without_answer']} of "
        f"{told['without_answer']} topics without an answer and {told['said_with_answer']} of "
        f"{told['with_answer']} with one."
    )
    worst = sorted(
        (row for row in answer["by_topic"] if "nDCG@10" in row), key=lambda row: row["nDCG@10"]
    )[:5]
    out.print("\nWeakest topics (--json has all):")
    for row in worst:
        out.print(f"  {row['nDCG@10']:.3f}  {row['topic']}  {row['query']}", soft_wrap=True)


def _span(figures: dict[str, float], of: str) -> str:
    return f"{figures[of]:.3f} [{figures['low']:.3f}, {figures['high']:.3f}]"


COMMANDS = {"evaluate": evaluate}
