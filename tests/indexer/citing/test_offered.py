"""What is offered by name is what the registry and the writers have."""

from __future__ import annotations

import pytest

from indexer.citing.answers import cite_file
from indexer.citing.catalogue import Catalogue
from indexer.citing.offered import FILES, HOUSE, STYLES, TEXT
from indexer.errors import QueryError


def test_the_styles_are_those_of_the_registry(catalogue: Catalogue) -> None:
    assert catalogue.styles.names == STYLES
    assert STYLES[0] == HOUSE


@pytest.mark.parametrize("name", FILES)
def test_every_format_of_files_is_written_with_its_media_type(
    catalogue: Catalogue, name: str
) -> None:
    written, media_type = cite_file(catalogue, "C155:art_13", name)
    assert "Convention" in written
    assert media_type == FILES[name]


@pytest.mark.parametrize("name", [TEXT, "bibtext"])
def test_another_format_is_no_file(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(QueryError) as caught:
        cite_file(catalogue, "C155:art_13", name)
    assert "bibtex" in (caught.value.mend or "")
