"""Queries on the graph: what they may ask, what they mean by meaning, and how they are answered.

`guard` refuses what is not offered, `meaning` finds what a query asks of the search and puts the
answer into it, `evaluate` runs it and writes the answer. All of it is for the reading side: it is
given a store and never opens one for writing.
"""
