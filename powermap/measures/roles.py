"""What the roles of brokers are counted with: pairs that somebody stands between, and what chance would give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from powermap.measures.hubs import Bits, crowds, hubs_of, pairs_apart
from powermap.measures.kernels import answered, row_blocks, runs, sparse
from powermap.measures.two_steps import between_ties, find
from powermap.network import Bools, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Each role by whether sender and broker, broker and receiver, sender and receiver are of the same group.
ROLES: dict[str, tuple[bool, bool, bool]] = {
    "coordinator": (True, True, True),
    "itinerant": (False, False, True),
    "representative": (True, False, False),
    "gatekeeper": (False, True, False),
    "liaison": (False, False, False),
}
NAMES = [*ROLES, "total"]
_ANY = (None, None, None)


def legs(network: Network) -> tuple[csr_array, csr_array, csr_array]:
    """Return first and second steps, and the pairs that are not known to be open: tied, left out, or the same.

    Examples
    --------
    >>> import networkx as nx
    >>> first, second, closed = legs(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    >>> stood_between(first, second, closed).tolist()
    [0.0, 1.0, 0.0]
    """
    ties = sparse(network)
    listed = network.listed[network.receivers]
    second = _square(network.senders[listed], network.receivers[listed], len(network))
    own = np.arange(len(network))
    senders = np.concatenate([network.senders, network.left_out[:, 0], own])
    receivers = np.concatenate([network.receivers, network.left_out[:, 1], own])
    return ties, second, _square(senders, receivers, len(network))


def _square(senders: Whole, receivers: Whole, n: int) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(senders)), (senders, receivers)), shape=(n, n))


def stood_between(first: csr_array, second: csr_array, closed: csr_array) -> Floats:
    """Return of each actor j the sum over i and k of first(i, j) second(j, k), less those that are closed."""
    pairs = first.sum(axis=0) * second.sum(axis=1)
    return np.asarray(pairs - _closed(first, second, closed))


def _closed(first: csr_array, second: csr_array, closed: csr_array) -> Floats:
    return np.asarray(between_ties(first.T.tocsr(), closed, second).sum(axis=1))


def role_counts(network: Network, group: Whole) -> Floats:
    """Return how many pairs each actor stands between, a column for each role and one for all.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> role_counts(network, np.array([0, 0, 1])).tolist()[1]
    [0.0, 0.0, 1.0, 0.0, 0.0, 1.0]
    """
    first, second, closed = legs(network)
    n, groups = len(network), int(group.max(initial=-1)) + 1

    def parted(ties: csr_array) -> tuple[csr_array, csr_array]:
        ends = ties.tocoo()
        a, b = group[ends.row], group[ends.col]
        same, other = np.flatnonzero((a == b) & (a >= 0)), np.flatnonzero((a != b) & (a >= 0) & (b >= 0))
        return _square(ends.row[same], ends.col[same], n), _square(ends.row[other], ends.col[other], n)

    (own_in, other_in), (own_out, other_out), (own_closed, other_closed) = map(parted, (first, second, closed))
    # Who both names from another group and is named from it: of one group, though not the broker's.
    member = np.zeros((n, groups))
    member[group >= 0, group[group >= 0]] = 1
    alike = (other_in.T @ member * (other_out @ member)).sum(axis=1)
    counts = np.zeros((n, len(NAMES)))
    counts[:, 0] = stood_between(own_in, own_out, own_closed)
    counts[:, 1] = alike - _closed(other_in, other_out, own_closed)
    counts[:, 2] = stood_between(own_in, other_out, other_closed)
    counts[:, 3] = stood_between(other_in, own_out, other_closed)
    counts[:, 4] = stood_between(other_in, other_out, other_closed) - alike
    counts[:, 5] = counts.sum(axis=1)
    return counts


def counts_between_groups(network: Network, member: Bools) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what each group does between each two, and how many pairs of these anybody stands between.

    Parameters
    ----------
    member : (n, g) array of bool

    Returns
    -------
    paths, pairs, only : (g, g, g) arrays of float
        By group of the broker, of the sender and of the receiver: pairs times brokers; pairs; and pairs for which
        nobody outside the group stands between.
    every : (g, g) array of float

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> [float(count.sum()) for count in counts_between_groups(network, np.eye(3, dtype=bool))]
    [1.0, 1.0, 1.0, 1.0]
    """
    (first, second, closed), own = legs(network), member.astype(float)
    (n, size), hubs = own.shape, hubs_of(first, second)
    paths = np.zeros((size, size, size))
    for g, of in enumerate(member.T):
        into, out = first[:, of], second[of]
        paths[g] = (own.T @ into) @ (out @ own) - own.T @ (between_ties(into, out, closed) @ own)

    bits, counts = [hubs.among(of) for of in member.T], np.zeros((1 + 2 * size, size, size))
    for joining, senders, receivers in crowds(hubs, own, own):
        counts += [senders.T @ held @ receivers for held in _held(joining, bits)]
    kinds, kind = np.unique(own, axis=0, return_inverse=True)

    def between(start: Whole, end: Whole, held: list[Bools]) -> list[Floats]:
        """Return of how many of these pairs it holds, by group of the first and of the second."""
        cell, size = kind.reshape(-1)[start] * len(kinds) + kind.reshape(-1)[end], len(kinds)
        cells = (np.bincount(cell, weights=one, minlength=size**2).reshape(size, size) for one in held)
        return [kinds.T @ one @ kinds for one in cells]

    # Less the closed pairs that hubs join, and with what others change of the rest.
    start, end = np.repeat(np.arange(n), np.diff(closed.indptr)), closed.indices
    counts -= between(start, end, _held(hubs.ahead[start] & hubs.behind[end], bits))
    for start, end, ways, by_group in pairs_apart(first, second, closed, hubs.places, own.T):
        joining, others = hubs.ahead[start] & hubs.behind[end], [(mine, ways - mine) for mine in by_group]
        counts += between(start, end, _held(joining, bits, others))
        if joining.any():
            counts -= between(start, end, _held(joining, bits))
    return paths, counts[1::2], counts[2::2], counts[0]


def _held(joining: Bits, bits: list[np.uint64], ways: list[tuple[Floats, Floats]] | None = None) -> list[Bools]:
    """Return which pairs anybody stands between; then, for each group, which its members do, and which they alone.

    *joining* are the hubs between them, *bits* the hubs of each group, *ways* the others in it, and outside it.
    """
    found = [joining != 0 if ways is None else np.ones(joining.shape, dtype=bool)]
    for g, own in enumerate(bits):
        mine, rest = (joining & own) != 0, (joining & ~own) != 0
        if ways is not None:
            mine, rest = mine | (ways[g][0] > 0), rest | (ways[g][1] > 0)
        found += [mine, mine & ~rest]
    return found


def open_triples(network: Network) -> Iterator[tuple[Whole, Whole, Whole]]:
    """Yield sender, broker and receiver of every open pair and each of its brokers, a block at a time.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> [np.stack(some).tolist() for some in open_triples(network)]
    [[[0], [1], [2]]]
    """
    first, second, closed = legs(network)
    n = len(network)
    shut = np.repeat(np.arange(n), np.diff(closed.indptr)) * n + closed.indices
    for rows in row_blocks(first, second):
        steps = first[rows].tocoo()
        which, place = runs(second.indptr, steps.col)
        sender, broker = (steps.row[which] + rows.start).astype(np.intp), steps.col[which]
        receiver = second.indices[place]
        is_open = ~find(shut, sender * n + receiver)[0]
        yield sender[is_open], broker[is_open], receiver[is_open]


def counts_of_groups(network: Network, dealt: Whole, groups: int) -> Floats:
    """Return, of each of several ways to deal out the groups, how often each group plays each role.

    Parameters
    ----------
    dealt : (d, n) array of int
        The group of each actor, -1 for none.

    Returns
    -------
    (d, groups, 6) array of float

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> counts_of_groups(network, np.array([[0, 0, 1], [0, 1, 1]]), 2)[:, :, 5].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    # Which role it is, from whether sender and broker, broker and receiver, sender and receiver are alike.
    role_of = np.full(8, len(ROLES))
    for role, alike in enumerate(ROLES.values()):
        role_of[int(np.dot(alike, (4, 2, 1)))] = role
    counts = np.zeros((len(dealt), groups, len(NAMES)))
    for triple in open_triples(network):
        for draw, group in enumerate(dealt):
            a, b, c = (group[actors] for actors in triple)
            role = role_of[4 * (a == b) + 2 * (b == c) + (a == c)]
            some = (a >= 0) & (b >= 0) & (c >= 0)
            played = np.bincount((b * len(NAMES) + role)[some], minlength=counts[draw].size)
            counts[draw] += played.reshape(counts[draw].shape)
    counts[:, :, -1] = counts.sum(axis=2)
    return counts


def by_chance(network: Network, group: Whole) -> tuple[Floats, Floats, Floats, Floats]:
    """Return expected counts and their standard deviation: per actor and role, and per group and role.

    Every tie that could be seen is there with chance d, independently. Two pairs of one count vary together
    where they share a tie: d3 (1 - d)3 where both need it, d5 (1 - d) where both need it to be absent, and
    -d4 (1 - d)2 where one needs it and the other needs it to be absent.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> by_chance(network, np.array([0, 0, 1]))[2].sum(axis=1).round(4).tolist()  # 2 roles x 6 pairs x 1/9 x 2/3
    [0.5926, 0.2963]
    """
    n, groups = len(network), int(group.max(initial=-1)) + 1
    grouped = group >= 0
    by_actor, by_group = np.zeros((2, n, len(NAMES))), np.zeros((2, groups, len(NAMES)))
    answers = network.answers_between(grouped[:, None])[0, 0]
    asks, named = answered(network) & grouped, network.listed & grouped
    if answers:
        inside = grouped[network.senders] & grouped[network.receivers]
        gaps = (grouped[network.left_out[:, 0]] & grouped[network.left_out[:, 1]]).sum()
        seen, density = answers / (answers + gaps), inside.sum() / answers
        kinds, kind = np.unique(np.stack([group, asks, named], axis=1)[grouped], axis=0, return_inverse=True)
        size = np.bincount(kind.reshape(-1), minlength=len(kinds)).astype(float)
        for role, name in enumerate(NAMES):
            per_actor, per_group = _moments(kinds, size, ROLES.get(name), density, seen)
            by_actor[:, grouped, role] = per_actor[:, kind.reshape(-1)]
            by_group[:, :, role] = per_group[:, :groups]
    return by_actor[0], by_actor[1], by_group[0], by_group[1]


def _moments(
    kinds: Whole, size: Floats, role: tuple[bool, bool, bool] | None, density: float, seen: float
) -> tuple[Floats, Floats]:
    """Return expected count and standard deviation of one role: for an actor of each kind, and for each group.

    Actors of a kind share their group, whether they were asked and whether they could be named, so that a tie
    from one kind to another takes part in the same number of pairs, whichever it is.

    Parameters
    ----------
    kinds : (k, 3) array of int
        Group, asked, named.
    size : (k,) array of float
    role : three bools, or None for every role
    seen : float
        The share of answers that were not left out.
    """
    group, asks, named = kinds[:, 0], (kinds[:, 1] > 0).astype(float), (kinds[:, 2] > 0).astype(float)
    broker = asks * named
    alike = group[:, None] == group[None, :]
    # Whether sender and broker, broker and receiver, sender and receiver of these kinds fit the role.
    to, on, ends = (
        np.ones(alike.shape) if role is None else (alike == part).astype(float) for part in role or _ANY
    )
    dyads = np.outer(size, size) - np.diag(size)

    # In how many pairs a tie is the first step, or the second: who else may take part, less the two themselves.
    receivers = (ends * (named * size)) @ on.T - (np.diag(ends) * named)[:, None] * on.T
    receivers -= ends * (np.diag(on) * named)
    first = to * np.outer(asks, broker) * receivers
    senders = (to * (asks * size)[:, None]).T @ ends - (np.diag(to) * asks)[:, None] * ends
    senders -= to.T * (np.diag(ends) * asks)
    second = on * np.outer(broker, named) * senders

    chance = density**2 * (1 - density)
    alone, both = chance * (1 - chance) * seen**3, density**3 * (1 - density) ** 3 * seen**5
    mixed, absent = density**4 * (1 - density) ** 2 * seen**5, density**5 * (1 - density) * seen**5

    count = (dyads * first).sum(axis=0)
    shared = (dyads * first * (first - 1)).sum(axis=0) + (dyads * second * (second - 1)).sum(axis=1)
    per_actor = np.stack([count * chance * seen**3, count * alone + shared * both]) / size

    per_group = np.zeros((2, int(group.max()) + 1))
    for g in range(per_group.shape[1]):
        own = broker * (group == g)
        needed = first * (group == g) + second * (group == g)[:, None]
        closing = (to * (own * size)) @ on - (np.diag(to) * own)[:, None] * on - to * (np.diag(on) * own)
        closing = ends * np.outer(asks, named) * closing
        # Two pairs of the same three actors can share two ties at once, and would count twice.
        twice = 0.0
        if role is None or (role[1] and role[0] == role[2]):
            twice += (dyads * second * np.outer(own, own > 0)).sum()
        if role is None or (role[0] and role[1] == role[2]):
            twice += (dyads * first * np.outer(own > 0, own)).sum()
        times = (dyads * first * own).sum()
        variance = times * alone + (dyads * needed * (needed - 1)).sum() * both
        variance -= (2 * (dyads * needed * closing).sum() - twice) * mixed
        variance += (dyads * closing * (closing - 1)).sum() * absent
        per_group[:, g] = times * chance * seen**3, variance
    return _rooted(per_actor), _rooted(per_group)


def _rooted(values: Floats) -> Floats:
    """Return expected counts, and standard deviations from variances."""
    return np.stack([values[0], np.sqrt(np.maximum(values[1], 0))])
