"""powermap: who holds power in a partnership, and who is not heard.

The public names, loaded when first used, so that ``import powermap`` and ``powermap --help`` stay quick.

Examples
--------
>>> import powermap
>>> "read_survey" in dir(powermap)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Issue": "powermap.survey.model",
    "Survey": "powermap.survey.model",
    "read_survey": "powermap.survey.read",
    "Network": "powermap.network",
    "project": "powermap.measures.two_mode",
    "MEASURES": "powermap.measures.catalogue",
    "actor_measures": "powermap.measures.position",
    "fit_model": "powermap.inference.models",
    "fit_rounds": "powermap.inference.models",
    "permutation_test": "powermap.inference.permutation",
    "difference_test": "powermap.inference.group_permutation",
    "group_test": "powermap.inference.group_permutation",
    "cug_test": "powermap.inference.nulls",
    "null_networks": "powermap.inference.nulls",
    "mrqap": "powermap.inference.qap",
    "qap_correlation": "powermap.inference.qap",
    "bootstrap": "powermap.inference.bootstrap",
    "compare_networks": "powermap.inference.comparison",
    "impute": "powermap.inference.imputation",
    "missing_bounds": "powermap.inference.reconstruction",
    "reconstruct": "powermap.inference.reconstruction",
    "stability": "powermap.inference.stability",
    "Analysis": "powermap.analysis",
    "analyse": "powermap.analysis",
    "Finding": "powermap.findings",
    "write_report": "powermap.output.report",
    "write_map": "powermap.output.map",
    "write_measures": "powermap.output.workbook",
    "PowermapError": "powermap.errors",
}

__all__ = [
    "MEASURES",
    "Analysis",
    "Finding",
    "Issue",
    "Network",
    "PowermapError",
    "Survey",
    "__version__",
    "actor_measures",
    "analyse",
    "bootstrap",
    "compare_networks",
    "cug_test",
    "difference_test",
    "fit_model",
    "fit_rounds",
    "group_test",
    "impute",
    "missing_bounds",
    "mrqap",
    "null_networks",
    "permutation_test",
    "project",
    "qap_correlation",
    "read_survey",
    "reconstruct",
    "stability",
    "write_map",
    "write_measures",
    "write_report",
]

if TYPE_CHECKING:
    from powermap.analysis import Analysis, analyse
    from powermap.errors import PowermapError
    from powermap.findings import Finding
    from powermap.inference.bootstrap import bootstrap
    from powermap.inference.comparison import compare_networks
    from powermap.inference.group_permutation import difference_test, group_test
    from powermap.inference.imputation import impute
    from powermap.inference.models import fit_model, fit_rounds
    from powermap.inference.nulls import cug_test, null_networks
    from powermap.inference.permutation import permutation_test
    from powermap.inference.qap import mrqap, qap_correlation
    from powermap.inference.reconstruction import missing_bounds, reconstruct
    from powermap.inference.stability import stability
    from powermap.measures.catalogue import MEASURES
    from powermap.measures.position import actor_measures
    from powermap.measures.two_mode import project
    from powermap.network import Network
    from powermap.output.map import write_map
    from powermap.output.report import write_report
    from powermap.output.workbook import write_measures
    from powermap.survey.model import Issue, Survey
    from powermap.survey.read import read_survey


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'powermap' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
