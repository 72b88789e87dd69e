"""Large corpora, made from the shipped one, to measure how a build grows."""
