"""Which line is what: the lines of a document become tokens by the rules of its profile.

A token names the rule that matched and where its label, title and text stand. Regions come
first, then the table of contents where the profile reads its headings from it, then the rules in
their order; a line that none of them takes is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.model import Span
from indexer.parsing.contents import Contents, read_contents
from indexer.parsing.lines import Line
from indexer.parsing.profiles import PARAGRAPH_STYLES, Profile, Region, Rule

TEXT = Rule("text", "text", re.compile(""))
_MARKS = re.compile(r"#+ ")
_STRIDE = 5
"""How far an endnote's number may be ahead of the last and still open a note."""


@dataclass(frozen=True, slots=True)
class Token:
    """One line (or one block) and what it is."""

    rule: Rule
    line: Line
    spans: tuple[Span, ...]
    """Everything of the token, line by line."""
    label: str | None = None
    label_span: Span | None = None
    """From the start of the line to the end of the printed label with its punctuation."""
    body: tuple[Span, ...] = ()
    """Title or text behind the label."""
    opens_block: bool = True


@dataclass
class Reader:
    """The state that conditions of rules look at while lines are read in order."""

    text: str
    profile: Profile
    title: str
    bare: Callable[[str], str]
    """Removes the markers of notes from a line."""
    lines: Sequence[Line]
    contents: Contents
    at: int = 0
    previous: Rule = TEXT
    heading: str = ""
    inside: frozenset[str] = frozenset()
    footnotes: int = 0
    endnote: int = 0
    """Number of the last endnote of the list that is being read."""
    bracketed: bool = False
    """Whether that list has its numbers in brackets."""

    def following(self) -> str:
        """Return the next line that is not blank, or an empty string."""
        return self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""

    def block_of(self, line: Line) -> list[Line]:
        """Return the rest of the line's block, from the line on."""
        rest = []
        for other in self.lines[self.at :]:
            if other.block != line.block:
                break
            rest.append(other)
        return rest

    def opens_block(self, line: Line) -> bool:
        """Return whether the line is the first of its block."""
        return self.at == 0 or self.lines[self.at - 1].block != line.block


def _same_title(lines: Sequence[Line], title: str) -> bool:
    return " ".join(" ".join(line.text for line in lines).split()) == " ".join(title.split())


def _fits(reader: Reader, rule: Rule, line: Line) -> re.Match[str] | None:
    """Match a line against a rule and all of its conditions."""
    block = reader.block_of(line)
    opens = reader.opens_block(line)
    whole = opens and len(block) == 1
    refused = (
        (rule.alone is not None and rule.alone != whole)
        or (rule.first and not opens)
        or (
            rule.after is not None
            and rule.after not in (reader.previous.name, reader.previous.role)
        )
        or (rule.outside is not None and rule.outside in reader.inside)
        or (rule.inside is not None and rule.inside not in reader.inside)
        or (rule.before is not None and not rule.before.search(reader.following()))
        or (rule.under is not None and not rule.under.search(reader.heading))
        or (rule.next is not None and (len(block) < 2 or not rule.next.search(block[1].text)))
        or (rule.narrow is not None and any(len(x.text.strip()) > rule.narrow for x in block))
        or (rule.max_width is not None and any(len(x.text.strip()) > rule.max_width for x in block))
        or (rule.is_title and not _same_title(block, reader.title))
    )
    if refused:
        return None
    text = " ".join(x.text.strip() for x in block) if rule.role == "quotation" else line.text
    match = rule.pattern.search(reader.bare(text) if rule.role in ("section", "box") else text)
    if match and rule.in_sequence and not _in_sequence(reader, rule, match):
        return None
    return match


def _in_sequence(reader: Reader, rule: Rule, match: re.Match[str]) -> bool:
    """Whether a note's number goes on from the last; a list of endnotes may lack a few, and has
    brackets around all of its numbers or around none."""
    number = int(match["label"])
    if rule.role == "endnote":
        alike = not reader.endnote or reader.bracketed == _is_bracketed(match[0])
        return alike and 0 < number - reader.endnote <= _STRIDE
    return number == reader.footnotes + 1


def _is_bracketed(text: str) -> bool:
    return text.lstrip().startswith("[")


def _token(reader: Reader, rule: Rule, line: Line, match: re.Match[str]) -> Token:
    block = reader.block_of(line) if rule.whole_block else [line]
    groups = match.groupdict()
    label = groups.get("label")
    if rule.role in ("section", "box", "numbered", "annex") and groups.get("title"):
        body_at = line.start + _title_at(line.text, match)
    elif label is not None or rule.role == "cell":
        body_at = line.start + match.end()
    else:
        body_at = line.span.start
    first = Span(min(body_at, line.span.end), line.span.end)
    body = (first, *(other.span for other in block[1:]))
    head = Span(line.span.start, body_at) if body_at > line.span.start else None
    return Token(
        rule,
        line,
        tuple(other.span for other in block),
        label,
        head,
        tuple(span for span in body if len(span)),
        reader.opens_block(line),
    )


