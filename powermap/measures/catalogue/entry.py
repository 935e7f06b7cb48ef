"""What is said of a measure."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Measure(NamedTuple):
    """One measure in words, for pages, tables and `powermap measures --list`."""

    label: str
    question: str
    scope: Literal["actor", "group", "network"]
    higher: str
    range: str
    undefined: str
    reference: str
    #: Tested against shuffled labels.
    tested: bool = False
    #: Results may be claimed from the test. Shuffled labels are no fair comparison for every measure: where
    #: members name their own kind, paths and attention stay inside it, and closeness and PageRank differ by more
    #: than shuffles show even where every group is named alike.
    claimed: bool = False
    #: Bent by unequal response: a group that answered less looks different for that alone.
    bent: bool = False


# When a measure is undefined, in the words that several use.
NOBODY_ASKED = "no answer about the actor was observed"
SILENT = "the actor did not answer"
NOTHING = "no answer at all was observed"
