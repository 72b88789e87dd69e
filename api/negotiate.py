"""Which format to answer in: the Accept header against what is offered (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header with its quality."""

    main: str
    sub: str
    quality: float

    def takes(self, media_type: str) -> int:
        """How precisely the range names a media type: 3 exactly, 2 by main type, 1 by `*/*`."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if self.main == main and self.sub == "*":
            return 2
        return 1 if self.main == self.sub == "*" else 0


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def parse_accept(header: str) -> list[Range]:
    """Return the media ranges of an Accept header; those that make no sense are left out."""
    ranges = []
    for part in header.split(","):
        media, *parameters = part.split(";")
        main, slash, sub = media.strip().lower().partition("/")
        if slash and main and sub:
            ranges.append(Range(main, sub, _quality(parameters)))
    return ranges


def best(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Return the format that the client likes best, or None where it takes none of them.

    `offered` gives a format's name for each media type, the preferred first.
    """
    if not accept:
        return next(iter(offered.values()))
    ranges = parse_accept(accept)
    if not ranges:
        return next(iter(offered.values()))
    liked = [
        (_liking(media, ranges), -place, name)
        for place, (media, name) in enumerate(offered.items())
    ]
    quality, _, name = max(liked)
    return name if quality > 0 else None


def _liking(media_type: str, ranges: list[Range]) -> float:
    """The quality of the most precise range that takes a media type; 0 where none does."""
    found = [(own.takes(media_type), own.quality) for own in ranges if own.takes(media_type)]
    return max(found, key=lambda pair: pair[0])[1] if found else 0.0


def likes_html(accept: str | None) -> bool:
    """Whether a client asks for a page, as browsers do: HTML by name, and rather than JSON."""
    ranges = parse_accept(accept or "")
    named = any((own.main, own.sub) == ("text", "html") for own in ranges)
    return named and _liking("text/html", ranges) > _liking("application/json", ranges)
