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
_SAID_BY_ITSELF: Final = "Successful Response"
"""What the framework says of an answer of which nothing is said."""


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
        answer = operation["responses"]["200"]
        answer["description"] = answer["description"].replace(_SAID_BY_ITSELF, said["answer"])
        operation["operationId"] = own.get("id", operation["operationId"])
        values = {**said["parameters"], **own.get("parameters", {})}
        if "parameters" in operation:
            operation["parameters"] = list(_shown_parameters(operation, values))
        _show_problems(operation["responses"], made["components"]["examples"])
        for example in own.get("example", ()):
            _show(operation, example)


def operations(made: Json) -> Iterator[tuple[str, Json]]:
    """Yield each operation of a document by its method and path, such as `GET /v1/units`."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _shown_parameters(operation: Json, values: Json) -> Iterator[Json]:
    """Yield the parameters of an operation, each with its description and an example."""
    for own in operation.get("parameters", ()):
        told = {"description": own["schema"].get("description"), **own}
        told["schema"] = _plain(own["schema"])
        name = own["name"]
        yield {**told, "example": values[name]} if name in values else told


def _plain(schema: Json) -> Json:
    """Return the schema of a parameter without what stands beside it, and without null.

    Nobody can send null in a URL; a parameter that may be left out is not `required`.
    """
    kept = {name: own for name, own in schema.items() if name not in ("title", "description")}
    options = [own for own in kept.pop("anyOf", ()) if own != {"type": "null"}]
    if len(options) == 1:
        return {**options[0], **kept}
    return {**kept, "anyOf": options} if options else kept


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
