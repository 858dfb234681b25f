"""Marks being entered: saved as often as one likes, never a record. Two screens do not overwrite one another.

What is computed is not kept in a draft, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from canbo.office.base import together
from canbo.office.base.errors import ActionError
from canbo.office.base.fields import Marks
from canbo.office.base.models import Account
from canbo.office.evaluations import desks
from canbo.office.evaluations.actions.acting import Report, must_be_open, viewer_of
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.errors import DraftConflict, MarksRefused, NotAssigned
from canbo.office.evaluations.models import Draft, Sheet
from canbo.office.people.models import Person
from canbo.paperwork.numbers import format_hundredths
from canbo.rulebook import FactValue, scoring

LONGEST_WORD = 1000
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
UPSERT = """
INSERT INTO draft (agency_id, sheet_id, step, author_id, marks, words, facts, version, updated_at) VALUES {}
ON CONFLICT (agency_id, sheet_id, step, author_id) DO UPDATE SET marks = excluded.marks, words = excluded.words,
    facts = excluded.facts, version = excluded.version, updated_at = excluded.updated_at
RETURNING id
"""


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
    today: date | None = None, held: Desk | None = None,
) -> Draft:  # fmt: skip
    """Keep what is being entered. `version` is that of the draft on the screen (0 where there was none); `held` as
    for `save_drafts`.

    DraftConflict where another screen saved meanwhile something else; saving the same content again is no conflict.
    MarksRefused for a mark out of its scale, NotAssigned for somebody who has no part in the step, ActionError where
    the sheet is not in this step or its cycle is locked.
    """
    entry = Entry(sheet.pk, tuple(marks), words, facts, comment, version)
    report, kept = _save(actor, person, step, [entry], today, {sheet.pk: held} if held else None)
    for _, error in report.refused:
        raise error
    return kept[sheet.pk]


def save_drafts(
    *, actor: Account, person: Person, step: str, entries: Sequence[Entry], today: date | None = None,
    held: Mapping[int, Desk] | None = None,
) -> Report:  # fmt: skip
    """Keep the drafts of many sheets: each is kept or refused for itself. A constant number of queries.

    `held`: their desks where the caller has them, loaded with `hold` in the transaction that is still open.
    """
    return _save(actor, person, step, entries, today, held)[0]


def _save(
    actor: Account, person: Person, step: str, entries: Sequence[Entry], today: date | None,
    held: Mapping[int, Desk] | None,
) -> tuple[Report, dict[int, Draft]]:  # fmt: skip
    """What was kept and refused, and by sheet the drafts as they stand now."""
    viewer = viewer_of(actor, person, today)
    report, kept, written = Report(), dict[int, Draft](), list[Draft]()
    with transaction.atomic(savepoint=False):
        found = held
        if found is None:
            ids = [entry.sheet for entry in entries]
            found = desks.load(ids, principals=viewer.principals, step=step, hold=True)
        for sent in entries:
            desk = found[sent.sheet]
            case, draft = desk.case, desk.draft
            entry = replace(sent, marks=desk.computed.without(sent.marks))
            try:
                check(case, step, desk.principals, entry)
                if draft is None or not _holds(draft, entry):
                    draft = _apply(case, step, person, entry, draft)
                    written.append(draft)
            except ActionError as error:
                report.refused.append((case.sheet, error))
                continue
            report.done.append(entry.sheet)
            kept[entry.sheet] = draft
        _write(written)
    return report, kept


def _write(drafts: Sequence[Draft]) -> None:
    """New ones and changed ones alike, in one statement; the sheets are held, so that nobody wrote since they were
    read."""
    if not drafts:
        return
    fields = [field for field in Draft._meta.concrete_fields if not field.primary_key]
    rows = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in drafts]
    with together.prepared() as cursor:
        cursor.execute(UPSERT.format(", ".join([ROW] * len(rows))), [value for row in rows for value in row])
        for row, (pk,) in zip(drafts, cursor.fetchall(), strict=True):
            row.pk = pk


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


def _holds(draft: Draft, entry: Entry) -> bool:
    """Whether the draft holds the very same already: sending it again is no conflict."""
    return (tuple(draft.marks), draft.words, draft.facts) == content(entry)


def _apply(case: Case, step: str, person: Person, entry: Entry, draft: Draft | None) -> Draft:
    """The draft to write."""
    marks, words, facts = content(entry)
    if draft is None:
        return Draft(
            agency_id=case.sheet.agency_id, sheet=case.sheet, step=step, author=person, marks=marks, words=words,
            facts=facts, updated_at=timezone.now(),
        )  # fmt: skip
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
