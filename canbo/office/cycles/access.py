"""Who may open, extend and lock: officers over the cycle's unit. Who may see: those who read there, or below it."""

from __future__ import annotations

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


def may_manage(viewer: Viewer, unit: Unit) -> bool:
    """Opening, extending, locking and reopening is the organisation officer's of the unit or above it."""
    return viewer.holds("officer", path=unit.path)


def must_manage(actor: Account | None, unit: Unit) -> None:
    """ActionError where the actor is no officer over the unit; None is the office's own clock."""
    if actor is not None and not may_manage(Viewer(actor), unit):
        raise ActionError(
            f"Chỉ cán bộ tổ chức phụ trách “{unit.name}” mới làm được việc này. "
            "Hãy nhờ người đó, hoặc đề nghị người quản trị giao vai trò."
        )


def may_see(viewer: Viewer, cycle: Cycle) -> bool:
    """Those who read the cycle's unit, a unit above it, or a unit inside it (who then see their part)."""
    path = cycle.unit.path
    return any(path.startswith(top) or top.startswith(path) for top in viewer.readable)
