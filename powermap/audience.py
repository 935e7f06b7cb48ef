"""Who may see what: what a page that is sent round must not give away.

On a personal question (who trusts whom), a share of everybody or of nobody tells what each one answered, and so
does what one or two seat-holders said.
"""

from __future__ import annotations

from powermap.network import Network
from powermap.vocabulary import is_sensitive

#: With fewer seat-holders, whom they name would be one person's answer.
FEWEST_SEATS = 3
#: With fewer members in a sector, what is said about them is about one or two.
FEWEST_MEMBERS = 3


def hides_access(network: Network) -> bool:
    """Would saying whom the seat-holders name give away what one or two of them answered to a personal question?

    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B")])
    >>> graph.nodes["A"]["seat"] = True
    >>> hides_access(Network.from_graph(graph, relation="trusts"))
    True
    """
    return is_sensitive(network.relation) and 0 < int(network.seat.sum()) < FEWEST_SEATS


def hides_who_matters(network: Network) -> bool:
    """Would saying of which voices the silent matter most tell how single members answer a personal question?

    They matter by what members of the same voice answered.

    >>> import networkx as nx
    >>> hides_who_matters(Network.from_graph(nx.DiGraph([("A", "B")]), relation="trusts"))
    True
    """
    return is_sensitive(network.relation)


def hides_balance(network: Network) -> bool:
    """Would the balance by sector tell how one or two members are answered about on a personal question?

    It would where only one or two stand in sectors of fewer than three, or where there are but two sectors, one of
    them so small: what that sector holds could be worked out.

    >>> import networkx as nx
    >>> graph = nx.DiGraph([(actor, 0) for actor in range(1, 9)])
    >>> nx.set_node_attributes(graph, {actor: "NHS" if actor else "Peers" for actor in graph}, "sector")
    >>> hides_balance(Network.from_graph(graph, relation="trusts")), hides_balance(Network.from_graph(graph))
    (True, False)
    """
    sizes = [int(own.sum()) for own in network.groups("sector").values()]
    small = [size for size in sizes if size < FEWEST_MEMBERS]
    return is_sensitive(network.relation) and bool(small) and (sum(small) < FEWEST_MEMBERS or len(sizes) == 2)


def hides_share(network: Network, share: float) -> bool:
    """Would this share of answers to a personal question tell what each one answered: all, or nobody?

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]), relation="trusts")
    >>> hides_share(network, 1.0), hides_share(network, 0.4)
    (True, False)
    """
    return is_sensitive(network.relation) and share in (0.0, 1.0)
