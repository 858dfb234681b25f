"""Everything a sheet's page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import crumb
from canbo.office.commitments.queries import Subject, beside
from canbo.office.evaluations import access, desks, offered, queries
from canbo.office.evaluations import stage as stages
from canbo.office.evaluations.cases import MEETING, Case
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.errors import DraftConflict, MarksMissing
from canbo.office.evaluations.forms.marks import Typed
from canbo.office.evaluations.models import Marking
from canbo.office.evaluations.offered import Offer
from canbo.office.evaluations.views import entry, worked
from canbo.office.people.access import Viewer
from canbo.paperwork.numbers import format_hundredths


def last_own(case: Case, found: Viewer, step: str) -> Marking | None:
    """The viewer's newest marking of this step, also one that was returned: correcting goes on from there."""
    seat = case.seat(found.principals, step)
    mine = [row for row in case.markings if row.step == step and (row.on_behalf_of_id or row.author_id) == seat]
    return mine[-1] if mine else None


def start(desk: Desk, found: Viewer, step: str, words: Mapping[int, Mapping[int, str]] | None = None) -> entry.Begun:
    """Where the viewer's entering goes on from; `words` are those of the sheet's markings where they are known."""
    last = last_own(desk.case, found, step)
    if words is None:
        words = queries.words_of([last]) if last and desk.draft is None else {}
    return entry.begun(desk, last, words.get(last.pk, {}) if last else {})


def context(
    case: Case, found: Viewer, step: str, *, typed: Typed | None = None, refused: ActionError | None = None
) -> dict[str, Any]:
    """The page's context. `step` is the one the viewer writes in now ("" where none)."""
    words = queries.words_of(case.markings)
    files = queries.evidence_of(case.sheet)
    previous = queries.previous_marks(case, step) if step else None
    desk = desks.at(case, found.principals, step) if step else None
    known = desk.computed if desk else worked.today(case)
    shown = entry.columns(case, known, today=not step)
    begun = start(desk, found, step, words) if desk else None
    stored = refused.stored if isinstance(refused, DraftConflict) else None
    offers = {**desk.computed.offers, **offered.of_unit_work(case)} if desk else {}
    cells = entry.cells(desk, begun, typed, stored, offers) if desk and begun else None
    own_words = (typed.words if typed else begun.words) if begun else {}
    return {
        "case": case,
        "step": step,
        "parts": entry.parts(case, known, shown, words, files, previous[1] if previous else None, cells, own_words),
        "columns": shown,
        "previous": previous[0] if previous else "",
        "summed": entry.summed(case),
        "refused": refused,
        "missing": isinstance(refused, MarksMissing),
        "files": files,
        "mine": {file.pk for file in files if file.by_id == found.account.pk},
        "levels": {level.key: level.label for level in case.rules.levels},
        **(_writing(desk, step, begun, typed, refused, offers) if desk and begun else {}),
        **_allowed(case, found),
        **_told(case, found, step),
        "trace": worked.trace(case, known, shown),
        "work": worked.told(case, known, found, shown),
    }


def _writing(
    desk: Desk, step: str, begun: entry.Begun, typed: Typed | None, refused: ActionError | None,
    offers: Mapping[int, Offer],
) -> dict[str, Any]:  # fmt: skip
    """What the form around the sheet holds."""
    case, marks = desk.case, typed.marks if typed else entry.preset(begun.marks, offers)
    return {
        "step_label": case.label(step),
        "comment": typed.comment if typed else begun.comment,
        "version": stored_version(refused, begun),
        "total": entry.total(desk, marks),
        "figures": entry.figures(case, begun, typed) if step == "review" else [],
        "due": case.due.get(step),
        "nudge": queries.reminded({case.sheet.pk: case.stage}).get(case.sheet.pk),
    }


def _allowed(case: Case, found: Viewer) -> dict[str, Any]:
    """Which buttons the viewer gets."""
    return {
        "may_add": _may_add(case, found),
        "may_withdraw": _may_withdraw(case, found),
        "returnable": _returnable(case, found),
        "may_manage": access.may_manage(found, case) and case.state.stage not in stages.SETTLED,
        "decides": case.stage in ("decide", MEETING) and case.seat(found.principals, "decide") is not None,
    }


def _told(case: Case, found: Viewer, step: str) -> dict[str, Any]:
    """What the page tells around the marks: the way of the sheet so far, and what it is judged by."""
    return {
        "steps": steps(case),
        "events": events(case),
        "returned": _returned(case),
        "facts": _facts(case),
        "pairs": pairs(case),
        "result": _result(case, found),
        **_promised(case, found),
        "crumbs": [crumb("Phiếu của tôi", "evaluations:mine")] if step == "self" else _crumbs(case, found, step),
    }


def _promised(case: Case, found: Viewer) -> dict[str, Any]:
    """The commitment a person is judged by and the framework of their post, as they stood at the end of the period."""
    sheet = case.sheet
    if sheet.person_id is None:
        return {}
    subject = Subject(sheet.person_id, sheet.cycle.adoption.pack, sheet.unit_path, sheet.post_title)
    shown = beside([subject], sheet.cycle.year, sheet.cycle.ends)[sheet.person_id]
    own = found.person is not None and found.person.pk == sheet.person_id
    return {"beside": shown, "beside_opens": own or found.reads(sheet.unit_path)}


def stored_version(refused: ActionError | None, begun: entry.Begun) -> int:
    """After a conflict the screen has seen the other version: sending again overwrites it knowingly."""
    return refused.version if isinstance(refused, DraftConflict) else begun.version


