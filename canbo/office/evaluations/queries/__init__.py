"""Evaluations, read. Every list here takes a constant number of queries."""

from canbo.office.evaluations.queries.board import Board, Line, board, people_of, states
from canbo.office.evaluations.queries.checks import check_opened, check_states
from canbo.office.evaluations.queries.sheets import (
    case_for,
    current_markings,
    evidence_of,
    history,
    previous_marks,
    reminded,
    sheet_for,
    words_of,
)
from canbo.office.evaluations.queries.waiting import Pile, Task, grid, my_sheets, piles, tasks_of

__all__ = [
    "Board",
    "Line",
    "Pile",
    "Task",
    "board",
    "case_for",
    "check_opened",
    "check_states",
    "current_markings",
    "evidence_of",
    "grid",
    "history",
    "my_sheets",
    "people_of",
    "piles",
    "previous_marks",
    "reminded",
    "sheet_for",
    "states",
    "tasks_of",
    "words_of",
]
