"""What the steps do with pages written for the purpose: columns, notes, hyphens, furniture."""

from __future__ import annotations

import pytest

from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf import raw

FILLER = "the health of workers and of those who care for them is"


def show(text: str, x: float, y: float, size: float = 11) -> bytes:
    escaped = text.replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("latin-1")


def lines(texts: list[str], x: float = 72, top: float = 740, size: float = 11) -> bytes:
    return b"".join(show(text, x, top - 14 * i, size) for i, text in enumerate(texts))


def read(*contents: bytes) -> Document:
    document = read_pdf(raw.document(*[raw.stream(c) for c in contents]), "file.pdf", ReadLimits())
    for box in document.boxes:
        assert document.text[box.start : box.end].strip()
    return document


def body(name: str, count: int = 12) -> list[str]:
    return [f"{name}{i} {FILLER}" for i in range(count)]


def test_columns_are_read_one_after_the_other_though_the_stream_goes_across() -> None:
    left, right = body("left"), body("right")
    across = b"".join(
        show(a, 60, 740 - 14 * i, 8) + show(b, 320, 740 - 14 * i, 8)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    )
    words = read(across).text.split()
    order = [word for word in words if word.startswith(("left", "right"))]
    assert order == [f"left{i}" for i in range(12)] + [f"right{i}" for i in range(12)]


def test_a_title_across_the_page_stands_before_both_columns() -> None:
    title = show("A title that runs across the whole of the page and its columns", 60, 790, 16)
    columns = lines(body("left"), 60, size=8) + lines(body("right"), 320, size=8)
    text = read(title + columns).text
    assert text.index("A title") < text.index("left0") < text.index("left11") < text.index("right0")


def test_a_superscript_is_a_marker_and_its_note_a_block() -> None:
    page = lines(body("word")) + show("care", 72, 560) + show("1", 95, 564, 6)
    page += (
        show(", and more of it", 99, 560)
        + show("1", 72, 103, 5)
        + show("A note on care.", 76, 100, 8)
    )
    document = read(page)
    assert "care¹, and more of it" in document.text
    assert "\n\n¹ A note on care." in document.text
    assert document.notices == ()


def test_heads_feet_and_page_numbers_are_no_text() -> None:
    pages = [
        show(f"A running head {n}", 72, 810, 8)
        + lines(body(f"page{n}x"))
        + show(str(n), 300, 30, 8)
        for n in range(1, 5)
    ]
    text = read(*pages).text
    assert "running head" not in text
    assert [word for word in text.split() if word.isdigit()] == []


def test_numbers_of_lines_in_the_margin_are_dropped() -> None:
    margin = b"".join(show(str(i + 1), 40 if i < 9 else 36, 740 - 14 * i, 7) for i in range(20))
    text = read(lines(body("word", 20)) + margin).text
    assert [word for word in text.split() if word.isdigit()] == []
    assert text.split()[0] == "word0"


def test_rotated_and_giant_type_is_dropped() -> None:
    turned = b"BT /F1 11 Tf 0 1 -1 0 30 300 Tm (turned) Tj ET\n"
    giant = b"BT /F1 90 Tf 0.7 0.7 -0.7 0.7 150 200 Tm (DRAFT) Tj ET\n"
    large = show("SAMPLE", 60, 400, 96)
    text = read(lines(body("word")) + turned + giant + large).text
    assert "turned" not in text
    assert "DRAFT" not in text
    assert "SAMPLE" not in text


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first = [*body("one", 6), "and the rest of this sentence stands on the next of its"]
    document = read(lines(first), lines(["pages, where it ends.", "", "Another begins here."]))
    assert "stands on the next of its pages, where it ends." in document.text
    assert [m.kind for m in document.mends] == ["page-break"]
    assert {box.page for box in document.boxes} == {1, 2}


def test_soft_and_hard_hyphens_are_told_apart_and_recorded() -> None:
    page = lines(
        [
            "The protection of a well-being that is long-term, and the international",
            "rules of recruitment are what all of the states have agreed to in recruit-",
            "ment and in what concerns their policies, so that they may reach the long-",
            "term aims that are set by the members of this international organization.",
        ]
    )
    document = read(page)
    assert "recruitment and in what" in document.text
    assert "the long-term aims" in document.text
    assert [(m.kind, m.was) for m in document.mends] == [
        ("soft-hyphen", "-\n"),
        ("hard-hyphen", "-\n"),
    ]


