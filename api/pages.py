"""One thing as a plain page of HTML: no script, nothing loaded, every word escaped.

The only style is in the page; the policy names it by its hash and allows nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from indexer.resources.shown import Page

_FOLDER = "templates"


class Other(NamedTuple):
    """The same thing in another format."""

    name: str
    target: str
    type: str


def rendered(page: Page, iri: str, build: str, root: str, others: Sequence[Other]) -> bytes:
    """Return a page as HTML; `root` is put before the paths of links to other pages."""
    return (
        _template()
        .render(page=page, iri=iri, build=build, root=root, others=others, style=Markup(_style()))
        .encode()
    )


def policy() -> str:
    """Return the Content-Security-Policy of a page."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True
    )
    return environment.from_string(_read("resource.html"))


@cache
def _style() -> str:
    return _read("resource.css")


def _read(name: str) -> str:
    return files("api").joinpath(_FOLDER, name).read_text(encoding="utf-8")
