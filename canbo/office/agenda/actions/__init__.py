"""What is done in the agenda: calendar addresses, habits of reminding, letters written and sent."""

from canbo.office.agenda.actions.feeds import end, renew
from canbo.office.agenda.actions.habits import choose, set_habit
from canbo.office.agenda.actions.letters import write_due
from canbo.office.agenda.actions.sending import send, waits

__all__ = ["choose", "end", "renew", "send", "set_habit", "waits", "write_due"]
