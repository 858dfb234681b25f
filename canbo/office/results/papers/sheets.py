"""Papers about one sheet: the score sheet, the notice of the result, the explanation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from canbo.office.evaluations.cases import Case
from canbo.office.results.models import Decision, Notice
from canbo.office.results.papers.citing import adopted, cited
from canbo.office.results.papers.frame import Frame, mark, roman, title, trace_node
from canbo.paperwork.dates import short_date
from canbo.paperwork.documents import model
from canbo.paperwork.numbers import format_hundredths
from canbo.rulebook import Trace, grading, scoring
from canbo.rulebook.aggregate import REASONS
from canbo.rulebook.process import Period

STEPS = ("self", "review")
UNRATED = "Không xếp loại"
Words = Mapping[int, Mapping[int, str]]


def score_sheet(
    frame: Frame, case: Case, decision: Decision, words: Words | None = None, *, grounds: bool
) -> model.ScoreSheet:
    """The person's sheet: every marking beside the decision. `words`: by marking and item; `grounds`: whether what
    decided before the points may stand on this copy."""
    sheet, rules = case.sheet, case.rules
    by_periods = "periods" in decision.kept
    level = rules.level(decision.level).label if decision.level else ""
    return model.ScoreSheet(
        letterhead=frame.letterhead,
        title="Phiếu đánh giá, xếp loại chất lượng",
        period=sheet.cycle.name,
        person=_person(case),
        mark_columns=("Điểm",) if by_periods else ("Tự chấm", "Cấp trên chấm", "Quyết định"),
        groups=_periods(decision) if by_periods else _groups(case, decision, words or {}),
        total=(decision.total,) if by_periods else _totals(case, decision),
        levels=(*(one.label for one in rules.levels), *((UNRATED,) if not decision.level else ())),
        level=level or UNRATED,
        grounds=_grounds(case, decision) if grounds else (),
        remarks=_remarks(case, decision),
        signatures=_signatures(case, decision),
        regulation=f"{rules.instrument.number}; {sheet.cycle.adoption.document}",
        maximum=None if by_periods else case.form.max,
        footnote=_marks_of(case, decision),
    )


def _person(case: Case) -> model.Person:
    sheet, person = case.sheet, case.sheet.person
    birth = ""
    if person is not None:
        birth = short_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    return model.Person(case.subject, sheet.post_title, sheet.unit.name, birth, person.code if person else "")


def _groups(case: Case, decision: Decision, words: Words) -> tuple[model.CriteriaGroup, ...]:
    """Every group and item with the marks of each step; words beside an item say whose they are."""
    current = case.current()
    vectors: list[tuple[int | None, ...]] = [
        tuple(current[step].marks) if step in current else (None,) * len(case.form.items) for step in STEPS
    ]
    vectors.append(tuple(decision.marks))
    points = [scoring.score(case.rules, case.form, vector).groups if any(vector) else () for vector in vectors]
    said = [(case.label(step), words.get(current[step].pk, {})) for step in (*STEPS, "decide") if step in current]
    found, index = [], 0
    for number, group in enumerate(case.form.groups):
        items = []
        for place, item in enumerate(group.items, start=1):
            marks = tuple(mark(item, vector[index]) for vector in vectors)
            remarks = tuple((who, texts[index]) for who, texts in said if index in texts)
            most = item.scale.max if item.scale.kind == "points" else None
            items.append(model.Criterion(str(place), title(item), most, marks, remarks))
            index += 1
        earned = tuple(each[number] if each else None for each in points)
        found.append(model.CriteriaGroup(roman(number + 1), group.label, group.max, earned, tuple(items)))
    return tuple(found)


def _totals(case: Case, decision: Decision) -> tuple[int | None, ...]:
    current = case.current()
    return (*(current[step].total if step in current else None for step in STEPS), decision.total)


def _periods(decision: Decision) -> tuple[model.CriteriaGroup, ...]:
    """The shorter periods a decision rests on, as one part of the sheet."""
    items = []
    for number, one in enumerate(decision.kept["periods"], start=1):
        counted = one["counted"] and one["total"] is not None
        why = "" if counted else f" (không tính: {REASONS.get(one['reason'], one['reason']) or 'chưa có kết quả'})"
        label = f"{Period.parse(one['period']).label}{', ' + one['unit'] if one['unit'] else ''}{why}"
        items.append(model.Criterion(str(number), label, None, (one["total"],)))
    return (model.CriteriaGroup("I", "Kết quả các kỳ trong thời gian đánh giá", None, (None,), tuple(items)),)


def _grounds(case: Case, decision: Decision) -> tuple[model.Ground, ...]:
    """The grounds that decided before or against the points, as the decision's own inputs give them."""
    facts = decision.kept.get("facts", {})
    if decision.total is not None:
        score = scoring.of_total(case.rules, case.form, decision.total)
        applied = grading.grade(case.rules, case.form, score, facts).applied
    elif "work" in decision.kept:
        applied = grading.whatever(case.rules, case.form, decision.marks, facts).applied
    else:
        return ()
    rules = {rule.key: rule for rule in case.rules.overrides}
    return tuple(
        model.Ground(rules[key].label, f"{rules[key].cite.article}, {rules[key].cite.instrument}") for key in applied
    )


