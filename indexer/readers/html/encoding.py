"""Which encoding a page is in: its byte order mark, else what it declares, else UTF-8.

Only encodings of the web are believed, by the names that it gives them
(https://encoding.spec.whatwg.org/#names-and-labels); a page that is sound UTF-8 is no other.
"""

from __future__ import annotations

import codecs
import re

from indexer.errors import InputError
from indexer.readers.decode import decode
from indexer.readers.document import Notice

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What the web reads instead of an encoding, by Python's names."""
_BELIEVED = re.compile(
    r"ascii|iso8859-\d+|cp(?:125\d|866|874|932|949)|koi8-[ru]|mac-(?:roman|cyrillic)|gb18030|"
    r"big5hkscs|euc_jp|iso2022_jp"
)


def decoded(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the text of a page, and a notice where it is not in UTF-8 or says something else.

    Raises InputError where the page is not in the encoding that it declares.
    """
    declared = _XML.search(data[:_HEAD]) or _META.search(data[:_HEAD])
    called = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data.startswith(_MARKS) or called.startswith(("utf-", "utf8", "unicode")):
        # A page whose declaration can be read byte by byte is not in UTF-16, whatever it says.
        return decode(data, name)
    if not data.isascii() and _is_utf8(data):
        told = Notice(f"{name} says that it is in {called}, but is in UTF-8.", "Nothing.")
        return data.decode("utf-8"), (told,)
    try:
        text = data.decode(_codec(called))
    except (LookupError, ValueError) as error:
        raise InputError(
            f"{name} declares the encoding {called!r}, in which it is not.",
            mend="Save it as UTF-8.",
        ) from error
    return text, (Notice(f"{name} is in {called}.", "Nothing: its text is kept in UTF-8."),)


def _codec(called: str) -> str:
    """Return Python's name of an encoding of the web. Raises LookupError for any other."""
    own = codecs.lookup(called).name
    own = _WIDER.get(own, own)
    if not _BELIEVED.fullmatch(own):
        raise LookupError(called)
    return own


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
