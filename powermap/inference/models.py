"""Which pairs have ties: exponential-family random graph models, fitted by the library ergmx.

powermap only prepares the network, hands it over, refuses what has no answer, and reads the result. ergmx (its
licence is the GPL) is installed by ``pip install "powermap-network[models]"`` and loaded when a model is fitted.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.inference.family import holm
from powermap.inference.fitted_model import ModelFit, no_checks
from powermap.inference.model_data import listed
from powermap.inference.model_terms import Question, Term, ask
from powermap.inference.values import check_confidence
from powermap.network import Floats, Network

#: As many chains on every machine: the library otherwise takes as many as there are processors, and the numbers
#: would differ.
CHAINS = 4

#: Shorter than the library's own limits: a model that needs more hardly ever settles, and takes minutes to say so.
SIMULATION = {"n_chains": CHAINS, "max_interval": 2**15, "max_iter": 30}

#: How many networks are drawn from the fitted model to compare with this one.
DRAWN = 200

#: A fitted chance nearer to 0 or 1 than this is one that runs off to it.
CERTAIN = 1e-8

#: With a standard error of more, odds a billion times higher and lower fit as well. Not asked of the terms of
#: your own formulas, whose units may be anything.
VAGUE = 10


def fit_model(
    network: Network,
    formula: str = "homophily",
    *,
    attributes: Mapping[str, Sequence[Any]] | None = None,
    seed: int = 1,
    confidence: float = 0.95,
) -> ModelFit:
    """Which pairs have ties, taking several things into account at once?

    An exponential-family random graph model (ERGM): the log odds of a tie, given all other ties, are a sum of terms
    times coefficients. Strength is not used. Answers that were not observed stay missing and are averaged over
    (Handcock & Gile 2010), which is fair if they are like those seen, given the terms. Answers about actors that
    were not on the list are left out: of those, only the ones that name somebody are known.

    Parameters
    ----------
    network : Network
    formula : str
        'homophily': do actors of one sector name each other more? 'popularity': are members of some voices named
        more, next to naming those that share a voice? 'closure': are ties returned, and do partners of a partner
        become partners? Or a formula of your own in the library's words, which are those of R's ergm
        ("edges + mutual + nodematch('sector') + nodeicov('seat')"); it can use 'sector', 'seat' (1 or 0), each
        voice by its name (1 or 0), and *attributes*.
    attributes : dict of str to sequence, optional
        More about the actors, a value each in the order of ``network.names``.
    seed : int
    confidence : float

    Returns
    -------
    ModelFit
        Exact maximum likelihood where pairs are independent given the terms ('homophily', 'popularity'), simulated
        otherwise, which takes seconds for 30 actors, and many minutes for 100 where many answers are missing. Where
        every tie is returned, ties are taken to have no direction, and each counts once.

    Raises
    ------
    PowermapError
        ergmx is not installed; there is nothing to estimate (no ties, one sector) or fewer than three actors to
        tell it from; terms cannot be told apart, or a
        coefficient runs off to infinity, and which; or the model fits no network (degeneracy).

    References
    ----------
    Robins, Pattison, Kalish & Lusher (2007), Social Networks 29; Hunter, Handcock, Butts, Goodreau & Morris (2008),
    Journal of Statistical Software 24(3); Handcock & Gile (2010), Annals of Applied Statistics 4.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "A"), ("C", "D"), ("A", "C"), ("E", "D"), ("D", "C"), ("C", "F")])
    >>> for name in graph: graph.nodes[name]["sector"] = "Health" if name in "ABE" else "Housing"
    >>> fit = fit_model(Network.from_graph(graph), "homophily")
    >>> fit.table[["label", "odds_ratio"]].round(2).values.tolist()
    [['ties in general', 0.13], ['same sector', 5.71]]
    """
    check_confidence(confidence)
    library = _library()
    question = ask(network, formula, attributes)
    code = " + ".join(term.code for term in question.terms)
    fitted = _run(
        lambda: library.ergm(question.graphs[0], code, seed=seed, eval_loglik=False, **SIMULATION), question
    )
    return _result(library, fitted, question, formula, code, seed, confidence)


def fit_rounds(
    networks: Sequence[Network],
    formula: str = "homophily",
    *,
    attributes: Mapping[str, Sequence[Any]] | None = None,
    seed: int = 1,
    confidence: float = 0.95,
) -> ModelFit:
    """Which ties are new, and which are kept, from round to round?

    A separable temporal model (STERGM): one set of coefficients for ties that form where there was none, one for
    ties that last. A pair counts from the first round for as long as its answers have been seen in every round so
    far. Only actors that are in every round are in the model; the others are named in the notes.

    Parameters
    ----------
    networks : sequence of Network
        One relation, two or more rounds, the earliest first.
    formula, seed, confidence
        As for `fit_model`; sectors and voices are those of the last round. 'closure' and formulas of your own need
        every answer between the actors of the earlier rounds, because what one pair does there depends on the
        others: actors that did not answer in one of them are left out, and named.
    attributes : dict of str to sequence, optional
        A value for each actor, in the order of the names of the last round.

    Returns
    -------
    ModelFit
        In its table, *part* is 'new ties' or 'kept ties'.

    Raises
    ------
    PowermapError
        As for `fit_model`, and where fewer than two rounds, or fewer than three actors in all of them, are given.

    References
    ----------
    Krivitsky & Handcock (2014), Journal of the Royal Statistical Society B 76.

    Examples
    --------
    >>> import networkx as nx
    >>> first = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"), ("A", "C")])
    >>> second = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "B"), ("D", "B")])
    >>> rounds = [Network.from_graph(graph, round=name) for name, graph in (("1", first), ("2", second))]
    >>> fit_rounds(rounds, "edges").table[["part", "odds_ratio"]].round(2).values.tolist()
    [['new ties', 0.4], ['kept ties', 0.67]]
    """
    check_confidence(confidence)
    library = _library()
    question = ask([networks] if isinstance(networks, Network) else list(networks), formula, attributes)
    inner = " + ".join(term.code for term in question.terms)
    code = inner if re.search(r"\b(Form|Persist|Diss)\(", inner) else f"Form(~{inner}) + Persist(~{inner})"
    # Pairs that were missing earlier are missing now too, so that what they are taken to have been counts nowhere.
    fitted = _run(
        lambda: library.tergm(
            question.graphs, code, seed=seed, eval_loglik=False, **SIMULATION, na_impute="0"
        ),
        question,
    )  # fmt: skip
    return _result(library, fitted, question, formula, code, seed, confidence)


def _library() -> Any:
    try:
        import ergmx
    except ImportError as error:
        raise PowermapError(
            "Fitting models needs the library ergmx, which is not installed.",
            fix='Run: pip install "powermap-network[models]"',
        ) from error
    return ergmx


def _run(fit: Callable[[], Any], question: Question) -> Any:
    """Return the fitted model; say what is wrong where the library finds none, or one that means nothing."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # what they say is checked below, and told
            fitted = fit()
            chances = np.asarray(fitted.predict().p)
    except RuntimeError as error:
        still = re.search(r"statistics (.*) did not vary", str(error))
        if still:
            raise PowermapError(
                f"The model cannot be fitted: networks drawn from it all have the same '{still[1]}'. Either that "
                "never occurs in the answers seen, or always does, or the model runs off to networks without ties, "
                "or with all (it is degenerate).",
                fix="Leave it out, or use a simpler formula, such as 'homophily'.",
            ) from error
        raise PowermapError(
            f"The model cannot be fitted: networks drawn from it are nothing like this one ({_short(error)}).",
            fix="Use a simpler formula, such as 'homophily'.",
        ) from error
    except (ValueError, KeyError, TypeError, NotImplementedError, IndexError) as error:
        raise PowermapError(
            f"The formula cannot be used: {_short(error)}.",
            fix="Use 'homophily', 'popularity' or 'closure', or a formula in the words of R's ergm, such as "
            "\"edges + nodematch('sector')\".",
        ) from error
    _check_fitted(fitted, chances, question)
    return fitted


