"""The questions about links that the project exists for: what backs this, what does that back,
and what is covered.

Each answer keeps the three families apart, gives every row its evidence, and says in a sentence
why a family is empty.
"""
