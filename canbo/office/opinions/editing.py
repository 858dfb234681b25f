"""Edits of a plan: what each form of the designer changes in it. Pure: a plan in, a plan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from canbo.office.base.errors import ActionError
from canbo.office.opinions import votes
from canbo.office.opinions.plans import SET_MOST, Asked, Audience, Holder, Plan, QuestionSet, Subject
from canbo.paperwork.names import tidy
from canbo.rulebook.ballot.manifest import Trustee
from canbo.rulebook.errors import RuleError

DAYS = ("issues", "issued_by", "opens", "closes")


def terms(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """k, windows, how ballots are handed out, how many keys open."""
    days: dict[str, Any] = {key: day.isoformat() if (day := values.get(key)) else "" for key in DAYS}
    numbers: dict[str, Any] = {
        key: values.get(key, getattr(plan, key)) for key in ("k", "k_text", "k_invited", "need", "spare")
    }
    return replace(plan, way=values.get("way", plan.way), **days, **numbers)


def holders(plan: Plan, rows: Sequence[tuple[str, str, str]]) -> Plan:
    """Who keeps the keys. ActionError where a public part is none, or is given twice."""
    found = [Holder(*(cell.strip() for cell in row)) for row in rows if any(cell.strip() for cell in row)]
    for one in found:
        try:
            sound = bool(Trustee.of("", one.name, one.key).name)
        except RuleError:
            sound = False
        if not sound:
            raise ActionError(f"{one.name or 'Người giữ khóa'}: cần họ tên và phần công khai do lệnh tạo khóa in ra.")
    if len({one.key for one in found}) < len(found):
        raise ActionError("Hai người giữ khóa không thể dùng chung một khóa.")
    return replace(plan, holders=tuple(found))


def add_set(plan: Plan, label: str) -> Plan:
    """A set of questions more."""
    return replace(plan, sets=(*plan.sets, QuestionSet(_next("b", [one.id for one in plan.sets]), label)))


def put_question(plan: Plan, questions: str, asked: Asked) -> Plan:
    """A question into a set: in the place of the one with its id, at the end where its id is "". ActionError where the
    set is full."""

    def edit(one: QuestionSet) -> QuestionSet:
        if asked.id:
            return replace(one, questions=tuple(asked if row.id == asked.id else row for row in one.questions))
        if len(one.questions) >= SET_MOST:
            raise ActionError(f"Một bộ có nhiều nhất {SET_MOST} câu.")
        made = replace(asked, id=_next("c", [row.id for row in one.questions]))
        return replace(one, questions=(*one.questions, made))

    return _in_set(plan, questions, edit)


def drop_question(plan: Plan, questions: str, key: str) -> Plan:
    """A set without a question."""

    def edit(one: QuestionSet) -> QuestionSet:
        return replace(one, questions=tuple(row for row in one.questions if row.id != key))

    return _in_set(plan, questions, edit)


def lift_question(plan: Plan, questions: str, key: str) -> Plan:
    """A question one place further up."""

    def edit(one: QuestionSet) -> QuestionSet:
        rows = list(one.questions)
        at = next((place for place, row in enumerate(rows) if row.id == key), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        return replace(one, questions=tuple(rows))

    return _in_set(plan, questions, edit)


def _in_set(plan: Plan, key: str, edit: Any) -> Plan:
    return replace(plan, sets=tuple(edit(one) if one.id == key else one for one in plan.sets))


def add_audience(plan: Plan, label: str, questions: str) -> Plan:
    """An audience more, asked by a set."""
    key = _next("d", [one.id for one in plan.audiences])
    return replace(plan, audiences=(*plan.audiences, Audience(key, label, questions)))


def add_subjects(plan: Plan, rows: Sequence[tuple[str, str, int]]) -> Plan:
    """Units more, as (name, level, id of the unit or 0); those already there stay as they are."""
    there = {(one.label, one.level) for one in plan.subjects}
    subjects = list(plan.subjects)
    for label, level, unit in rows:
        if (label, level) not in there:
            subjects.append(Subject(_next("v", [one.id for one in subjects]), label, level, unit))
            there.add((label, level))
    return replace(plan, subjects=tuple(subjects))


def invite(plan: Plan, numbers: Mapping[str, int], dropped: Sequence[str]) -> Plan:
    """How many are invited, by "<subject>/<audience>"; without the units dropped."""
    subjects = tuple(one for one in plan.subjects if one.id not in dropped)
    cells = {f"{one.id}/{who.id}" for one in subjects for who in plan.audiences}
    return replace(plan, subjects=subjects, invited={key: n for key, n in numbers.items() if key in cells and n})


def voted(plan: Plan, people: Sequence[tuple[str, str, int]]) -> Plan:
    """A plan with more people on the ballot, as (name, post, id or 0); who is there already stays as they are.
    ActionError beyond what a ballot holds, and for a plan that is no vote."""
    vote = plan.vote
    if vote is None:
        raise ActionError("Đợt này không phải đợt lấy phiếu tín nhiệm.")
    rows = list(vote.people)
    for name, post, person in people:
        one = votes.Voted(_next("n", [row.id for row in rows]), tidy(name)[:120], tidy(post)[:160], person)
        if one.name and all((one.name, one.post) != (row.name, row.post) for row in rows):
            rows.append(one)
    if len(rows) > votes.MOST:
        raise ActionError(f"Một phiếu có nhiều nhất {votes.MOST} người.")
    return replace(plan, vote=replace(vote, people=tuple(rows)))


def meeting(plan: Plan, body: str, summoned: int, base: str, dropped: Sequence[str]) -> Plan:
    """A plan with what the meeting is, of what number shares are taken, without the people dropped."""
    if plan.vote is None or (base and base not in plan.vote.rules.bases):
        raise ActionError("Hãy chọn cách tính tỷ lệ trong danh sách.")
    people = tuple(one for one in plan.vote.people if one.id not in dropped)
    vote = replace(plan.vote, body=tidy(body)[:200], summoned=summoned, base=base, people=people)
    return replace(plan, vote=vote)


def _next(letter: str, taken: Sequence[str]) -> str:
    """An id that was not used before: the highest number and one."""
    return f"{letter}{max((int(one[1:]) for one in taken), default=0) + 1}"
