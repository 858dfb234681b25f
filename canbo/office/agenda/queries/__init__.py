"""The agenda, read. Every question is asked a constant number of times, whatever waits."""

from canbo.office.agenda.queries.feeds import account_of, feed_of
from canbo.office.agenda.queries.mail import DEFAULT, Habit, habit_of, habits, history, kept_units, letters, wants_mail
from canbo.office.agenda.queries.waiting import Group, groups, of_unit, personal, todos, waiting

__all__ = [
    "DEFAULT",
    "Group",
    "Habit",
    "account_of",
    "feed_of",
    "groups",
    "habit_of",
    "habits",
    "history",
    "kept_units",
    "letters",
    "of_unit",
    "personal",
    "todos",
    "waiting",
    "wants_mail",
]
