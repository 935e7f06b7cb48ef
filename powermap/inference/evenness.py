"""How even would a measure be over the sectors if sector had nothing to do with it?"""

from __future__ import annotations

import numpy as np

from powermap.inference.labels import shuffle
from powermap.network import Floats, Network

SHUFFLES = 999


#: The limits that tell how far chance goes leave out so much on each side.
TAILS = (0.025, 0.975)


def expected_balance(values: Floats, network: Network, by: str = "sector", *, seed: int = 1) -> Floats:
    """What balance does chance alone give, given how many actors each group has?

    Sectors are shuffled among the actors that answered, and among those that did not; the balance of each shuffle
    is averaged, and 95 in 100 of them lie between the limits. Chance seldom spreads a measure quite evenly, so
    that a balance below 1, but above the lower limit, is no sign of a gap.

    Parameters
    ----------
    values : (n, measures) array of float, 0 or more, NaN where undefined
        In the order of ``network.names``.
    by : {'sector', 'voice'}
        As for `powermap.measures.balance.balance`: for voices the groups are the combinations that occur.

    Returns
    -------
    (3, measures) array of float, above 0 to 1
        The mean, the lower limit and the upper one. NaN where nobody has a group and a defined value, or the
        measure sums to nothing.
    """
    groups = network.groups(by)
    expected = np.full((3, values.shape[1]), np.nan)
    if not groups:
        return expected
    counted = np.any(list(groups.values()), axis=0)[:, None] & ~np.isnan(values)
    columns_of: dict[bytes, list[int]] = {}
    for column in np.flatnonzero(np.where(counted, values, 0).sum(axis=0) > 0):
        columns_of.setdefault(counted[:, column].tobytes(), []).append(int(column))
    for columns in columns_of.values():
        labels = shuffle(network, groups, counted[:, columns[0]], draws=SHUFFLES, seed=seed)
        cells = len(labels.belongs)
        of_actors = np.bincount(labels.actual, minlength=cells) / len(labels.order)
        x = values[labels.order][:, columns]
        each = np.repeat(x / x.sum(axis=0), cells, axis=1)
        held = labels.held(each, np.tile(np.eye(cells, dtype=bool), (1, len(columns))))
        apart = np.abs(held.reshape(len(columns), cells, SHUFFLES) - of_actors[:, None]).sum(axis=1)
        even = 1 - apart / 2
        expected[:, columns] = [even.mean(axis=1), *np.quantile(even, TAILS, axis=1)]
    return expected
