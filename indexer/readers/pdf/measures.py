"""What is usual in a document: the size of its text, the distance of its lines, its edges."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from indexer.readers.pdf.values import Line

_USUAL_LEADING = 1.25
_SET_IN = 60.0
"""Up to this far from the usual edge the lines of a page are set in, as those of lists are."""
_LEVEL, _OFTEN = 1.6, 4
_ENOUGH = 6
"""Lines that a page must have for its own right edge to be believed."""
_SAME_SIZE = 0.3
_WIDER = 1.3
_FULL = 0.25
"""Where this share of lines ends at one place, that is the edge: others stick out of it."""
_Key = tuple[int, int]
_Sides = tuple[float, float]
_Ends = tuple["array[float]", "array[float]"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures in points."""

    body: float
    """Size of most of the text."""
    leadings: dict[int, float]
    """Distance of two baselines by the size of the type, rounded."""
    edges: dict[tuple[int, int], tuple[float, float]]
    """Left and right edge by page and column."""
    usual_edges: dict[tuple[int, int], tuple[float, float]]
    """The same by parity of the page and column."""
    even: frozenset[tuple[int, int]]
    """Parity and column of those whose lines mostly end at the right edge."""
    indent: float = 0.0
    """How far first lines of paragraphs are set in, where no space parts paragraphs; else 0."""

    def leading(self, size: float) -> float:
        """Return the usual distance of two baselines for a size of type."""
        return self.leadings.get(round(size), _USUAL_LEADING * size)

    def left(self, line: Line) -> float:
        """Return the left edge of the column of a line."""
        return self._edge(line)[0]

    def right(self, line: Line) -> float:
        """Return the right edge of the column of a line."""
        return self._edge(line)[1]

    def justified(self, line: Line) -> bool:
        """Return whether the lines of the column of a line are set to one right edge."""
        return (line.page % 2, line.column) in self.even

    def begins(self, above: Line, line: Line) -> bool:
        """Return whether a line is set in as the first of a paragraph, the one above it is not."""
        if not self.indent or line.text[:1].islower():
            return False
        own, other = line.x0 - self.left(line), above.edge - self.left(above)
        return abs(own - self.indent) < _LEVEL and abs(other) < _LEVEL

    def _edge(self, line: Line) -> tuple[float, float]:
        own = self.edges.get((line.page, line.column))
        return own or self.usual_edges.get((line.page % 2, line.column), (line.x0, line.x1))


def body_size(lines: Iterable[Line]) -> float:
    """Return the size in which most characters are printed; 0 for none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return _most(sizes)


def _most(sizes: Counter[float]) -> float:
    return sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(slots=True)
class _Seen:
    """What a first reading of the lines gathers."""

    edges: dict[_Key, _Sides] = field(default_factory=dict)
    """By page and column."""
    sides: defaultdict[_Key, _Ends] = field(
        default_factory=lambda: defaultdict(lambda: (array("d"), array("d")))
    )
    """Left and right ends of all lines, by parity of the page and column."""
    sizes: Counter[float] = field(default_factory=Counter)
    away: defaultdict[int, Counter[float]] = field(default_factory=lambda: defaultdict(Counter))
    """Distances of two baselines by the size of the type."""


def measure(lines: Sequence[Line]) -> Measures:
    """Measure the lines of a document, given page by page in reading order and without its
    furniture."""
    seen = _gathered(lines)
    usual = {key: _edges(*ends) for key, ends in seen.sides.items()}
    for (page, column), (left, right) in list(seen.edges.items()):
        wide = usual[page % 2, column]
        short = right < wide[1] - 0.1 * (wide[1] - wide[0])
        set_in = 0 < left - wide[0] < _SET_IN
        seen.edges[page, column] = (wide[0] if set_in else left, wide[1] if short else right)
    body = _most(seen.sizes)
    found = Measures(body, _leadings(seen.away, body), seen.edges, usual, frozenset())
    return replace(found, even=_even(lines, found), indent=_indent(lines, found))


def _gathered(lines: Sequence[Line]) -> _Seen:
    seen = _Seen()
    above: Line | None = None
    for page, own in groupby(lines, key=lambda line: line.page):
        columns: defaultdict[int, list[Line]] = defaultdict(list)
        for line in own:
            columns[line.column].append(line)
            seen.sizes[round(line.size, 1)] += len(line.text)
            if above is not None:
                _compare(above, line, seen.away)
            above = line
        for column, some in columns.items():
            lefts, rights = [line.x0 for line in some], [line.x1 for line in some]
            seen.sides[page % 2, column][0].extend(lefts)
            seen.sides[page % 2, column][1].extend(rights)
            if len(some) >= _ENOUGH:
                seen.edges[page, column] = _edges(lefts, rights)
    return seen


def _compare(above: Line, line: Line, away: defaultdict[int, Counter[float]]) -> None:
    """Take note of how far a line stands below another of its size."""
    room = line.base - above.base
    same = (above.page, above.column) == (line.page, line.column)
    if same and round(above.size) == round(line.size) and 0.8 * line.size < room < 3 * line.size:
        away[round(line.size)][round(2 * room) / 2] += 1


def _indent(lines: Iterable[Line], measures: Measures) -> float:
    """How far single lines between lines at the edge are set in, where they begin sentences."""
    seen: Counter[float] = Counter()
    capital: Counter[float] = Counter()
    own = (x for x in lines if abs(x.size - measures.body) < _SAME_SIZE)
    for (above, line), (_, below) in pairwise(pairwise(own)):
        away = round(line.x0 - measures.left(line))
        edges = abs(above.edge - measures.left(above)), abs(below.edge - measures.left(below))
        near = 0 < line.base - above.base < 1.32 * measures.leading(line.size)
        if away > 3 and near and max(edges) < _LEVEL:
            seen[away] += 1
            capital[away] += not line.text[:1].islower()
    if not seen:
        return 0.0
    most, count = seen.most_common(1)[0]
    return most if count >= _OFTEN and capital[most] >= 0.8 * count else 0.0


def _even(lines: Iterable[Line], measures: Measures) -> frozenset[_Key]:
    """Parity and column of those in which most lines of the text's own size end at the right edge
    of their page."""
    total: Counter[_Key] = Counter()
    full: Counter[_Key] = Counter()
    for line in lines:
        edge = measures.edges.get((line.page, line.column))
        if edge is not None and abs(line.size - measures.body) < _SAME_SIZE:
            key = line.page % 2, line.column
            total[key] += 1
            full[key] += edge[1] - line.x1 < 0.15 * line.size
    return frozenset(
        key for key, count in total.items() if count >= _ENOUGH and full[key] > 0.5 * count
    )


def _edges(lefts: Iterable[float], rights: Iterable[float]) -> _Sides:
    left, right = sorted(lefts), sorted(rights)
    few = len(left) // 50
    end, count = Counter(map(round, right)).most_common(1)[0]
    if count >= max(_OFTEN, _FULL * len(right)):
        return left[few], max(x for x in right if x <= end + 1)
    return left[few], right[len(right) - 1 - few]


def _leadings(away: Mapping[int, Counter[float]], body: float) -> dict[int, float]:
    """The distances of lines by their size; in type of another size than the text's, as of headings
    that follow each other, hardly wider than in the text."""
    found: dict[int, float] = {}
    for size, counts in away.items():
        most = max(counts.values())
        found[size] = min(room for room, count in counts.items() if count >= 0.25 * most)
    usual = found.get(round(body), _USUAL_LEADING * body) / body if body else _USUAL_LEADING
    return {
        size: room if size == round(body) else min(room, _WIDER * usual * size)
        for size, room in found.items()
    }
