"""Training, read. Every list takes a constant number of queries."""

from canbo.office.training.queries.needs import Need, needs, summed
from canbo.office.training.queries.plans import Budget, Line, budget, courses_for, lines, plans_for
from canbo.office.training.queries.serving import Due, Service, candidates, due, fitting, service, services
from canbo.office.training.queries.turns import Turns, newest, of_person, sendings, shown, turns, within

__all__ = [
    "Budget",
    "Due",
    "Line",
    "Need",
    "Service",
    "Turns",
    "budget",
    "candidates",
    "courses_for",
    "due",
    "fitting",
    "lines",
    "needs",
    "newest",
    "of_person",
    "plans_for",
    "sendings",
    "service",
    "services",
    "shown",
    "summed",
    "turns",
    "within",
]
