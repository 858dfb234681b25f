"""What is done in the agenda: calendar addresses, habits of reminding, letters."""

from canbo.office.agenda.actions.feeds import end, renew
from canbo.office.agenda.actions.habits import choose, set_habit

__all__ = ["choose", "end", "renew", "set_habit"]
