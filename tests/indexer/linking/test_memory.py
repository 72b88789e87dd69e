"""What was learned is learned once: the same bytes from memory as from training, or no memory."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.evidence import Evidence
from indexer.linking import gather
from indexer.linking.gather import Knowledge, Memory, material_of, with_suggestions
from indexer.linking.ground import Ground
from indexer.linking.learned import Learned, learn
from indexer.linking.memory import keep, key_of, recall
from indexer.linking.suggest import Suggested, suggest
from indexer.links.model import Links
from indexer.model import Corpus, Edition, Element, Instrument, Provision
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.linking import made

PROVISIONS = tuple(Provision(own.id, own.words, "text") for own in made.targets().all)
NAMES = tuple(sorted({own.instrument for own in made.targets().all}))
KNOWLEDGE = Knowledge(made.vocabulary(), dict.fromkeys(NAMES, ("work",)), "concepts")


@pytest.fixture(scope="module")
def learned(ground: Ground) -> Learned:
    found = learn(ground, made.links())
    assert found is not None
    return found


def written(found: Suggested) -> str:
    return json.dumps([[one.as_record() for one in found.suggestions], found.facts])


def test_from_memory_the_same_is_suggested(
    ground: Ground, learned: Learned, tmp_path: Path
) -> None:
    keep(tmp_path, "key", learned)
    again = recall(tmp_path, "key")
    assert again == learned
    assert written(suggest(ground, made.links(), again)) == written(suggest(ground, made.links()))


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"0", b"\n{}"],
    ids=["empty", "without what was learned", "without a hash"],
)
def test_what_does_not_match_its_hash_is_not_trusted(
    learned: Learned, tmp_path: Path, spoilt: bytes
) -> None:
    (tmp_path / "key.json").write_bytes(spoilt)
    assert recall(tmp_path, "key") is None
    keep(tmp_path, "key", learned)
    whole = (tmp_path / "key.json").read_bytes()
    for broken in (whole[:-100], whole.replace(b"-", b"", 1)):
        (tmp_path / "key.json").write_bytes(broken)
        assert recall(tmp_path, "key") is None
    (tmp_path / "other.json").write_bytes(whole)
    assert recall(tmp_path, "other") is None


def test_a_write_that_ends_half_way_leaves_what_was_there(
    learned: Learned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("killed")

    keep(tmp_path, "before", learned)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match="killed"):
            keep(tmp_path, "key", learned)
    assert recall(tmp_path, "key") is None
    assert recall(tmp_path, "before") == learned
    keep(tmp_path, "key", learned)
    assert recall(tmp_path, "key") == learned


def test_whatever_decides_what_is_learned_is_in_the_key(ground: Ground) -> None:
    own, links = ground.material, made.links()
    fewer = replace(links, curated=links.curated[1:])
    doubted = replace(links, unsure=links.curated[:1])
    keys = [
        key_of(own, links, {"code": "1"}),
        key_of(own, links, {"code": "2"}),
        key_of(own, fewer, {"code": "1"}),
        key_of(own, doubted, {"code": "1"}),
        key_of(replace(own, units=own.units[1:]), links, {"code": "1"}),
        key_of(replace(own, titles={}), links, {"code": "1"}),
        key_of(replace(own, subjects={}), links, {"code": "1"}),
        key_of(replace(own, elements=1), links, {"code": "1"}),
    ]
    assert len(set(keys)) == len(keys)
    assert key_of(made.ground().material, made.links(), {"code": "1"}) == keys[0]


def corpus(*texts: Edition) -> Corpus:
    known = (
        Instrument(n, n, n, n, ("ILO",), "x", "binding", True, 2001, form="treaty")
        for n in (*NAMES, "C900")
    )
    asks = Edition("compact", "e", "eng", "made.txt", tuple(made.units()), ())
    elements = tuple(Element(n, topic, "a", str(n)) for n, topic in enumerate(made.TOPICS, 1))
    return Corpus(tuple(known), (), (), elements, (asks, *texts))


def treaty(name: str, words: str) -> Edition:
    article = replace(made.unit(f"{name}:art_1", words), kind="article")
    return Edition(name, "e", "eng", f"{name}.txt", (article,), ())


def built(one: Corpus, folder: Path) -> tuple[str, dict[str, Any]]:
    """The suggestions as they are written, and the facts of the model."""
    memory = Memory(folder, frozenset({"compact"}), {"code": "1"})
    given = Evidence(PROVISIONS, made.links().curated, ())
    found, facts = with_suggestions(
        given, one, made.links(), KNOWLEDGE, HashEncoder(), memory, None
    )
    assert facts is not None
    return json.dumps([[own.as_record() for own in found.suggestions], facts]), facts


def test_added_texts_are_suggested_and_not_learned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (treaty("C900", "Protective masks and gloves in every ward."), treaty("C001", "Rest."))
    cold, facts = built(corpus(*more), tmp_path / "cold")
    _, alone = built(corpus(), tmp_path / "warm")
    assert facts == alone

    def refused(*_: object) -> None:
        raise AssertionError("learned again")

    monkeypatch.setattr(gather, "learn", refused)
    warm, _ = built(corpus(*more), tmp_path / "warm")
    assert warm == cold
    assert '"C900:art_1"' in warm


def test_too_few_links_leave_nothing_to_remember(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "links", frozenset({"compact"}), {})
    few = Links(curated=made.links().curated[:6])
    given = Evidence(PROVISIONS, few.curated, ())
    found = with_suggestions(given, corpus(), few, KNOWLEDGE, HashEncoder(), memory)
    assert found == (given, None)
    assert not (tmp_path / "links").exists()
    assert len(material_of(corpus(), PROVISIONS, KNOWLEDGE).targets) == len(made.targets())
