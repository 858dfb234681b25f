"""What every act of this room checks alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import access
from canbo.office.opinions.models import Campaign
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.rulebook.errors import RuleError


def need_officer(actor: Account, unit: Unit) -> None:
    """NotTheirs where the actor is no officer of the unit."""
    if not access.may_run(Viewer(actor), unit):
        raise NotTheirs("Đơn vị này ngoài phạm vi phụ trách.")


def hold(actor: Account, pk: int) -> Campaign:
    """The campaign, locked until the transaction ends. NotTheirs where there is none, or the actor is no officer of
    its unit."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("unit", "agency").filter(pk=pk).first()
    if row is None:
        raise NotTheirs("Không có đợt này.")
    need_officer(actor, row.unit)
    return row


@contextmanager
def told() -> Iterator[None]:
    """A refusal of the rulebook, told as one of the office."""
    try:
        yield
    except RuleError as error:
        text = str(error)
        raise ActionError(f"{text[:1].upper()}{text[1:]}.") from error
