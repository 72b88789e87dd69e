"""What the OpenAPI document says beside the code: summaries, tags, examples of real answers.

All of it is data: `openapi.toml`, and the recorded answers in `examples/`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from api.errors import MEDIA_TYPE
from api.schemas import Json

EXAMPLES: Final = "examples"
_JSON: Final = "application/json"
_PLAIN: Final = "text/plain"


@cache
def stated() -> Json:
    """Return what `openapi.toml` says."""
    return tomllib.loads(files("api").joinpath("openapi.toml").read_text(encoding="utf-8"))


def recorded(name: str) -> Any:
    """Return a recorded answer: JSON as values, all else as text."""
    text = files("api").joinpath(EXAMPLES, name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else text


def dress(made: Json) -> None:
    """Add to a document what is said of its operations, and examples; `made` is changed."""
    said = stated()
    made["tags"] = [{"name": name, "description": own} for name, own in said["tags"].items()]
    made["components"]["examples"] = dict(_problems(said))
    for name, operation in operations(made):
        own = said["operation"].get(name, {})
        operation["summary"] = own.get("summary", operation.get("summary"))
        operation["operationId"] = own.get("id", operation["operationId"])
        _show_parameters(operation, {**said["parameters"], **own.get("parameters", {})})
        _show_problems(operation["responses"], made["components"]["examples"])
        for example in own.get("example", ()):
            _show(operation, example)


def operations(made: Json) -> Iterator[tuple[str, Json]]:
    """Yield each operation of a document by its method and path, such as `GET /v1/units`."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _show_parameters(operation: Json, values: Json) -> None:
    for parameter in operation.get("parameters", ()):
        parameter["schema"].pop("title", None)
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]


def _show(operation: Json, example: Json) -> None:
    """Add an example of an answer, and of the body that it answers."""
    media = example.get("type", _JSON)
    content = operation["responses"]["200"]["content"].setdefault(media, {})
    content.get("schema", {}).pop("title", None)
    content.setdefault("examples", {})[example["name"]] = _answer(example)
    if "body" in example:
        taken = operation["requestBody"]["content"]
        for kind in (example["sent"],) if "sent" in example else (_JSON, _PLAIN):
            body = example["body"] if kind != _JSON else {"text": example["body"]}
            taken[kind].setdefault("examples", {})[example["name"]] = {"value": body}


def _answer(example: Json) -> Json:
    told = {"summary": example["summary"]} if "summary" in example else {}
    if "link" in example:
        return {**told, "externalValue": example["link"]}
    asked = {"description": f"`{example['request']}`"} if "request" in example else {}
    return {**told, **asked, "value": recorded(example["file"])}


def _problems(said: Json) -> Iterator[tuple[str, Json]]:
    for status, own in said["problem"].items():
        value = recorded(f"problem-{status}.json")
        yield f"problem-{status}", {"summary": own["summary"], "value": value}


def _show_problems(responses: Json, known: Json) -> None:
    for status, response in responses.items():
        name = f"problem-{status}"
        if name in known and MEDIA_TYPE in response.get("content", {}):
            reference = {"$ref": f"#/components/examples/{name}"}
            response["content"][MEDIA_TYPE]["examples"] = {"problem": reference}
