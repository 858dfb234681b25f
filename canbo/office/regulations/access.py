"""Who may adopt, announce and read: officers act over the units their grant covers; everybody sees what binds them."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption, AdoptionDraft, Announcement

READING = ("officer", "reader", "auditor")


def may_adopt(viewer: Viewer, unit: Unit) -> bool:
    """Adopting, ending and announcing for a unit is its organisation officer's (or an officer's above it)."""
    return viewer.holds("officer", path=unit.path)


def must_adopt(actor: Account, unit: Unit) -> None:
    """ActionError where the actor is no officer over the unit."""
    if not may_adopt(Viewer(actor), unit):
        raise ActionError(
            f"Chỉ cán bộ tổ chức phụ trách “{unit.name}” mới làm được việc này. "
            "Hãy nhờ người đó, hoặc đề nghị người quản trị giao vai trò."
        )


def on_line(path: str, other: str) -> bool:
    """Whether one of two units lies above the other, or they are the same."""
    return path.startswith(other) or other.startswith(path)


def bound_paths(viewer: Viewer) -> tuple[str, ...]:
    """The paths of the units whose regulations bind the viewer: where he is posted, and what he looks after."""
    posted = [posting.post.unit.path for posting in viewer.postings]
    home = [viewer.home.path] if viewer.home else []
    return tuple(dict.fromkeys((*posted, *home, *viewer.readable)))


def may_see_adoption(viewer: Viewer, adoption: Adoption) -> bool:
    """What a unit above adopted binds those below; what a unit below adopted is seen by those who read there."""
    return may_see_unit(bound_paths(viewer), viewer.readable, adoption.unit.path)


def may_see_unit(bound: Iterable[str], readable: Iterable[str], path: str) -> bool:
    """Whether a unit's regulations are the viewer's own, lie above him, or below what he reads."""
    return any(own.startswith(path) for own in bound) or any(path.startswith(top) for top in readable)


def may_edit_draft(viewer: Viewer, draft: AdoptionDraft) -> bool:
    """A draft belongs to the officers of its unit, not to the one who began it."""
    return may_adopt(viewer, draft.unit)


def may_see_announcement(viewer: Viewer, announcement: Announcement) -> bool:
    """The people of the unit and below, and those who read there."""
    return may_read_receipts(viewer, announcement) or is_addressed(viewer, announcement)


def is_addressed(viewer: Viewer, announcement: Announcement) -> bool:
    """Whether the viewer is one of the people the announcement was made to."""
    return any(posting.post.unit.path.startswith(announcement.unit.path) for posting in viewer.postings)


def may_read_receipts(viewer: Viewer, announcement: Announcement) -> bool:
    """Who has not read is for those who read over the unit, and its head."""
    return viewer.reads(announcement.unit.path)
