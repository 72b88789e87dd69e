"""`/healthz` and `/readyz`; the states of the model are in test_app."""

from starlette.testclient import TestClient

from indexer.read import Index


def test_the_process_answers(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_the_service_is_ready(client: TestClient, index: Index) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "build": index.build, "model": "ready"}
