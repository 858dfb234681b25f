"""July 2026 opened in the ward under Decree 335, and how its people mark: what the tests of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions, cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Marking, Sheet, State
from canbo.office.regulations.models import Adoption
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import Town

JULY = Period("month", 2026, 7)
DUE = {"self": date(2026, 7, 25), "review": date(2026, 7, 28), "decide": date(2026, 7, 31)}
FAR = {step: date(2099, 12, 31) for step in DUE}
DAY = date(2026, 7, 20)
# Decree 335, staff: ethics, capacity, innovation (10 points each), a, b, c (percents). Together 88,13.
STAFF = (900, 900, 900, 9200, 8200, 8800)
STAFF_TOTAL = 8813
# Decree 335, leaders: the same with d, đ, e.
LEADER = (900, 900, 900, 9000, 9000, 9000, 10000, 10000, 10000)


def opened(town: Town, *, adoption: Adoption | None = None, due: dict[str, date] = DUE, **changes: Any) -> Cycle:
    """The month, opened by the ward's officer on 20 July."""
    given: dict[str, Any] = {"unit": town.units["ward"], "period": JULY, "deadlines": due, "today": DAY} | changes
    return actions.open_with_sheets(
        actor=town.accounts[given.pop("by", "trang")], adoption=adoption or adopted.adopt(town), **given
    )


def url(name: str, *args: object) -> str:
    return reverse(f"evaluations:{name}", args=args)


def sheet(town: Town, key: str) -> Sheet:
    """Somebody's sheet."""
    return Sheet.objects.get(person=town.persons[key])


def case(town: Town, key: str) -> Case:
    found = cases.one(sheet(town, key).pk)
    assert found is not None
    return found


def state(town: Town, key: str) -> State:
    return State.objects.get(sheet=sheet(town, key))


def marks_for(town: Town, key: str) -> tuple[int, ...]:
    return LEADER if sheet(town, key).form == "leader" else STAFF


def submit(town: Town, by: str, about: str, step: str = "self", **changes: Any) -> Marking:
    """Somebody hands in marks about somebody, on 20 July."""
    given: dict[str, Any] = {"marks": marks_for(town, about), "words": {}, "facts": {}, "today": DAY} | changes
    return actions.submit(
        actor=town.accounts[by], person=town.persons[by], sheet=sheet(town, about), step=step, **given
    )


def reviewed(town: Town, about: str, by: str) -> None:
    """The sheet as far as the decider."""
    submit(town, about, about)
    submit(town, by, about, "review")


def send_back(town: Town, by: str, about: str, to_step: str = "self", **changes: Any) -> None:
    given: dict[str, Any] = {"reason": "Thiếu minh chứng", "today": DAY} | changes
    actions.send_back(
        actor=town.accounts[by], person=town.persons[by], sheet=sheet(town, about), to_step=to_step, **given
    )
