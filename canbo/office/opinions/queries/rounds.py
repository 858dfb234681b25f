"""What stands beside a round: the rounds before it, what a head said of themselves, who was present at a vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.opinions.models import CampaignAttendance, CampaignFollowing, CampaignSelfView
from canbo.office.opinions.plans import Subject
from canbo.office.opinions.queries.campaigns import Round, campaign, current, headed
from canbo.office.opinions.released import Shown
from canbo.office.people.access import Viewer
from canbo.office.people.access import current as on
from canbo.office.people.models import Posting, Unit
from canbo.rulebook.ballot.manifest import Question


def before(found: Round) -> Round | None:
    """The round a campaign follows."""
    pk = CampaignFollowing.objects.filter(campaign=found.row).values_list("before", flat=True).first()
    return campaign(pk) if pk is not None else None


def followed(found: Round) -> int | None:
    """The id of the campaign that follows one."""
    return CampaignFollowing.objects.filter(before=found.row).values_list("campaign", flat=True).first()


def self_questions(found: Round, about: str) -> list[tuple[str, Question]]:
    """What the head of a unit may answer about themselves, each question once, by its place "<set>/<question>": all
    that is asked about them, but the texts."""
    if found.manifest is None:
        return []
    sets = {one.questions for one in found.manifest.groups if one.about == about}
    return [
        (f"{key}/{one.id}", one)
        for key, asked in found.manifest.sets
        if key in sets
        for one in asked
        if one.kind != "text"
    ]


def may_view_self(found: Round, today: date) -> bool:
    """Whether heads may still say how they see themselves: from the freezing to the last day of casting, since from the
    day after the box may be open."""
    return found.manifest is not None and not found.plan.vote and today.isoformat() <= found.manifest.closes


def self_view(found: Round, about: str) -> CampaignSelfView | None:
    """What the head of a unit said last of themselves."""
    return CampaignSelfView.objects.filter(campaign=found.row, about=about).order_by("-id").first()


def self_waiting(viewer: Viewer) -> list[tuple[Round, Subject, bool]]:
    """The campaigns in which a head may say how they see themselves: with the unit, and whether they did."""
    units = headed(viewer)
    if not units:
        return []
    rows = [
        (one, subject)
        for one in current(viewer.day)
        if may_view_self(one, viewer.day)
        for subject in one.plan.subjects
        if subject.unit in units and self_questions(one, subject.id)
    ]
    done = set(
        CampaignSelfView.objects.filter(campaign__in=[one.row.pk for one, _ in rows]).values_list("campaign", "about")
    )
    return [(one, subject, (one.row.pk, subject.id) in done) for one, subject in rows]


@dataclass(frozen=True)
class Compared:
    """A question as a group answered it, beside the round before and the head's own answer. `options`: label, share,
    bar, the share then ("" where not shown), whether the head chose it."""

    shown: Shown
    options: tuple[tuple[str, str, list[dict[str, object]], str, bool], ...]
    then: bool
    own: bool


def compared(
    rows: Sequence[Shown], earlier: Mapping[tuple[str, str, str], Shown], view: CampaignSelfView | None
) -> list[Compared]:
    """What a group answered with what stands beside it. `earlier`: what the round before showed (see `by_place`)."""
    answers = view.answers if view else {}
    found = []
    for row in rows:
        then = earlier.get((row.questions, row.question.id, row.group))
        own = answers.get(f"{row.questions}/{row.question.id}", [])
        options = tuple(
            (one.label, one.share, one.bar, then.options[at].share if then else "", key in own)
            for at, ((key, _), one) in enumerate(zip(row.question.options, row.options, strict=True))
        )
        found.append(Compared(row, options, then is not None, bool(own)))
    return found


def by_place(found: Round | None) -> dict[tuple[str, str, str], Shown]:
    """What a round showed, by set, question and group."""
    if found is None or found.results is None:
        return {}
    return {(one.questions, one.question.id, one.group): one for one in found.results.shown}


def present(found: Round) -> int | None:
    """How many came to the meeting that votes, as recorded last."""
    rows = CampaignAttendance.objects.filter(campaign=found.row).order_by("-id")
    return rows.values_list("present", flat=True).first()


def leaders(unit: Unit, day: date) -> list[tuple[str, str, int]]:
    """Who leads a unit on a day, as (name, post, id): its head, then the deputies."""
    posts = Posting.objects.filter(on(day), post__unit=unit, post__rank__in=("head", "deputy"))
    rows = posts.select_related("person", "post").order_by("person__sort_key")
    ordered = sorted(rows, key=lambda row: row.post.rank != "head")
    return [(row.person.full_name, row.post.title, row.person_id) for row in ordered]
