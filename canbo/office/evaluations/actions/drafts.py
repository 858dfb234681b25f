"""Marks being entered: saved as often as one likes, never a record. Two screens do not overwrite one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.fields import Marks
from canbo.office.base.models import Account
from canbo.office.evaluations import cases
from canbo.office.evaluations.actions.acting import Report, must_be_open, viewer_of
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import DraftConflict, MarksRefused, NotAssigned
from canbo.office.evaluations.models import Draft, Sheet
from canbo.office.people.models import Person
from canbo.paperwork.numbers import format_hundredths
from canbo.rulebook import FactValue, scoring

LONGEST_WORD = 1000
FIELDS = ["marks", "words", "facts", "version", "updated_at"]


@dataclass(frozen=True)
class Entry:
    """What somebody typed for one sheet: marks in the order of its form (hundredths, None = empty), words by item's
    index, figures by fact's key, the overall comment. `version` is that of the draft it was typed over (0 = none)."""

    sheet: int
    marks: Marks
    words: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    comment: str = ""
    version: int = 0
    allow_missing: bool = False


def save_draft(
    *, actor: Account, person: Person, sheet: Sheet, step: str, marks: Sequence[int | None],
    words: Mapping[int, str], facts: Mapping[str, FactValue], version: int, comment: str = "",
    today: date | None = None,
) -> Draft:  # fmt: skip
    """Keep what is being entered. `version` is that of the draft on the screen (0 where there was none).

    DraftConflict where another screen saved meanwhile something else; saving the same content again is no conflict.
    MarksRefused for a mark out of its scale, NotAssigned for somebody who has no part in the step, ActionError where
    the sheet is not in this step or its cycle is locked.
    """
    entry = Entry(sheet.pk, tuple(marks), words, facts, comment, version)
    report = save_drafts(actor=actor, person=person, step=step, entries=[entry], today=today)
    for _, error in report.refused:
        raise error
    return Draft.objects.get(agency=sheet.agency_id, sheet=sheet, step=step, author=person)


def save_drafts(
    *, actor: Account, person: Person, step: str, entries: Sequence[Entry], today: date | None = None
) -> Report:
    """Keep the drafts of many sheets: each is kept or refused for itself. A constant number of queries."""
    principals = viewer_of(actor, person, today).principals
    report = Report()
    made: list[Draft] = []
    changed: list[Draft] = []
    with transaction.atomic():
        found = cases.load((entry.sheet for entry in entries), hold=True)
        rows = Draft.objects.filter(sheet__in=found, step=step, author=person)
        drafts = {row.sheet_id: row for row in rows}
        for entry in entries:
            case = found[entry.sheet]
            try:
                check(case, step, principals, entry)
                draft = _apply(case, step, person, entry, drafts.get(entry.sheet))
            except ActionError as error:
                report.refused.append((case.sheet, error))
                continue
            report.done.append(entry.sheet)
            if draft is not None:
                (changed if draft.pk else made).append(draft)
        Draft.objects.bulk_create(made)
        if len(changed) == 1:
            changed[0].save(update_fields=FIELDS)
        elif changed:
            Draft.objects.bulk_update(changed, FIELDS, batch_size=100)
    return report


def check(case: Case, step: str, principals: Sequence[int], entry: Entry) -> int:
    """As whom the person may enter these marks now; the refusals of `save_draft` otherwise."""
    seat = case.seat(principals, step)
    if seat is None:
        raise NotAssigned("Phiếu này không giao cho người đang thao tác.")
    must_be_open(case)
    if case.stage != step:
        raise ActionError(
            f"Phiếu của {case.subject} đang ở bước “{case.label(case.stage)}”, không chấm được ở bước này."
        )
    if step == "review" and seat != case.turn:
        raise ActionError(f"Chưa đến lượt: phiếu của {case.subject} đang chờ người nhận xét trước.")
    problems = scoring.check_marks(case.form, entry.marks)
    if problems:
        raise MarksRefused({problem.index: problem.message_vi for problem in problems})
    for index, text in entry.words.items():
        if len(text) > LONGEST_WORD:
            raise ActionError(f"Lời ghi ở mục {index + 1} dài {len(text)} ký tự. Hãy rút còn {LONGEST_WORD} ký tự.")
    return seat


def content(entry: Entry) -> tuple[Marks, dict[str, str], dict[str, object]]:
    """Marks, words and facts as a draft keeps them (JSON keys are text; the comment is kept among the words)."""
    words = {str(index): text for index, text in entry.words.items() if text}
    if entry.comment:
        words["comment"] = entry.comment
    return tuple(entry.marks), words, {key: value for key, value in entry.facts.items() if value is not None}


def _apply(case: Case, step: str, person: Person, entry: Entry, draft: Draft | None) -> Draft | None:
    """The draft to write, or None where it already holds the same."""
    marks, words, facts = content(entry)
    if draft is None:
        return Draft(
            agency_id=case.sheet.agency_id, sheet=case.sheet, step=step, author=person, marks=marks, words=words,
            facts=facts,
        )  # fmt: skip
    if (tuple(draft.marks), draft.words, draft.facts) == (marks, words, facts):
        return None
    if draft.version != entry.version:
        raise DraftConflict(_differences(case, draft, marks), draft.version, draft.marks)
    draft.marks, draft.words, draft.facts = marks, words, facts
    draft.version += 1
    draft.updated_at = timezone.now()
    return draft


def _differences(case: Case, draft: Draft, marks: Marks) -> str:
    """Both values of every item that differs, so that nothing is lost whichever one wins."""
    when = timezone.localtime(draft.updated_at)
    differ = [
        f"mục {index + 1}: ở đó {_shown(theirs)}, ở đây {_shown(ours)}"
        for index, (theirs, ours) in enumerate(zip(draft.marks, marks, strict=True))
        if theirs != ours
    ]
    told = "; ".join(differ) if differ else "phần lời ghi hoặc số liệu khác nhau"
    return (
        f"Phiếu của {case.subject} vừa được lưu ở một màn hình khác lúc {when:%H:%M %d/%m/%Y} ({told}). "
        "Ghi lại phần ở đây nếu cần rồi tải lại trang."
    )


def _shown(mark: int | None) -> str:
    return "chưa chấm" if mark is None else format_hundredths(mark)
