"""The suite itself: each test asserts something in its own lines, and each skip says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
ASSERTIONS = ("pytest.raises", "pytest.fail", "pytest.warns")
SKIPS = ("pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail")


def asserts(test: ast.AST) -> bool:
    """Whether a function asserts, or says what must be raised, in its own lines."""
    found = list(ast.walk(test))
    calls = [ast.unparse(node.func) for node in found if isinstance(node, ast.Call)]
    return any(isinstance(node, ast.Assert) for node in found) or any(
        c in ASSERTIONS for c in calls
    )


def written(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The tests of a file."""
    for node in ast.walk(tree):
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if function and node.name.startswith("test_"):
            yield node


def says_why(skip: ast.Call) -> bool:
    """Whether a skip has a reason: the words of `pytest.skip`, `reason=` of a mark."""
    if ast.unparse(skip.func) == "pytest.skip" and skip.args:
        return True
    return any(own.arg == "reason" for own in skip.keywords)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_tests_assert_and_skips_say_why(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert [test.name for test in written(tree) if not asserts(test)] == []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    skips = [call for call in calls if ast.unparse(call.func) in SKIPS]
    assert [skip.lineno for skip in skips if not says_why(skip)] == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("def test_a():\n    assert f()", False),
        ("async def test_a():\n    with pytest.raises(E):\n        f()", False),
        ("def test_a():\n    f()", True),
    ],
)
def test_what_counts_as_asserting(code: str, wrong: bool) -> None:
    assert [not asserts(test) for test in written(ast.parse(code))] == [wrong]


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("pytest.skip('no network')", True),
        ("pytest.mark.skipif(a, reason='no network')", True),
        ("pytest.skip()", False),
        ("pytest.mark.skipif(a)", False),
    ],
)
def test_what_counts_as_a_reason(code: str, right: bool) -> None:
    (skip,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert says_why(skip) is right
