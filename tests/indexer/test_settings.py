"""Settings from the environment, and what is said of wrong ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.settings import Settings, settings


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CLAUSEGRAPH_{name.upper()}", raising=False)
    found = settings()
    assert found.index == Path("index")
    assert found.base == "https://w3id.org/clausegraph/"
    assert found.model == "all-MiniLM-L6-v2"
    assert (found.precision, found.models, found.threads) == ("int8", None, None)


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", "elsewhere")
    monkeypatch.setenv("CLAUSEGRAPH_BASE", "https://example.org/base")
    monkeypatch.setenv("CLAUSEGRAPH_THREADS", "1")
    found = settings()
    assert (found.index, found.threads) == (Path("elsewhere"), 1)
    assert found.base == "https://example.org/base/"
    assert settings() is found


@pytest.mark.parametrize("value", ["0", "many", ""])
def test_a_wrong_value_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_THREADS", value)
    with pytest.raises(InputError, match=f"CLAUSEGRAPH_THREADS is '{value}'") as raised:
        settings()
    assert raised.value.mend == "Set CLAUSEGRAPH_THREADS to another value."


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
