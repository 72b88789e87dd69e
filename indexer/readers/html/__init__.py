"""Reading HTML: what a reader sees of a page, and nothing that stands around its text."""

from indexer.readers.html.read import read_html

__all__ = ["read_html"]
