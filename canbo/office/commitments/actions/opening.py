"""Opening a year's round: a commitment for each person of a unit and below, in one transaction of a few statements."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.commitments import prefilling
from canbo.office.commitments.models import Commitment, CommitmentState, CommitmentText
from canbo.office.commitments.preparing import Place, Plan, day_of, plan
from canbo.office.people.acting import keeper
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations
from canbo.office.regulations.models import Adoption

BATCH = 500
YEARS_AHEAD = 1


def open_round(
    *, actor: Account, unit: Unit, adoption: Adoption, year: int, prefill: str = prefilling.BLANK,
    due: date | None = None, today: date | None = None,
) -> Plan:  # fmt: skip
    """Prepare the year's commitments of everybody in `unit` and below who has none; run again it adds who came since.

    `due` holds for those to whom the rules give no last day. NotTheirs where the actor is no officer there; ActionError
    where the adoption does not bind the unit, the year is not at hand, or nobody is left to prepare for.
    """
    day = today or timezone.localdate()
    keeper(actor, unit.path, day)
    _check(unit, adoption, year, due, day)
    rules = regulations.rules(adoption.rules_id)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=unit.agency_id)  # two rounds at once would prepare a person twice
        found = plan(unit, adoption, rules, year, day, due)
        if not found.places:
            raise ActionError(f"Mọi người thuộc diện cam kết năm {year} của {unit.name} đã có bản cam kết.")
        made = _write(actor, unit, adoption, year, found)
        _texts(actor, made, prefilling.items(found.places, prefill, year, day_of(year, day)))
        data = {"year": year, "pack": adoption.pack, "rules": adoption.rules_id, "commitments": len(made)}
        data |= {"first": made[0].pk, "last": made[-1].pk}
        journal.record(agency_id=unit.agency_id, actor=actor, verb="commitments.opened", subject=unit, data=data)
    return found


def _check(unit: Unit, adoption: Adoption, year: int, due: date | None, day: date) -> None:
    if not adoption.valid_from.year <= year <= day.year + YEARS_AHEAD:
        raise ActionError(
            f"Không lập cam kết năm {year}: quy định áp dụng từ năm {adoption.valid_from.year} "
            f"và chỉ lập trước {YEARS_AHEAD} năm. Hãy chọn năm khác."
        )
    if due is not None and not date(year - 1, 12, 1) <= due <= date(year, 12, 31):
        raise ActionError(f"Hạn ký ({due:%d/%m/%Y}) không nằm trong năm {year}. Hãy chọn ngày khác.")
    bound = regulations.adoption_for(unit, day_of(year, day))
    if adoption.pk not in {row.pk for row in bound}:
        raise ActionError(f"{adoption.number} không áp dụng cho {unit.name} vào năm {year}. Hãy chọn quy định khác.")


def _write(actor: Account, unit: Unit, adoption: Adoption, year: int, found: Plan) -> list[Commitment]:
    made = Commitment.objects.bulk_create(
        [_commitment(actor, unit, adoption, year, place) for place in found.places], batch_size=BATCH
    )
    CommitmentState.objects.bulk_create(
        [CommitmentState(agency_id=row.agency_id, commitment=row, year=year, unit_path=row.unit_path) for row in made],
        batch_size=BATCH,
    )
    return made


def _commitment(actor: Account, unit: Unit, adoption: Adoption, year: int, place: Place) -> Commitment:
    post, before = place.posting.post, place.replaces
    return Commitment(
        agency_id=unit.agency_id, person=place.posting.person, year=year, adoption=adoption,
        rules_id=adoption.rules_id, pack=adoption.pack, form=place.form.key, unit=post.unit,
        unit_path=post.unit.path, evaluated_by_id=place.posting.evaluated_by_id, rank=post.rank,
        post_title=post.title, number=before.number + 1 if before else 1, replaces=before, due=place.due, by=actor,
    )  # fmt: skip


def _texts(actor: Account, made: list[Commitment], items: list[list[dict[str, str]]]) -> None:
    CommitmentText.objects.bulk_create(
        [
            CommitmentText(agency_id=row.agency_id, commitment=row, items=kept, by=actor)
            for row, kept in zip(made, items, strict=True)
        ],
        batch_size=BATCH,
    )
