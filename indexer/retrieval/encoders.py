"""Which encoder a build uses, and which a query: always the one whose vectors the build holds.

A build takes the int8 model, made in the index's cache the first time; where it cannot be made, or
strays from its weights, it takes the weights and says so. A reader goes by what the build's own
files say, whatever the settings are: vectors of different models are never compared.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from indexer.errors import InputError
from indexer.retrieval import embed, quantised
from indexer.retrieval.embed import FULL, INT8, Encoder, ModelId, SentenceEncoder
from indexer.settings import Settings

_MODELS = Path("cache", "models")
Say = Callable[[str], None]


def models_folder(index: Path, settings: Settings) -> Path:
    """Where the models made for an index are kept."""
    return settings.models if settings.models is not None else index / _MODELS


def encoder_for_build(index: Path, settings: Settings, say: Say) -> Encoder:
    """The encoder for a build into `index`; `say` is told where it is not the one asked for.

    The first call for an index makes its int8 model, which takes some ten seconds. Raises
    InputError where the weights are missing or not as they were, or nothing can be kept.
    """
    reference = embed.open_encoder(settings.model, threads=settings.threads or embed.THREADS)
    if settings.precision == FULL or not isinstance(reference, SentenceEncoder):
        return reference
    try:
        folder = quantised.made(models_folder(index, settings), reference)
    except OSError:
        raise
    except Exception as error:  # an exporter may raise anything for a model that it cannot follow
        say(f"{_reason(error)} This build uses the weights as they are, which is slower.")
        return reference
    return quantised.QuantisedEncoder(folder, threads=settings.threads or _cores())


def encoder_of(model: ModelId, index: Path, settings: Settings) -> Encoder:
    """The encoder for queries to a build of `index` that was made with `model`.

    An int8 model that is no longer in the cache is made again. Raises InputError where that is
    impossible, or gives another one.
    """
    if model.precision != INT8:
        return embed.open_encoder(settings.model, threads=settings.threads or embed.THREADS)
    folder = models_folder(index, settings)
    found = quantised.find_made(folder, model.made_sha256) or _made_again(model, folder, settings)
    return quantised.QuantisedEncoder(found, threads=settings.threads or 1)


def _made_again(model: ModelId, folder: Path, settings: Settings) -> Path:
    reference = embed.open_encoder(settings.model, threads=settings.threads or embed.THREADS)
    if reference.model.sha256 != model.sha256:
        raise InputError(
            f"The index was built with the model {model}, not with {reference.model}.",
            mend="Set the model of the build, or build the index again.",
        )
    try:
        found = quantised.made(folder, reference)
    except Exception as error:  # as above; a query cannot do without the model of its build
        raise InputError(
            f"The index was built with the model {model}, which is not in {folder} and could not "
            f"be made again: {_reason(error)}",
            mend="Run `clausegraph build`, or copy the index with its cache.",
        ) from error
    if quantised.QuantisedEncoder(found).model != model:
        raise InputError(
            f"The index was built with the model {model}; these versions of the libraries make "
            "another one.",
            mend="Run `clausegraph build`.",
        )
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, ImportError):
        return f"The int8 model cannot be made: the package {error.name} is missing."
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"The int8 model cannot be made: {lines[0].rstrip('.')}."


def _cores() -> int:
    return len(os.sched_getaffinity(0))
