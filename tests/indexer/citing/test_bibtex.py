"""BibTeX: an independent parser reads every entry, and reads what was meant."""

from dataclasses import replace

from pybtex.database import BibliographyData, parse_string

from indexer.citing.answers import cite_file
from indexer.citing.bibtex import bibtex
from indexer.citing.catalogue import Catalogue


def parsed(text: str) -> BibliographyData:
    """A BibTeX file, strictly parsed."""
    return parse_string(text, "bibtex")


def test_every_instrument_is_read_back(catalogue: Catalogue) -> None:
    texts = {name: cite_file(catalogue, name, "bibtex")[0] for name in catalogue.instruments}
    data = parsed("\n".join(texts.values()))
    assert len(data.entries) == len(texts)
    for name, instrument in catalogue.instruments.items():
        entry = data.entries[name]
        assert entry.type == "misc"
        assert entry.fields["title"].replace("\\", "") == f"{{{instrument.title}}}"
        assert entry.fields.get("year") == (str(instrument.year) if instrument.year else None)


def test_an_article_has_what_oscola_biblatex_reads(catalogue: Catalogue) -> None:
    text, media_type = cite_file(catalogue, "C155:art_13", "bibtex")
    assert media_type == "application/x-bibtex"
    entry = parsed(text).entries["C155-art_13"]
    assert entry.fields["entrysubtype"] == "piltreaty"
    assert entry.fields["execution"] == "adopted=1981-06-22 and inforce=1983-08-11"
    assert entry.fields["note"] == "art 13"
    assert entry.fields["howpublished"] == "1331 UNTS 279"
    assert str(entry.fields["month"]).lower().startswith("jun")
    assert [str(person) for person in entry.persons["author"]] == [
        "{International Labour Organization}"
    ]


def test_a_resolution_has_its_symbol(catalogue: Catalogue) -> None:
    text = cite_file(catalogue, "A-RES-71-159", "bibtex")[0]
    fields = parsed(text).entries["A-RES-71-159"].fields
    assert (fields["entrysubtype"], fields["instrument_no"]) == ("undoc", "A/RES/71/159")


def test_what_is_not_known_has_no_field(catalogue: Catalogue) -> None:
    entries = parsed("".join(cite_file(catalogue, n, "bibtex")[0] for n in ("brief", "platform")))
    assert "author" not in entries.entries["brief"].persons
    assert {"year", "date", "month"} & set(entries.entries["platform"].fields) == set()


def test_what_is_special_to_tex_is_escaped(catalogue: Catalogue) -> None:
    cited = catalogue.cited("C155")
    odd = replace(cited.instrument, title="50% of A & B_C #1 {x} $2 ~ ^ \\")
    text = bibtex("C155", replace(cited, instrument=odd), catalogue.styles, "https://x/a_b")
    title = next(line for line in text.splitlines() if line.startswith("  title"))
    assert r"50\% of A \& B\_C \#1 \{x\} \$2 \textasciitilde{} \textasciicircum{}" in title
    assert "iri = {https://x/a_b}" in text
    assert list(parsed(text).entries) == ["C155"]
