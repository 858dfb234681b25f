"""Commitments, read. Every list here takes a constant number of queries."""

from canbo.office.commitments.queries.beside import Beside, Subject, beside, commitment_of
from canbo.office.commitments.queries.board import Board, Line, Listed, board, listed, people_of
from canbo.office.commitments.queries.checks import check_commitments
from canbo.office.commitments.queries.frameworks import Frameworks, frameworks
from canbo.office.commitments.queries.waiting import Due, Own, Waiting, dues, mine, waiting

__all__ = [
    "Beside",
    "Board",
    "Due",
    "Frameworks",
    "Line",
    "Listed",
    "Own",
    "Subject",
    "Waiting",
    "beside",
    "board",
    "check_commitments",
    "commitment_of",
    "dues",
    "frameworks",
    "listed",
    "mine",
    "people_of",
    "waiting",
]
