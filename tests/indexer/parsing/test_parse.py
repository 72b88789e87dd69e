"""Whole documents, composed here: a new document of a known kind needs no new code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from indexer.errors import InputError
from indexer.model import Span
from indexer.parsing.parse import Document, Part, parse_document
from indexer.parsing.profiles import Profile

Read = Callable[..., Any]

GUIDANCE = """Tea for all: technical guidance

© Tea Society 2030. All rights reserved.
No leaf may be copied.

Contents
1 Background\t2
2 Kettles\t3

1 Background

1. Tea workers¹ need breaks.^[1] They also
need kettles, and at the end of the page they

¹ All who make tea.

need cups.

2. The framework has two areas:
- **Leaves:** growing and picking.
- **Water:** boiling.^{[2],[3]}

2 Kettles

2.1 Safe kettles

3. *Fairness* comes first.

4. Kettles are hot. Members should make efforts to:
- a. insulate handles, in particular:
  - i. of iron;
  - ii. of steel; and
- b. train staff.

Figure 1: A kettle

Policy actions to accelerate recommendations
- a. Adopt a standard.
"""

TREATY = """Tea Resolution and Code

Preamble

The Member States of the Tea Organization,

Recalling the leaf;

THEREFORE

The Member States hereby agree on the following articles.

Article 1 – Aims

The aims of this Code are:

(1) to pour;

(2) to drink.

Article 2 – Cups

2.1 Cups are of porcelain. Member States should:

(a) wash them;

(b) dry them.

2.2 Spoons follow, as a page

break cut this sentence.
"""

GUIDE = """A Guide to Tea

Contents
Introduction\t1
1. Making tea\t2
- Why tea?\t3
Further reading\t9
Boxes
Box n°1: Kettles of the world

Introduction

Tea is a drink (Article 5.1²).

² Of the Tea Code.

“Tea is a victory.”

Dr Green, Director

1. Making tea

Boil water.

BOX N° 1

Kettles of the world

They differ.

Sources:

Kettle, A. Kettles. 2029.
http://kettles.example

Why tea?

Because.

Further reading

Leaf, B. Leaves. 2028.
<https://leaves.example>

Contacts for more tea

Tea Society, 1 Leaf Lane
"""

PAPER = """The Tea Platform

A. Context

i. Definition of tea

Tea is a leaf.¹

Plan of Five Cups (text)

9.1* Platform for tea made:
(a) hot;
(b) cold.

¹ Leaf (2028).

* Both go together.

B. Work

The platform has these activities:

- i. Dialogue on
 - kettles
- ii. Sharing
"""

BRIEF = """Tea for workers: a brief

 About the brief
This brief was written by people who drink tea every day and who know it
well, from leaf to inter-
national cup.1 It is short.

1 The Tea Survey asked TEA2030 members.

Protect the tea
maker

1.1 Wrap every
handle

Action area 1: Act on kettles

1.1. Wrap every handle

Handles burn hands, so each handle is to be wrapped in cork or in another
stuff that does not burn.

Mechanisms for action
People who drink tea can act together in more than one way, for instance:

1. Build alliances with people who drink coffee.

https://tea.example/act
"""

LETTER = """Dear all,

Tea is served at four. Please come.

Thematic fields of tea

Two themes matter:
  1. Green tea
  2. Black tea

Warm regards,
Anna

References and resources

Tea Society, Tea for all
https://tea.example
"""

REPORT = """# On tea

## 1. Leaves

1. Tea has leaves:¹

(a) green ones;

(b) black ones.

¹ Not herbs.

### In bags

Bags are for travel.