def pairs(case: Case) -> list[tuple[str, object]]:
    sheet = case.sheet
    found: list[tuple[str, object]] = [("Đơn vị", sheet.unit.name)]
    if sheet.post_title:
        found.append(("Chức vụ, chức danh", sheet.post_title))
    return [*found, ("Biểu mẫu", case.form.label), ("Căn cứ", case.rules.instrument.number)]


def steps(case: Case) -> list[dict[str, Any]]:
    """The steps with who did them when, or whom they wait for until when."""
    now, current = case.stage, case.current()
    keys = [step.key for step in case.steps]
    place = keys.index(now) if now in keys else len(keys)
    found = []
    for number, step in enumerate(case.steps):
        if step.actor == "meeting" and step.optional and not case.votes:
            continue
        marking = current.get(step.key)
        state = "done" if number < place else "now" if number == place else "todo"
        if state == "now" and case.returns and case.returns[-1].to_step == step.key:
            state = "returned"
        found.append(
            {
                "label": step.label,
                "state": state,
                "who": str(marking.author) if marking else _awaited(case, step.key),
                "when": marking.at if marking else None,
                "late": marking is not None and marking.late,
                "due": case.due.get(step.key),
                "note": case.returns[-1].reason if state == "returned" else "",
            }
        )
    return found


def _awaited(case: Case, step: str) -> str:
    holders = case.holders(step)
    if step == "self" and case.sheet.person_id:
        return case.subject
    if step == "review":
        holders = tuple(row for row in holders if row.person_id == case.turn) or holders
    if not holders and step != MEETING:
        return "người chưa được giao"
    return ", ".join(str(row.person) for row in holders)


def events(case: Case) -> list[dict[str, Any]]:
    """What happened to the sheet, oldest first."""
    found: list[tuple[datetime, dict[str, Any]]] = []
    for row in case.markings:
        what = f"gửi bước “{case.label(row.step)}”: {format_hundredths(row.total)} điểm"
        if row.on_behalf_of:
            what += f", thay {row.on_behalf_of}"
        if row.late:
            what += ", sau hạn"
        found.append((row.at, {"who": str(row.author), "what": what, "why": ""}))
    prefetch_related_objects(case.returns, "by__person")
    for back in case.returns:
        who = str(getattr(back.by, "person", back.by))
        found.append((back.at, {"who": who, "what": f"trả lại bước “{case.label(back.to_step)}”", "why": back.reason}))
    for vote in case.votes:
        counts = f"{vote.agree} đồng ý, {vote.disagree} không đồng ý, {vote.abstain} ý kiến khác"
        what = f"biểu quyết {case.rules.level(vote.level).label}: {counts}"
        url = reverse("evaluations:meeting", args=[vote.meeting_id])
        found.append((vote.meeting.at, {"who": "Họp đơn vị", "what": what, "why": "", "url": url}))
    return [{"when": when, **event} for when, event in sorted(found, key=lambda row: row[0])]


def _returned(case: Case) -> list[Any]:
    """The returns the person has to answer: those after which nothing of that step stands yet."""
    standing = {row.step for row in case.standing}
    return [back for back in case.returns if back.to_step == case.stage and back.to_step not in standing]


def _facts(case: Case) -> list[tuple[str, str]]:
    """The figures the last reviewer entered."""
    marking = case.current().get("review")
    if marking is None:
        return []
    known = {fact.key: fact for fact in case.rules.facts}
    return [(known[key].label, _figure(known[key].type, value)) for key, value in marking.facts.items() if key in known]


def _figure(kind: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return f"{format_hundredths(value)}%" if kind == "share" else str(value)


def _may_add(case: Case, found: Viewer) -> bool:
    if case.locked or case.state.stage in stages.SETTLED:
        return False
    return case.seat(found.principals, "self") is not None or case.awaits(found.principals)


def _may_withdraw(case: Case, found: Viewer) -> str:
    """The step whose marking the viewer may take back now, or ""."""
    if case.locked or case.state.stage in stages.SETTLED or not case.standing:
        return ""
    last = case.standing[-1]
    due = case.due.get(last.step)
    late = due is not None and found.day > due
    seat = case.seat(found.principals, last.step)
    mine = seat is not None and (last.on_behalf_of_id or last.author_id) == seat
    return last.step if mine and not late else ""


def _returnable(case: Case, found: Viewer) -> bool:
    """Whether the viewer may return the sheet now: something stands before the step it is in."""
    if case.locked or case.state.stage in stages.SETTLED or not case.standing:
        return False
    return access.may_return(found, case)


def _result(case: Case, found: Viewer) -> dict[str, Any] | None:
    """The grade, once published to the subject, once decided to those who may read the unit."""
    stage = case.state.stage
    subject = found.person is not None and case.sheet.person_id == found.person.pk
    if stage not in stages.SETTLED or (stage != "published" and (subject or not found.reads(case.sheet.unit_path))):
        return None
    if not case.state.level:
        return {"rank": 0, "label": "Không xếp loại", "total": case.state.total}
    level = case.rules.level(case.state.level)
    return {"rank": level.rank, "label": level.label, "total": case.state.total}


def _crumbs(case: Case, found: Viewer, step: str) -> list[dict[str, str]]:
    if step:
        return [crumb("Chấm điểm, nhận xét", "evaluations:reviews")]
    if access.board_paths(found, case.sheet.cycle):
        return [crumb(case.sheet.cycle.name, "evaluations:board", case.sheet.cycle_id)]
    return [crumb("Phiếu của tôi", "evaluations:mine")]
