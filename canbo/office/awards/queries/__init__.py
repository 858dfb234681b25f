"""Commendation, read. Every list takes a constant number of queries."""

from canbo.office.awards.queries.candidates import Candidate, candidates
from canbo.office.awards.queries.given import Tally, awarded, of_subject
from canbo.office.awards.queries.qualifying import Book, Count, Line, counts, of_year, years_of
from canbo.office.awards.queries.recorded import facts_about, facts_for, told
from canbo.office.awards.queries.rounds import Ceiling, Counted, Standing, awards, rounds_for

__all__ = [
    "Book",
    "Candidate",
    "Ceiling",
    "Count",
    "Counted",
    "Line",
    "Standing",
    "Tally",
    "awarded",
    "awards",
    "candidates",
    "counts",
    "facts_about",
    "facts_for",
    "of_subject",
    "of_year",
    "rounds_for",
    "told",
    "years_of",
]
