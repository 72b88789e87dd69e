"""A corpus of two small texts in a folder of its own, to be built in a moment and to be damaged.

The texts are read by the profiles that the project ships; everything else is written here.
"""

import hashlib
import shutil
from importlib.resources import as_file
from pathlib import Path

import corpus
from indexer.build import Built, build
from indexer.corpus_io import CorpusFolder
from indexer.retrieval.embed import Encoder
from indexer.retrieval.hash_encoder import HashEncoder

BASE = "https://example.org/cg/"
RULES = """Rules for safe work

Contents

5 Safety at work	1
5.1 Hazards	1

5 Safety at work

5.1 Hazards

1. Employers know the hazards of the places they run.^[1]

2. In every workplace, efforts should be made to:

- a. keep every workplace safe;^{[2],[3]} and

- b. let workers leave a dangerous place.¹

¹ Without loss of pay.

5.2 Uniforms

3. Employers pay for uniforms. They pay for transport too.
"""
LETTER = """Nurses move between countries, and many of them move in debt.

We ask every ministry to answer this letter before the summer.

Warm regards,

The nurses' union, Geneva.
"""
TEXTS = {"rules.txt": RULES, "letter.txt": LETTER}
_INSTRUMENTS = """
[[instrument]]
id = "compact"
title = "Rules for safe work"
path = "who/guidance/2020/rules"
body = ["WHO"]
kind = "guidance"
bindingness = "non-binding"
law = false
year = 2020

[[instrument]]
id = "letter"
title = "Letter on debt"
path = "union/letter/2021/debt"
body = ["Union"]
kind = "letter"
bindingness = "non-binding"
law = false
year = 2021

[[instrument]]
id = "T001"
title = "Safe Work Treaty, 2001"
path = "ilo/convention/2001/t001"
body = ["ILO"]
kind = "ilo-convention"
bindingness = "binding-when-ratified"
law = true
year = 2001
number = 1

[citation.default]
instrument = "{title}"
sec = ", section {label}"
sec-nn = ", section on {heading}"
para = ", para. {label}"
para-nn = ", unnumbered para. {n}"
point = "({label})"
fn = ", footnote {label}"
repeat = " ({nth} so labelled)"
"""
_FRAMEWORK = """
[[area]]
id = "harm"
label = "Preventing harm"

[[element]]
number = 1
label = "Hazards"
area = "harm"
section = "5.1"

[[element]]
number = 2
label = "Uniforms"
area = "harm"
section = "5.2"
"""
_SOURCE = """
[[source]]
file = "{file}"
sha256 = "{sha256}"
title = "Title of {file}"
publisher = "The publisher"
date = "2020"
status = "made up for tests"
edition = "first"
language = "eng"
origin = "written by hand"
rights = "Nobody reserves any."

[[source.part]]
instrument = "{instrument}"
profile = "{profile}"
"""
_READ_AS = {"rules.txt": ("compact", "guidance"), "letter.txt": ("letter", "letter")}


def write_corpus(folder: Path, **changed: str) -> Path:
    """Write the corpus into `folder` and return it; `changed` gives other texts by file stem."""
    texts = {**TEXTS, **{f"{stem}.txt": text for stem, text in changed.items()}}
    for name in ("sources", "registry"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with as_file(corpus.root.joinpath("profiles")) as profiles:
        shutil.copytree(profiles, folder / "profiles", dirs_exist_ok=True)
    for file, text in texts.items():
        (folder / "sources" / file).write_bytes(text.encode())
    sources = (_SOURCE.format(file=f, sha256=sha256(t), **_read_as(f)) for f, t in texts.items())
    (folder / "sources.toml").write_text("".join(sources), encoding="utf-8")
    (folder / "registry" / "instruments.toml").write_text(_INSTRUMENTS, encoding="utf-8")
    (folder / "registry" / "framework.toml").write_text(_FRAMEWORK, encoding="utf-8")
    return folder


def _read_as(file: str) -> dict[str, str]:
    return dict(zip(("instrument", "profile"), _READ_AS[file], strict=True))


def sha256(text: str) -> str:
    """Return the hash of a text as its file holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


def build_tiny(folder: Path, index: Path, encoder: Encoder | None = None) -> Built:
    """Build the corpus in `folder` into `index`, by default with an encoder without a model."""
    return build(CorpusFolder(folder), index, BASE, encoder or HashEncoder())
