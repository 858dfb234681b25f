"""Deciding: the person in authority grades sheets, many at once. A record with all its inputs, made once a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import bulk, journal, together
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.base.together import Part
from canbo.office.base.unswept import unswept
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations import cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Sheet
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.results import access, bases
from canbo.office.results.actions import summing
from canbo.office.results.actions.summing import Change
from canbo.office.results.bases import Basis
from canbo.office.results.models import Decision
from canbo.rulebook import Rules

NOT_RATED = ""
_OF_SHEETS = (Part(Decision, "sheet_id {ids}"),)


@dataclass(frozen=True)
class Choice:
    """What a head decides on one sheet. `level` None takes what the rules give, "" is not to be rated; another level
    needs a `reason`. `marks` (hundredths) stand for those of the sheet where given. `seen` is the basis the page showed
    (`Basis.seen`): where it has changed since, the choice is refused."""

    sheet: int
    level: str | None = None
    reason: str = ""
    marks: Sequence[int | None] | None = None
    seen: str | None = None


@dataclass
class Report:
    """What was decided, and for each refused sheet why."""

    done: list[Decision] = field(default_factory=list)
    refused: list[tuple[Sheet, ActionError]] = field(default_factory=list)


def decide(
    *, actor: Account, person: Person, sheet: Sheet, marks: Sequence[int | None] | None = None,
    level: str | None = None, reason: str = "", seen: str | None = None, today: date | None = None,
) -> Decision:  # fmt: skip
    """Decide on one sheet. NotAssigned for whoever does not decide on it, themselves included; Conflict where
    somebody decided meanwhile; ActionError where it is not ready, its cycle is locked or its time is over."""
    choice = Choice(sheet.pk, level, reason, marks, seen)
    report = decide_many(actor=actor, person=person, cycle=sheet.cycle, choices=[choice], today=today)
    for _, error in report.refused:
        raise error
    return report.done[0]


def decide_many(
    *, actor: Account, person: Person, cycle: Cycle, choices: Iterable[Choice], today: date | None = None
) -> Report:
    """Decide on many sheets of a cycle in one transaction: each is decided or refused for itself. Decisions, summary
    rows and journal are written together; a constant number of queries, rows in batches."""
    return decide_as(viewer_of(actor, person, today), actor, person, cycle, choices)


def decide_as(viewer: Viewer, actor: Account, person: Person, cycle: Cycle, choices: Iterable[Choice]) -> Report:
    """`decide_many` with the rights of the actor already read."""
    chosen = {choice.sheet: choice for choice in choices}
    report = Report()
    with unswept(), transaction.atomic():
        hold(cycle)
        held = cases.load(chosen, hold=True, parts=cases.FOR_DECIDING, names=False)
        found = {pk: case for pk, case in held.items() if case.sheet.cycle_id == cycle.pk}
        marks = {pk: _filled(chosen[pk].marks) for pk in found if chosen[pk].marks is not None}
        before = standing(found)
        made = []
        for pk, basis in bases.of(found, marks).items():
            try:
                made.append(_decision(actor, person, viewer, basis, chosen[pk], before.get(pk)))
            except ActionError as error:
                report.refused.append((basis.case.sheet, error))
        bulk.add(made)
        report.done = made
        outcome = {row.sheet_id: evaluations.Outcome("decided", row.total, row.level) for row in made}
        evaluations.set_outcomes(cycle.agency_id, outcome)
        summing.apply(cycle, [Change(found[row.sheet_id].sheet, row.level, row.total, 1) for row in made])
        acts = [(row, journal_data(found[row.sheet_id].rules, row)) for row in made]
        journal.record_many(agency_id=cycle.agency_id, actor=actor, verb="results.decided", acts=acts)
    return report


def viewer_of(actor: Account, person: Person, today: date | None) -> Viewer:
    """The actor's rights on the day. NotAssigned where the account is not the person's."""
    found = Viewer(actor, today) if today else Viewer(actor)
    if found.person is None or found.person.pk != person.pk:
        raise NotAssigned("Tài khoản này không phải của người đang thao tác.")
    return found


def standing(sheets: Iterable[int]) -> dict[int, Decision]:
    """The decision that stands for each of these sheets, where there is one."""
    [made] = together.read(_OF_SHEETS, sheets, kept=False)
    replaced = {row.corrects_id for row in made}
    rows = [row for row in made if row.id not in replaced]
    people = Person.objects.in_bulk({row.decider_id for row in rows}) if rows else {}
    for row in rows:
        row.link(decider=people[row.decider_id])
    return {row.sheet_id: row for row in rows}


def hold(cycle: Cycle) -> None:
    """One at a time on the results of a cycle, so that what was counted still holds when it is written."""
    together.hold("cycle", "id", [cycle.pk])


def journal_data(rules: Rules, row: Decision) -> dict[str, int | None]:
    """What the journal keeps of a decision: the sheet, its points, the rank of the level (0 not rated)."""
    return {"sheet": row.sheet_id, "total": row.total, "rank": rules.level(row.level).rank if row.level else 0}


def must_sit(viewer: Viewer, case: Case) -> int:
    """As whom the viewer decides on the sheet; NotAssigned for everybody else, the subject included."""
    seat = access.seat(viewer, case)
    if seat is None:
        raise NotAssigned("Phiếu này không giao cho người đang thao tác quyết định.")
    return seat


def make(
    actor: Account, person: Person, seat: int, basis: Basis, level: str | None, reason: str,
    corrects: Decision | None = None,
) -> Decision:  # fmt: skip
    """The decision on a basis (not saved). ActionError where it cannot rest on it, or a reason is missing: for a level
    other than the rules give, and for whatever is decided without points on a person who was given no work."""
    case = basis.case
    if basis.problems:
        raise ActionError(f"{case.subject}: {' '.join(basis.problems)}")
    wanted = basis.level if level is None else level
    if wanted not in (NOT_RATED, basis.level) and wanted not in {one.key for one in case.rules.levels}:
        raise ActionError(f"{case.subject}: quy định không có mức xếp loại vừa chọn. Hãy tải lại trang.")
    if wanted != basis.level and not reason.strip():
        raise ActionError(f"{case.subject}: mức chọn khác mức theo quy định. Hãy ghi lý do.")
    if basis.wants_reason and not reason.strip():
        raise ActionError(
            f"{case.subject}: chưa được giao công việc trong kỳ nên chưa đủ dữ liệu để tính điểm. Hãy đề nghị cấp trên "
            "ghi việc đã giao và nghiệm thu, hoặc chọn mức (kể cả không xếp loại) và ghi lý do."
        )
    return Decision.with_columns(
        agency_id=case.sheet.agency_id, sheet_id=case.sheet.pk, marks=list(basis.marks), total=basis.total,
        computed_level=basis.level, level=wanted, reason=reason.strip()[:1000], kept=basis.kept(),
        trace_hash=basis.trace_hash, corrects_id=corrects.pk if corrects else None, decider_id=person.pk,
        on_behalf_of_id=None if seat == person.pk else seat, by_id=actor.pk, at=None,
    )  # fmt: skip


def _decision(
    actor: Account, person: Person, viewer: Viewer, basis: Basis, choice: Choice, before: Decision | None
) -> Decision:
    case = basis.case
    seat = must_sit(viewer, case)
    _must_be_open(case, viewer.day, before)
    if choice.seen is not None and choice.seen != basis.seen:
        raise Conflict(
            f"Phiếu của {case.subject} đã thay đổi từ lúc mở trang (điểm hoặc căn cứ). Hãy xem lại rồi quyết định."
        )
    return make(actor, person, seat, basis, choice.level, choice.reason)


def _must_be_open(case: Case, today: date, before: Decision | None) -> None:
    if before is not None:
        when = timezone.localtime(before.at)
        raise Conflict(
            f"{before.decider} đã quyết định phiếu của {case.subject} lúc {when:%H:%M %d/%m/%Y}. "
            "Muốn thay đổi, hãy làm quyết định sửa và ghi lý do."
        )
    if case.locked:
        raise ActionError(f"{case.sheet.cycle.name} đã khóa. Hãy đề nghị cán bộ tổ chức mở lại kỳ.")
    due = case.due.get(bases.DECIDE)
    if due is not None and today > due:
        raise ActionError(
            f"Đã quá hạn quyết định ({due:%d/%m/%Y}). "
            f"Hãy đề nghị cán bộ tổ chức của {case.sheet.cycle.unit.name} gia hạn."
        )


def _filled(marks: Sequence[int | None] | None) -> tuple[int, ...]:
    return tuple(mark or 0 for mark in marks or ())
