"""docs/http.md: every route and parameter in it exists, and the other way round."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

TEXT = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (GET|POST) \| ([^|]+) \|([^|]*)\|", re.MULTILINE)


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def documented() -> dict[tuple[str, str], set[str]]:
    """The query parameters of each route, as the page has them."""
    return {
        (method, path): set(quoted(parameters))
        for method, paths, parameters in _ROW.findall(TEXT)
        for path in quoted(paths)
    }


def stated(document: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    """The same, as the OpenAPI document has them."""
    return {
        (method.upper(), path): {
            own["name"] for own in operation.get("parameters", ()) if own["in"] == "query"
        }
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def test_the_page_and_the_document_have_the_same_routes_and_parameters(
    client: TestClient,
) -> None:
    assert documented() == stated(client.get("/openapi.json").json())


@pytest.mark.parametrize("name", re.findall(r"`(CLAUSEGRAPH_[A-Z_]+)`", TEXT))
def test_the_settings_that_it_names_exist(name: str) -> None:
    from api.settings import ServiceSettings
    from indexer.settings import Settings

    known = ServiceSettings.model_fields.keys() | Settings.model_fields.keys()
    assert name.removeprefix("CLAUSEGRAPH_").lower() in known


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", TEXT)
    assert links
    assert all((Path(__file__).parents[2] / "docs" / link).exists() for link in links)
