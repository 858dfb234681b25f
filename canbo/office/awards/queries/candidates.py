"""Whom a round may propose for what: from who qualifies, from the month's results, or, for an occasion, anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from canbo.office.awards import law
from canbo.office.awards.models import AwardRound
from canbo.office.awards.queries import qualifying, roll
from canbo.office.awards.queries.qualifying import WORDS, Line
from canbo.office.awards.queries.roll import Member
from canbo.office.evaluations.models import State
from canbo.office.people.access import subtree
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import commend
from canbo.rulebook.commend.bonus import Amount

MONTH = "month"  # the title of a monthly reward
NONE = "none"
SAID = {**WORDS, NONE: "hội đồng xét"}


@dataclass(frozen=True)
class Candidate:
    """A subject and a title. `outcome`: yes, no, unknown, or none where the instrument gives no conditions; `lacks`:
    what is missing, in words; `amount`: đồng, None where not set."""

    member: Member
    title: str
    label: str
    outcome: str
    lacks: tuple[str, ...] = ()
    amount: int | None = None

    @property
    def word(self) -> str:
        return SAID[self.outcome]


def candidates(round: AwardRound) -> list[Candidate]:
    """Everybody of a round with every title it may give. A constant number of queries."""
    if round.kind == "year":
        return [*_yearly(round), *_considered(round)]
    return list(_monthly(round) if round.kind == "month" else _considered(round))


def _yearly(round: AwardRound) -> Iterator[Candidate]:
    people, collectives = qualifying.of_year([round.unit.path], round.year)
    money = law.money(round.unit.path, date(round.year, 12, 31))
    for line in (*people, *collectives):
        rules = line.law.rules
        for key in line.findings:
            assert rules is not None  # a finding is a rule's
            yield Candidate(
                line.member, key, rules.titles[key].label, line.outcome(key), lacking(line, key),
                money[key].fixed if key in money else None,
            )  # fmt: skip


def lacking(line: Line, title: str) -> tuple[str, ...]:
    """What stands between somebody and a title, in words."""
    return tuple(
        lack.label if lack.known else f"chưa rõ {lack.label[:1].lower()}{lack.label[1:]}"
        for lack in line.findings[title].lacks
    )


def opening(line: Line, title: str) -> tuple[str, ...]:
    """What would open a title, in words."""
    return tuple(dict.fromkeys(lack.opens for lack in line.findings[title].lacks))


def _considered(round: AwardRound) -> Iterator[Candidate]:
    """Forms a council considers: anybody of the year may be given them."""
    paths = [round.unit.path]
    for form in commend.forms().values():
        for of, members in (("person", roll.people), ("collective", roll.collectives)):
            if of in form.of:
                yield from (Candidate(one, form.key, form.label, NONE) for one in members(paths, round.year))


def _monthly(round: AwardRound) -> Iterator[Candidate]:
    """The people of the year with their published result of the month and what its level brings. Of two results in two
    places the later one counts."""
    states = State.objects.filter(
        subtree([round.unit.path], "unit_path"), stage="published", cycle__period_kind="month",
        cycle__year=round.year, cycle__number=round.month or 0, sheet__person__isnull=False,
    ).select_related("cycle")  # fmt: skip
    found: dict[int, State] = {}
    for state in states.select_related("sheet").order_by("cycle__ends", "id"):
        found[state.sheet.person_id or 0] = state
    rules = rules_many({state.cycle.rules_id for state in found.values()})
    amounts = law.monthly(round.unit.path, date(round.year, round.month or 1, 28))
    for member in roll.people([round.unit.path], round.year):
        result = found.get(member.pk)
        if result is None or not result.level:
            yield Candidate(member, MONTH, "Thưởng tháng", "unknown", ("chưa có kết quả tháng được công bố",))
            continue
        level = rules[result.cycle.rules_id].level(result.level)
        money = amounts.get(result.level, Amount(None, None, level.cite))
        yield Candidate(member, MONTH, f"Thưởng tháng: {level.label}", "yes", (), money.fixed)
