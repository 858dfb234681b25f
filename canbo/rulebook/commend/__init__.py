"""Titles of emulation: who qualifies in a year, who does not, why, and when next. Data: `luat_*.yaml` beside this file.

A title of the year considered counts by its decision where there is one, else by qualifying for it. Of the years before
only decisions count; a year of which the record says nothing is not known. Nothing is guessed.
"""

from canbo.rulebook.commend.bonus import amount, amounts
from canbo.rulebook.commend.council import Council
from canbo.rulebook.commend.explain import explain
from canbo.rulebook.commend.forms import Form, forms
from canbo.rulebook.commend.model import Ceiling, Finding, Record, Run, Title, TitleRules
from canbo.rulebook.commend.qualify import CeilingReport, ceilings, earliest, essence_of, qualify, qualify_all
from canbo.rulebook.commend.reading import find, library, load, rules, rules_on

__all__ = [
    "Ceiling",
    "CeilingReport",
    "Council",
    "Finding",
    "Form",
    "Record",
    "Run",
    "Title",
    "TitleRules",
    "amount",
    "amounts",
    "ceilings",
    "earliest",
    "essence_of",
    "explain",
    "find",
    "forms",
    "library",
    "load",
    "qualify",
    "qualify_all",
    "rules",
    "rules_on",
]
