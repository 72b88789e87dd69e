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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from indexer.errors import InputError, NotFoundError

CURRENT = "current"
MANIFEST = "manifest.json"
UNSTABLE = ("store",)
"""Parts of a build whose bytes hold times and random names; they are made from other parts."""
_KEPT = 2
_ASIDE = ".aside-"


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
    """Hold the index for writing. Raises InputError where another build holds it."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(
                f"Another build is being written in {index}.", mend="Wait until it has ended."
            ) from error
        _clear_aside(index)
        yield


def _clear_aside(index: Path) -> None:
    for left in (index / "builds").glob(f"{_ASIDE}*"):
        shutil.rmtree(left)


def aside(index: Path, build: str) -> Path:
    """Make and return the folder in which a build is written before it is whole."""
    folder = index / "builds" / f"{_ASIDE}{build}"
    folder.mkdir(parents=True)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a build whose bytes its inputs decide."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and name.split("/")[0] not in UNSTABLE:
            with path.open("rb") as stream:
                found[name] = file_digest(stream, "sha256").hexdigest()
    return found


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, with the hash of every file of the build."""
    whole = {**manifest, "outputs": hashes(folder)}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return a build's manifest."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def is_whole(folder: Path) -> bool:
    """Return whether a build is there with every file as its manifest says."""
    if not (folder / MANIFEST).is_file() or not all((folder / u).is_dir() for u in UNSTABLE):
        return False
    return bool(read_manifest(folder)["outputs"] == hashes(folder))


def publish(index: Path, build: str) -> Path:
    """Make a build that was written aside the published one; return its folder.

    Every file reaches the disk before the name that leads to it.
    """
    written, folder = index / "builds" / f"{_ASIDE}{build}", index / "builds" / build
    if written.is_dir():
        _sync(written)
        if folder.exists():
            shutil.rmtree(folder)
        written.rename(folder)
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
    for path in folder.rglob("*"):
        _sync_path(path)
    _sync_path(folder)


def _sync_path(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(index: Path, build: str) -> None:
    """Keep the published build and the ones before it that readers may still have open."""
    others = [f for f in (index / "builds").iterdir() if f.is_dir() and f.name != build]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(old)
