"""What falls apart without an actor, and who is reached through one contact only: searches that `ego` stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import igraph
import numpy as np

from powermap.measures.hubs import only_through
from powermap.measures.kernels import undirected
from powermap.network import Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def parts_left_without(network: Network) -> tuple[Floats, Floats]:
    """Return into how many parts the others of each actor's connected part fall without it, and how many are lost.

    Lost are those outside the largest part that is left. The blocks of a graph, in which no single actor keeps
    others apart, and the actors that join them form a tree; what hangs below each of them is summed up once.

    Returns
    -------
    parts, lost : (n,) arrays of float

    Examples
    --------
    >>> import networkx as nx
    >>> star = Network.from_graph(nx.star_graph(["A", "B", "C", "D"]))
    >>> [found.tolist() for found in parts_left_without(star)]
    [[3.0, 1.0, 1.0, 1.0], [2.0, 0.0, 0.0, 0.0]]
    """
    graph, n = undirected(network), len(network)
    blocks, joints = graph.biconnected_components(return_articulation_points=True)
    parts, lost = (np.array(graph.degree()) > 0).astype(float), np.zeros(n)
    if not joints:
        return parts, lost
    # A tree of actors (0 to n - 1) and blocks, with a root above one block of each connected part.
    components = graph.connected_components()
    size, component = np.array(components.sizes()), np.array(components.membership)
    ends = np.array([(n + place, actor) for place, block in enumerate(blocks) for actor in block])
    _, top = np.unique(component[ends[:, 1]], return_index=True)
    root = n + len(blocks)
    tree = igraph.Graph(n=root + 1, edges=np.concatenate([ends, [(root, block) for block in ends[top, 0]]]))
    order, _, above = tree.bfs(root)
    below = np.r_[np.ones(n), np.zeros(len(blocks) + 1)]
    for place in reversed(order[1:]):
        below[above[place]] += below[place]
    above = np.array(above)
    largest = np.zeros(root + 1)
    largest[:n] = size[component] - below[:n]
    np.maximum.at(largest, above[n:root], below[n:root])
    on = np.array(joints)
    parts[on] = np.bincount(ends[:, 1], minlength=n)[on]
    lost[on] = (size[component] - 1 - largest[:n])[on]
    return parts, lost


def sole_ways(ties: csr_array) -> tuple[Floats, Floats, Floats, Whole]:
    """Return how many actors each one reaches in two steps but not in one, and how many through one contact only.

    Parameters
    ----------
    ties : (n, n) sparse array of 0 and 1

    Returns
    -------
    reached, sole, most : (n,) arrays of float
        How many are two steps away; how many of those only one contact leads to; the most that depend on the
        same contact.
    contact : (n,) array of int
        That contact, the first in order where several are equal; -1 where there is none.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ties = csr_array(np.array([[0, 1, 1, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 1, 0], [0] * 5, [0] * 5], float))
    >>> [found.tolist() for found in sole_ways(ties)]
    [[2.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0], [1, -1, -1, -1, -1]]
    """
    from scipy.sparse import csr_array

    n = ties.shape[0]
    itself = csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))
    reached, only = only_through(ties, ties, (ties + itself).tocsr())
    actor, by = np.repeat(np.arange(n), np.diff(only.indptr)), only.indices
    # By actor, then by how many hang on the contact, then the first contact: the last of each actor is kept.
    order = np.lexsort((-by, only.data, actor))
    most, contact = np.zeros(n), np.full(n, -1, dtype=np.intp)
    most[actor[order]], contact[actor[order]] = only.data[order], by[order]
    return reached, only.sum(axis=1), most, contact
