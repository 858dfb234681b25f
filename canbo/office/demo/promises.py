"""Playing a year's commitments: prepared by the officer, signed by people, countersigned by their superiors.

Sealing a PDF takes a tenth of a second or more, so that only the units and people a story names sign; see `Signing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from canbo.office.base.models import Account
from canbo.office.commitments import actions, spreadsheets
from canbo.office.commitments.actions import frameworks
from canbo.office.commitments.models import Commitment
from canbo.office.commitments.prefilling import BLANK
from canbo.office.commitments.standing import load
from canbo.office.commitments.superiors import superiors
from canbo.office.demo import clock
from canbo.office.demo.crowd import PASSWORD
from canbo.office.demo.places import data
from canbo.office.demo.planner import analyse
from canbo.office.demo.play import dice, login
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.signatures.actions import confirm
from canbo.paperwork.workbook import Table, write_table


@dataclass(frozen=True)
class Signing:
    """Who signs when: the first `people` of the round on `signed`, the next `late` on `late_day`; their superiors on
    `countersigned` and a day after `late_day`, but for the last `waiting` of the late ones."""

    opened: date
    signed: date
    countersigned: date
    people: int
    late: int
    late_day: date
    waiting: int = 0


def year(actor: Account, unit: Unit, adoption: Adoption, of: int, plan: Signing, prefill: str = BLANK) -> None:
    """The commitments of a year in a unit: prepared for everybody there, signed as the plan says."""
    with clock.on(plan.opened):
        actions.open_round(actor=actor, unit=unit, adoption=adoption, year=of, prefill=prefill)
    analyse()
    rows = Commitment.objects.filter(adoption=adoption, year=of, unit_path__startswith=unit.path)
    rows = rows.select_related("person__account", "unit", "evaluated_by").order_by("id")
    signers = list(rows[: plan.people + plan.late])
    in_time, late = signers[: plan.people], signers[plan.people :]
    _sign(in_time, plan.signed)
    _countersign(in_time, plan.countersigned)
    _sign(late, plan.late_day)
    _countersign(late[: len(late) - plan.waiting], plan.late_day + timedelta(days=1))


def _sign(rows: Sequence[Commitment], day: date) -> None:
    """Each person writes a line or two beside the items, and signs with the password."""
    said = data("commitments")["words"]
    for pk, case in load([row.pk for row in rows]).items():
        person, items = case.commitment.person, case.form.items
        roll = dice(person.code, case.commitment.year, "words")
        words = {items[(roll + step) % len(items)].key: said[(roll + step) % len(said)] for step in range(1 + roll % 2)}
        with clock.on(day):
            actions.save_draft(actor=login(person), person=person, commitment=pk, words=words, version=0)
            actions.sign(actor=login(person), person=person, commitment=pk, password=PASSWORD)


def _countersign(rows: Sequence[Commitment], day: date) -> None:
    waiting: dict[int, list[int]] = defaultdict(list)
    for pk, superior in superiors(rows, day).items():
        if superior is not None:
            waiting[superior].append(pk)
    for person in Person.objects.select_related("account").filter(pk__in=waiting).order_by("pk"):
        with clock.on(day):
            confirmation = confirm(actor=login(person), password=PASSWORD)
            report = actions.sign_many(
                actor=login(person), person=person, commitments=waiting[person.pk], confirmation=confirmation
            )
        if report.refused:
            raise RuntimeError(f"cam kết {person}: {report.refused[0]}")


def competencies(actor: Account, unit: Unit, day: date) -> None:
    """The unit's competency frameworks, imported from a spreadsheet as the officer would."""
    rows: Iterable[list[str]] = data("commitments")["frameworks"]
    made = write_table(Table("Khung năng lực", spreadsheets.COLUMNS, rows))
    with clock.on(day):
        entry = frameworks.upload_frameworks(
            actor=actor, unit=unit, valid_from=day, name="khung-nang-luc.xlsx", data=made
        )
        frameworks.carry_out(actor=actor, entry=entry)
