"""MEASURES: what each measure is called, asks and means, as data. The functions of the same names compute them."""

from powermap.measures.catalogue.entry import Measure
from powermap.measures.catalogue.shown import SHOWN

#: Every measure; those that the report and the map show come first.
MEASURES: dict[str, Measure] = {**SHOWN}

__all__ = ["MEASURES", "SHOWN", "Measure"]
