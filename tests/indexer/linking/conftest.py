"""The small world of links, made once."""

import pytest

from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.training import Trained, train
from tests.indexer.linking import made


@pytest.fixture(scope="session")
def ground() -> Ground:
    return made.ground()


@pytest.fixture(scope="session")
def gold(ground: Ground) -> Gold:
    return gold_of(ground, made.links())


@pytest.fixture(scope="session")
def trained(ground: Ground, gold: Gold) -> Trained:
    return train(ground, gold)
