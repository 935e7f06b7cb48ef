"""What the tests of tables of network tools share."""

from __future__ import annotations

PARTNERS = [
    ["Borough Council", "Local authority"],
    ["City Hospital", "NHS"],
    ["Age UK, Salford", "Charity"],
    ["Peers", "Charity"],
]
