"""A treaty in plain text as it would be in Markdown: headings marked, a paragraph on one line.

Texts that were typed, or taken over from a page or a PDF, have their lines in all manners: wrapped
at a measure, without blank lines, with numbers of pages between them, headings as lines like any
other. A text that is in form stays as it is, to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.readers.labels import labels

_MARKED = re.compile(r"#{1,6} ")
_BELOW_TITLE = re.compile(r"#{2,6} ")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)([^*]+?)(?<=\S)(?:\*\*|__)")
_PAGE = re.compile(r"(?:[-–—] ?)?(\d{1,4})(?: ?[-–—])?|(?i:page) (\d{1,4})(?: of \d+)?")
_CLOSED = re.compile(r"(?:[.;:,!?…—–][\"”’'»)\]]*|\b(?:and|or))$")
_ENDED = re.compile(r"[.;:!?…][\"”’'»)\]]*$")
_OWN_LINE = re.compile(r"\||[⁰¹²³⁴⁵⁶⁷⁸⁹]+ ")
"""How rows of tables and footnotes begin."""
_GROUP = re.compile(r"(?:[IVXLC]+|[A-Z])\.? [A-Z][^.;:]*")
_NUMBERED = re.compile(r"\d+[.)] ")
_LONGEST, _SHORT = 240, 100
"""Characters of a heading with its title, and of a title by itself."""
_MEASURES = range(40, 141)
_INITIALS = 5
"""Characters of a line in capitals that may be no heading."""
_PARTED = 0.08
"""Share of blank lines, of a text that has them between its paragraphs."""
_WRAPPED = 0.15
"""Share of lines that go on in lower case, of a text that is wrapped."""
_FULL = 0.93
"""How full a line is, as a share of the measure, where the next word did not fit."""
_SHORTER = 0.2
"""What a line lacks, as a share of the measure, that ends without a stop."""
_PAGES, _APART = 3, 12
"""How many numbers that go up one by one are those of pages, and how many lines lie between."""


def in_shape(text: str) -> str:
    """Return a text in the form of Markdown; one that has it already is returned as it is."""
    given = text.strip("\n").split("\n")
    marked = any(map(_BELOW_TITLE.match, given))
    measure = _measure(given)
    if marked and not measure and not _is_crowded(given):
        return text
    lines = list(_without_pages([line.strip() for line in given]))
    blocks = list(_paragraphs(lines, measure))
    return "\n\n".join(blocks if marked else _headed(blocks)) + "\n"


def _is_crowded(lines: Sequence[str]) -> bool:
    """Whether a heading has text right above or below it."""
    return any(
        (_MARKED.match(a) or _MARKED.match(b)) and a.strip() and b.strip()
        for a, b in pairwise(lines)
    )


def _measure(lines: Sequence[str]) -> int:
    """Return the width that lines are wrapped at; 0 where each is a paragraph."""
    widths = sorted(len(line) for line in lines if line.strip() and line[0] != "|")
    widest = widths[int(len(widths) * 0.95)] if widths else 0
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    cut = sum(not _CLOSED.search(a.strip()) and b.strip()[0].islower() for a, b in pairs)
    return widest if widest in _MEASURES and cut > _WRAPPED * len(pairs) else 0


def _without_pages(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without numbers of pages, and without what is printed beside them."""
    found = [
        (at, int(m[1] or m[2])) for at, line in enumerate(lines) if (m := _PAGE.fullmatch(line))
    ]
    pages: list[tuple[int, int]] = []
    for at, number in found:
        follows = pages and number == pages[-1][1] + 1 and at - pages[-1][0] > _APART
        pages = [*pages, (at, number)] if follows or not pages else pages
    if len(pages) < _PAGES:
        yield from lines
        return
    counts = Counter(line for line in lines if line)
    gone: set[int] = set()
    for at, _ in pages:
        near = range(max(at - 4, 0), min(at + 5, len(lines)))
        gone |= {n for n in near if n == at or (lines[n] and counts[lines[n]] >= len(pages) - 1)}
        above = next((n for n in range(at - 1, -1, -1) if lines[n] and n not in gone), 0)
        below = next((n for n in range(at + 1, len(lines)) if lines[n] and n not in gone), at)
        if not _ENDED.search(lines[above]):
            gone |= set(range(above + 1, below))
    yield from (line for at, line in enumerate(lines) if at not in gone)


def _paragraphs(lines: Sequence[str], measure: int) -> Iterator[str]:
    """Yield the paragraphs, each on one line; headings are paragraphs of their own."""
    current: list[str] = []
    parted = sum(not line for line in lines) > _PARTED * len(lines)
    below_heading = False
    for line in lines:
        heads = _heads(line) and (not current or _may_end(current[-1], line, measure))
        if (
            not line
            or heads
            or (current and _begins(current, line, measure, parted, below_heading))
        ):
            if current:
                yield _joined(current, measure)
            below_heading = heads or (below_heading and not current)
            current = []
        if heads:
            yield line
        elif line:
            current.append(line)
    if current:
        yield _joined(current, measure)


def _heads(line: str) -> bool:
    """Whether a line is a heading by its marks or its label."""
    bare = _bare(line)
    return bool(_MARKED.match(line) or _is_article(bare) or _is_part(bare))


