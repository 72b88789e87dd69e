"""Citations written in the styles of lawyers, and what people type resolved back to its place."""
