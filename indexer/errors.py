"""The errors a user can mend, each with its mend, so that no edge has to invent one.

ClausegraphError
├── InputError      a file, a setting or a fact is wrong (exit code 2)
├── NotFoundError   nothing goes by that name (exit code 1, HTTP 404)
│   └── RetiredError  something went by that name (HTTP 301 or 410)
├── CheckError      a check of the project's own promises failed (exit code 1)
└── QueryError      a query is malformed or asks what is not offered (HTTP 400)
"""

from __future__ import annotations


class ClausegraphError(Exception):
    """An error: a sentence for what is wrong and, where there is one, a sentence for the mend."""

    exit_code = 2

    def __init__(self, message: str, *, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}" if self.mend else self.message


class InputError(ClausegraphError):
    """A file, a setting or a hand-kept fact is wrong."""


class NotFoundError(ClausegraphError):
    """Nothing goes by the name that was asked for."""

    exit_code = 1

    def __init__(
        self, message: str, *, mend: str | None = None, nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, mend=mend)
        self.nearest = nearest


class RetiredError(NotFoundError):
    """The name was withdrawn: something took its place, or nothing did."""

    def __init__(self, message: str, *, mend: str, asked: str, to: str | None) -> None:
        super().__init__(message, mend=mend, nearest=(to,) if to else ())
        self.asked = asked
        """The name that was asked for."""
        self.to = to
        """The identifier that took its place, if any."""


class CheckError(ClausegraphError):
    """A promise of the project does not hold."""

    exit_code = 1


class QueryError(ClausegraphError):
    """A query is malformed or asks for something that is not offered."""

    def __init__(
        self, message: str, *, mend: str | None = None, nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, mend=mend)
        self.nearest = nearest
        """The values that are offered and resemble the one that was given."""