def test_a_ruled_table_is_read_by_rows() -> None:
    grid = b"".join(b"%d 600 m %d 660 l S\n" % (x, x) for x in (60, 260, 460))
    grid += b"".join(b"60 %d m 460 %d l S\n" % (y, y) for y in (600, 620, 640, 660))
    cells = [("Year", "What"), ("2012", "Report"), ("2015", "Review")]
    inside = b"".join(
        show(a, 70, 646 - 20 * i) + show(b, 270, 646 - 20 * i) for i, (a, b) in enumerate(cells)
    )
    text = read(lines(body("word", 4)) + grid + inside).text
    assert "Year\tWhat\n2012\tReport\n2015\tReview" in text


def test_endnotes_are_found_before_footnotes_and_ranges_are_spelled_out() -> None:
    page = lines(body("word")) + show("care", 72, 560) + show("1-3", 95, 564, 6)
    notes = show("Endnotes", 72, 740, 14) + lines(
        ["1. First note.", "2. Second note on 187), Arts. 2-5,", "187), Arts. 2-5.", "3. Third."],
        top=700,
        size=8,
    )
    document = read(page, notes)
    assert "care^{[1],[2],[3]}" in document.text
    assert "[2] Second note on 187), Arts. 2-5, 187), Arts. 2-5.\n" in document.text
    assert document.text.endswith("[3] Third.\n")
    assert [m.was for m in document.mends if m.kind == "note-range"] == ["1-3"]


def test_a_range_of_markers_goes_on_over_the_end_of_a_line() -> None:
    page = lines(body("word", 3)) + lines([f"{FILLER} and more of it, also of care"], top=698)
    page += show("1-", 437, 702, 6) + show("3", 72, 688, 6) + show("and so on", 80, 684)
    notes = show("Endnotes", 72, 740, 14)
    notes += lines(["1. First note.", "2. Second.", "3. Third."], top=700, size=8)
    document = read(page, notes)
    assert "care^{[1],[2],[3]} and so on" in document.text
    assert document.notices == ()


def test_every_box_proves_its_words_on_the_page() -> None:
    document = read(lines(body("word", 3)))
    shown = [(document.text[b.start : b.end], b.page, round(b.x0)) for b in document.boxes]
    assert shown == [(line, 1, 72) for line in body("word", 3)]
    assert all(0 < b.top < b.bottom < 842 for b in document.boxes)


def test_three_columns_are_read_above_and_below_a_box_across_them() -> None:
    def third(name: str, x: float, top: float) -> bytes:
        return lines([f"{name}{i} of the health of workers who care" for i in range(6)], x, top, 7)

    above = b"".join(third(f"up{n}x", 50 + 180 * n, 740) for n in range(3))
    below = b"".join(third(f"low{n}x", 50 + 180 * n, 560) for n in range(3))
    box = show("A box that runs across the whole of the page and all of its three columns", 50, 620)
    words = read(below + box + above).text.split()
    marks = [word for word in words if word.startswith(("up", "low")) or word == "box"]
    expected = [f"up{n}x{i}" for n in range(3) for i in range(6)] + ["box"]
    assert marks == expected + [f"low{n}x{i}" for n in range(3) for i in range(6)]


def test_an_initial_over_two_lines_begins_its_word() -> None:
    page = show("T", 72, 726, 32) + show("he health of workers and of those who care for", 94, 740)
    page += lines(["them is what these rules protect in every place,"], 94, 726)
    page += lines(["and wherever they may work in it at any hour."], 72, 712)
    page += lines(body("word"), top=680)
    text = read(page).text
    assert text.startswith("The health of workers and of those")
    assert "T" not in text[1:].split("word0")[0]


def test_labels_of_a_list_are_no_numbers_of_lines() -> None:
    page = lines(body("word"))
    notes = show("Endnotes", 72, 760, 14) + b"".join(
        show(str(n), 70 - 3 * (n > 9), 735 - 12 * n, 5)
        + show(f"Note {n} of all.", 76, 732 - 12 * n, 8)
        for n in range(1, 16)
    )
    assert "[15] Note 15 of all." in read(page, notes).text


