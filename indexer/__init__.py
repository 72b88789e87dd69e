"""Texts in, index out: reading, linking, embedding, building, and the read side."""
