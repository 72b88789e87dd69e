"""Which error becomes which problem."""

import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import errors
from api.state import ModelUnavailableError
from indexer.errors import CheckError, ClausegraphError, InputError, NotFoundError, QueryError
from tests.api.problems import problem


def raising(error: Exception) -> TestClient:
    """A client of an app with one route, which raises an error."""
    app = FastAPI()
    errors.install(app)

    @app.get("/")
    def fail() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NotFoundError, 404),
        (QueryError, 400),
        (ModelUnavailableError, 503),
        (InputError, 500),
        (CheckError, 500),
        (ClausegraphError, 500),
    ],
)
def test_errors_that_can_be_mended(kind: type[ClausegraphError], status: int) -> None:
    body = problem(raising(kind("It is wrong.", mend="Do this.")).get("/"), status)
    assert (body["detail"], body["mend"]) == ("It is wrong.", "Do this.")


def test_an_error_without_a_mend_has_no_such_member() -> None:
    body = problem(raising(QueryError("It is wrong.")).get("/"), 400)
    assert body.keys() == {"type", "title", "status", "detail"}


def test_the_nearest_names() -> None:
    error = NotFoundError("No such thing.", nearest=("a", "b"))
    assert problem(raising(error).get("/"), 404)["nearest"] == ["a", "b"]


def test_the_inside_of_any_other_error_stays_inside() -> None:
    response = raising(RuntimeError("a password")).get("/")
    problem(response, 500)
    assert "password" not in response.text


def test_extension_members_that_say_nothing_are_left_out() -> None:
    body = json.loads(bytes(errors.problem(406, "No.", mend=None, nearest=(), line=3).body))
    assert body == {
        "type": "about:blank",
        "title": "Not Acceptable",
        "status": 406,
        "detail": "No.",
        "line": 3,
    }


def test_a_path_that_no_route_has_is_told_with_the_nearest(client: TestClient) -> None:
    body = problem(client.get("/v1/serach"), 404)
    assert body["detail"] == "Nothing goes by the path '/v1/serach'."
    assert body["mend"].startswith("Did you mean /v1/search")
    assert len(problem(client.get("/v1/" + "a" * 900), 404)["detail"]) < 200


@pytest.mark.parametrize("path", ["/v1/units?kind=%s", "/v1/units/%s", "/sparql?format=%s"])
def test_what_a_client_sent_is_not_told_at_length(client: TestClient, path: str) -> None:
    body = client.get(path % ("a" * 8000)).json()
    assert body["status"] in (400, 404)
    assert len(body["detail"]) < 500
    assert body["detail"].startswith("There is no")
