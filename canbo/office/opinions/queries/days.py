"""Days that wait for somebody: to take a ballot, to answer, and what heads promised after a round, by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from canbo.office.opinions import words
from canbo.office.opinions.models import CampaignOpening, CampaignResponse
from canbo.office.opinions.queries.campaigns import headed
from canbo.office.opinions.queries.invited import Invited, invited
from canbo.office.people.access import Viewer, subtree
from canbo.rulebook.ballot import manifest as manifests


@dataclass(frozen=True, slots=True)
class Promise:
    """What a head will do after a round about their unit, by a day."""

    response: int
    number: int
    campaign: int
    about: str
    title: str
    what: str
    unit: str
    due: date


@dataclass(frozen=True, slots=True)
class Window:
    """Days of a frozen campaign: the last to take a ballot online (None with slips), the last to answer, and what
    that is called."""

    campaign: int
    title: str
    taken: date | None
    closes: date
    over: str


def running(persons: Iterable[int]) -> list[Invited]:
    """The invitations of these persons to boxes that were not opened yet. Three queries at most."""
    return invited(persons, unopened=True)


def promised_by(viewer: Viewer, first: date, last: date) -> list[Promise]:
    """What the units a viewer heads promised to have done between two days. Three queries at most."""
    units = headed(viewer)
    return _promises(CampaignResponse.objects.filter(unit__in=units), first, last) if units else []


def promised_in(paths: Sequence[str], first: date, last: date) -> list[Promise]:
    """What the heads of units under these paths promised to have done between two days. One query."""
    return _promises(CampaignResponse.objects.filter(subtree(paths, "unit__path")), first, last)


def _promises(rows: QuerySet[CampaignResponse], first: date, last: date) -> list[Promise]:
    newest: dict[tuple[int, str], CampaignResponse] = {}
    for row in rows.select_related("campaign", "unit").order_by("id"):
        newest[row.campaign_id, row.about] = row
    found = []
    for row in newest.values():
        for number, step in enumerate(row.steps):
            due = date.fromisoformat(step["due"])
            if first <= due <= last:
                title, unit = row.campaign.title, row.unit.name
                found.append(Promise(row.pk, number, row.campaign_id, row.about, title, step["what"], unit, due))
    return found


def windows(paths: Sequence[str], first: date, last: date) -> list[Window]:
    """The campaigns of units under these paths whose last days lie between two days. One query."""
    rows = CampaignOpening.objects.filter(subtree(paths, "campaign__unit_path")).select_related("campaign")
    found = []
    for row in rows:
        manifest = manifests.read(row.manifest)
        taken = date.fromisoformat(manifest.issued_by) if manifest.issued_by else None
        closes = date.fromisoformat(manifest.closes)
        over = words.of(manifest.profile == "vote").over
        if any(day and first <= day <= last for day in (taken, closes)):
            found.append(Window(row.campaign_id, row.campaign.title, taken, closes, over))
    return found