def _check_fitted(fitted: Any, chances: Floats, question: Question) -> None:
    """Say which coefficients mean nothing, though the library gave them numbers."""
    names = [_label(name, question)[1] for name in fitted.names]
    if np.minimum(chances, 1 - chances).min() < CERTAIN or not np.isfinite(fitted.cov).all():
        raise PowermapError(
            "The model takes some ties for certain, or for impossible, as where a kind of pair always or never has "
            f"a tie in the answers seen: a coefficient of {listed(names)} runs off to infinity.",
            fix="Use fewer terms, or wider groups.",
        )
    if not fitted.converged:
        raise PowermapError(
            "The model did not settle: its numbers still moved when the simulation ended.",
            fix="Use a simpler formula, or another seed.",
        )
    alike = _inseparable(np.asarray(fitted.cov))
    if alike:
        raise PowermapError(
            f"These terms cannot be told apart in the answers seen: {listed([names[k] for k in alike])}.",
            fix="Leave one of them out.",
        )
    errors = np.sqrt(np.diag(fitted.cov))
    kinds = [_label(name, question)[2].kind for name in fitted.names]
    vague = [name for name, kind, error in zip(names, kinds, errors, strict=True)
             if kind not in ("edges", "own") and error > VAGUE]  # fmt: skip
    if vague:
        raise PowermapError(
            f"The answers seen say next to nothing about {listed(vague)}: any odds would fit them.",
            fix="Use a simpler formula.",
        )


