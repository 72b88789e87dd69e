"""Removing an edition from the user corpus, with a build that lacks it."""

from __future__ import annotations

from indexer.build import Built, Report, quiet
from indexer.errors import InputError, NotFoundError
from indexer.nearest import nearest
from indexer.own.change import Place, changed
from indexer.own.folder import Listed, listed


def remove(identifier: str, place: Place, report: Report = quiet) -> tuple[str, Built]:
    """Remove an edition from the user corpus, and build; return which it was.

    `identifier` is an edition, or an instrument of which there is one. Raises NotFoundError where
    the user corpus has none of that name, InputError where it has several.
    """
    with place.own.held():
        before = place.own.read_listed()
        name = _meant(identifier, before)
        gone = before.editions[name]
        sources = [source for source in before.sources if source is not gone]
        used = {part["instrument"] for source in sources for part in source["part"]}
        instruments = [own for own in before.instruments if own["id"] in used]
        bodies = before.bodies if instruments else ()
        wanted = listed(sources, instruments, bodies)
        return name, changed(wanted, (), place, report)


def _meant(identifier: str, before: Listed) -> str:
    own = [name for name in before.editions if identifier in (name, name.partition("@")[0])]
    if len(own) > 1:
        raise InputError(
            f"{identifier} has {len(own)} editions of yours.", mend=f"Say which: {', '.join(own)}."
        )
    if not own:
        near = nearest(identifier, before.editions)
        listed_ = ", ".join(near or before.editions) or "none"
        raise NotFoundError(
            f"There is no {identifier!r} among your own texts.",
            mend=f"There are: {listed_}. What is shipped stays.",
            nearest=near,
        )
    return own[0]
