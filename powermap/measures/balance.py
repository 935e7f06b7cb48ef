"""How each voice fares: its share of power, its way to those who decide, and whether its ties are returned."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np
import pandas as pd

from powermap.measures.kernels import heard_with, returned, seen_both_ways, steps_from
from powermap.network import Bools, Floats, Network, Whole

#: A share of fewer ties than this would give single answers away on a page that is sent round.
FEWEST_TIES = 5


def representation(values: pd.Series | pd.DataFrame, groups: Mapping[str, Bools]) -> pd.DataFrame:
    """Does each group hold its share of a measure, more, or less?

    The group's share of the sum of the measure, over its share of actors. Direction, strength and unobserved
    answers count as they do in *values*.

    Parameters
    ----------
    values : Series or DataFrame of float, 0 or more
        One measure, or one per column, in the order of the actors; as `actor_measures` returns them.
    groups : mapping of str to (n,) array of bool
        Who belongs to each group, as ``network.groups()`` returns it; groups may overlap.

    Returns
    -------
    DataFrame
        One row per group and measure: group, measure, members (those with a defined value), share_of_actors,
        share_held, representation. Representation is 0 or more; 1 means in proportion, 0.5 half its share,
        higher means more. Only actors that belong to at least one group and have a defined value count. NaN
        where a group has no such actor, or where the measure sums to nothing or has no end.

    References
    ----------
    The ratio of two shares, 1 in proportion, as Taagepera & Laakso (1980), Proportionality profiles of West
    European electoral systems, have it for parties' seats and votes.

    Examples
    --------
    >>> values = pd.Series([3.0, 1.0, 0.0], name="in_degree")
    >>> groups = {"Statutory": np.array([True, False, False]), "Peers": np.array([False, True, True])}
    >>> representation(values, groups)
           group    measure  members  share_of_actors  share_held  representation
    0  Statutory  in_degree        1         0.333333        0.75           2.250
    1      Peers  in_degree        2         0.666667        0.25           0.375
    """
    table = values.to_frame(values.name if values.name is not None else "value") if values.ndim == 1 else values
    columns = [table[name].to_numpy(dtype=float) for name in table]
    grouped = np.any(list(groups.values()), axis=0) if groups else np.zeros(len(table), dtype=bool)
    rows = []
    for name, own in groups.items():
        for measure, column in zip(table, columns, strict=True):
            counted = grouped & ~np.isnan(column)
            members = int((own & counted).sum())
            of_actors = _share(members, counted.sum())
            held = _share(column[own & counted].sum(), column[counted].sum())
            rows.append((name, measure, members, of_actors, held, _share(held, of_actors)))
    names = ["group", "measure", "members", "share_of_actors", "share_held", "representation"]
    return pd.DataFrame(rows, columns=names)


def balance(values: pd.Series, network: Network, by: str = "sector") -> float:
    """How evenly is a measure spread over the groups, given how many actors each has?

    1 - 1/2 * sum over groups of |share of the measure - share of actors|. Direction, strength and unobserved
    answers count as they do in *values*.

    Parameters
    ----------
    values : Series of float, 0 or more
        In the order of ``network.names``.
    by : {'sector', 'voice'}
        Voices overlap, so that for voices the groups are the combinations that occur.

    Returns
    -------
    float, above 0 to 1
        1 means every group holds its share; 1 less the value is the part of the measure that would have to move
        to another group for that. Actors without a group or without a defined value are left out. NaN where
        nobody is left, or where the measure sums to nothing or has no end.

    References
    ----------
    Loosemore & Hanby (1971), The theoretical limits of maximum distortion; Duncan & Duncan (1955).

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("C", "B"), ("B", "A")])
    >>> nx.set_node_attributes(graph, {"A": "NHS", "B": "NHS", "C": "Faith"}, "sector")
    >>> network = Network.from_graph(graph)
    >>> round(balance(pd.Series([1.0, 2.0, 0.0]), network), 4)
    0.6667
    """
    groups = network.groups(by)
    member = np.array(list(groups.values()), dtype=bool).reshape(len(groups), len(network)).T
    column = values.to_numpy(dtype=float)
    counted = member.any(axis=1) & ~np.isnan(column)
    total = column[counted].sum()
    if not 0 < total < np.inf:
        return nan
    cells, cell = np.unique(member[counted], axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    of_actors = np.bincount(cell, minlength=len(cells)) / counted.sum()
    held = np.bincount(cell, weights=column[counted], minlength=len(cells)) / total
    return float(1 - np.abs(held - of_actors).sum() / 2)


def access(network: Network, by: str = "voice") -> pd.DataFrame:
    """How far is each group's way to those who sit where decisions are made, and from them?

    Members that have a seat themselves are counted, and then left out: the shares are of those without one.
    *To* means that the member names a seat-holder (direct), or names somebody who does (two-step); *from*
    means that a seat-holder names the member, or names somebody who does. Strength is not used.

    Returns
    -------
    DataFrame
        One row per group.

        - members; seats (members with a seat); without_seat.
        - to_direct, to_two_step, from_direct, from_two_step: share of the observed members without a seat with
          a path of one step, and of one or two; 0 to 1, higher means nearer to decisions.
        - mean_distance_to, mean_distance_from: mean steps to or from the nearest seat-holder, of those with a
          path; 1 or more, higher means further away.
        - unreachable_to, unreachable_from: share of the observed members without any path; 0 to 1.
        - observed_to: members without a seat whose answer about at least one seat-holder was observed.
          observed_from: those about whom the answer of at least one seat-holder was.
        - complete: True when no unobserved answer could change any of these numbers. When False, the direct and
          two-step shares of the observed members are 'at least' and their unreachable shares 'at most', because
          paths through silent actors were not seen.

        Shares and distances are NaN where nobody has a seat, or no member without one was observed.

    References
    ----------
    Lin (1999), Social networks and status attainment, for access to those who hold resources.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Charity"), ("Charity", "Trust"), ("Trust", "Charity")])
    >>> nx.set_node_attributes(graph, {"Peers": "Lived experience", "Charity": "VCS", "Trust": "NHS"}, "sector")
    >>> graph.nodes["Trust"]["seat"] = True
    >>> access(Network.from_graph(graph))[["group", "to_direct", "to_two_step", "unreachable_from"]]
                  group  to_direct  to_two_step  unreachable_from
    0  Lived experience        0.0          1.0               1.0
    1         Statutory        NaN          NaN               NaN
    2               VCS        1.0          1.0               0.0
    """
    seat = network.seat
    ties, back = (network.senders, network.receivers), (network.receivers, network.senders)
    to, from_ = steps_from(back, seat), steps_from(ties, seat)
    # More ties can only shorten paths, so what holds with every unobserved tie there holds whatever they are.
    silent, filled = ~network.responded, _with_unobserved(network)
    settled = to == steps_from(filled[::-1], seat, all_to=(network.listed, silent))
    settled &= from_ == steps_from(filled, seat, all_to=(silent, network.listed))
    seen_to, seen_from = heard_with(network, seat)
    rows = []
    for name, own in network.groups(by).items():
        without = own & ~seat
        row = {
            "group": name,
            "members": int(own.sum()),
            "seats": int((own & seat).sum()),
            "without_seat": int(without.sum()),
        }
        row |= _reach(to[without & seen_to], "to") | _reach(from_[without & seen_from], "from")
        rows.append(row | {"complete": bool(seat.any() and settled[without].all())})
    columns = ["group", "members", "seats", "without_seat"]
    columns += ["to_direct", "to_two_step", "from_direct", "from_two_step"]
    columns += ["mean_distance_to", "mean_distance_from", "unreachable_to", "unreachable_from"]
    columns += ["observed_to", "observed_from", "complete"]
    return pd.DataFrame(rows, columns=columns)


def reciprocation(network: Network, by: str = "voice") -> pd.DataFrame:
    """Of the ties that each group has with others, how many are returned?

    Only ties between a member and somebody outside the group count, and only where both were heard about each
    other. Strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; ties_out (to others), returned, share_returned (of ties_out; 0 to 1, higher
        means the group is named back by those it names); ties_in (from others), share_answered (of ties_in, how
        many the group returns). Shares are NaN where there is no such tie.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, for reciprocity, here between a group and the rest.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Trust"), ("Peers", "Council"), ("Council", "Peers")])
    >>> nx.set_node_attributes(graph, {"Peers": "Lived experience", "Trust": "NHS", "Council": "NHS"}, "sector")
    >>> reciprocation(Network.from_graph(graph))[["group", "share_returned", "share_answered"]]
                  group  share_returned  share_answered
    0  Lived experience             0.5             1.0
    1         Statutory             1.0             0.5
    """
    seen, mutual = seen_both_ways(network), returned(network)
    rows = []
    for name, own in network.groups(by).items():
        by_member, to_member = own[network.senders], own[network.receivers]
        sent, received = (seen & by_member & ~to_member).sum(), (seen & to_member & ~by_member).sum()
        answered = (mutual & by_member & ~to_member).sum()
        shares = _share(answered, sent), _share(answered, received)
        rows.append((name, int(sent), int(answered), shares[0], int(received), shares[1]))
    columns = ["group", "ties_out", "returned", "share_returned", "ties_in", "share_answered"]
    return pd.DataFrame(rows, columns=columns)


def reciprocity(network: Network) -> float:
    """What share of all ties is returned?

    Of the ties between actors that both answered about each other, the share that goes both ways (edgewise).

    Returns
    -------
    float, 0 to 1
        Higher means more ties are mutual. Strength is not used. NaN where there is no such tie.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> round(reciprocity(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]))), 4)
    0.6667
    """
    return _share(returned(network).sum(), seen_both_ways(network).sum())


def _with_unobserved(network: Network) -> tuple[Whole, Whole]:
    """Return the ties, with each answer that was left out, and what the silent could have named off the list."""
    off_list = network.besides[~network.responded[network.besides[:, 0]]]
    pairs = np.concatenate([np.stack([network.senders, network.receivers], axis=1), network.left_out, off_list])
    return pairs[:, 0], pairs[:, 1]


def _reach(steps: Floats, way: str) -> dict[str, float]:
    reached = steps[np.isfinite(steps)]
    return {
        f"{way}_direct": _share((steps <= 1).sum(), len(steps)),
        f"{way}_two_step": _share((steps <= 2).sum(), len(steps)),
        f"mean_distance_{way}": _share(reached.sum(), len(reached)),
        f"unreachable_{way}": _share(np.isinf(steps).sum(), len(steps)),
        f"observed_{way}": len(steps),
    }


def _share(part: float, whole: float) -> float:
    return float(part / whole) if 0 < whole < np.inf else nan
