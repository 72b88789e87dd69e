"""Templates made into pages: every word escaped, nothing from elsewhere, nothing inline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.replies import Link, Reply
from api.web import assets
from api.web.words import language, likelihood, words
from indexer.read import Index
from indexer.resources.find import path_of
from indexer.resources.told import curie

HTML: Final = "text/html; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page: files of the service's own, and nothing inline."""


def rendered(template: str, root: str, **values: Any) -> bytes:
    """Return a template filled with values; `root` is put before every path of the service.

    NUL, which HTML does not have, is shown as the sign for what cannot be.
    """
    page = _environment().get_template(template).render(root=root, **values)
    return page.replace("\0", "\N{REPLACEMENT CHARACTER}").encode()


def shown(reply: Reply, template: str, links: Sequence[Link] = (), **values: Any) -> Response:
    """Answer with a page about the build of a request, under its entity tag."""
    return reply.sent(
        _of(reply, template, values), HTML, links, {"Content-Security-Policy": POLICY}
    )


def shown_once(reply: Reply, template: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page that nobody may keep: what it says came with the request."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "X-Clausegraph-Build": reply.index.build,
    }
    return Response(_of(reply, template, values), status, headers, HTML)


def _of(reply: Reply, template: str, values: dict[str, Any]) -> bytes:
    root = reply.root
    own = {"index": reply.index, "build": reply.index.build, "at": Addresses(reply.index, root)}
    return rendered(template, root, **own, **values)


class Addresses:
    """Where a thing has its page, and how it is called there."""

    def __init__(self, index: Index, root: str) -> None:
        """Take the build, and what stands before every path of the service."""
        self._index, self._root = index, root

    def __call__(self, identifier: str) -> str:
        """Return the address of a unit, note, provision, instrument or element."""
        return f"{self._root}/{path_of(self._index, identifier)}"

    def cited(self, identifier: str) -> str:
        """Return the house citation of a unit, provision or instrument."""
        return self._index.citation_of(identifier)

    def title(self, instrument: str) -> str:
        """Return how an instrument is cited as a whole."""
        return self._index.citation_of(instrument)

    def element(self, number: int) -> str:
        """Return the label of an element of the framework."""
        return self._index.elements[number].label


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(words=words(), asset=assets.address)
    made.filters.update(
        plain=_plain,
        curie=curie,
        count=_count,
        likelihood=likelihood,
        language=language,
        query=_query,
        name=_name,
    )
    return made


def _plain(name: str) -> str:
    """The words of a name such as `policy-action`."""
    return name.replace("-", " ")


def _count(number: int) -> str:
    """A number with its thousands parted by commas."""
    return f"{number:,}"


def _query(parameters: Sequence[tuple[str, str]] | Mapping[str, str]) -> str:
    """The parameters of an address, behind their question mark."""
    return "?" + urlencode(parameters)


def _name(identifier: str) -> str:
    """An identifier as a part of a path."""
    return quote(identifier, safe=":@")
