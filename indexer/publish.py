"""Builds on disk: written aside, checked, and published by one atomic switch.

`{index}/builds/{id}/` holds one immutable build, `{index}/current` the identifier of the
published one. A build is written to a hidden folder and renamed when it is whole; then `current`
is replaced. Killed at any moment, the published build is as it was, and what is left over is
cleared away by the next build.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from indexer.errors import InputError, NotFoundError

CURRENT = "current"
MANIFEST = "manifest.json"
GRAPH = "graph.nq"
STORE = "store"
STORE_HASHES = "store.json"
UNSTABLE = (STORE, STORE_HASHES)
"""Parts of a build whose bytes hold times and random names; they are made from other parts."""
_KEPT = 2
_HASHERS = 2
"""Files that are read at a time for their hashes."""
_SYNCED = 16
"""Files that are waited for at a time."""
_ASIDE = ".aside-"
_CACHE = "cache"


def published(index: Path) -> Path:
    """Return the folder of the published build. Raises NotFoundError where there is none."""
    try:
        build = (index / CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NotFoundError(
            f"There is no index in {index}.",
            mend="Run `clausegraph build`, or name the folder with --index.",
        ) from error
    folder = index / "builds" / build
    if not (folder / MANIFEST).is_file():
        raise NotFoundError(
            f"The published build {build} is not in {index}.", mend="Run `clausegraph build`."
        )
    return folder


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index for writing, and clear away what a killed build left.

    Raises InputError where another build holds it, or it cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        opened = (index / ".lock").open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The index {index} cannot be written: {error.strerror}.",
            mend="Name a folder of yours with --out.",
        ) from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(
                f"Another build is being written in {index}.", mend="Wait until it has ended."
            ) from error
        _clear(index)
        yield


def _clear(index: Path) -> None:
    for left in (index / "builds").glob(f"{_ASIDE}*"):
        shutil.rmtree(left)
    for stray in (index / _CACHE).rglob(".*"):
        stray.unlink()


def _put_aside(folder: Path) -> Path:
    """Give a build that nobody is to open any more a hidden name, in one step."""
    return folder.rename(folder.with_name(f"{_ASIDE}old-{folder.name}"))


def aside(index: Path, build: str) -> Path:
    """Make and return the folder in which a build is written before it is whole."""
    folder = index / "builds" / f"{_ASIDE}{build}"
    folder.mkdir(parents=True)
    return folder


@contextmanager
def discarded(folder: Path) -> Iterator[Path]:
    """Remove a folder that is written aside where writing it fails or is interrupted.

    A full disk has its room again at once; what a kill leaves is cleared away by the next build.
    """
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a build whose bytes its inputs decide."""
    return _hashes(folder, {*UNSTABLE, MANIFEST})


def _hashes(folder: Path, without: Collection[str] = ()) -> dict[str, str]:
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    found = [name for name in names if name.parts[0] not in without]
    with ThreadPoolExecutor(_HASHERS) as pool:
        digests = pool.map(_sha256, (folder / name for name in found))
        return {name.as_posix(): own for name, own in zip(found, digests, strict=True)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, with the hash of every file of the build.

    The hashes of the store's files stand in a file beside it, so that the manifest itself is the
    same for the same inputs.
    """
    _write_json(folder / STORE_HASHES, _hashes(folder / STORE))
    _write_json(folder / MANIFEST, {**manifest, "outputs": hashes(folder)})


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return a build's manifest. Raises InputError where it cannot be read."""
    return read_json(folder / MANIFEST)


def read_json(path: Path) -> dict[str, Any]:
    """Return a table of a build. Raises InputError where it cannot be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not isinstance(table, dict):
        raise unreadable(path, "it is not a table")
    return table


def unreadable(path: Path, why: object) -> InputError:
    """Return the error for a file of a build that is missing or is not as it was written."""
    return InputError(
        f"{path.name} of the build cannot be read: {why}.",
        mend="Run `clausegraph build`, which makes a damaged build again.",
    )


def compared(folder: Path) -> dict[str, bool]:
    """Return for each file of a build, by name, whether it is there as it was written.

    Raises InputError where what was written can no longer be told.
    """
    stable, of_store = read_manifest(folder).get("outputs", {}), read_json(folder / STORE_HASHES)
    stated = {**stable, **_in_store(of_store)}
    found = {**hashes(folder), **_in_store(_hashes(folder / STORE))}
    return {n: stated.get(n) == found.get(n) for n in sorted({*stated, *found})}


def demand_whole(folder: Path) -> None:
    """Raise InputError where a file of a build is not there as it was written."""
    wrong = next((name for name, same in compared(folder).items() if not same), None)
    if wrong is not None:
        raise unreadable(folder / wrong, "it is not as it was written")


def has_graph(folder: Path) -> bool:
    """Return whether the dump and the store of a build are as they were written.

    Raises InputError where what was written can no longer be told.
    """
    same = read_manifest(folder).get("outputs", {}).get(GRAPH) == _sha256(folder / GRAPH)
    return same and read_json(folder / STORE_HASHES) == _hashes(folder / STORE)


def _in_store(own: Mapping[str, str]) -> dict[str, str]:
    return {f"{STORE}/{name}": digest for name, digest in own.items()}


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Return whether a build is there, made from what `manifest` states, every file as it was."""
    try:
        same = manifest.items() <= read_manifest(folder).items()
        return same and all(compared(folder).values())
    except InputError:
        return False


def publish(index: Path, build: str) -> Path:
    """Make a build that was written aside the published one; return its folder.

    Every file reaches the disk before the name that leads to it.
    """
    written, folder = index / "builds" / f"{_ASIDE}{build}", index / "builds" / build
    if written.is_dir():
        _sync(written)
        worthless = _put_aside(folder) if folder.exists() else None
        written.rename(folder)
        if worthless:
            shutil.rmtree(worthless)
    os.utime(folder)
    switch(index, build)
    _prune(index, build)
    return folder


def switch(index: Path, build: str) -> None:
    """Point `current` at a build, in one step."""
    pending = index / f".{CURRENT}"
    pending.write_text(f"{build}\n", encoding="utf-8")
    _sync_path(pending)
    pending.replace(index / CURRENT)
    _sync_path(index)


def _sync(folder: Path) -> None:
    """Wait until a folder is on the disk; a disk takes many files together sooner than in turn."""
    with ThreadPoolExecutor(_SYNCED) as pool:
        deque(pool.map(_sync_path, (*folder.rglob("*"), folder)), 0)


def _sync_path(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(index: Path, build: str) -> None:
    """Keep the published build and the one before it, which readers may still have open.

    A folder's time is that of its last publication.
    """
    others = [f for f in (index / "builds").iterdir() if f.is_dir() and f.name != build]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(_put_aside(old))
