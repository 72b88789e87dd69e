"""Search by meaning and by words: vectors, a lexical index, and one order from both.

`searcher` is the way in: `write` leaves a folder in a build, `Searcher` reads it. torch is imported
in one function of `embed`, faiss in `engine` alone.
"""
