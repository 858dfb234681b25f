"""Keys in words, for the page of what is held about a person: a row keeps a key where a text would not last."""

from __future__ import annotations

from canbo.office.base import verbs
from canbo.office.base.models import Account, Event
from canbo.office.commitments.models import CommitmentText
from canbo.office.people.access import current
from canbo.office.people.models import Posting
from canbo.office.regulations.kept import rules_many
from canbo.office.results.actions import kinds_for
from canbo.office.results.models import Ground, Notice

DENSITIES = {"dense": "bảng dày, nhiều hàng", "roomy": "bảng thưa, chữ to"}


def level(row: Notice) -> str:
    """The level a notice told, as its rules name it."""
    key, sheet = row.decision.level, row.decision.sheet
    return rules_many([sheet.cycle.rules_id])[sheet.cycle.rules_id].level(key).label if key else "không xếp loại"


def promised(row: CommitmentText) -> str:
    """The words of a commitment, one after the other."""
    return "; ".join(str(one.get("text", "")) for one in row.items)


def ground(row: Ground) -> str:
    """What a ground is, by the rules that bind where the person works."""
    place = Posting.objects.filter(current(row.day), person=row.person, primary=True).select_related("post__unit")
    held = place.first()
    kinds = kinds_for(held.post.unit, row.day) if held else ()
    return next((one.label for one in kinds if one.key == row.fact), "Căn cứ khác")


def room(row: Event) -> str:
    """In which part of the software something was done."""
    return verbs.room(row.verb)


def act(row: Event) -> str:
    """What was done."""
    return verbs.words(row.verb)


def density(row: Account) -> str:
    """How close together the person lets tables stand."""
    return DENSITIES.get(row.density, row.density)
