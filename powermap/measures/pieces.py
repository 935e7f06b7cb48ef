"""Into what pieces a network falls without an actor or a tie: from its tree of blocks, in one pass."""

from __future__ import annotations

from typing import NamedTuple

import igraph
import numpy as np

from powermap.measures.kernels import undirected
from powermap.network import Bools, Floats, Network, Whole


class Tree(NamedTuple):
    """The blocks (parts that no single actor holds together) and actors of a network, as a tree from a root."""

    #: Above each actor, then each block: the actor, block or root it hangs from.
    parent: Whole
    #: (actors + blocks, g) sums over all actors that hang from it, itself included.
    below: Floats
    #: (actors, g) sums over everybody in the actor's part.
    part: Floats
    #: (blocks,) how many actors each block has.
    block_size: Whole


def tree_of_blocks(network: Network, counted: Floats) -> Tree:
    """Return the tree, with sums of what is *counted* of each actor: an (n, g) array.

    Examples
    --------
    >>> import networkx as nx
    >>> tree = tree_of_blocks(Network.from_graph(nx.path_graph(3)), np.ones((3, 1)))
    >>> tree.below[:, 0].tolist(), tree.part[:, 0].tolist()
    ([3.0, 2.0, 1.0, 1.0, 2.0], [3.0, 3.0, 3.0])
    """
    graph = undirected(network)
    n, blocks = len(network), [list(block) for block in graph.biconnected_components()]
    size = np.array([len(block) for block in blocks], dtype=np.intp)
    root = n + len(blocks)
    number = np.array(graph.connected_components().membership, dtype=np.intp)
    first = np.unique(number, return_index=True)[1]
    actors = np.array([actor for block in blocks for actor in block], dtype=np.intp)
    edges = np.concatenate(
        [
            np.stack([actors, n + np.repeat(np.arange(len(blocks)), size)], axis=1),
            np.stack([first, np.full(len(first), root)], axis=1),
        ]
    )
    order, _, parent = igraph.Graph(n=root + 1, edges=edges).bfs(root)
    below = np.zeros((root + 1, counted.shape[1]))
    below[:n] = counted
    for node in reversed(order[1:]):
        below[parent[node]] += below[node]
    part = below[first][number] if n else counted
    return Tree(np.array(parent[:-1], dtype=np.intp), below[:-1], part, size)


def pieces_without(tree: Tree, own: Floats) -> tuple[Whole, Floats, Floats]:
    """Return the pieces into which its part falls without each actor: whose they are, and their sums.

    Parameters
    ----------
    tree : Tree
    own : (n, g) array
        What is counted of each actor.

    Returns
    -------
    actor, sums, others
        A row per piece for the first two; *others* are the sums of each actor's part without it.

    Examples
    --------
    >>> import networkx as nx
    >>> ones = np.ones((3, 1))
    >>> actor, sums, others = pieces_without(tree_of_blocks(Network.from_graph(nx.path_graph(3)), ones), ones)
    >>> actor.tolist(), sums[:, 0].tolist()
    ([0, 1, 1, 2], [2.0, 1.0, 1.0, 2.0])
    """
    n = len(own)
    above = tree.part - tree.below[:n]
    hung: Bools = tree.parent[:n] < n + len(tree.block_size)
    actor = np.concatenate([tree.parent[n:], np.flatnonzero(hung)])
    sums = np.concatenate([tree.below[n:], above[hung]])
    order = np.argsort(actor, kind="stable")
    return actor[order], sums[order], tree.part - own
