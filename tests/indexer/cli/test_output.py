"""What is printed where: progress for people at a terminal, errors for all, bytes as they are."""

import io
import json

import pytest
from rich.console import Console

from indexer.cli import output
from indexer.errors import InputError, NotFoundError


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A terminal in the place of standard error."""
    shown = io.StringIO()
    terminal = Console(file=shown, force_terminal=True, width=100, highlight=False)
    monkeypatch.setattr(output, "err", terminal)
    return shown


def steps() -> None:
    with output.progress() as report:
        report("read", 0, 1)
        report("read", 1, 1)
        report("embed", 3, 7)


def test_a_terminal_shows_each_step_with_its_count(screen: io.StringIO) -> None:
    steps()
    assert "Reading the texts" in screen.getvalue()
    assert "1/1" in screen.getvalue()
    assert "Embedding" in screen.getvalue()
    assert "3/7" in screen.getvalue()


def test_without_a_terminal_nothing_is_shown(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    steps()
    assert capfdbinary.readouterr() == (b"", b"")


def test_an_error_is_told_with_its_mend(screen: io.StringIO) -> None:
    output.complain(InputError("The [file] is wrong.", mend="Mend [it]."))
    assert "The [file] is wrong.\nMend [it].\n" in screen.getvalue().replace("\x1b[0m", "")


def test_the_nearest_names_stand_in_for_a_mend(screen: io.StringIO) -> None:
    output.complain(NotFoundError("No such thing.", nearest=("a", "b")))
    assert "Nearest: a, b" in screen.getvalue()


def test_json_is_utf8_whatever_the_terminal_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.print_json({"text": "“é\N{SNOWMAN}”"})
    assert json.loads(raw.getvalue()) == {"text": "“é\N{SNOWMAN}”"}
    assert "é".encode() in raw.getvalue()
