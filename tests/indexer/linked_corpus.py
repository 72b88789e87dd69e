"""The tiny corpus with a treaty that is registered provision by provision, cited and linked to.

The claims and suggestions are made up for the tests.
"""

import shutil
from dataclasses import replace
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import pytest

import corpus
import indexer.build
from indexer.evidence import Evidence, Suggestion
from indexer.links.gather import gather
from tests.indexer.tiny_corpus import RULES, build_tiny, write_corpus

CITING = RULES.replace(
    "the places they run.", "the places they run, after the Safe Work Treaty, 2001."
).replace("Without loss of pay.", "Safe Work Treaty, 2001, Article 2.")
PROVISIONS = """instrument = "T001"

[[provision]]
eid = "art_1"
subject = "Safe workplaces"
basis = "text"

[[provision]]
eid = "art_2"
subject = "Leaving a dangerous place"
basis = "text"

[[provision]]
eid = "art_2__para_1"
subject = "Workers may leave a dangerous place"
basis = "knowledge"
"""
HEAD = (
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tmapping_date"
    "\tcomment\tprimary_source\tbasis\tconfidence\n"
)
CURATED = (
    "#mapping_set_id: made up\n"
    + HEAD
    + "compact:para_2__point_b\tcg:relatedProvision\tT001:art_2\tsemapv:ManualMappingCuration\t"
    "test editors\t2025-11-20\tBoth are about leaving.\thttps://example.org/t001\ttext\t0.70\n"
    "compact:para_2__point_a\tcg:backedBy\tT001:art_1\tsemapv:ManualMappingCuration\t"
    "test editors\t2025-11-21\tBoth ask for safe workplaces.\tT001:art_1\ttext\t0.95\n"
    "compact:para_2__point_b\tcg:backedBy\tT001:art_2__para_1\tsemapv:ManualMappingCuration\t"
    'test editors\t2025-11-21\tLeaving, in both; the treaty says "may".\tin print\t'
    "knowledge\t0.80\n"
)
REJECTED = (
    HEAD.replace("predicate_id", "predicate_id\tpredicate_modifier")
    + "compact:para_3\tcg:backedBy\tNot\tT001:art_1\tsemapv:ManualMappingCuration\t"
    "test editors\t2025-11-21\tUniforms are no matter of safety here.\tT001:art_1\ttext\t\n"
)
UNSURE = (
    HEAD.replace("\tcomment\t", "\tcomment_for\tcomment_against\t")
    + "compact:para_1\tcg:backedBy\tT001:art_1\tsemapv:ManualMappingCuration\ttest editors\t"
    "2025-11-21\tHazards make places unsafe.\tNothing on knowledge.\tT001:art_1\ttext\t0.50\n"
)


def write_links(folder: Path, **files: str) -> None:
    """Write lists of links by name, as text."""
    (folder / "links").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "links" / f"{name}.sssom.tsv").write_text(text, encoding="utf-8")


def write_linked(folder: Path) -> Path:
    """Write the corpus with patterns, provisions and links into `folder` and return it."""
    write_corpus(folder, rules=CITING)
    with as_file(corpus.root.joinpath("registry")) as registry:
        shutil.copy(registry / "patterns.toml", folder / "registry")
    instruments = folder / "registry" / "instruments.toml"
    facts = instruments.read_text(encoding="utf-8")
    facts = facts.replace("number = 1\n", 'number = 1\nstatus = "in-force"\n')
    facts = facts.replace("sec = ", 'art = ", Article {label}"\nsec = ')
    instruments.write_text(facts, encoding="utf-8")
    (folder / "registry" / "scopes.toml").write_text("", encoding="utf-8")
    (folder / "registry" / "provisions").mkdir()
    (folder / "registry" / "provisions" / "T001.toml").write_text(PROVISIONS, encoding="utf-8")
    write_links(folder, curated=CURATED, rejected=REJECTED, unsure=UNSURE)
    return folder


def suggestion(subject: str, target: str, rank: int, probability: float | None) -> Suggestion:
    return Suggestion(
        subject=subject,
        target=target,
        score=round(1 - rank / 10, 2),
        probability=probability,
        rank=rank,
        pool=3,
        method="made up",
        model="test-model",
        parts={"cosine": 0.5},
    )


SUGGESTIONS = (
    suggestion("compact:para_2__point_b", "T001:art_2", 1, 0.75),
    suggestion("compact:para_2__point_b", "T001:art_1", 2, 0.25),
    suggestion("compact:para_3", "T001:art_1", 1, 0.5),
)


def build_linked(folder: Path, index: Path) -> None:
    """Build the corpus in `folder` into `index`, with the suggestions above."""

    def with_suggestions(*given: Any) -> Evidence:
        return replace(gather(*given), suggestions=SUGGESTIONS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.build, "gather", with_suggestions)
        build_tiny(folder, index)
