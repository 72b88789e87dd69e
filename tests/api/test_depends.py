"""No dependency of a route costs a change between threads."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant

from api import depends, filters, parameters, replies
from api.routes import cite, instruments, links, search, units

ROUTES = (
    cite.resolve,
    cite.cite,
    instruments.instruments,
    instruments.elements,
    links.backing,
    links.coverage,
    search.search,
    units.units,
    units.unit,
)


def below(dependant: Dependant) -> Iterator[Any]:
    for own in dependant.dependencies:
        yield own.call
        yield from below(own)


def test_what_routes_depend_on_is_called_in_the_event_loop() -> None:
    called = {call for route in ROUTES for call in below(get_dependant(path="/", call=route))}
    called.add(parameters.only_known.dependency)
    modules = {inspect.getmodule(call) for call in called}
    assert {depends, filters, parameters, replies, links} <= modules
    assert [call for call in called if not inspect.iscoroutinefunction(call)] == []
