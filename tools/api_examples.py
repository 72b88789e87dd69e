"""The answers that the OpenAPI document shows as examples, recorded from a real build.

    python tools/api_examples.py --write [--index DIR]    record them again

The requests stand in api/openapi.toml. tests/api/test_examples.py holds them to real answers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from api import create_app
from api.documented import stated
from indexer.read import open_index_with_model

FOLDER = Path(__file__).parents[1] / "api" / "examples"


def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the file, the operation and the request of each example that is recorded."""
    for operation, own in stated()["operation"].items():
        for example in own.get("example", ()):
            if "file" in example:
                method, path = operation.split(" ", 1)
                yield example["file"], operation, {"method": method, "request": path, **example}
    for status, own in stated()["problem"].items():
        yield f"problem-{status}.json", status, {"method": "GET", **own}


def sent(client: TestClient, example: dict[str, Any]) -> Response:
    """Send the request of an example."""
    headers = {
        "Accept": example.get("accept", example.get("type", "*/*")),
        "X-Request-Id": "example",
    }
    if "range" in example:
        headers["Range"] = example["range"]
    body = example.get("body")
    if "repeat" in example or "sent" in example or body is not None:
        headers["Content-Type"] = example.get("sent", "text/plain")
        body = body if body is not None else "x" * example.get("repeat", 1)
    found: Response = client.request(
        example["method"], example["request"], headers=headers, content=body
    )
    return found


def written(response: Response) -> str:
    """Return an answer as it is kept: JSON set out, all else as it comes."""
    kind = response.headers["content-type"]
    if "json" in kind:
        return json.dumps(response.json(), ensure_ascii=False, indent=1) + "\n"
    return response.text


def main() -> None:
    """Record every example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", required=True)
    parser.add_argument("--index", type=Path, default=Path("index"))
    app = create_app(open_index_with_model(parser.parse_args().index))
    FOLDER.mkdir(exist_ok=True)
    with TestClient(app) as client:
        app.state.service.wait(120)
        for file, _, example in asked():
            response = sent(client, example)
            print(response.status_code, len(response.content), file)
            (FOLDER / file).write_text(written(response), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
