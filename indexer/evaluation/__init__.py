"""How good a search is: topics, judgements and runs in TREC's formats, and what they amount to.

The measures are those of ir-measures and trec_eval, the intervals those of scipy; both are imported
inside functions, for no search needs them.
"""
