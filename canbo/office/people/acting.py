"""What the acts of the rooms check alike: who keeps a unit, that it is not about oneself, texts that must be there."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer


def keeper(actor: Account, path: str, day: date | None = None) -> Viewer:
    """The actor as keeper of the unit at a path, today or on a day. NotTheirs where they are not its organisation
    officer."""
    found = Viewer(actor, day) if day else Viewer(actor)
    if not found.holds("officer", path=path):
        raise NotTheirs("Đơn vị này ngoài phạm vi phụ trách.")
    return found


def not_oneself(viewer: Viewer, person: int | None, what: str) -> None:
    """What concerns the actor somebody else does. ActionError where the person (an id) is the actor themselves."""
    if person is not None and viewer.person is not None and viewer.person.pk == person:
        raise ActionError(f"Không tự {what}. Hãy nhờ cán bộ tổ chức khác.")


def text(given: str, what: str, longest: int) -> str:
    """A text that must be there, tidied. ActionError where it is not, or longer than so many characters."""
    tidied = " ".join(given.split())
    if not tidied:
        raise ActionError(f"Hãy ghi {what}.")
    if len(tidied) > longest:
        raise ActionError(f"Phần {what} dài hơn {longest} ký tự. Hãy viết gọn lại.")
    return tidied


def past(day: date, what: str) -> date:
    """A day that is not after today. ActionError otherwise."""
    if day > timezone.localdate():
        raise ActionError(f"{what} ở sau hôm nay. Hãy ghi khi việc đã làm.")
    return day
