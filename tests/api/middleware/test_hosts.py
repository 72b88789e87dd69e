"""The names that the service answers to."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.middleware.hosts import host_name, is_allowed
from api.server.process import allowed_hosts
from api.settings import ServiceSettings
from indexer.read import Index
from tests.api.problems import problem

OWN = ("clauses.example.org", "*.example.net")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("example.org", "example.org"),
        ("Example.ORG:8000", "example.org"),
        ("example.org.", "example.org"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:8000", "[::1]"),
        ("", None),
        ("example.org:port", None),
        ("a b", None),
        ("user@example.org", None),
        ("example.org/path", None),
        ("é.example", None),
    ],
)
def test_a_host_header_names_a_host_or_nothing(header: str, name: str | None) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("clauses.example.org", True),
        ("a.example.net", True),
        ("a.b.example.net", True),
        ("example.net", False),
        ("evilexample.net", False),
        ("clauses.example.org.evil.example", False),
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
    ],
)
def test_a_name_is_allowed_or_not(name: str, allowed: bool) -> None:
    assert is_allowed(name, OWN) is allowed


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("clauses.example.org", 200),
        ("CLAUSES.example.org:443", 200),
        ("localhost:8000", 200),
        ("rebound.example", 421),
        ("a b", 400),
    ],
)
def test_a_strange_host_is_refused(index: Index, host: str, status: int) -> None:
    client = TestClient(create_app(index, ServiceSettings(allowed_hosts=OWN)))
    response = client.get("/healthz", headers={"Host": host})
    if status == 200:
        assert response.json() == {"status": "ok"}
    else:
        assert "CLAUSEGRAPH_ALLOWED_HOSTS" in problem(response, status)["mend"]


@pytest.mark.parametrize(
    ("set_", "bound", "expected"),
    [
        ((), "127.0.0.1", ("localhost", "127.0.0.1")),
        ((), "127.0.0.2", ("localhost", "127.0.0.2")),
        ((), "::1", ("localhost", "::1")),
        ((), "localhost", ("localhost", "localhost")),
        ((), "0.0.0.0", ("*",)),
        ((), "clauses.example.org", ("*",)),
        (OWN, "127.0.0.1", OWN),
        (OWN, "0.0.0.0", OWN),
    ],
)
def test_the_names_follow_from_the_setting_or_the_address(
    set_: tuple[str, ...], bound: str, expected: tuple[str, ...]
) -> None:
    assert allowed_hosts(ServiceSettings(allowed_hosts=set_), bound) == expected


def test_the_names_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_ALLOWED_HOSTS", "clauses.example.org, *.example.net,")
    assert ServiceSettings().allowed_hosts == OWN
