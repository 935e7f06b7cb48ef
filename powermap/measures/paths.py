"""How each voice's word gets to those who decide, who passes it on, and whether anything comes back.

A way to a seat follows ties from the member to an actor that sits where decisions are made; a way from a seat
follows them back to the member. Members that have a seat themselves are counted and then left out. Only ties that
were observed make a way: through silent actors there may be more.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.kernels import answered, digraph, membership
from powermap.measures.standing import rank_intervals  # noqa: F401  (it can be had from here, too)
from powermap.measures.ways import Cuts, Way, Ways, avoiding, cut_off, nearness, next_steps, passing, targets, ways
from powermap.network import Bools, By, Floats, Network, Whole


def seat_steps(network: Network) -> pd.DataFrame:
    """How many steps is this actor from those who decide, and they from it?

    Returns
    -------
    DataFrame
        Indexed by actor. steps_to, steps_from: to and from the nearest seat-holder, 1 or more, higher means
        further away; inf where there is no way along observed ties. harmonic_to, harmonic_from: the mean of
        1 / steps over the seat-holders (*from*: over those that answered), 0 where there is no way to any; 0 to
        1, higher means nearer to more of them. Strength is not used. NaN for who has a seat; *to* where no answer
        of the actor about a seat-holder was observed, *from* where none of a seat-holder about the actor was.

    References
    ----------
    Lin (1999), Social networks and status attainment; Marchiori & Latora (2000), Harmony in the small-world.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Charity"), ("Charity", "Trust")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> seat_steps(Network.from_graph(graph))
             steps_to  steps_from  harmonic_to  harmonic_from
    actor
    Peers         2.0         inf          0.5            0.0
    Charity       1.0         inf          1.0            0.0
    Trust         NaN         NaN          NaN            NaN
    """
    table = {}
    for way in ("to", "from"):
        own = ways(network, way)
        known = own.seen & ~own.seat
        table[f"steps_{way}"] = np.where(known, own.steps, np.nan)
        table[f"harmonic_{way}"] = np.where(known, _harmonic(network, own, way), np.nan)
    columns = ["steps_to", "steps_from", "harmonic_to", "harmonic_from"]
    return pd.DataFrame(table, index=pd.Index(network.names, name="actor", dtype=object))[columns]


def voice_paths(network: Network, by: By = "voice") -> pd.DataFrame:
    """How much of each group gets through to a seat, in how many steps, and does anything come back?

    Returns
    -------
    DataFrame
        One row per group, shares of its observed members without a seat (0 to 1, higher means nearer).

        - group, members, seats (members with a seat), observed_to, observed_from (members without one of whom, or
          about whom, an answer that matters was observed).
        - within_1_to, within_2_to, within_3_to, and from: with a way of so many steps. unreachable_to,
          unreachable_from: with none.
        - distance_to, distance_from: mean steps to or from the nearest seat-holder, of those with a way; 1 or
          more. harmonic_to, harmonic_from: mean of the members' values in `seat_steps`.
        - reaching (members with a way to a seat), comes_back: of those that could be observed both ways, the
          share with a way back from a seat-holder whom they reach.

        Strength is not used. An actor with two voices counts in both; who has none in no row. NaN where nobody
        has a seat or no such member was observed.

    References
    ----------
    Lin (1999), Social networks and status attainment; Marchiori & Latora (2000), Harmony in the small-world.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Charity"), ("Charity", "Trust"), ("Trust", "Charity")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> table = voice_paths(Network.from_graph(graph), ["Peers", "VCS", "NHS"])
    >>> table[["group", "within_1_to", "within_2_to", "comes_back"]]
       group  within_1_to  within_2_to  comes_back
    0    NHS          NaN          NaN         NaN
    1  Peers          0.0          1.0         0.0
    2    VCS          1.0          1.0         1.0
    """
    names, member = membership(network, by)
    steps = seat_steps(network)
    to, back = steps["steps_to"].to_numpy(), steps["steps_from"].to_numpy()
    parts = np.array(digraph(network).connected_components(mode="strong").membership, dtype=np.intp)
    returns = np.isin(parts, parts[network.seat])
    rows = []
    for name, own in zip(names, member.T, strict=True):
        row = {"group": name, "members": int(own.sum()), "seats": int((own & network.seat).sum())}
        for way, found in (("to", to), ("from", back)):
            known = found[own & ~np.isnan(found)] if network.seat.any() else np.empty(0)
            row[f"observed_{way}"] = len(known)
            row |= {f"within_{most}_{way}": _mean(known <= most) for most in (1, 2, 3)}
            row[f"distance_{way}"] = _mean(known[np.isfinite(known)])
            row[f"harmonic_{way}"] = _mean(steps.loc[own, f"harmonic_{way}"].dropna().to_numpy())
            row[f"unreachable_{way}"] = _mean(np.isinf(known))
        reaching = own & np.isfinite(to)
        row["reaching"] = int(reaching.sum())
        row["comes_back"] = _mean(returns[reaching & ~np.isnan(back)])
        rows.append(row)
    columns = ["group", "members", "seats"]
    for way in ("to", "from"):
        about = ["observed", "within_1", "within_2", "within_3", "distance", "harmonic", "unreachable"]
        columns += [f"{part}_{way}" for part in about]
    return pd.DataFrame(rows, columns=[*columns, "reaching", "comes_back"])


def passing_groups(network: Network, by: By = "voice", *, way: Way = "to", nearest: bool = False) -> pd.DataFrame:
    """Which other groups does each group's word have to pass on its shortest ways to the seats?

    Each member and seat-holder between whom there is a way counts once; several ways that are equally short count
    in part.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    way : {'to', 'from'}
        Along ties from the group to a seat, or from a seat to the group.
    nearest : bool
        Only ways to the nearest seat-holders of each member, who then counts once.

    Returns
    -------
    DataFrame
        One row for each two groups: group; ways (members and seat-holders with a way); direct (the share of these
        that are one step apart); any_other (the part of the shortest ways that passes somebody outside the group in
        between); through (another group) and share (the part that passes a member of it who is not in the group
        too). 0 to 1; higher means more gatekeeping. A way that passes two groups counts for both. Strength is not
        used; unobserved answers count as no tie. Who passes it on without a group counts in any_other. NaN where
        there is no way; a network with one group has no row. Of more than 50 seat-holders, 50 drawn at random stand
        for all.

    References
    ----------
    Freeman (1977), A set of measures of centrality based on betweenness, for the parts of shortest paths; Gould &
    Fernandez (1989), for gatekeepers between groups.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Charity"), ("Charity", "Trust"), ("Peers", "Club"), ("Club", "Trust")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> table = passing_groups(Network.from_graph(graph), ["Peers", "VCS", "NHS", None])
    >>> table.query("group == 'Peers'")
       group  ways  direct  any_other through  share
    2  Peers     1     0.0        1.0     NHS    0.0
    3  Peers     1     0.0        1.0     VCS    0.5
    """
    names, member = membership(network, by)
    size, own = len(names), ways(network, way)
    count, direct, free = np.zeros(size), np.zeros(size), np.zeros((size, size + 1))
    for target in targets(own, nearest=nearest):
        parts, levels = next_steps(target)
        for g in range(size):
            start = _with_a_way(network, target, member[:, g])
            barred = np.concatenate([member, np.ones((len(network), 1), dtype=bool)], axis=1) & ~member[:, [g]]
            count[g] += start.sum()
            direct[g] += (target.steps[start] == 1).sum()
            free[g] += avoiding(parts, levels, ~barred)[start].sum(axis=0)
    whole = np.where(count > 0, count, np.nan)
    passed, near = 1 - free / whole[:, None], direct / whole
    rows = [
        (names[g], int(count[g]), near[g], passed[g, size], names[h], passed[g, h])
        for g in range(size)
        for h in range(size)
        if h != g
    ]
    return pd.DataFrame(rows, columns=["group", "ways", "direct", "any_other", "through", "share"])


def gatekeepers(network: Network, by: By = "voice", *, way: Way = "to", nearest: bool = False) -> pd.DataFrame:
    """Who passes each group's word on to the seats, and what is lost if one of them goes?

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    way : {'to', 'from'}
        Along ties from the group to a seat, or from a seat to the group.
    nearest : bool
        For *share*: only ways to the nearest seat-holders, as in `passing_groups`.

    Returns
    -------
    DataFrame
        One row per group and actor that is between another member and a seat, or whose leaving would cost one of
        them its last way, most lost first:

        - group, actor, own (whether it belongs to the group), seat (whether it has one), depending (members
          without a seat that have a way, the actor itself not counted).
        - share: the part of their shortest ways to other actors' seats that passes the actor; 0 to 1; NaN where
          there are none.
        - lost: how many of them have no way to any seat without the actor; lost_share: of those depending.
        - sole: True where that is all of them: every word of theirs has to pass the actor, or ends with it.

        Higher means that more hangs on the actor. Strength is not used. Unobserved answers count as no tie:
        members may have a way that was not seen, and of those that were seen to have one, lost is 'at most'. A
        group without a way has no row.

    References
    ----------
    Freeman (1977), A set of measures of centrality based on betweenness; Lengauer & Tarjan (1979), A fast
    algorithm for finding dominators in a flowgraph.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("P1", "P2"), ("P2", "Charity"), ("Charity", "Trust")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> table = gatekeepers(Network.from_graph(graph), ["Peers", "Peers", None, None])
    >>> table[["actor", "own", "seat", "share", "lost", "sole"]]
         actor    own   seat  share  lost  sole
    0  Charity  False  False    1.0     2  True
    1    Trust  False   True    NaN     2  True
    2       P2   True  False    1.0     1  True
    """
    names, member = membership(network, by)
    own, n = ways(network, way), len(network)
    free = ~network.seat[:, None]
    passed, starting, ending = np.zeros((3, n, len(names)))
    for target in targets(own, nearest=nearest):
        start = (member & free & np.isfinite(target.steps)[:, None]).astype(float)
        starting += start
        onward = passing(*next_steps(target), start)
        onward[target.seat] = 0  # there it ends
        passed += onward
        if not nearest:
            ending[target.seat] += start.sum(axis=0)
    others = starting.sum(axis=0) - starting - ending

    hanging = (member & free & np.isfinite(own.steps)[:, None]).astype(float)
    lost, depending = np.rint(cut_off(own, hanging)), hanging.sum(axis=0) - hanging
    g, actor = np.nonzero(((passed > 0) | (lost > 0)).T)
    at = (actor, g)
    share = np.divide(passed[at], others[at], out=np.full(len(g), np.nan), where=others[at] > 0)
    columns = {"group": np.array(names, dtype=object)[g], "actor": np.array(network.names, dtype=object)[actor]}
    columns |= {"own": member[at], "seat": network.seat[actor], "depending": depending[at].astype(int)}
    columns |= {"share": share, "lost": lost[at].astype(int), "lost_share": lost[at] / np.maximum(depending[at], 1)}
    columns |= {"sole": lost[at] == depending[at]}
    order = np.lexsort((actor, -np.nan_to_num(share), -lost[at], g))
    return pd.DataFrame(columns).iloc[order].reset_index(drop=True)


def holds_the_way(network: Network, *, way: Way = "to") -> pd.Series:
    """How many others reach a seat only through this actor?

    Parameters
    ----------
    network : Network
    way : {'to', 'from'}
        Others who reach a seat along ties, or who are reached from one.

    Returns
    -------
    Series of float, whole numbers from 0
        How many actors without a seat have no way left if this one goes. Higher means that more hangs on it.
        Strength is not used. Where answers are missing, others may have ways that were not seen: of those that
        were seen to have one, it is 'at most'. NaN for who has a seat, for an actor that did not answer (no way
        through it could be seen), and where nobody has a seat.

    References
    ----------
    Lengauer & Tarjan (1979), A fast algorithm for finding dominators in a flowgraph.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Charity"), ("Charity", "Trust")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> holds_the_way(Network.from_graph(graph)).to_dict()
    {'Peers': 0.0, 'Charity': 1.0, 'Trust': nan}
    """
    own = ways(network, way)
    lost = np.rint(cut_off(own, (~own.seat).astype(float)[:, None])[:, 0])
    known = ~own.seat & answered(network) & own.seat.any()
    index = pd.Index(network.names, name="actor", dtype=object)
    return pd.Series(np.where(known, lost, np.nan), index=index, name="holds_the_way")


def smallest_cut(network: Network, by: By = "voice", *, way: Way = "to") -> pd.DataFrame:
    """How few actors have to leave for a group to lose every way to a seat?

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    way : {'to', 'from'}
        Along ties from the group to a seat, or from a seat to the group.

    Returns
    -------
    DataFrame
        One row per group:

        - group, reaching (members without a seat that have a way), direct (how many of them one step away).
        - cut: the fewest actors, outside the group and without a seat, whose leaving parts the group from every
          seat; cut_actors: one such set of them, joined by '; '. 0 where there is no way anyhow. NaN where a
          member is one step from a seat, so that no outsider stands between, and where there is nobody to part.
        - ways: the fewest if members may leave too, as the members one step from a seat do: so many ways to
          the seats share no actor but the seat-holder. ways_actors: one such set.

        Higher means safer; 1 means that all hangs on one actor. There may be other sets of the same size. Strength
        is not used. Unobserved answers count as no tie, so that these are 'at least': there may be more ways.

    References
    ----------
    Menger (1927), Zur allgemeinen Kurventheorie; Ford & Fulkerson (1956), Maximal flow through a network.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("P1", "Charity"), ("P2", "Charity"), ("Charity", "Trust"), ("P2", "P1")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> smallest_cut(Network.from_graph(graph), ["Peers", None, "Peers", None])
       group  reaching  direct  cut cut_actors  ways ways_actors
    0  Peers         2       0  1.0    Charity   1.0     Charity
    """
    names, member = membership(network, by)
    own = ways(network, way)
    cuts, rows = Cuts(own), []
    for g, name in enumerate(names):
        start = _with_a_way(network, own, member[:, g])
        direct = int((own.steps[start] == 1).sum())
        possible = own.seat.any() and (member[:, g] & ~own.seat).any()
        found = [
            cuts.between(start, removable) if possible and not closed else None
            for removable, closed in ((~member[:, g], direct > 0), (np.ones(len(network), dtype=bool), False))
        ]
        row = [(np.nan, "") if cut is None else (float(len(cut)), _joined(network, cut)) for cut in found]
        rows.append((name, int(start.sum()), direct, *row[0], *row[1]))
    columns = ["group", "reaching", "direct", "cut", "cut_actors", "ways", "ways_actors"]
    return pd.DataFrame(rows, columns=columns)


def _harmonic(network: Network, own: Ways, way: Way) -> Floats:
    """Return the mean of 1 / steps of each actor to all seat-holders, or from those that could be heard."""
    seats = np.flatnonzero(network.seat & answered(network) if way == "from" else network.seat)
    if not len(seats):
        return np.full(len(network), np.nan)
    return nearness(own.ties.T.tocsr(), seats) / len(seats)


def _with_a_way(network: Network, own: Ways, member: Bools) -> Bools:
    return np.asarray(member & ~network.seat & np.isfinite(own.steps))


def _joined(network: Network, actors: Whole) -> str:
    return "; ".join(network.names[actor] for actor in actors)


def _mean(values: Floats | Bools) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
