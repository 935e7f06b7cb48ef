"""Ratings as places in a network: what the measures of trust and influence stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.network import Bools, Network
from powermap.survey.asked import PARTNER_ITEMS
from powermap.survey.model import Survey
from powermap.survey.scales import Scale, bounds_in
from powermap.vocabulary import key

#: Items of the PARTNER survey, and the beginnings of words in a relation that tell which item it asks for.
TRUST = {"reliability": ("reliab",), "shared_mission": ("mission",), "openness": ("open",)}
INFLUENCE = {"influence": ("influen", "power")}
VALUE = {**INFLUENCE, "involvement": ("involv",), "resources": ("resourc", "contribut")}
#: What the items are called by PARTNER and by powermap's own survey; another relation may share a word with one.
_ITEMS = {key(asked.relation) for asked in PARTNER_ITEMS} | {
    "in support of mission", "open to discussion", "power influence", "level of involvement",
    "resource contribution",
}  # fmt: skip
#: A relation with one of these asks what ought to be.
SHOULD = ("should", "ought", "deserv")
#: Words that tell which attribute of a stakeholder a relation asks for, the better ones first.
ATTRIBUTES = {
    "power": (("power",), ("influen",)),
    "interest": (("interest",),),
    "legitimacy": (("legitim",),),
    "urgency": (("urgen",),),
}
#: Interests with one of these before them are something else than how much an actor cares.
_OTHER_INTERESTS = ("shar", "common", "mutual", "conflict", "competing", "vested")

#: Fewer raters say little of an actor.
FEWEST_RATERS = 3


def survey_of(text: str) -> Survey:
    r"""Return the survey that a table of comma-separated values amounts to: a short way to write an example.

    Examples
    --------
    >>> survey_of("from,to,trust\nA,B,2\n").relations
    ('trust',)
    """
    import tempfile
    from pathlib import Path

    from powermap.survey.read import read_survey

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "survey.csv")
        path.write_text(text, encoding="utf-8")
        return read_survey(path)


def items_in(
    survey: Survey,
    words: Mapping[str, tuple[str, ...]],
    *,
    all_: bool = True,
    among: Sequence[str] | None = None,
) -> dict[str, str]:
    """Return the relation that asks for each item, by the words in its name; only *among* these, if given.

    What asks how much influence somebody should have is no item of influence. Where two relations may be meant,
    or none is and *all_* are needed, the caller has to say which.
    """
    found = {}
    for item, beginnings in words.items():
        there = survey.relations if among is None else among
        fitting = [name for name in there if _has(name, beginnings) and not _has(name, SHOULD)]
        fitting = [name for name in fitting if key(name) in _ITEMS] or fitting
        if len(fitting) == 1:
            found[item] = fitting[0]
        elif fitting:
            said = (
                f"{len(fitting)} relations of this survey may ask for {item.replace('_', ' ')}: {_quoted(fitting)}."
            )
            raise UnknownChoiceError(said, fix="Say which relation is meant.")
        elif all_:
            raise none_asks(survey, item)
    return found


def none_asks(survey: Survey, item: str) -> UnknownChoiceError:
    """Return the error that says that no relation asks for *item*, and which there are."""
    there = _quoted(survey.relations) or "none"
    said = f"No relation of this survey asks for {item.replace('_', ' ')} in its name; there are: {there}."
    return UnknownChoiceError(said, fix="Say which relation is meant.")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _has(relation: str, beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in key(relation).split())


def attribute_in(survey: Survey, name: str) -> str:
    r"""Return the relation that asks for power, interest, legitimacy or urgency, by its name; '' where none does.

    One that asks for another of the four as well is none.

    Raises
    ------
    UnknownChoiceError
        Several do.

    Examples
    --------
    >>> attribute_in(survey_of("from,to,Influence,How interested is it?\nA,B,2,3\n"), "interest")
    'How interested is it?'
    """
    asked = [
        relation
        for relation in survey.relations
        if sum(_has(relation, words) for ways in ATTRIBUTES.values() for words in ways[:1]) < 2
        and not (name == "interest" and _has(key(relation).partition("interest")[0], _OTHER_INTERESTS))
    ]
    for words in ATTRIBUTES[name]:
        found = items_in(survey, {name: words}, all_=False, among=asked)
        if found:
            return found[name]
    return ""


def scale_of(survey: Survey, relation: str, given: pd.DataFrame) -> Scale | None:
    r"""Return the answer scale of a relation: its header's, or its words', or that of ticks; None if not known.

    Examples
    --------
    >>> survey = survey_of("from,to,Power (1-5),Interest,Urgency\nA,B,2,A lot,2\nB,A,3,A little,3\n")
    >>> [scale_of(survey, relation, survey.ratings(relation)) for relation in survey.relations]
    [Scale(lowest=1.0, highest=5.0, in_words=False), Scale(lowest=0.0, highest=4.0, in_words=True), None]
    """
    if relation in survey.scales:
        return survey.scales[relation]
    stated = bounds_in(relation)
    ticks = len(given) > 0 and set(given["rating"]) <= {0.0, 1.0}
    if stated:
        return Scale(float(stated[0]), float(stated[1]))
    return Scale(0.0, 1.0) if ticks else None


def should_in(survey: Survey, *, needed: bool = True) -> str:
    """Return the relation that asks how much influence actors should have; '' where none does, if not *needed*."""
    fitting = [name for name in survey.relations if _has(name, SHOULD) and _has(name, INFLUENCE["influence"])]
    if len(fitting) == 1 or (not fitting and not needed):
        return fitting[0] if fitting else ""
    raise UnknownChoiceError(
        f"{len(fitting) or 'No'} relations of this survey ask how much influence an actor should have.",
        fix="Say which relation is meant.",
    )


def received(survey: Survey, relation: str | None, round_: str | int | None) -> tuple[Network, pd.DataFrame]:
    r"""Return the network of a relation, and every rating in it: rater, rated (places in the network), rating.

    Where every answer is 1 and no scale is known, they were ticks, and who could have ticked an actor and did not
    rated it 0.

    Examples
    --------
    >>> received(survey_of("from,to,trust\nA,B,2\nB,A,0\n"), "trust", None)[1].to_numpy().tolist()
    [[0.0, 1.0, 2.0], [1.0, 0.0, 0.0]]
    """
    network = survey.network(relation, round_)
    given = survey.ratings(network.relation, network.round)
    if len(given) and (given["rating"] == 1).all() and network.relation not in survey.scales:
        rater, rated = np.nonzero(network.observable)
        return network, pd.DataFrame(
            {"rater": rater, "rated": rated, "rating": network.ties[rater, rated].astype(float)}
        )
    place = {name: i for i, name in enumerate(network.names)}
    given = given[given["rater"].isin(place) & given["rated"].isin(place)]  # 'not at all' makes nobody a member
    ends = {end: given[end].map(place).astype(np.intp) for end in ("rater", "rated")}
    return network, pd.DataFrame({**ends, "rating": given["rating"].astype(float)}).reset_index(drop=True)


def per_actor(network: Network, values: pd.Series) -> pd.Series:
    """Return *values*, which are by place, as they are by actor; NaN for an actor without one.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> per_actor(network, pd.Series([2.0], index=[1])).to_dict()
    {'A': nan, 'B': 2.0}
    """
    filled = values.reindex(range(len(network))).to_numpy(dtype=float)
    return pd.Series(filled, index=pd.Index(network.names, name="actor"))


def raters(network: Network, *given: pd.DataFrame) -> pd.Series:
    """Return how many different actors rated each actor, in any of several tables of ratings."""
    n = max(len(network), 1)
    pairs = np.concatenate([table["rater"].to_numpy() * n + table["rated"].to_numpy() for table in given])
    once = pairs if len(given) == 1 else np.unique(pairs)  # nobody rates an actor twice on one question
    counts = np.bincount(once.astype(np.intp) % n, minlength=len(network))
    return pd.Series(counts, index=pd.Index(network.names, name="actor"))


def middle(given: pd.DataFrame, scale: tuple[float, float] | None) -> float:
    """Return the middle of a scale, or of the lowest and highest rating that was given."""
    low, high = scale or (given["rating"].min(), given["rating"].max())
    return float(low + high) / 2


def score(
    survey: Survey,
    round_: str | int | None,
    name: str,
    items: Mapping[str, str],
    scale: tuple[float, float] | None,
) -> pd.DataFrame:
    """Return the mean rating of each actor on each item, their mean called *name*, and how many rated it."""
    parts = {item: received(survey, relation, round_) for item, relation in items.items()}
    network = next(iter(parts.values()))[0]
    means = {item: per_actor(network, own.groupby("rated")["rating"].mean()) for item, (_, own) in parts.items()}
    table = pd.DataFrame(means, index=pd.Index(network.names, name="actor"))
    table.insert(0, name, table.mean(axis=1, skipna=False))
    given = pd.concat([own for _, own in parts.values()], ignore_index=True)
    fair = (given["rating"] >= middle(given, scale)).groupby(given["rated"]).mean()
    return table.assign(
        fair_or_more=per_actor(network, fair), raters=raters(network, *(own for _, own in parts.values()))
    )


def spread(survey: Survey, relation: str, round_: str | int | None) -> pd.DataFrame:
    """Return mean, median, quartiles, extremes and number of the ratings of each actor."""
    network, given = received(survey, relation, round_)
    own = given.groupby("rated")["rating"]
    quantiles = {"low_quartile": 0.25, "median": 0.5, "high_quartile": 0.75}
    columns = {"mean": own.mean(), **{name: own.quantile(q) for name, q in quantiles.items()}}
    columns |= {"lowest": own.min(), "highest": own.max()}
    table = pd.DataFrame({name: per_actor(network, values) for name, values in columns.items()})
    return table.assign(raters=raters(network, given))


def between(given: pd.DataFrame, names: list[str], member: Bools) -> pd.DataFrame:
    """Return the ratings of each group about each: see `trust.influence_between_groups`."""
    rows = []
    for j, to in enumerate(names):
        about = given[member[given["rated"], j]]
        cells = [about[member[about["rater"], i]] for i in range(len(names))]
        means = [cell["rating"].mean() for cell in cells]
        known = [mean for mean in means if mean == mean]
        apart = max(known) - min(known) if known else nan
        for i, (cell, mean) in enumerate(zip(cells, means, strict=True)):
            counts = (len(cell), cell["rater"].nunique(), cell["rated"].nunique())
            values = (mean, cell["rating"].std(), mean - about["rating"].mean(), apart)
            rows.append((i, names[i], to, *counts, *values))
    columns = ["order", "from_group", "to_group", "ratings", "raters", "rated", "mean", "sd", "apart", "spread"]
    table = pd.DataFrame(rows, columns=columns).sort_values("order", kind="stable", ignore_index=True)
    return table.drop(columns="order")


def intraclass(given: pd.DataFrame) -> tuple[float, float, float]:
    """Return ICC(1), ICC(k) and k of ratings, each actor with raters of its own.

    Examples
    --------
    >>> intraclass(pd.DataFrame({"rated": [0, 0, 1, 1], "rating": [4.0, 4.0, 1.0, 1.0]}))
    (1.0, 1.0, 2.0)
    """
    own = given.groupby("rated")["rating"]
    count, mean = own.size().to_numpy(dtype=float), own.mean().to_numpy()
    total, actors = float(count.sum()), len(count)
    if actors < 2:
        return nan, nan, nan
    k = float((total - (count**2).sum() / total) / (actors - 1))
    if total == actors or np.ptp(given["rating"]) == 0:
        return nan, nan, k
    among = float((count * (mean - given["rating"].mean()) ** 2).sum()) / (actors - 1)
    within = float(((given["rating"] - own.transform("mean")) ** 2).sum()) / (total - actors)
    icc_1 = (among - within) / (among + (k - 1) * within)
    return icc_1, ((among - within) / among if among > 0 else nan), k


def standardised(values: pd.Series) -> pd.Series:
    """Return the distance from the mean in standard deviations (n - 1); NaN where all are the same.

    >>> standardised(pd.Series([1.0, 2.0, 3.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    same = not len(values) or np.ptp(values) <= 1e-12 * np.abs(values).max()  # the same but for rounding
    return (values - values.mean()) / (nan if same else values.std(ddof=1))
