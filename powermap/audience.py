"""Who may see what: what a page that is sent round must not give away.

On a personal question (who trusts whom), a share of everybody or of nobody tells what each one answered, and so
does what one or two seat-holders said.
"""

from __future__ import annotations

from powermap.network import Network
from powermap.vocabulary import is_sensitive

#: With fewer seat-holders, whom they name would be one person's answer.
FEWEST_SEATS = 3


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


def hides_share(network: Network, share: float) -> bool:
    """Would this share of answers to a personal question tell what each one answered: all, or nobody?

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]), relation="trusts")
    >>> hides_share(network, 1.0), hides_share(network, 0.4)
    (True, False)
    """
    return is_sensitive(network.relation) and share in (0.0, 1.0)
