"""The reader of PDF files, one module a step: characters, lines, order, notes, paragraphs, text.

This package is the only place that imports pdfplumber and pdfminer.
"""

from indexer.readers.pdf.read import read_pdf

__all__ = ["read_pdf"]
