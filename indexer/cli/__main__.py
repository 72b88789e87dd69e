"""`python -m indexer.cli`: the command line without its script."""

from indexer.cli import main

main()
