"""CSL-JSON: valid for every instrument, and right where a table says what is right."""

import json

from jsonschema import Draft7Validator

from indexer.citing.answers import cite_file
from indexer.citing.catalogue import Catalogue
from tests.indexer.citing.tables import FOLDER

SCHEMA = json.loads((FOLDER / "csl-item.schema.json").read_text(encoding="utf-8"))


def test_every_instrument_and_a_place_in_each_is_valid(catalogue: Catalogue) -> None:
    validator = Draft7Validator(SCHEMA)
    places = {name.partition(":")[0]: name for name in catalogue.ids if ":" in name}
    assert len(places) > 90
    for name in (*catalogue.instruments, *places.values()):
        items = json.loads(cite_file(catalogue, name, "csl-json")[0])
        assert [e.message for e in validator.iter_errors(items)] == [], name
        assert items[0]["id"] == name


def test_a_treaty_has_its_series_its_dates_and_its_place(catalogue: Catalogue) -> None:
    text, media_type = cite_file(catalogue, "C155:art_13", "csl-json")
    assert media_type == "application/vnd.citationstyles.csl+json"
    assert json.loads(text) == [
        {
            "id": "C155:art_13",
            "type": "treaty",
            "title": "Occupational Safety and Health Convention, 1981",
            "title-short": "Convention No. 155",
            "authority": "International Labour Organization",
            "number": "155",
            "section": "art 13",
            "issued": {"date-parts": [[1981, 6, 22]]},
            "event-place": "Geneva",
            "container-title": "United Nations Treaty Series",
            "volume": "1331",
            "page": "279",
            "language": "en",
            "URL": "https://normlex.ilo.org/dyn/nrmlx_en/f"
            "?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C155",
            "custom": {
                "clausegraph_id": "C155:art_13",
                "iri": "https://w3id.org/clausegraph/ilo/convention/1981/c155/art_13",
                "entry_into_force": "1983-08-11",
                "bindingness": "binding-when-ratified",
            },
        }
    ]


def test_types_follow_the_class(catalogue: Catalogue) -> None:
    def kind(name: str) -> str:
        return str(json.loads(cite_file(catalogue, name, "csl-json")[0])[0]["type"])

    assert kind("ICCPR:art_12") == kind("GC1") == kind("IHR") == "treaty"
    assert kind("wha63-16:para_3") == kind("code:art_5") == kind("R164") == "legislation"
    assert kind("compact:para_26__point_g") == kind("CESCR-GC-23") == "report"


def test_what_is_not_known_has_no_field(catalogue: Catalogue) -> None:
    item = json.loads(cite_file(catalogue, "platform", "csl-json")[0])[0]
    assert {"issued", "volume", "page", "container-title", "section", "URL"} & set(item) == set()
