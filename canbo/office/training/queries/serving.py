"""What postgraduate training asks of somebody: whether they may be sent, until when they serve, what is paid back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from canbo.office.evaluations.models import State
from canbo.office.profiles.queries import facts
from canbo.office.training import law
from canbo.office.training.models import PayBack, Sending, TrainingResult
from canbo.office.training.queries.turns import newest, sendings
from canbo.rulebook import RuleError, training
from canbo.rulebook.training import Candidate, Obligation, TrainingRules

RATING_YEARS = 5  # of how many years back ratings are read: no instrument asks for more


def candidates(people: Collection[int], day: date) -> dict[int, Candidate]:
    """What is known of each person for being sent on a day. Five queries whatever their number. Of two results of one
    year that differ neither counts."""
    known = facts(people, day)
    rated: dict[int, dict[int, set[str]]] = {}
    rows = State.objects.filter(
        sheet__person__in=people, stage="published", cycle__period_kind="year",
        cycle__year__gte=day.year - RATING_YEARS, cycle__year__lt=day.year,
    ).exclude(level="")  # fmt: skip
    for person, year, level in rows.values_list("sheet__person_id", "cycle__year", "level"):
        rated.setdefault(person or 0, {}).setdefault(year, set()).add(level)
    first = sendings().filter(person__in=people, course__postgraduate=True, day__lt=day).order_by()
    sent = dict(first.values_list("person").annotate(first=Min("day")))
    return {
        pk: Candidate(
            one.born, one.joined,
            {year: next(iter(levels)) if len(levels) == 1 else None for year, levels in rated.get(pk, {}).items()},
            sent.get(pk),
        )
        for pk, one in known.items()
    }  # fmt: skip


def fitting(rules: TrainingRules, one: Candidate) -> Candidate:
    """A candidate whose ratings are of the instrument's levels; another level is not known."""
    levels = {level.key for level in rules.words.levels}
    kept = {year: rating if rating in levels else None for year, rating in one.ratings.items()}
    return Candidate(one.born, one.joined, kept, one.first_sent)


@dataclass(frozen=True)
class Service:
    """What follows from a postgraduate turn that was completed. `left`: whole days still to serve on the day asked;
    `paid`: what was paid back instead."""

    sending: Sending
    result: TrainingResult
    rules: TrainingRules
    promised: Obligation
    served: int
    left: int
    paid: PayBack | None


def service(row: Sending, day: date) -> Service | None:
    """The service a turn asks, as of a day; None where it asks none: another kind of course, nothing completed, or no
    instrument of the day of sending."""
    result = newest(row)
    rules = law.rules(row.unit.path, row.day) if row.course.postgraduate else None
    if result is None or result.result != "completed" or rules is None:
        return None
    promised = training.obligation(rules, row.course.starts, max(row.course.starts, result.day))
    served = max(0, min((day - result.day).days, promised.committed))
    paid = next(iter(row.pay_backs.all()), None)
    return Service(row, result, rules, promised, served, 0 if paid else promised.committed - served, paid)


def services(rows: Iterable[Sending], day: date) -> list[Service]:
    """The services of these turns."""
    return [one for row in rows if (one := service(row, day)) is not None]


@dataclass(frozen=True)
class Due:
    """A repayment as the rules make it: how much, by which case, with the days it rests on and why."""

    rules: TrainingRules
    case: str
    cost: int
    committed: int
    served: int
    found: training.Repayment


def due(row: Sending, case: str, cost: int, day: date) -> Due:
    """What is paid back for a turn on leaving on a day. RuleError where the instrument of the day of sending gives no
    rule, or it does not fit: who completed the course owes for the time not served alone."""
    rules = law.rules(row.unit.path, row.day)
    if rules is None:
        raise RuleError("không có văn bản nào về đào tạo có hiệu lực vào ngày cử đi học")
    held = service(row, day)
    ground = (rules.repayment or {}).get(case)
    if held and ground and ground.pays == "whole":
        raise RuleError("lượt học này đã hoàn thành; chỉ đền bù phần chưa phục vụ")
    if held and day < held.result.day:
        raise RuleError("ngày thôi phục vụ trước ngày tốt nghiệp")
    committed = held.promised.committed if held else 0
    served = held.served if held else 0
    return Due(rules, case, cost, committed, served, training.repayment(rules, case, cost, committed, served))
