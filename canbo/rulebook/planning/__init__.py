"""Lists of planning held against the rules: what breaks which rule and by whom, and targets to watch. Nobody is ever
taken off a list here."""

from canbo.rulebook.planning.boxes import Axes, axes
from canbo.rulebook.planning.check import (
    BandReport,
    Breach,
    Entry,
    Report,
    TargetReport,
    check,
    counts,
    explain,
    sensitive,
)
from canbo.rulebook.planning.procedure import Procedure, Step, procedure_on
from canbo.rulebook.planning.reading import Limit, PlanningRules, Target, find, library, load, rules, rules_on

__all__ = [
    "Axes",
    "BandReport",
    "Breach",
    "Entry",
    "Limit",
    "PlanningRules",
    "Procedure",
    "Report",
    "Step",
    "Target",
    "TargetReport",
    "axes",
    "check",
    "counts",
    "explain",
    "find",
    "library",
    "load",
    "procedure_on",
    "rules",
    "rules_on",
    "sensitive",
]
