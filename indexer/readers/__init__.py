"""Readers of foreign files: each turns bytes into a `Document` of plain text and what proves it."""
