"""What every act of this room checks alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions.models import Campaign
from canbo.office.people.acting import keeper
from canbo.rulebook.errors import RuleError


def hold(actor: Account, pk: int) -> Campaign:
    """The campaign, locked until the transaction ends. NotTheirs where there is none, or the actor is no officer of
    its unit."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("unit", "agency").filter(pk=pk).first()
    if row is None:
        raise NotTheirs("Không có đợt này.")
    keeper(actor, row.unit.path)
    return row


@contextmanager
def told() -> Iterator[None]:
    """A refusal of the rulebook, told as one of the office."""
    try:
        yield
    except RuleError as error:
        text = str(error)
        raise ActionError(f"{text[:1].upper()}{text[1:]}.") from error
