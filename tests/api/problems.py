"""What every error of the service looks like."""

from http import HTTPStatus
from typing import Any

from httpx2 import Response


def problem(response: Response, status: int) -> dict[str, Any]:
    """Assert that a response is a problem of a status (RFC 9457), and return it."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == "about:blank"
    assert body["title"] == HTTPStatus(status).phrase
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in response.text
    return body
