"""Suggestions: which provisions a model finds near a unit, how near, and why.

A suggestion is nobody's claim. The model is a logistic regression over a short list of named
measures, so every suggestion can say what made it. It learns from the links of editors, and what it
says of a unit never rests on that unit's own links.
"""
