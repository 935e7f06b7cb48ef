"""Two-mode networks: actors and the meetings, boards or events that they attend."""

from __future__ import annotations

import numpy as np

from powermap.errors import UnknownChoiceError
from powermap.network import Network, assemble
from powermap.survey.model import Survey


def project(survey: Survey, relation: str | None = None, round: str | int | None = None) -> Network:  # noqa: A002
    r"""Who attends the same meetings or boards, and how many of them?

    Two actors are tied in both directions where they share an event; strength = the number of events shared.
    Everybody counts as observed. To attend together is not to work together: with one large meeting all are tied.

    Parameters
    ----------
    survey : Survey
        One with attendance.
    relation, round : str, optional
        Only this kind of attendance, or this round.

    Returns
    -------
    Network
        Those who attend something; no value is NaN, as everybody counts as observed. Strength is the number of
        events shared, 1 or more. Who shares none with anybody is an isolate.

    Raises
    ------
    UnknownChoiceError
        The survey has no attendance, or none of this kind.

    References
    ----------
    Breiger, R. (1974). The duality of persons and groups. Social Forces 53(2), 181-190.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from powermap import read_survey
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "boards.csv")
    ...     _ = path.write_text("Name,Board,Forum,Panel\nCouncil,x,x,\nPeers,,x,x\nTrust,x,x,\n")
    ...     project(read_survey(path)).strength.tolist()
    [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]
    """
    if not len(survey.attendance):
        raise UnknownChoiceError("This survey has no attendance.", fix="Add a sheet of who attends what.")
    table = survey.attendance_matrix(relation, round)
    there = table.to_numpy(dtype=float)
    strength = there @ there.T
    np.fill_diagonal(strength, 0.0)
    names = tuple(table.index)
    about = {row.name: row for row in survey.actors.itertuples(index=False)}
    known = [about.get(name) for name in names]
    return assemble(
        names,
        strength,
        responded=np.ones(len(names), dtype=bool),
        seat=np.array([row is not None and bool(row.seat) for row in known], dtype=bool),
        sector=tuple(None if row is None else row.sector for row in known),
        voices=tuple(() if row is None else row.voices for row in known),
        relation=relation or "attends together",
        round=str(round) if round is not None else ", ".join(dict.fromkeys(survey.attendance["round"])),
    )