def _inseparable(covariance: Floats) -> list[int]:
    """Return which estimates are an exact sum of each other; the library gives those no variance of their own."""
    error = np.sqrt(np.diag(covariance))
    if not error.all():
        return [int(k) for k in np.flatnonzero(error == 0)]
    values, vectors = np.linalg.eigh(covariance / np.outer(error, error))
    return [int(k) for k in np.flatnonzero(np.abs(vectors[:, 0]) > 0.1)] if values[0] < 1e-10 else []


def _result(
    library: Any, fitted: Any, question: Question, formula: str, code: str, seed: int, confidence: float
) -> ModelFit:
    exact = fitted.method == "MLE"
    return ModelFit(
        table=_table(fitted, question, confidence),
        checks=no_checks() if exact else _checks(fitted),
        goodness=_goodness(fitted, question, seed),
        formula=formula,
        terms=code,
        method="exact" if exact else "simulated",
        actors=question.actors,
        answers=question.answers,
        missing=question.missing,
        log_likelihood=float(fitted.loglik) if exact else float("nan"),
        reference=question.reference,
        notes=tuple(question.notes),
        draws=DRAWN if exact else int(np.prod(fitted.sample.shape[:2])),
        seed=seed,
        confidence=confidence,
        library=f"ergmx {library.__version__}",
    )


def _table(fitted: Any, question: Question, confidence: float) -> pd.DataFrame:
    reach = NormalDist().inv_cdf((1 + confidence) / 2)
    rows = []
    for name, estimate, variance in zip(fitted.names, fitted.params, np.diag(fitted.cov), strict=True):
        part, label, term = _label(name, question)
        error = float(np.sqrt(variance))
        z = float(estimate) / error
        rows.append({
            "part": part, "term": name, "label": label, "kind": term.kind, "group": term.group,
            "estimate": float(estimate), "se": error, "z": z, "p": 2 * NormalDist().cdf(-abs(z)),
            "odds_ratio": _exp(estimate), "low": _exp(estimate - reach * error),
            "high": _exp(estimate + reach * error),
        })  # fmt: skip
    table = pd.DataFrame(rows)
    level = (table["kind"] == "edges").to_numpy()
    table.insert(9, "p_holm", holm(np.where(level, np.nan, table["p"].to_numpy(dtype=float))))
    return table


def _exp(log_odds: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.exp(log_odds))


def _label(name: str, question: Question) -> tuple[str, str, Term]:
    """Return the part, the label and the term of one of the library's coefficients."""
    found = re.fullmatch(r"(Form|Persist)\(\d+\)~(.*)", name)
    part, inner = ("ties", name) if found is None else (found[1], found[2])
    term = question.named(inner)
    said = {"ties": "ties", "Form": "new ties", "Persist": "kept ties"}[part]
    return said, term.label if said == "ties" else f"{said}: {term.label}", term


def _checks(fitted: Any) -> pd.DataFrame:
    found = fitted.mcmc_diagnostics()
    return pd.DataFrame(
        {
            "term": found.names,
            "effective_size": np.asarray(found.effective_size, dtype=float),
            "r_hat": np.asarray(found.rhat, dtype=float),
            "simulation_share": fitted.to_frame()["MCMC %"].to_numpy(dtype=float) / 100,
        }
    )


def _goodness(fitted: Any, question: Question, seed: int) -> pd.DataFrame:
    """Compare features that the model was not told of with those of networks drawn from it."""
    # The chains start from this network: they need as long as it takes to leave it.
    interval = max(1024, question.actors**2 // 4)
    degrees = {"idegree": "how unequally actors are named", "odegree": "how unequally they name others"}
    if not question.directed:
        degrees = {"degree": "how unequally ties are spread"}
    drawn = fitted.gof(nsim=DRAWN, stats=[*degrees, "espartners"], seed=seed, interval=interval, n_chains=CHAINS)
    rows = []
    for kind, feature in {**degrees, "espartners": "how many ties have a partner in common"}.items():
        table = drawn[kind]
        value = _with_partner if kind == "espartners" else _spread
        seen, simulated = value(table.observed[None, :])[0], value(table.simulated)
        below, above = (simulated <= seen + 1e-9).sum(), (simulated >= seen - 1e-9).sum()
        low, high = np.quantile(simulated, [0.025, 0.975])
        rows.append({
            "feature": feature, "seen": float(seen), "expected": float(simulated.mean()), "low": float(low),
            "high": float(high), "p": min(1.0, 2 * (1 + int(min(below, above))) / (1 + DRAWN)),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _spread(counts: Floats) -> Floats:
    """Return the standard deviation of degrees, from how many actors have each, a row per network."""
    degree, actors = np.arange(counts.shape[1]), counts.sum(axis=1)
    mean = counts @ degree / actors
    return np.asarray(np.sqrt(np.maximum(counts @ degree**2 / actors - mean**2, 0)))


def _with_partner(counts: Floats) -> Floats:
    return np.asarray(counts[:, 1:].sum(axis=1))


def _short(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return re.split(r"[;\n]", text)[0].strip().rstrip(".")