- small bags
"""
EXPECTED: dict[str, tuple[str, str, list[str], list[str]]] = {
    "guidance": (
        GUIDANCE,
        "",
        [
            "section sec_1: Background",
            "paragraph para_1: Tea workers need breaks. They also need kettles, and at the end of "
            "the page they need cups.",
            "note fn_1: All who make tea.",
            "paragraph para_2: The framework has two areas:",
            "point para_2__item_nn_1: Leaves: growing and picking.",
            "point para_2__item_nn_2: Water: boiling.",
            "section sec_2: Kettles",
            "section sec_2-1: Safe kettles",
            "principle para_3: Fairness comes first.",
            "paragraph para_4: Kettles are hot. Members should make efforts to:",
            "recommendation para_4__point_a: insulate handles, in particular:",
            "point para_4__point_a__item_i: of iron;",
            "point para_4__point_a__item_ii: of steel; and",
            "recommendation para_4__point_b: train staff.",
            "policy-action para_4__action_a: Adopt a standard.",
        ],
        ["cover", "rights", "rights", *["contents"] * 3, "caption", "subheading"],
    ),
    "treaty": (
        TREATY,
        "Tea Resolution and Code",
        [
            "section sec_nn_1: Preamble",
            "formula pream_nn_1: The Member States of the Tea Organization,",
            "preambular-paragraph pream_nn_2: Recalling the leaf;",
            "formula pream_nn_3: THEREFORE The Member States hereby agree on the following "
            "articles.",
            "article art_1: The aims of this Code are:",
            "point art_1__point_1: to pour;",
            "point art_1__point_2: to drink.",
            "article art_2: Cups",
            "article-paragraph art_2__para_1: Cups are of porcelain. Member States should:",
            "point art_2__para_1__point_a: wash them;",
            "point art_2__para_1__point_b: dry them.",
            "article-paragraph art_2__para_2: Spoons follow, as a page break cut this sentence.",
        ],
        ["title"],
    ),
    "guide": (
        GUIDE,
        "",
        [
            "section sec_nn_1: Introduction",
            "paragraph para_nn_1: Tea is a drink (Article 5.1).",
            "note fn_2: Of the Tea Code.",
            "quotation para_nn_2: “Tea is a victory.”",
            "section sec_nn_1__sec_1: Making tea",
            "paragraph para_nn_3: Boil water.",
            "box box_1: Kettles of the world",
            "paragraph box_1__para_nn_1: They differ.",
            "reference box_1__para_nn_2: Kettle, A. Kettles. 2029. http://kettles.example",
            "question sec_nn_2: Why tea?",
            "paragraph para_nn_4: Because.",
            "section sec_nn_3: Further reading",
            "reference para_nn_5: Leaf, B. Leaves. 2028. <https://leaves.example>",
            "section sec_nn_4: Contacts for more tea",
        ],
        ["cover", *["contents"] * 7, "subheading", "contact"],
    ),
    "paper": (
        PAPER,
        "",
        [
            "section sec_A: Context",
            "section sec_A__sec_i: Definition of tea",
            "paragraph para_nn_1: Tea is a leaf.",
            "section sec_nn_1: Plan of Five Cups (text)",
            "paragraph para_9-1: Platform for tea made:",
            "point para_9-1__point_a: hot;",
            "point para_9-1__point_b: cold.",
            "note fn_1: Leaf (2028).",
            "note fn_nn_1: Both go together.",
            "section sec_B: Work",
            "paragraph para_nn_2: The platform has these activities:",
            "point point_i: Dialogue on",
            "point point_i__item_nn_1: kettles",
            "point point_ii: Sharing",
        ],
        ["cover"],
    ),
    "brief": (
        BRIEF,
        "Tea for workers: a brief",
        [
            "section sec_nn_1: About the brief",
            "paragraph para_nn_1: This brief was written by people who drink tea every day and who "
            "know it well, from leaf to inter-national cup. It is short.",
            "note fn_1: The Tea Survey asked TEA2030 members.",
            "table-cell item_nn_1: Protect the tea maker",
            "table-cell item_1-1: Wrap every handle",
            "action-area sec_1: Act on kettles",
            "action action_1-1: Wrap every handle",
            "paragraph para_nn_2: Handles burn hands, so each handle is to be wrapped in cork or "
            "in another stuff that does not burn.",
            "section sec_nn_2: Mechanisms for action",
            "paragraph para_nn_3: People who drink tea can act together in more than one way, for "
            "instance:",
            "point point_1: Build alliances with people who drink coffee.",
        ],
        ["title", "link"],
    ),
    "letter": (
        LETTER,
        "",
        [
            "paragraph para_nn_1: Dear all,",
            "paragraph para_nn_2: Tea is served at four. Please come.",
            "section sec_nn_1: Thematic fields of tea",
            "paragraph para_nn_3: Two themes matter:",
            "theme point_1: Green tea",
            "theme point_2: Black tea",
            "section sec_nn_2: References and resources",
            "reference para_nn_4: Tea Society, Tea for all https://tea.example",
        ],
        ["signature", "signature"],
    ),
    "report": (
        REPORT,
        "",
        [
            "section sec_1: Leaves",
            "paragraph para_1: Tea has leaves:",
            "point para_1__point_a: green ones;",
            "point para_1__point_b: black ones.",
            "note fn_1: Not herbs.",
            "section sec_nn_1: In bags",
            "paragraph para_nn_1: Bags are for travel.",
            "point item_nn_1: small bags",
        ],
        ["title"],
    ),
}


@pytest.mark.parametrize("profile", EXPECTED)
def test_a_new_document_of_a_known_kind_needs_no_code(profile: str, read: Read) -> None:
    text, title, units, furniture = EXPECTED[profile]
    found = read(profile, text, title=title)
    assert [f"{u.kind} {u.eid}: {u.text}" for u in found.units] == units
    assert [role for role, _ in found.furniture] == furniture


def test_there_is_a_document_of_every_kind(profiles: Mapping[str, Profile]) -> None:
    assert set(EXPECTED) == set(profiles)


@pytest.mark.parametrize("profile", EXPECTED)
def test_ends_of_lines_as_windows_has_them_change_nothing(profile: str, read: Read) -> None:
    text, title, units, _ = EXPECTED[profile]
    found = read(profile, text.replace("\n", "\r\n"), title=title)
    assert [f"{u.kind} {u.eid}: {u.text}" for u in found.units] == units


@pytest.mark.parametrize("profile", EXPECTED)
def test_no_profile_loses_a_text_of_another_kind(profile: str, read: Read) -> None:
    for other, (text, _, _, _) in EXPECTED.items():
        if profile == "brief" and other != "brief":
            continue  # a brief's footnotes must have their marks
        assert read(profile, text).units, other


@pytest.mark.parametrize("text", ["", "\n \n", "One line", "One\n\nTwo\n"])
@pytest.mark.parametrize("profile", EXPECTED)
def test_the_smallest_texts_parse(profile: str, text: str, read: Read) -> None:
    found = read(profile, text)
    assert bool(found.units or found.furniture) is bool(text.strip())


TWO = "A note on tea.\n\nTea Code\n\nArticle 1 – Aims\n\nTea.\n\nThe end of the note.\n"


def two(*begins: str | None) -> Document:
    names = (("note", "letter"), ("code", "treaty"), ("note", "letter"))
    parts = tuple(
        Part(name, profile, words) for (name, profile), words in zip(names, begins, strict=True)
    )
    return Document("two.txt", TWO, parts, {"code": "Tea Code"})


def test_one_file_may_hold_several_instruments(profiles: Mapping[str, Profile]) -> None:
    parsed = parse_document(two(None, "Tea Code", "The end"), profiles, {})
    found = {name: [u.id for u in own.units] for name, own in parsed.instruments.items()}
    assert found == {"note": ["note:para_nn_1", "note:para_nn_2"], "code": ["code:art_1"]}
    assert parsed.covered == sum(not char.isspace() for char in TWO)
    assert next(p.owner for p in parsed.pieces if p.owner) == "note:para_nn_1"
    assert [p.role for p in parsed.pieces if p.owner is None] == ["title"]


def test_words_that_do_not_begin_a_part_are_told(profiles: Mapping[str, Profile]) -> None:
    with pytest.raises(InputError) as caught:
        parse_document(two(None, "Coffee Code", "The end"), profiles, {})
    assert caught.value.message == (
        "two.txt: the part 'code' begins with 'Coffee Code', which the file does not contain."
    )
    assert "sources.toml" in (caught.value.mend or "")


def test_a_part_is_looked_for_behind_the_part_before_it(profiles: Mapping[str, Profile]) -> None:
    with pytest.raises(InputError, match="the part 'note' begins with 'A note'"):
        parse_document(two(None, "Tea Code", "A note"), profiles, {})


def test_text_before_the_first_part_is_left_over(profiles: Mapping[str, Profile]) -> None:
    document = Document("x.txt", TWO, (Part("code", "treaty", "Tea Code"),), {"code": "Tea Code"})
    with pytest.raises(InputError, match=r"x.txt, line 1: the text 'A note on tea.' is left over"):
        parse_document(document, profiles, {})


def test_the_source_of_a_unit_is_where_its_label_stands(read: Read) -> None:
    found = read("guidance", GUIDANCE)
    unit = found["para_4__point_a"]
    assert found.text[unit.start :].startswith("- a. insulate")
    assert unit.spans == (Span(unit.start, unit.end),)
    assert found.text[: unit.end].endswith("in particular:")
