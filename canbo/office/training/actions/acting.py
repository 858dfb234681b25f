"""What every act of this room checks and writes alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.training import access


def keeper(actor: Account, path: str) -> Viewer:
    """The actor as keeper of the unit at a path. NotTheirs where they are not its officer."""
    found = Viewer(actor)
    if not access.may_keep(found, path):
        raise NotTheirs("Đơn vị này ngoài phạm vi phụ trách.")
    return found


def text(given: str, what: str, longest: int) -> str:
    """A text that must be there, tidied. ActionError where it is not, or too long."""
    tidied = " ".join(given.split())
    if not tidied:
        raise ActionError(f"Hãy ghi {what}.")
    if len(tidied) > longest:
        raise ActionError(f"Phần {what} dài hơn {longest} ký tự. Hãy viết gọn lại.")
    return tidied


def record(actor: Account, agency_id: int, verb: str, acts: Iterable[tuple[Any, Mapping[str, Any]]]) -> None:
    """Write acts of one verb into the journal of an agency."""
    journal.record_many(agency_id=agency_id, actor=actor, verb=f"training.{verb}", acts=list(acts))
