"""Sending to postgraduate training: who may be sent, what service follows, what is paid back. Data beside this file.

Dates are the caller's; ages and years of service are whole years on a day. Nothing is guessed: a year without a rating
is not known, and an instrument that says nothing of repayment gives no sum.
"""

from canbo.rulebook.training.eligible import Candidate, eligible, explain
from canbo.rulebook.training.needs import Mark, Weakness, weak, weakness
from canbo.rulebook.training.reading import TrainingRules, find, library, load, rules, rules_on
from canbo.rulebook.training.service import Obligation, Repayment, obligation, repayment

__all__ = [
    "Candidate",
    "Mark",
    "Obligation",
    "Repayment",
    "TrainingRules",
    "Weakness",
    "eligible",
    "explain",
    "find",
    "library",
    "load",
    "obligation",
    "repayment",
    "rules",
    "rules_on",
    "weak",
    "weakness",
]
