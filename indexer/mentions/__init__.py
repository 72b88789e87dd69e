"""Where a text cites an international instrument, and which: the steps behind indexer.citations.

patterns, aliases        what citations and names look like
instruments, tails       pass 1: instruments by name, number and symbol
references, chains       pass 2: the grammar of provisions
descriptions, events     words that point back; all finds in one order
antecedents, bind        what stands open; what stands beside
meanings, places, open_places, eids, ranges
                         what a provision means, and its identifier
resolve                  the reading itself
"""
