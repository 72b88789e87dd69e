"""`/search`: hits with the words that matched, cited as the reader cites; what to do without."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from fastapi import APIRouter, Response
from starlette.datastructures import QueryParams

from api import metrics
from api.bounds import check_words
from api.depends import RunningService
from api.replies import Link, Reply, Replying
from api.state import ModelUnavailableError, Service
from api.web.home import texts
from api.web.marked import stretches
from api.web.page import shown, shown_once
from indexer.errors import ClausegraphError, QueryError
from indexer.read import MODES, Index, SearchOptions

router = APIRouter(include_in_schema=False)
ON_A_PAGE: Final = 10
_LISTS: Final = ("in", "kind", "element", "binding")


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of the page says; what was left open is empty."""

    q: str
    mode: str
    style: str
    page: int
    edition: str
    chosen: dict[str, tuple[str, ...]]
    """The values of each filter."""

    @property
    def limited(self) -> bool:
        """Whether any filter is set."""
        return bool(self.edition) or any(self.chosen.values())

    def options(self, k: int) -> SearchOptions:
        """Return what is asked of the index. Raises QueryError for an element that is no number."""
        return SearchOptions(
            k=k,
            mode=self.mode,
            instruments=self.chosen["in"],
            kinds=self.chosen["kind"],
            elements=tuple(map(_number, self.chosen["element"])),
            bindingness=self.chosen["binding"],
            edition=self.edition or None,
        )

    def pairs(self, *, page: int = 1, filters: bool = True, **other: str) -> list[tuple[str, str]]:
        """Return the parameters of the same question, on another page or with other values."""
        own = {"q": self.q, "mode": self.mode, "style": self.style, **other}
        pairs = [(name, value) for name, value in own.items() if value]
        if filters:
            pairs += [(name, value) for name in _LISTS for value in self.chosen[name]]
            pairs += [("edition", self.edition)] if self.edition else []
        return [*pairs, ("page", str(page))] if page > 1 else pairs


def read_form(given: QueryParams) -> Form:
    """Return what a form was sent with. Raises QueryError for a page that is no number."""
    page = given.get("page") or "1"
    if not page.isascii() or not page.isdecimal() or int(page[:6]) == 0:
        raise QueryError(f"There is no page {page[:20]!r}.", mend="Pages are numbered from 1.")
    return Form(
        q=given.get("q", "").strip(),
        mode=given.get("mode") or MODES[0],
        style=given.get("style") or "house",
        page=int(page[:6]),
        edition=given.get("edition", ""),
        chosen={name: tuple(filter(None, given.getlist(name))) for name in _LISTS},
    )


@router.get("/search")
def search(reply: Replying, service: RunningService) -> Response:
    """Answer a search, or show the empty form."""
    form = read_form(reply.request.query_params)
    choices = _choices(reply.index)
    if not form.q:
        return shown(reply, "search.html", here="search", form=form, choices=choices, error=None)
    try:
        found = _found(reply, service, form)
    except (QueryError, ModelUnavailableError) as error:
        return _refused(reply, form, choices, error)
    links = [Link(f"{reply.root}/v1/search", "alternate", "application/json")]
    return shown(reply, "search.html", links, here="search", form=form, choices=choices, **found)


def _refused(
    reply: Reply, form: Form, choices: dict[str, Any], error: ClausegraphError
) -> Response:
    status = 503 if isinstance(error, ModelUnavailableError) else 400
    values = {"here": "search", "form": form, "choices": choices, "error": error}
    return shown_once(reply, "search.html", status, **values)


def _found(reply: Reply, service: Service, form: Form) -> dict[str, Any]:
    """Return one page of hits. Raises QueryError and ModelUnavailableError."""
    check_words("The search", form.q, reply.settings)
    most = reply.settings.most_results
    if form.mode != "lexical":
        service.need_model()
    last = max(ceil(most / ON_A_PAGE), 1)
    page = min(form.page, last)
    answer = reply.index.search_json(form.q, form.options(min(page * ON_A_PAGE + 1, most)))
    metrics.SEARCHES.labels(form.mode).inc()
    items = answer["items"]
    hits = [
        _hit(reply.index, own, form.style) for own in items[(page - 1) * ON_A_PAGE :][:ON_A_PAGE]
    ]
    return {
        "error": None,
        "answer": answer,
        "hits": hits,
        "cited": [own for own in answer["cited"] if own["id"] not in reply.index.units],
        "page": page,
        "more": len(items) > page * ON_A_PAGE,
        "first": (page - 1) * ON_A_PAGE + 1,
    }


def _hit(index: Index, row: dict[str, Any], style: str) -> dict[str, Any]:
    """Return a hit as the page shows it. Raises QueryError for a style."""
    instrument = index.instruments[row["instrument"]]
    return {
        **row,
        "pieces": stretches(row["text"], [row["match"]] if row["match"]["quote"] else []),
        "citation": index.cite_json(row["id"], style)["citation"],
        "bindingness": instrument.bindingness,
    }


def _choices(index: Index) -> dict[str, Any]:
    """Return what may be chosen in the form."""
    own = texts(index)
    return {
        "instruments": own,
        "kinds": sorted(index.facets.kinds),
        "elements": list(index.elements.values()),
        "bindingness": sorted({row["of"].bindingness for row in own}),
        "editions": _editions(index),
        "modes": MODES,
        "styles": tuple(index.styles["style"]),
    }


def _editions(index: Index) -> list[str]:
    """Return the editions of instruments that have several; what is current is searched anyway."""
    names = [row["instrument"] for row in index.editions]
    return [
        f"{row['instrument']}@{row['edition']}"
        for row in index.editions
        if names.count(row["instrument"]) > 1
    ]


def _number(given: str) -> int:
    if not given.isascii() or not given.isdecimal():
        raise QueryError(f"There is no element {given[:20]!r}.", mend="Elements have numbers.")
    return int(given[:9])
