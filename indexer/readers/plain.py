"""What every text has to be, whichever file it was read from, and the characters that are mended.

A text that no reader of it could trust is refused with its line: NULs, lone surrogates, controls
that turn the direction of writing, lines without end. White space of other kinds becomes a space
or a line end, one code point for one, so that places stay.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.errors import InputError

MOST_OF_A_LINE = 200_000
"""Code points of one line; the longest paragraph of a treaty has a few thousand."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LINE_ENDS = {ord(char): "\n" for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
_SPACES = {ord(char): " " for char in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"}
_SPACES |= {ord(char): " " for char in "\u2008\u2009\u200a\u202f\u205f\u3000"}
_MENDED = _LINE_ENDS | _SPACES
_LONE_RETURN = re.compile(r"\r(?!\n)")
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_CAUSES = (
    ("\x00", "\x00", "it has a NUL character", "Save it as plain text again"),
    ("\ud800", "\udfff", "it has half of a surrogate pair", "Save it as UTF-8 again"),
    ("\u202a", "\u2069", "a control turns the direction of writing", "Remove the control"),
    ("\x01", "\x7f", "it has a control character", "Save it as plain text again"),
)


def superscript(number: str) -> str:
    """Return digits as superscript, as the texts print the markers of footnotes."""
    return number.translate(_SUPERSCRIPT)


def mended(text: str) -> str:
    """Return a text with its line ends and spaces in one form; every code point keeps its place."""
    return _LONE_RETURN.sub("\n", text.translate(_MENDED))


def check_text(text: str, name: str, most: int = MOST_OF_A_LINE) -> None:
    """Raise InputError, with the line, for a text that is empty or cannot be trusted.

    `most` is how many code points a line may have.
    """
    if not text.strip():
        raise InputError(f"{name} has no text.", mend="Give a file with text in it.")
    found = _REFUSED.search(text)
    if found is not None:
        raise _refused(text, found.start(), name)
    longest = max(text.split("\n"), key=len)
    if len(longest) > most:
        line = text.count("\n", 0, text.index(longest)) + 1
        raise InputError(
            f"{name}, line {line}: the line has {len(longest):,} characters, more than the "
            f"{most:,} allowed.",
            mend="Break it into paragraphs, or raise CLAUSEGRAPH_READ_LINE.",
        )


def _refused(text: str, at: int, name: str) -> InputError:
    char, line = text[at], text.count("\n", 0, at) + 1
    cause, mend = next((c, m) for low, high, c, m in _CAUSES if low <= char <= high)
    known = unicodedata.name(char, "")
    shown = f"U+{ord(char):04X}{f' {known}' if known else ''}"
    return InputError(f"{name}, line {line}: {cause} ({shown}).", mend=f"{mend}.")
