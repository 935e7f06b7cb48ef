"""Who stands between others, how much hangs on it, and what part each plays between groups.

A broker j stands between i and k where i names j, j names k, and i was asked about k and did not name it. What
i left out, or was not asked, is unknown, so that no such pair counts. A network whose ties all go both ways has
each pair twice, once in each direction, as in R's sna.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.contacts import by_actor
from powermap.measures.holes import MOST_BRIDGED, inverse, loss_of_contacts
from powermap.measures.hubs import only_through
from powermap.measures.kernels import answered, membership, partition
from powermap.measures.roles import (
    NAMES,
    by_chance,
    counts_between_groups,
    counts_of_groups,
    legs,
    role_counts,
    stood_between,
)
from powermap.measures.steps import paths_between, steps_in_and_out
from powermap.measures.structural_holes import (  # noqa: F401  (they can be had from here, too)
    effective_size,
    efficiency,
    hierarchy,
)
from powermap.network import By, Floats, Network, Whole


def brokerage_roles(network: Network, by: By = "voice") -> pd.DataFrame:
    """Which part does this actor play between others, and more or less than by chance?

    It stands between a sender and a receiver where the sender names it, it names the receiver, and the sender was
    asked about the receiver and did not name it. Of such ordered pairs (sender, broker, receiver): *coordinator*
    (A-A-A), *itinerant* or consultant (B-A-B), *representative* (A-A-B: carries its own group's word out),
    *gatekeeper* (B-A-A: lets others in), *liaison* (B-A-C) and *total*, where A is the broker's group. In R's sna:
    w_I, w_O, b_IO, b_OI, b_O, t. Expected, and z: as if ties were independent, each as likely as the observed
    density; sna's own warning holds that z need not be normal, see `group_brokerage_by_chance`.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
        Actors with several voices are in the group of just that combination. Who has no group is left out, with
        its ties: the total too is of pairs and brokers with a group.

    Returns
    -------
    DataFrame
        A column for each role, whole numbers from 0; one *role*_expected and one *role*_z. Higher means more
        pairs, or more than by chance. Strength is not used. NaN for actors that did not answer or have no group;
        z is NaN where chance has no say (no such pair is possible). Where answers are missing, only pairs that
        could be seen are expected; single answers left out are taken to be spread evenly.

    References
    ----------
    Gould & Fernandez (1989), Structures of mediation.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> brokerage_roles(network, ["x", "x", "y"])[["representative", "representative_expected", "total"]]
           representative  representative_expected  total
    actor
    A                 0.0                 0.074074    0.0
    B                 1.0                 0.074074    1.0
    C                 0.0                 0.000000    0.0
    """
    _, group = partition(network, by)
    there = (group >= 0) & answered(network)
    raw = np.where(there[:, None], role_counts(network, group), np.nan)
    expected, deviation = by_chance(network, group)[:2]
    table = {}
    for role, name in enumerate(NAMES):
        table[name] = raw[:, role]
        table[f"{name}_expected"] = np.where(there, expected[:, role], np.nan)
        table[f"{name}_z"] = (raw[:, role] - expected[:, role]) * inverse(deviation[:, role], missing=np.nan)
    return pd.DataFrame(table, index=pd.Index(network.names, name="actor", dtype=object))


def group_brokerage(network: Network, by: By = "voice") -> pd.DataFrame:
    """Which part do the members of each group play between others, and more or less than by chance?

    The sum of `brokerage_roles` over the members. The standard deviation is of the sum, exactly, as two brokers
    share ties. R's sna gives deviations per member, and for the whole network ones of which several are wrong.

    Returns
    -------
    DataFrame
        One row per group and role: group, role, raw, expected, z. Higher means more pairs, or more than by chance.
        Strength is not used; direction, missing answers and actors without a group as in `brokerage_roles`.
        Members that did not answer add nothing to raw and to expected; z is NaN where no such pair is possible.

    References
    ----------
    Gould & Fernandez (1989), Structures of mediation.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> group_brokerage(network, ["x", "x", "y"]).query("role == 'representative'").round(4)
      group            role  raw  expected       z
    2     x  representative  1.0    0.1481  2.3979
    8     y  representative  0.0    0.0000     NaN
    """
    names, group = partition(network, by)
    raw = _by_group(role_counts(network, group), group, len(names))
    expected, deviation = by_chance(network, group)[2:]
    z = (raw - expected) * inverse(deviation, missing=np.nan)
    return _tidy(names, raw=raw, expected=expected, z=z)


def group_brokerage_by_chance(
    network: Network, by: By = "voice", *, draws: int = 999, seed: int = 0
) -> pd.DataFrame:
    """Do the members of each group broker more than they would if the groups were dealt out by lot?

    The ties stay; the groups are shuffled among actors that answered, and among those that did not, so that
    silence cannot pass for a role.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    draws : int
        How many shuffles.
    seed : int
        The same seed gives the same table.

    Returns
    -------
    DataFrame
        One row per group and role: group, role, raw; expected (mean over the shuffles), z, and p, two-sided (1 +
        shuffles at least as far from expected) / (1 + draws). Higher z means more than by chance. Strength is not
        used; direction and actors without a group as in `brokerage_roles`. z is NaN where all shuffles are alike.

    References
    ----------
    Gould & Fernandez (1989), Structures of mediation; Phipson & Smyth (2010), Permutation p-values should never
    be zero.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> group_brokerage_by_chance(network, ["x", "x", "y"], draws=99).query("role == 'total'")[["group", "raw"]]
       group  raw
    5      x  1.0
    11     y  0.0
    """
    names, group = partition(network, by)
    random, there = np.random.default_rng(seed), answered(network)
    strata = [np.flatnonzero((group >= 0) & (there == status)) for status in (True, False)]
    dealt = np.repeat(group[None, :], draws + 1, axis=0)
    for places in strata:
        dealt[1:, places] = random.permuted(dealt[1:, places], axis=1)
    counts = counts_of_groups(network, dealt, len(names))
    raw, drawn = counts[0], counts[1:]
    expected = drawn.mean(axis=0) if draws else np.full_like(raw, np.nan)
    deviation = drawn.std(axis=0, ddof=1) if draws > 1 else np.zeros_like(raw)
    further = (np.abs(drawn - expected) >= np.abs(raw - expected) - 1e-9).sum(axis=0)
    z = (raw - expected) * inverse(np.where(deviation > 1e-12, deviation, 0), missing=np.nan)
    return _tidy(names, raw=raw, expected=expected, z=z, p=(1.0 + further) / (1 + draws))


def brokered_pairs(network: Network, by: By = "voice") -> pd.DataFrame:
    """Which group stands between which two?

    Of the ordered pairs of an actor of *from_group* and one of *to_group* that somebody stands between (see
    `brokerage_roles`), those for which members of *group* do. Groups may be the same, and may overlap: an actor
    with two voices counts in both. Actors without a group are no rows, but they count as others who stand between.

    Returns
    -------
    DataFrame
        One row for each three groups with such a pair: group (of the broker), from_group, to_group; paths (pairs
        times brokers), pairs, share (of all such pairs of these two groups; above 0 to 1), only (pairs for which
        nobody outside *group* stands between), only_share. Higher means that more depends on the group. Strength is
        not used. Silent actors were not seen to name or to broker: there may be more pairs, and of those that were
        seen *only* is 'at most'. No value is NaN.

    References
    ----------
    Gould & Fernandez (1989), Structures of mediation.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "D"), ("D", "C")]))
    >>> brokered_pairs(network, ["x", "y", "z", "y"])
      group from_group to_group  paths  pairs  share  only  only_share
    0     y          x        z      2      1    1.0     1         1.0
    """
    names, member = membership(network, by)
    paths, pairs, only, every = counts_between_groups(network, member)
    broker, sender, receiver = np.nonzero(pairs)
    label, found = np.array(names, dtype=object), pairs[broker, sender, receiver]
    all_pairs, alone = every[sender, receiver], only[broker, sender, receiver]
    columns = {"group": label[broker], "from_group": label[sender], "to_group": label[receiver]}
    columns |= {"paths": paths[broker, sender, receiver].astype(int), "pairs": found.astype(int)}
    columns |= {"share": found / all_pairs, "only": alone.astype(int), "only_share": alone / all_pairs}
    return pd.DataFrame(columns)


def brokerage_exclusivity(network: Network) -> pd.DataFrame:
    """For how many pairs is this actor the only one who stands between?

    It stands between i and k where i names it, it names k, and i was asked about k and did not name it.

    Returns
    -------
    DataFrame
        Indexed by actor: brokered (ordered pairs it stands between), alone (those that nobody else stands between),
        exclusivity (alone over brokered; 0 to 1). Higher means that more pairs depend on this actor alone. Strength
        is not used. Silent actors were not seen to stand between: of the pairs that were seen, alone is 'at
        most'. NaN for an actor that did not answer; exclusivity also where it stands between nobody.

    References
    ----------
    Hamilton, Hileman & Bodin (2020), Evaluating heterogeneous brokerage, whose exclusivity is *alone*.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "D"), ("D", "C"), ("D", "E")]))
    >>> brokerage_exclusivity(network).loc["D"].to_dict()
    {'brokered': 2.0, 'alone': 1.0, 'exclusivity': 0.5}
    """
    first, second, closed = legs(network)
    alone = only_through(first, second, closed)[1].sum(axis=0)
    brokered = stood_between(first, second, closed)
    share = alone * inverse(brokered, missing=np.nan)
    values = np.where(answered(network)[:, None], np.stack([brokered, alone, share], axis=1), np.nan)
    index = pd.Index(network.names, name="actor", dtype=object)
    return pd.DataFrame(values, index=index, columns=["brokered", "alone", "exclusivity"])


def ev_brokerage(network: Network) -> pd.Series:
    """How much does this actor stand between others for each contact that it keeps up?

    The mean of (b + actors that reach it) / in-degree and (b + actors that it reaches) / out-degree, where b is
    its betweenness, not normalised and in steps; 0 where b is 0. Who stands between much with few contacts comes
    first. In a connected network whose ties all go both ways it is (2 b + n - 1) / degree, with b counted once
    for each two others; a variant for those has (n - 1) / degree, not 0, where b is 0 and the degree above 1.

    Returns
    -------
    Series of float, 0 upwards
        Higher means more between others for each contact; 0 for an actor between nobody. Strength is not used.
        Paths through silent actors are not seen. NaN for an actor that did not answer. Above 5,000 actors b comes
        from a sample, as in `betweenness`.

    References
    ----------
    Everett & Valente (2016), Bridging, brokerage and betweenness.

    Examples
    --------
    >>> import networkx as nx
    >>> ev_brokerage(Network.from_graph(nx.star_graph(4))).tolist()
    [4.0, 0.0, 0.0, 0.0, 0.0]
    """
    between, _ = paths_between(network, weighted=False)
    into, out = steps_in_and_out(network)
    ends = ((into.reached, network.receivers), (out.reached, network.senders))
    each = [np.bincount(named, minlength=len(network)).astype(float) for _, named in ends]
    sides = [(between + reached) * inverse(degree) for (reached, _), degree in zip(ends, each, strict=True)]
    values = np.where(between > 0, (sides[0] + sides[1]) / 2, 0.0)
    return by_actor(network, "ev_brokerage", np.where(answered(network), values, np.nan))


def bridging(network: Network) -> pd.Series:
    """How much farther apart is everybody if this actor loses one of its contacts?

    The mean, over the contacts of the actor, of how much the cohesion of the network falls when the ties between
    the two go, whichever way they point. Cohesion is the mean of 1 / steps, 0 where there is no way, over all
    ordered pairs of actors.

    Returns
    -------
    Series of float, 0 to 1
        Higher means that more hangs on each of its contacts; 0 means all have other ways. Strength is not used.
        Unobserved answers count as no tie, so that with silent actors it may be more, or less. NaN for an actor
        without observed tie, and for all in a network of more than 300 actors, where it takes too long.

    References
    ----------
    Valente & Fujimoto (2010), Bridging: locating critical connectors in a network.

    Examples
    --------
    >>> import networkx as nx
    >>> bridging(Network.from_graph(nx.path_graph(3))).round(4).to_dict()  # cohesion falls from 5/6 to 1/3
    {'0': 0.5, '1': 0.5, '2': 0.5}
    """
    values = np.full(len(network), np.nan)
    if len(network) <= MOST_BRIDGED:
        pairs, falls = loss_of_contacts(network)
        contacts = np.bincount(pairs.ravel(), minlength=len(network)).astype(float)
        total = np.bincount(pairs.ravel(), weights=np.repeat(falls, 2), minlength=len(network))
        values = total * inverse(contacts, missing=np.nan)
    return by_actor(network, "bridging", values)


def _by_group(values: Floats, group: Whole, groups: int) -> Floats:
    """Return the sum of each column over the actors of each group."""
    total = np.zeros((groups, values.shape[1]))
    np.add.at(total, group[group >= 0], values[group >= 0])
    return total


def _tidy(names: list[str], **columns: Floats) -> pd.DataFrame:
    """Return a row for each group and role."""
    about = {"group": np.repeat(np.array(names, dtype=object), len(NAMES)), "role": NAMES * len(names)}
    return pd.DataFrame(about | {name: values.reshape(-1) for name, values in columns.items()})
