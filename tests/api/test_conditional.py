"""Entity tags and codings (RFC 9110)."""

import pytest

from api.conditional import etag, matches, of_coding, takes_gzip

TAG = '"b-1"'


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ('"b-1"', True),
        ('W/"b-1"', True),
        ('"x", "b-1"', True),
        ("*", True),
        (" * ", True),
        ('"b-1-gzip"', False),
        ('"b-2"', False),
        ("b-1", False),
        ("", False),
        ('"x", *', False),
    ],
)
def test_which_headers_name_a_tag(header: str, same: bool) -> None:
    assert matches(header, TAG) is same


def test_a_tag_is_that_of_build_representation_and_coding() -> None:
    tags = {
        etag("b", b"1", "text/csv"),
        etag("c", b"1", "text/csv"),
        etag("b", b"2", "text/csv"),
        etag("b", b"1", "application/json"),
        of_coding(etag("b", b"1", "text/csv"), "gzip"),
    }
    assert len(tags) == 5
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert of_coding(TAG, None) == TAG


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br, gzip", True),
        ("*", True),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=0.2, identity;q=0.9", False),
        ("gzip;q=high", False),
        ("deflate", False),
    ],
)
def test_who_takes_gzip(header: str | None, taken: bool) -> None:
    assert takes_gzip(header) is taken
