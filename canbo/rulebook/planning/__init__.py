"""Lists of planning held against the rules: what breaks which rule and by whom, and targets to watch. Nobody is ever
taken off a list here."""

from canbo.rulebook.planning.check import BandReport, Breach, Entry, Report, TargetReport, check, explain
from canbo.rulebook.planning.reading import Limit, PlanningRules, Target, find, library, load, rules, rules_on

__all__ = [
    "BandReport",
    "Breach",
    "Entry",
    "Limit",
    "PlanningRules",
    "Report",
    "Target",
    "TargetReport",
    "check",
    "explain",
    "find",
    "library",
    "load",
    "rules",
    "rules_on",
]
