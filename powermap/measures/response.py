"""Who answered, what they left out, and whether the silent differ."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from powermap.measures.coverage import wilson_interval
from powermap.measures.kernels import answered
from powermap.measures.position import nominations_received
from powermap.network import By, Network

if TYPE_CHECKING:
    from powermap.survey.model import Survey


def response_rate(network: Network, by: By = "voice", *, confidence: float = 0.95) -> pd.DataFrame:
    """What share of each group answered, and of the whole?

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    confidence : float
        Of the Wilson interval.

    Returns
    -------
    DataFrame
        One row per group, which may overlap, and a last one 'All', which counts also actors without a group: group,
        members, responded (of whom an answer was seen), rate (0 to 1, higher means more answered), low, high.
        Strength and direction are not used. NaN for nobody.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A", "B"])
    >>> response_rate(network, ["x", "x", "y"])[["group", "members", "responded", "rate"]]
      group  members  responded      rate
    0     x        2          2  1.000000
    1     y        1          0  0.000000
    2   All        3          2  0.666667
    """
    there, rows = answered(network), []
    for name, own in [*network.groups(by).items(), ("All", np.ones(len(network), dtype=bool))]:
        members, responded = int(own.sum()), int((own & there).sum())
        low, high = wilson_interval(responded, members, confidence=confidence)
        rows.append((name, members, responded, responded / members if members else nan, low, high))
    return pd.DataFrame(rows, columns=["group", "members", "responded", "rate", "low", "high"])


def item_nonresponse(survey: Survey, round: str | int | None = None) -> pd.DataFrame:  # noqa: A002
    r"""Of the answers that those who responded could give to each question, how many are missing, and why?

    Parameters
    ----------
    survey : Survey
    round : str or int, optional
        The last one, without it.

    Returns
    -------
    DataFrame
        One row per relation: relation, could (answers that those who responded could give), left_out, share
        (left_out over could; 0 to 1, higher means more is missing), said_unknown (of left_out, with words such as
        'Don't know'), share_unknown (of could), mean_named (how many each of them names, on average). Strength is
        not used, and silent actors are no part of it. Shares are NaN where nobody could answer.

    References
    ----------
    Huisman (2009), Imputation of missing network data, on missing answers and missing actors.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from powermap import read_survey
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "ties.csv")
    ...     _ = path.write_text("from,to,trust\nA,B,3\nA,C,Don't know\nB,A,2\nB,C,1\n")
    ...     item_nonresponse(read_survey(path))[["relation", "could", "left_out", "share", "said_unknown"]]
      relation  could  left_out  share  said_unknown
    0    trust      4         1   0.25             1
    """
    chosen = str(round) if round is not None else str(survey.rounds[-1])
    gaps, rows = survey.unanswered, []
    for relation in survey.relations:
        network = survey.network(relation, chosen)
        there = answered(network)
        could = int(network.nameable_from[there].sum())
        left_out = int((network.nameable_from - network.observable_from)[there].sum())
        told = gaps[(gaps["relation"] == relation) & (gaps["round"] == chosen) & (gaps["why"] != "blank")]
        said = set(zip(told["from"], told["to"], strict=True))
        # Of those only that count as left out: not what somebody said of an actor that nobody was asked about.
        gone = network.left_out[there[network.left_out[:, 0]]].tolist()
        unknown = sum((network.names[i], network.names[j]) in said for i, j in gone)
        shares = (left_out / could, unknown / could) if could else (nan, nan)
        named = len(network.senders) / there.sum() if there.any() else nan
        rows.append((relation, could, left_out, shares[0], unknown, shares[1], named))
    columns = ["relation", "could", "left_out", "share", "said_unknown", "share_unknown", "mean_named"]
    return pd.DataFrame(rows, columns=columns)


def silent_compared(network: Network) -> pd.DataFrame:
    """Are those who did not answer named as much as those who did?

    Where the silent are named more, answers of well-known actors are missing, and paths through them.

    Returns
    -------
    DataFrame
        Rows 'answered' and 'silent': group, members, nominations_received (mean share of those who could that named
        them; 0 to 1, higher means named more), spread (standard deviation). Strength is not used; isolates count as
        0. NaN for nobody, and the spread also for one.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("B", "C")]), respondents=["A", "B"])
    >>> silent_compared(network)[["group", "members", "nominations_received"]]
          group  members  nominations_received
    0  answered        2                   0.5
    1    silent        1                   1.0
    """
    values, there, rows = nominations_received(network).to_numpy(), answered(network), []
    for name, own in (("answered", there), ("silent", ~there)):
        known = values[own & ~np.isnan(values)]
        mean = float(known.mean()) if known.size else nan
        rows.append((name, int(own.sum()), mean, float(known.std(ddof=1)) if known.size > 1 else nan))
    return pd.DataFrame(rows, columns=["group", "members", "nominations_received", "spread"])