def _may_end(line: str, following: str, measure: int) -> bool:
    """Whether a paragraph may end with a line: it is closed, or the next word had fitted in."""
    word = following.split(" ", 1)[0]
    fits = len(line) + 1 + len(word) <= _FULL * measure
    return bool(_CLOSED.search(line)) or fits or not measure


def _begins(current: Sequence[str], line: str, measure: int, parted: bool, titled: bool) -> bool:
    """Whether a line begins a paragraph, with the lines of the last one above it."""
    above = current[-1]
    if _OWN_LINE.match(above) or _OWN_LINE.match(line):
        return not (above[0] == line[0] == "|")
    if labels().printed.match(line):
        return _may_end(above, line, measure)
    if not measure:
        return not parted or (titled and len(current) == 1)
    if titled and len(current) == 1 and line[0].isupper() and not _CLOSED.search(above):
        return _may_end(above, line, measure)
    if parted:
        return False
    if labels().recital.match(line) and _CLOSED.search(above):
        return True
    left = measure - len(above) - 1 - len(line.split(" ", 1)[0])
    closed = _CLOSED.search(above) if line[0].isupper() else _ENDED.search(above)
    short = left > _SHORTER * measure and line[0].isupper()
    return bool(closed and left > (1 - _FULL) * measure) or short


def _joined(lines: Sequence[str], measure: int) -> str:
    if not measure or lines[0][0] == "|":
        return "\n".join(lines)
    text = lines[0]
    for line in lines[1:]:
        text += line if text.endswith("-") and line[0].isalpha() else f" {line}"
    return text


def _bare(line: str) -> str:
    """Return a line without the asterisks that set all of it in bold."""
    bold = _BOLD.fullmatch(line)
    return bold[1].strip() if bold else line


def _is_article(words: str) -> bool:
    found = labels().typed.fullmatch(words)
    return found is not None and len(words) <= _LONGEST


def _is_part(words: str) -> bool:
    found = labels().part.match(words)
    if found is None or len(words) > _LONGEST:
        return False
    rest = words[found.end() :].lstrip(" .:–—-")
    stops = words.endswith(".") and rest and words[found.end()] == "." and len(words) <= _SHORT
    if rest and _ENDED.search(words) and not stops:
        return False
    capital = found[0].isupper() and words[found.end() :][:1] in tuple(".:–—")
    named = (
        bool(found["label"] or words.isupper() or capital or not rest) and not rest[:1].islower()
    )
    return named or rest.startswith("to the ")


def _is_title(words: str) -> bool:
    """Whether a line may be the title of what stands above it, or of what stands below."""
    labelled = labels().printed.match(words) or _OWN_LINE.match(words)
    return len(words) <= _SHORT and words[:1].isupper() and not (_CLOSED.search(words) or labelled)


def _headed(blocks: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a text without marks, its headings with those that fit them."""
    taken = begun = articles = False
    for at, block in enumerate(blocks):
        articles = articles or _is_article(_bare(block))
        begun = begun or _heads(block) or bool(_NUMBERED.match(block))
        words = _bare(block)
        after = [_bare(own) for own in blocks[at + 1 : at + 3]] + ["", ""]
        if taken:
            taken = False
        elif at == 0 and _is_title(words) and not _heads(words):
            yield f"# {words}"
        elif _is_article(words) or _is_part(words):
            marks = "###" if _is_article(words) else "##"
            taken = _takes_title(words, after)
            yield f"{marks} {words.rstrip('.:')}. {after[0]}" if taken else f"{marks} {words}"
        elif at and (_is_group(words, after[0], begun) or (not articles and _groups(words, after))):
            yield f"## {words}"
        else:
            yield block


def _takes_title(words: str, after: Sequence[str]) -> bool:
    """Whether a label by itself has its title in the next paragraph, with text behind that."""
    found = labels().typed.fullmatch(words) or labels().part.match(words)
    rest = words[found.end("label") :].strip(" .:") if found and found["label"] else words
    if rest or not after[1] or not _is_title(after[0]) or _heads(after[0]):
        return False
    return _is_article(words) or after[0].isupper() or _heads(after[1])


def _groups(words: str, after: Sequence[str]) -> bool:
    """Whether a line heads numbered paragraphs of a text without articles, or heads such a line."""
    if not _is_title(words) and not (_GROUP.fullmatch(words) and len(words) <= _SHORT):
        return False
    titled = _is_title(after[0]) and bool(_NUMBERED.match(after[1]))
    return bool(_NUMBERED.match(after[0])) or (titled and bool(_GROUP.fullmatch(words)))


def _is_group(words: str, following: str, begun: bool) -> bool:
    """Whether a line heads a group: by its label or its capitals, with numbers below it, or by a
    heading below it. `begun` is whether the text has come to its numbers."""
    if len(words) > _SHORT or "\n" in words:
        return False
    below = _is_article(following) or _is_part(following)
    if words.isupper() and len(words) > _INITIALS and not _CLOSED.search(words):
        return begun or below or bool(_NUMBERED.match(following))
    if _GROUP.fullmatch(words):
        return below or bool(_NUMBERED.match(following))
    return below and _is_title(words)