def _title_at(line: str, match: re.Match[str]) -> int:
    """Where the title stands in the line, which has the markers that the match may lack: one
    before the title moves it, one inside does not."""
    at = match.start("title")
    return max(line.find(match["title"], at), at)


def _region_starts(region: Region, reader: Reader, line: Line) -> bool:
    if region.heading is not None:
        return bool(region.heading.search(reader.heading)) and reader.previous.role == "section"
    if region.start is not None:
        return bool(region.start.search(line.text))
    return reader.at == 0


def _region_length(region: Region, reader: Reader) -> int:
    """Return how many lines from the current one the region takes.

    Where nothing ends it, a region takes no more than its first block, lest it take the text.
    """
    rest = reader.lines[reader.at :]
    for count, line in enumerate(rest):
        if region.until is not None and region.until.search(line.text):
            return count
        if region.while_ is not None and count and not region.while_.search(line.text):
            return count
    if region.until is None:
        return next((n for n, line in enumerate(rest) if _is_note(reader, line)), len(rest))
    return len(reader.block_of(rest[0])) if region.start is not None else 0


def _is_note(reader: Reader, line: Line) -> bool:
    """Whether a line is a footnote, which readers put behind the last words of a text."""
    rules = (rule for rule in reader.profile.rules if rule.role == "footnote")
    return any(rule.pattern.search(line.text) for rule in rules)


def _furniture(name: str) -> Rule:
    return Rule(name, "furniture", re.compile(""), furniture=name)


def _region_tokens(reader: Reader, line: Line) -> list[Token]:
    for region in reader.profile.regions:
        length = _region_length(region, reader) if _region_starts(region, reader, line) else 0
        if length:
            taken = reader.lines[reader.at : reader.at + length]
            rule = _furniture(region.furniture)
            return [Token(rule, x, (x.span,), body=(x.span,)) for x in taken]
    return []


def _contents_heading(reader: Reader, line: Line) -> Token | None:
    marks = _MARKS.match(line.text)
    entry = reader.contents.find(reader.bare(line.text[marks.end() if marks else 0 :]))
    block = reader.block_of(line)
    if entry is None or not reader.opens_block(line) or len(block) != 1:
        return None
    rule = Rule(
        "heading", "section", re.compile(""), kind=entry.kind, type="sec", level=entry.level
    )
    body_at = line.span.start + (marks.end() if marks else 0)
    body_at += len(entry.label) + 2 if entry.label else 0
    head = Span(line.span.start, body_at) if body_at > line.span.start else None
    return Token(rule, line, (line.span,), entry.label, head, (Span(body_at, line.span.end),))


def _next(reader: Reader) -> list[Token]:
    line = reader.lines[reader.at]
    region = _region_tokens(reader, line)
    if region:
        return region
    heading = _contents_heading(reader, line)
    if heading is not None:
        return [heading]
    for rule in reader.profile.rules:
        match = _fits(reader, rule, line)
        if match:
            return [_token(reader, rule, line, match)]
    return [
        Token(TEXT, line, (line.span,), body=(line.span,), opens_block=reader.opens_block(line))
    ]


def _then(reader: Reader, token: Token) -> list[Token]:
    """Split a line that carries more labels behind its first: `2. (1) For the purpose`."""
    start = token.body[0].start
    tail = Line(
        reader.text[start : token.line.span.end], start, token.line.number, token.line.block
    )
    for rule in reader.profile.rules:
        match = rule.pattern.search(tail.text) if rule.role == token.rule.then else None
        if match and rule.style not in PARAGRAPH_STYLES:
            second = _token(reader, rule, tail, match)
            head = replace(token, body=(), spans=(token.label_span or token.line.span,))
            return [head, *(_then(reader, second) if second.rule.then else [second])]
    return [token]


def tokenize(
    text: str,
    lines: Sequence[Line],
    profile: Profile,
    title: str,
    bare: Callable[[str], str],
    watch: Callable[[Reader, Token], frozenset[str]],
) -> list[Token]:
    """Turn the lines of a document into tokens, in order.

    `title` is the instrument's registered title; `bare` removes note markers from a line;
    `watch` is told each token and returns what the document is inside of now, which is what a
    rule's `outside` refers to.
    """
    contents = read_contents(lines, profile)
    reader = Reader(text, profile, title, bare, lines, contents)
    tokens: list[Token] = []
    while reader.at < len(lines):
        found = _next(reader)
        count = len(found) if found[0].rule.role == "furniture" else 0
        count = max(count, len(found[0].spans))
        if found[0].rule.then:
            found = _then(reader, found[0])
        for token in found:
            reader.inside = watch(reader, token)
            tokens.append(token)
        reader.previous = found[-1].rule
        if found[0].rule.role == "section":
            reader.heading = " ".join(text[s.start : s.end] for s in found[0].body)
        if found[0].rule.role == "footnote":
            reader.footnotes += 1
        if found[0].rule.role == "endnotes":
            reader.endnote = 0
        if found[0].rule.role == "endnote" and (found[0].label or "").isdigit():
            reader.endnote = int(found[0].label or 0)
            reader.bracketed = _is_bracketed(found[0].line.text)
        reader.at += count
    return tokens
