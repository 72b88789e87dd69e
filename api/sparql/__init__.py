"""The SPARQL 1.1 endpoint: a thin route of our own (docs/decisions/0004-own-sparql-route.md)."""
