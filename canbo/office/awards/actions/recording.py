"""Facts of a year that results do not hold: recorded with their paper, taken back by a row; conduct for many at once.

The journal says that something was recorded about somebody and of which kind, never its value."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from canbo.office.awards.models import AwardFact
from canbo.office.awards.queries import roll
from canbo.office.awards.recordable import fault
from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.models import Person, Unit

CONDUCT = "conduct"
OWN = "ghi nhận cho chính mình"


@transaction.atomic
def record_fact(
    *, actor: Account, year: int, fact: str, value: object, document: str, person: Person | None = None,
    collective: Unit | None = None,
) -> AwardFact:  # fmt: skip
    """Record a fact of a subject's year. NotTheirs for whoever is not the officer where the subject was last that year,
    or about oneself; ActionError where the value is none or the paper is missing."""
    path, agency = _place(person, collective, year)
    acting.not_oneself(acting.keeper(actor, path), person.pk if person else None, OWN)
    if wrong := fault(fact, value, collective is not None):
        raise ActionError(f"Chưa ghi được: {wrong}. Hãy sửa lại.")
    row = AwardFact.objects.create(
        agency_id=agency, person=person, collective=collective, year=year, fact=fact, value=value,
        document=acting.text(document, "văn bản", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, "awards.fact_recorded", [(row, {"fact": fact, "year": year})])
    return row


@transaction.atomic
def revoke_fact(*, actor: Account, fact: AwardFact, document: str) -> AwardFact:
    """Take a fact back by a row that names it. The same rights as recording it."""
    path, _ = _place(fact.person, fact.collective, fact.year)
    acting.not_oneself(acting.keeper(actor, path), fact.person_id, OWN)
    paper = acting.text(document, "văn bản hoặc lý do hủy", 200)
    if fact.revokes_id is not None:
        raise ActionError("Dòng này chỉ ghi việc hủy, không hủy tiếp được.")
    try:
        with transaction.atomic():
            row = AwardFact.objects.create(
                agency_id=fact.agency_id, person=fact.person, collective=fact.collective, year=fact.year,
                fact=fact.fact, value=fact.value, document=paper, revokes=fact, by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Ghi nhận này đã được hủy rồi.") from error
    journal.record_all(actor, "awards.fact_revoked", [(row, {"fact": fact.fact, "of": fact.pk})])
    return row


@transaction.atomic
def confirm_conduct(*, actor: Account, unit: Unit, year: int, document: str, but: Collection[int] = ()) -> int:
    """Confirm the conduct of everybody last in a unit or below in a year, but these persons; how many. The actor's own
    is left out: somebody else records it. Who has a standing record of that year already is left as it is."""
    viewer = acting.keeper(actor, unit.path)
    paper = acting.text(document, "văn bản xác nhận", 200)
    own = viewer.person.pk if viewer.person else None
    rows = roll.people([unit.path], year)
    ids = [one.pk for one in rows]
    said = AwardFact.objects.filter(fact=CONDUCT, year=year, revokes=None, revoked_by=None)
    known = set(said.filter(person__in=roll.placed([unit.path], [year])).values_list("person_id", flat=True))
    made = AwardFact.objects.bulk_create(
        [
            AwardFact(
                agency_id=unit.agency_id, person_id=pk, year=year, fact=CONDUCT, value=True, document=paper, by=actor
            )
            for pk in ids
            if pk not in but and pk != own and pk not in known
        ],
        batch_size=500,
    )  # fmt: skip
    journal.record_all(actor, "awards.conduct_confirmed", [(unit, {"year": year, "people": len(made)})])
    return len(made)


def _place(person: Person | None, collective: Unit | None, year: int) -> tuple[str, int]:
    """Path and agency of the unit a subject was last in that year, else last in at all. NotTheirs for somebody who
    never had a post."""
    if collective is not None:
        return collective.path, collective.agency_id
    assert person is not None
    posts = list(person.postings.filter(primary=True).select_related("post__unit").order_by("valid_from", "id"))
    if not posts:
        raise NotTheirs("Người này chưa có vị trí công tác nào.")
    first, last = roll.within(year)
    there = [row for row in posts if row.valid_from <= last and (row.valid_to is None or row.valid_to > first)]
    unit = (there or posts)[-1].post.unit
    return unit.path, unit.agency_id
