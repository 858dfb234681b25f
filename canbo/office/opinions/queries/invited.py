"""Who is invited to take a ballot online, and who could be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from canbo.office.opinions import plans
from canbo.office.opinions.models import Campaign, CampaignInvitation, CampaignIssuing, CampaignOpening
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Person, Posting, Unit
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Manifest

MOST = 1000  # people offered at once; of a larger unit its parts are chosen one after another


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who works in the chosen unit: whether they stand in this group, and why they cannot ("" where they
    can)."""

    person: Person
    title: str
    unit: str
    invited: bool
    barred: str


def candidates(
    viewer: Viewer, row: Campaign, plan: plans.Plan, subject: str, audience: str, unit: int,
    only: frozenset[int] | None = None,
) -> list[Candidate]:  # fmt: skip
    """The people of a unit and below it who may be invited, by their place and name, at most MOST; none where the
    viewer is no officer of the unit. `only` these persons, where given. Four queries."""
    top = Unit.objects.filter(pk=unit).first()
    if top is None or not viewer.holds("officer", path=top.path):
        return []
    posts = Posting.objects.filter(current(viewer.day), subtree([top.path], "post__unit__path"))
    if only is not None:
        posts = posts.filter(person__in=only)
    rows = posts.select_related("person", "post__unit").order_by(
        "post__unit__path", "person__sort_key", "-primary", "id"
    )
    found: dict[int, Posting] = {}
    for one in rows[: 2 * MOST]:
        found.setdefault(one.person_id, one)
    places = {one.person_id: one for one in CampaignInvitation.objects.filter(campaign=row, person__in=found)}
    about = next((one.unit for one in plan.subjects if one.id == subject), 0)
    heads = Posting.objects.filter(current(viewer.day), post__rank="head", post__unit=about)
    headed = set(heads.values_list("person_id", flat=True))
    return [
        Candidate(
            one.person, one.post.title, one.post.unit.name,
            *_place(places.get(pk), subject, audience, pk in headed, one.person.account_id is None),
        )
        for pk, one in list(found.items())[:MOST]
    ]  # fmt: skip


def before_there(campaign: int, subject: str, audience: str) -> frozenset[int]:
    """The persons who were invited about the same unit as the same audience in the round that a campaign follows; none
    where it follows none, or that round's invitations were removed. One query."""
    rows = CampaignInvitation.objects.filter(
        campaign__followed_by__campaign=campaign, about=subject, audience=audience
    )  # fmt: skip
    return frozenset(rows.values_list("person", flat=True))


def _place(row: CampaignInvitation | None, subject: str, audience: str, head: bool, nameless: bool) -> tuple[bool, str]:
    if row is not None:
        here = (row.about, row.audience) == (subject, audience)
        return here, "" if here else "đã mời ở nhóm khác"
    if head:
        return False, "là người được góp ý"
    return False, "chưa có tài khoản" if nameless else ""


@dataclass(frozen=True)
class Invited:
    """An invitation of a frozen campaign, as its owner may know it: nobody else is told whether it was used."""

    row: CampaignInvitation
    opening: CampaignOpening
    manifest: Manifest
    ended: bool

    @property
    def campaign(self) -> Campaign:
        return self.row.campaign

    def step(self, today: date) -> str:
        """before, issuing, between, casting or over."""
        days, now = self.manifest, today.isoformat()
        if now < days.issues:
            return "before"
        if now <= days.issued_by and not self.ended:
            return "issuing"
        if now < days.opens:
            return "between"
        return "casting" if now <= days.closes else "over"


@lru_cache(32)
def _read(text: str) -> Manifest:
    return manifests.read(text)  # a page of everybody's asks for it, and it never changes


def invited(persons: Iterable[int], campaign: int | None = None, *, unopened: bool = False) -> list[Invited]:
    """The invitations of these persons to frozen campaigns that hand out online, newest first: of all, of one, or of
    those whose box was not opened. One query where there is none, three otherwise."""
    rows = CampaignInvitation.objects.filter(person__in=list(persons)).exclude(group="")
    if campaign is not None:
        rows = rows.filter(campaign__in=Campaign.objects.filter(pk=campaign))  # a number no row can have finds none
    if unopened:
        rows = rows.exclude(campaign__papers__kind="opened")
    found = list(rows.select_related("campaign__unit").order_by("-campaign_id", "id"))
    pks = {one.campaign_id for one in found}
    openings = {one.campaign_id: one for one in CampaignOpening.objects.filter(campaign__in=pks)}
    texts = {pk: _read(one.manifest) for pk, one in openings.items()}
    ended = set(CampaignIssuing.objects.filter(campaign__in=pks).values_list("campaign_id", flat=True))
    return [Invited(one, openings[one.campaign_id], texts[one.campaign_id], one.campaign_id in ended) for one in found]
