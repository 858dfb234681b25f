"""Submitting marks: a marking is made once for each turn, in time, by whom it is asked of. A record.

Marks that come from accepted work are taken from there under the lock of the sheet; what was sent for them is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations import cases, desks
from canbo.office.evaluations.actions import drafts
from canbo.office.evaluations.actions.acting import Report, must_be_open, save_states, viewer_of
from canbo.office.evaluations.actions.drafts import Entry
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import Computed
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.entered import missing_facts
from canbo.office.evaluations.errors import FactsMissing, MarksMissing, NotAssigned
from canbo.office.evaluations.models import Draft, Marking, Sheet, Word
from canbo.office.people.models import Person
from canbo.rulebook import FactValue, scoring

LATE_SETTING = "accept_late"
AGREED = "Đồng ý với điểm tự chấm."


@dataclass(frozen=True)
class _Turn:
    """One marking about to be made; where the very same was made before, that one."""

    case: Case
    entry: Entry
    marking: Marking


def submit(
    *, actor: Account, person: Person, sheet: Sheet, step: str, marks: Sequence[int | None],
    words: Mapping[int, str], facts: Mapping[str, FactValue], comment: str = "", allow_missing: bool = False,
    today: date | None = None, held: Desk | None = None,
) -> Marking:  # fmt: skip
    """Hand in the marks of a step (hundredths, in the order of the sheet's form). `held` as for `submit_many`.

    Sending the same content twice gives the one marking made the first time. MarksRefused, MarksMissing (unless
    allowed), FactsMissing for what was entered; NotAssigned for a stranger; ActionError where it is not this step's
    turn, the deadline has passed, the sheet is decided or its cycle locked.
    """
    entry = Entry(sheet.pk, tuple(marks), words, facts, comment, allow_missing=allow_missing)
    report, turns = _hand_in(actor, person, step, [entry], today, {sheet.pk: held} if held else None)
    for _, error in report.refused:
        raise error
    return turns[0].marking


def submit_many(
    *, actor: Account, person: Person, step: str, entries: Sequence[Entry], today: date | None = None,
    held: Mapping[int, Desk] | None = None,
) -> Report:  # fmt: skip
    """Hand in the marks of many sheets: each is taken or refused for itself. A constant number of queries.

    `held`: their desks where the caller has them, loaded with `hold` in the transaction that is still open.
    """
    return _hand_in(actor, person, step, entries, today, held)[0]


def _hand_in(
    actor: Account, person: Person, step: str, entries: Sequence[Entry], today: date | None,
    held: Mapping[int, Desk] | None,
) -> tuple[Report, list[_Turn]]:  # fmt: skip
    """What was taken and refused, and the markings taken."""
    viewer = viewer_of(actor, person, today)
    report, turns = Report(), list[_Turn]()
    with transaction.atomic(savepoint=False):
        found = held
        if found is None:
            ids = [entry.sheet for entry in entries]
            found = desks.load(ids, principals=viewer.principals, step=step, hold=True)
        for entry in entries:
            desk = found[entry.sheet]
            try:
                given = replace(entry, marks=desk.computed.over(entry.marks))
                turns.append(_turn(desk, step, actor, person, viewer.day, given))
            except ActionError as error:
                report.refused.append((desk.case.sheet, error))
                continue
            report.done.append(entry.sheet)
        _write([turn for turn in turns if turn.marking.pk is None], actor, person, step)
    return report, turns


def approve_many(
    *, actor: Account, person: Person, sheets: Iterable[int], comment: str = AGREED, today: date | None = None
) -> Report:
    """The reviewer takes over the self marks of these sheets as their own review. What the rules want entered beside
    the marks must stand in a draft; a sheet without it is refused. A constant number of queries."""
    principals = viewer_of(actor, person, today).principals
    found = cases.load(sheets)
    report, entries = Report(), []
    for pk, case in found.items():
        own = case.current().get("self")
        if case.seat(principals, "review") is None:
            report.refused.append((case.sheet, _stranger()))
        elif own is None:
            late = f"{case.subject} chưa gửi điểm tự chấm. Hãy nhắc người đó trước."
            report.refused.append((case.sheet, ActionError(late)))
        else:
            draft = case.draft("review", person.pk)
            facts = draft.facts if draft else {}
            entries.append(Entry(pk, own.marks, facts=facts, comment=comment, allow_missing=True))
    sent = submit_many(actor=actor, person=person, step="review", entries=entries, today=today)
    return Report(sent.done, [*report.refused, *sent.refused])


def _stranger() -> NotAssigned:
    return NotAssigned("Phiếu này không giao cho người đang thao tác.")


def _turn(desk: Desk, step: str, actor: Account, person: Person, day: date, entry: Entry) -> _Turn:
    """The marking to make, or the same one made already; the refusals of `submit` otherwise."""
    case, known = desk.case, desk.computed
    seat = case.seat(desk.principals, step)
    if seat is None:
        raise _stranger()
    before = case.last_by(step, seat)
    if before is not None:
        if _same(before, entry, known):
            return _Turn(case, entry, before)
        must_be_open(case)
        sent = timezone.localtime(before.at)
        raise ActionError(
            f"Phiếu của {case.subject} đã gửi lúc {sent:%H:%M %d/%m/%Y}. Muốn sửa, hãy rút lại hoặc đề nghị trả lại."
        )
    drafts.check(case, step, desk.principals, entry)
    late = is_late(case, step, day)
    _complete(case, step, entry, known)
    return _Turn(
        case,
        entry,
        Marking(
            agency_id=case.sheet.agency_id, sheet=case.sheet, step=step, author=person, account=actor,
            on_behalf_of_id=None if seat == person.pk else seat, marks=entry.marks,
            total=scoring.score(case.rules, case.form, entry.marks).total, facts=dict(entry.facts),
            comment=entry.comment.strip(), late=late,
        ),
    )  # fmt: skip


def _same(before: Marking, entry: Entry, known: Computed) -> bool:
    """Whether the same was entered before; what is computed may have moved since."""
    return (
        known.without(before.marks) == known.without(entry.marks)
        and before.comment == entry.comment.strip()
        and before.facts == dict(entry.facts)
    )


def is_late(case: Case, step: str, today: date) -> bool:
    """Whether this is after the deadline; ActionError unless the adopting body accepts late marks."""
    due = case.due.get(step)
    if due is None or today <= due:
        return False
    if case.rules.settings.get(LATE_SETTING) != "accept":
        raise ActionError(
            f"Đã quá hạn bước “{case.label(step)}” ({due:%d/%m/%Y}). Hãy đề nghị cán bộ tổ chức của "
            f"{case.sheet.cycle.unit.name} gia hạn; phần đã nhập vẫn được giữ ở bản nháp."
        )
    return True


def _complete(case: Case, step: str, entry: Entry, known: Computed) -> None:
    """Every item marked (or its absence confirmed), every figure the rules want from a reviewer entered. What could not
    be computed is asked of nobody."""
    missing = [index for index, mark in enumerate(entry.marks) if mark is None and index not in known.marks]
    if missing and not entry.allow_missing:
        raise MarksMissing([case.form.items[index].label for index in missing], missing)
    problems = missing_facts(case.rules, case.form, entry.facts) if step == "review" else {}
    if problems:
        raise FactsMissing(problems)


def _write(turns: Sequence[_Turn], actor: Account, person: Person, step: str) -> None:
    """Markings, their words, the journal, the summaries; the drafts have done their service."""
    if not turns:
        return
    markings = Marking.objects.bulk_create([turn.marking for turn in turns])
    Word.objects.bulk_create(
        Word(agency_id=row.agency_id, marking=row, item=index, text=text.strip())
        for turn, row in zip(turns, markings, strict=True)
        for index, text in turn.entry.words.items()
        if text.strip()
    )
    Draft.objects.filter(sheet__in=[row.sheet_id for row in markings], step=step, author=person).delete()
    save_states(turn.case.with_(marking=row) for turn, row in zip(turns, markings, strict=True))
    acts = [(row, {"sheet": row.sheet_id, "step": step, "total": row.total}) for row in markings]
    journal.record_all(actor, "evaluations.submitted", acts)
