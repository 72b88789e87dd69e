"""Reading HTML: what a reader sees of a page, and nothing that stands around its text."""

from indexer.readers.html.page import read_html

__all__ = ["read_html"]
