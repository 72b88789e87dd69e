"""What is kept of pages while a file is read: little more than their letters, and nothing twice."""

from __future__ import annotations

import pytest

from indexer.readers.document import Box, Boxes
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf.kept import Both, Chosen, Pages, Placed
from indexer.readers.pdf.opening import opened
from indexer.readers.pdf.pages import pages_of
from indexer.readers.pdf.values import Page
from tests.indexer.readers.pdf import raw

COUNT = 8
CONTENTS = [
    raw.deflated(raw.text(*(f"{n}.{i} The care of workers, and their health." for i in range(40))))
    for n in range(COUNT)
]


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    with opened(raw.document(*CONTENTS), "file.pdf", ReadLimits()) as found:
        return list(pages_of(found.pdf))


def test_pages_are_kept_in_less_room_than_twice_their_letters(pages: list[Page]) -> None:
    kept = Pages(pages)
    letters = sum(len(line.text) for page in pages for line in page.lines)
    assert sum(map(len, kept._packed)) < 2 * letters
    assert list(kept) == pages
    assert kept[-1:] == pages[-1:]
    assert all(not page.lines for page in kept.facts)


def test_streams_of_pages_that_were_read_are_let_go_of() -> None:
    with opened(raw.document(*CONTENTS), "file.pdf", ReadLimits()) as found:
        for page in pages_of(found.pdf):
            own = 5 + 2 * (page.number - 1)
            assert page.number == 1 or own - 2 not in found.pdf.doc._cached_objs
    assert 4 in found.pdf.doc._cached_objs


def test_lines_are_found_by_their_places(pages: list[Page]) -> None:
    lines = Placed(Pages(pages), [[1, 0], [2], *([[]] * (COUNT - 2))])
    assert [line.text[:3] for line in lines] == ["0.1", "0.0", "1.2"]
    assert [lines[at].text[:3] for at in range(3)] == ["0.1", "0.0", "1.2"]
    both = Both(lines, Chosen(lines, [2]))
    assert both[1:] == [lines[1], lines[2], lines[2]] == list(both)[1:]
    with pytest.raises(IndexError):
        lines[3]


def test_boxes_are_cut_where_the_text_is() -> None:
    boxes = Boxes(Box(10 * i, 10 * i + 10, 1, 7.25, 1.5, 2.75, 3.0) for i in range(3))
    assert boxes[-1] == boxes[2] == Box(20, 30, 1, 7.25, 1.5, 2.75, 3.0)
    boxes.cut(15)
    assert [(box.start, box.end) for box in boxes] == [(0, 10), (10, 15)]
    boxes.cut(10)
    assert len(boxes) == 1
