"""A small partnership, for the tests of the mess around its tables."""

from __future__ import annotations

from survey.seen import found

ORGANISATIONS = [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "Peer-led charity"]]
TIES = [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Peers", 1], ["Peers", "Council", 2]]
READ = [("Council", "Hub", 3.0), ("Hub", "Peers", 1.0), ("Peers", "Council", 2.0)]
GRID = [
    [None, "Council", "Hub", "Peers"],
    ["Council", None, 3, 0],
    ["Hub", 0, None, 1],
    ["Peers", 2, 0, None],
]


def places(survey, code):
    return [(issue.level, issue.sheet, issue.cell) for issue in found(survey, code)]