def test_footnotes_begin_again_on_every_page() -> None:
    pages = [
        lines(body(f"page{n}x", 3)) + show("care", 72, 640) + show("1", 95, 644, 6)
        + show("and more", 104, 640)
        + show("1", 72, 103, 5) + show(f"Note {n} on care.", 76, 100, 8)
        for n in (1, 2, 3)
    ]  # fmt: skip
    text = read(*pages).text
    assert [f"¹ Note {n} on care." in text for n in (1, 2, 3)] == [True] * 3
    assert text.count("care¹ and more") == 3


@pytest.mark.parametrize(("sign", "shown"), [("ii", "^ii^"), ("*", "^∗^"), ("a", "^a^")])
def test_labels_of_footnotes_that_are_no_numbers(sign: str, shown: str) -> None:
    page = lines(body("word")) + show("care", 72, 560) + show(sign, 95, 564, 6)
    page += show("and more", 104, 560) + show(sign, 72, 103, 5) + show("A note.", 79, 100, 8)
    text = read(page).text
    assert f"care{shown} and more" in text
    assert f"\n\n{shown} A note." in text


def test_endnotes_stand_behind_every_chapter() -> None:
    chapters = [
        show(f"{n} Chapter", 72, 780, 14) + lines(body(f"chapter{n}x", 4)) + show("care", 72, 660)
        + show("2", 95, 664, 6) + show("in it.", 104, 660) + show("Notes", 72, 600, 13)
        + lines([f"{i}. Note {i} of {n}." for i in (1, 2, 3)], top=570, size=8)
        for n in (1, 2)
    ]  # fmt: skip
    text = read(*chapters).text
    assert text.count("care^[2] in it.") == 2
    assert [text.count(f"\n\n[2] Note 2 of {n}.") for n in (1, 2)] == [1, 1]


def test_heads_with_titles_of_sections_and_numbers_of_pages_are_no_text() -> None:
    titles = ["Rest", "Pay", "Pay", "Hours of work", "Leave"]
    pages = [
        (show(f"{n + 6} {title}", 72, 810, 10) if n % 2 else show(f"{title} {n + 6}", 300, 810, 10))
        + lines(body(f"page{n}x"))
        for n, title in enumerate(titles)
    ]
    text = read(*pages).text
    assert [title for title in titles if title in text] == []


def test_a_row_without_rules_goes_on_in_its_last_column() -> None:
    rows = [("2012", "Reports of Member States to the"), ("", "Secretariat"), ("2013", "Report")]
    table = b"".join(
        (show(a, 72, 600 - 14 * i) if a else b"") + show(b, 240, 600 - 14 * i)
        for i, (a, b) in enumerate(rows)
    )
    text = read(lines(body("word", 6)) + table).text
    assert "2012\tReports of Member States to the Secretariat" in text
    assert "2013\tReport" in text


def test_words_are_parted_at_the_rules_of_narrow_cells() -> None:
    grid = b"".join(b"%.1f 600 m %.1f 660 l S\n" % (x, x) for x in (60, 93.4, 460))
    grid += b"".join(b"60 %d m 460 %d l S\n" % (y, y) for y in (600, 620, 640, 660))
    inside = b"".join(show(f"201{i} Report {i}", 70, 646 - 20 * i) for i in range(3))
    text = read(lines(body("word", 4)) + grid + inside).text
    assert "2010\tReport 0\n2011\tReport 1\n2012\tReport 2" in text


def test_headings_that_follow_each_other_stay_apart() -> None:
    heads = [("The Code at a glance and all that it asks of the states", 700), ("1. Aims", 672)]
    bold = b"".join(show(text, 72, top, 13).replace(b"/F1", b"/F2") for text, top in heads)
    page = lines(body("word", 3)) + bold + lines(body("more", 8), top=640)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        raw.page(2, 4, 5).replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R"),
        raw.stream(page),
        raw.FONT,
        raw.FONT.replace(b"Times-Roman", b"Times-Bold"),
    ]
    text = read_pdf(raw.pdf(objects), "file.pdf", ReadLimits()).text
    assert "asks of the states\n\n1. Aims\n\nmore0" in text
