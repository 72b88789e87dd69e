"""Reading Word documents from their XML parts, as an office program shows them."""

from indexer.readers.docx.body import read_docx

__all__ = ["read_docx"]
