"""The registered provisions, as corpus/registry/provisions states them, one file an instrument.

A provision here is no unit of a build: its text is not in the corpus. It can be cited, resolved
and pointed to, and its subject is an editor's few words, which say so wherever they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from indexer.errors import InputError
from indexer.ident import EID
from indexer.model import Provision

if TYPE_CHECKING:
    from indexer.corpus_folder import CorpusFolder

FOLDER = "registry/provisions"
MOST_WORDS = 20
_BASES = ("text", "knowledge")


def read_provisions(folder: CorpusFolder, registered: Container[str]) -> tuple[Provision, ...]:
    """Return the registered provisions of a corpus, which may have none.

    Raises InputError as `provisions_of` does.
    """
    if not folder.root.joinpath(FOLDER).is_dir():
        return ()
    files = [f"{FOLDER}/{name}" for name in folder.names(FOLDER) if name.endswith(".toml")]
    found = (provisions_of(file, folder.toml(file), registered) for file in files)
    return tuple(provision for own in found for provision in own)


def provisions_of(
    file: str, table: Mapping[str, Any], registered: Container[str]
) -> tuple[Provision, ...]:
    """Return the provisions that a file states, in its order.

    `registered` holds the identifiers of the instruments. Raises InputError, naming the file,
    for an instrument that is not registered or not the file's own, for an identifier that is
    malformed or stated twice, and for a subject that is missing or longer than 20 words.
    """
    instrument = table.get("instrument")
    if instrument not in registered:
        raise InputError(
            f"{file}: instrument {instrument!r} is not registered.",
            mend="Add it to registry/instruments.toml.",
        )
    if instrument != PurePosixPath(file).stem:
        raise InputError(
            f"{file}: it states the provisions of {instrument!r}.",
            mend=f"Name the file {instrument}.toml.",
        )
    entries = table.get("provision", ())
    found = tuple(_provision(file, str(instrument), entry) for entry in entries)
    twice = [name for name, count in Counter(p.eid for p in found).items() if count > 1]
    if twice:
        raise InputError(f"{file}: {twice[0]!r} is stated twice.", mend="Keep one of them.")
    return found


def _provision(file: str, instrument: str, entry: Mapping[str, Any]) -> Provision:
    eid, subject, basis = (str(entry.get(key, "")) for key in ("eid", "subject", "basis"))
    if not EID.fullmatch(eid):
        raise InputError(
            f"{file}: {eid!r} is not the identifier of a provision.",
            mend="Write steps of type and number, such as `art_7__para_2__point_c`.",
        )
    words = len(subject.split())
    if not 0 < words <= MOST_WORDS:
        raise InputError(
            f"{file}: the subject of {eid!r} has {words} words.",
            mend=f"Say it in 1 to {MOST_WORDS} words of your own.",
        )
    if basis not in _BASES:
        raise InputError(
            f"{file}: the basis of {eid!r} is {basis!r}.", mend=f"State {' or '.join(_BASES)}."
        )
    return Provision(f"{instrument}:{eid}", subject, basis)
