"""RIS: an independent parser reads every record, and reads what was meant."""

import rispy

from indexer.citing.answers import cite_file
from indexer.citing.catalogue import Catalogue


def test_every_instrument_is_read_back(catalogue: Catalogue) -> None:
    names = list(catalogue.instruments)
    records = rispy.loads("\n".join(cite_file(catalogue, name, "ris")[0] for name in names))
    assert [record["id"] for record in records] == names
    for record, name in zip(records, names, strict=True):
        assert record["type_of_reference"] in {"LEGAL", "RPRT", "GEN"}
        assert record["title"] == " ".join(catalogue.instruments[name].title.split())
        assert "unknown_tag" not in record, record


def test_a_convention_article_is_a_legal_rule_with_its_section(catalogue: Catalogue) -> None:
    text, media_type = cite_file(catalogue, "C155:art_13", "ris")
    assert media_type == "application/x-research-info-systems"
    lines = text.splitlines()
    assert lines[0] == "TY  - LEGAL"
    assert lines[-1] == "ER  - "
    wanted = {
        "TI  - Occupational Safety and Health Convention, 1981",
        "A1  - International Labour Organization",
        "DA  - 1981/06/22",
        "SE  - art 13",
        "VL  - 1331",
        "SP  - 279",
        "CY  - Geneva",
        "ID  - C155:art_13",
    }
    assert wanted <= set(lines)


def test_several_bodies_are_several_authors(catalogue: Catalogue) -> None:
    record = rispy.loads(cite_file(catalogue, "platform", "ris")[0])[0]
    assert len(record["first_authors"]) == 3
    assert "year" not in record