def _remarks(case: Case, decision: Decision) -> tuple[tuple[str, str], ...]:
    current = case.current()
    said = [(case.label(step), current[step].comment) for step in (*STEPS, "decide") if step in current]
    return tuple(pair for pair in (*said, ("Lý do quyết định", decision.reason)) if pair[1])


def _signatures(case: Case, decision: Decision) -> tuple[model.SignatureSpace, ...]:
    current = case.current()
    spaces = [
        (label, str(current[step].author), current[step].at)
        for step, label in (("self", "Người tự đánh giá"), ("review", "Cấp trên trực tiếp"))
        if step in current
    ]
    spaces.append(("Người quyết định", str(decision.decider), decision.at))
    return tuple(model.SignatureSpace(label, name, f"Ngày {_day(at)}") for label, name, at in spaces)


def _day(at: datetime) -> str:
    return short_date(timezone.localtime(at).date())


def notice(frame: Frame, case: Case, decision: Decision, told: Notice | None) -> model.Notice:
    """The notice of a result to its subject, with the last day to petition where the rules set one."""
    sheet, rules = case.sheet, case.rules
    level = rules.level(decision.level).label if decision.level else UNRATED
    petition = "người được đánh giá có quyền kiến nghị với người có thẩm quyền quyết định"
    if told is not None and told.petition_until is not None:
        petition = f"người được đánh giá gửi kiến nghị đến hết ngày {short_date(told.petition_until)}"
    adoption = sheet.cycle.adoption
    grounds = " và ".join((*cited(rules.instrument, adoption, whole=False), adopted(adoption)))
    facts = [
        ("Họ và tên" if sheet.person_id else "Tập thể", case.subject), ("Chức vụ, chức danh", sheet.post_title),
        ("Đơn vị", sheet.unit.name), ("Kỳ đánh giá", sheet.cycle.name),
        ("Tổng điểm", "" if decision.total is None else format_hundredths(decision.total)), ("Xếp loại", level),
        ("Lý do", decision.reason),
    ]  # fmt: skip
    return model.Notice(
        letterhead=frame.letterhead,
        title="Thông báo",
        abstract=f"Về kết quả {_lower(sheet.cycle.name)}",
        addressee=case.subject,
        paragraphs=(f"Căn cứ {grounds}, {frame.issuer} thông báo kết quả như sau:",),
        facts=tuple(pair for pair in facts if pair[1]),
        closing=(f"Nếu không đồng ý với kết quả, {petition}.",),
        signatory=frame.signatory,
        recipients=("Như trên;", "Lưu hồ sơ."),
    )


def explanation(frame: Frame, case: Case, decision: Decision, why: Trace) -> model.TraceSheet:
    """The explanation of a grade: the same tree as on the page."""
    level = case.rules.level(decision.level).label if decision.level else UNRATED
    facts = (
        ("Họ và tên" if case.sheet.person_id else "Tập thể", case.subject), ("Đơn vị", case.sheet.unit.name),
        ("Kỳ đánh giá", case.sheet.cycle.name), ("Xếp loại", level),
    )  # fmt: skip
    return model.TraceSheet(
        letterhead=frame.letterhead,
        title="Giải trình kết quả đánh giá, xếp loại",
        facts=(*facts, *((("Lý do khác quy định", decision.reason),) if decision.reason else ())),
        roots=(trace_node(why),),
        footnote=_marks_of(case, decision),
    )


def _marks_of(case: Case, decision: Decision) -> str:
    """The fingerprints by which a paper is compared with the record."""
    rules = decision.inputs(case.sheet)["rules_hash"]
    return f"Mã bộ quy định: {rules[:16]} · Mã bản giải trình: {decision.trace_hash[:16]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
