"""The agenda, read. Every question is asked a constant number of times, whatever waits."""

from canbo.office.agenda.queries.feeds import account_of, feed_of
from canbo.office.agenda.queries.mail import history, kept_units, letters, unwanted, wants_mail
from canbo.office.agenda.queries.progress import Progress, is_new, progress
from canbo.office.agenda.queries.waiting import Group, groups, of_unit, personal, todos, waiting

__all__ = [
    "Group",
    "Progress",
    "account_of",
    "feed_of",
    "groups",
    "history",
    "is_new",
    "kept_units",
    "letters",
    "of_unit",
    "personal",
    "progress",
    "todos",
    "unwanted",
    "waiting",
    "wants_mail",
]
