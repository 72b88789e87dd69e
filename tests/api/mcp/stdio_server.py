"""`clausegraph mcp` over a build of the tests, as a program: `INDEX [HOST:PORT]`."""

import sys
from pathlib import Path

import indexer.read
from indexer.read import Index, open_index
from indexer.retrieval.hash_encoder import HashEncoder


def opened(index: Path) -> Index:
    """Open the published build with the encoder that it was made with."""
    return open_index(index, HashEncoder)


def main() -> None:
    indexer.read.open_index_with_model = opened
    from api.mcp.command import mcp

    index, *http = sys.argv[1:]
    mcp(http=http[0] if http else None, index=Path(index))


if __name__ == "__main__":
    main()
