"""From the words of a file to units: lines, tokens, outline, units, and the proof that they tile.

`parse` is the way in. Each step is a module; what is particular to a kind of document stands in
its profile (corpus/profiles), not here.
"""
