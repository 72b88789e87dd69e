"""Names and places of nodes: identifiers are minted and siblings counted in document order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.ident import Minter
from indexer.parsing.node import Node
from indexer.parsing.notes import digits


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes in the order in which their file prints them."""
    return sorted(nodes, key=lambda node: node.start)


def names(nodes: Sequence[Node]) -> dict[int, str]:
    """Return the eId of each node, by the node's `id()`; a host comes before what hangs from it.

    An article's paragraph printed `7.2` is its paragraph 2.
    """
    minter = Minter()
    eids: dict[int, str] = {}
    for node in nodes:
        host = eids[id(node.host)] if node.host is not None else ""
        label = digits(node.label) if node.label and node.type == "fn" else node.label
        if node.type == "para" and label and "." in label and host.startswith("art_"):
            label = label.rpartition(".")[2]
        eids[id(node)] = minter.mint(host, node.type, label)
    return eids


def ordinals(nodes: Sequence[Node]) -> dict[int, int]:
    """Return the place of each node among its siblings, from 1, by the node's `id()`.

    Siblings hang from one host; at the top they are the nodes of one type.
    """
    counts: dict[tuple[int, str], int] = {}
    places = {}
    for node in nodes:
        key = (id(node.host), "") if node.host is not None else (0, node.type)
        counts[key] = counts.get(key, 0) + 1
        places[id(node)] = counts[key]
    return places
