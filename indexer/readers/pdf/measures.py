"""What is usual in a document: the size of its text, the distance of its lines, its edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.readers.pdf.values import Line

_USUAL_LEADING = 1.25
_SET_IN = 60.0
"""Up to this far from the usual edge the lines of a page are set in, as those of lists are."""
_LEVEL, _OFTEN = 1.6, 4
_ENOUGH = 6
"""Lines that a page must have for its own right edge to be believed."""


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
    return sizes.most_common(1)[0][0] if sizes else 0.0


def measure(lines: Sequence[Line]) -> Measures:
    """Measure the lines of a document, given in reading order and without its furniture."""
    by_column: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        by_column[line.page, line.column].append(line)
    edges = {key: _edges(own) for key, own in by_column.items() if len(own) >= _ENOUGH}
    parities: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for (page, column), own in by_column.items():
        parities[page % 2, column] += own
    usual = {key: _edges(own) for key, own in parities.items()}
    for (page, column), (left, right) in list(edges.items()):
        wide = usual[page % 2, column]
        short = right < wide[1] - 0.1 * (wide[1] - wide[0])
        set_in = 0 < left - wide[0] < _SET_IN
        edges[page, column] = (wide[0] if set_in else left, wide[1] if short else right)
    body = body_size(lines)
    even = {key for key, own in parities.items() if _even(own, edges, body)}
    found = Measures(body, _leadings(lines), edges, usual, frozenset(even))
    return replace(found, indent=_indent(lines, found))


def _indent(lines: Sequence[Line], measures: Measures) -> float:
    """How far single lines between lines at the edge are set in, where they begin sentences."""
    seen: Counter[float] = Counter()
    capital: Counter[float] = Counter()
    own = [x for x in lines if abs(x.size - measures.body) < 0.3]
    for above, line, below in zip(own, own[1:], own[2:], strict=False):
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


def _even(
    lines: Sequence[Line], edges: dict[tuple[int, int], tuple[float, float]], body: float
) -> bool:
    """Whether most lines of the text's own size end at the right edge of their page."""
    own = [x for x in lines if (x.page, x.column) in edges and abs(x.size - body) < 0.3]
    full = sum(edges[x.page, x.column][1] - x.x1 < 0.15 * x.size for x in own)
    return len(own) >= _ENOUGH and full > 0.5 * len(own)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    left, right = sorted(x.x0 for x in lines), sorted(x.x1 for x in lines)
    few = len(lines) // 50
    return left[few], right[len(lines) - 1 - few]


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    seen: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for above, line in pairwise(lines):
        away = line.base - above.base
        same = (above.page, above.column) == (line.page, line.column)
        if (
            same
            and round(above.size) == round(line.size)
            and 0.8 * line.size < away < 3 * line.size
        ):
            seen[round(line.size)][round(2 * away) / 2] += 1
    found = {}
    for size, counts in seen.items():
        most = max(counts.values())
        found[size] = min(away for away, count in counts.items() if count >= 0.25 * most)
    return found
