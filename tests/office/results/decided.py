"""Sheets as far as the head, and what the head of the ward does with them: what the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet
from canbo.office.results import actions
from canbo.office.results.models import Closing, Decision, Publication
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.town import Town

REVIEWERS = {"hung": "lan", "mai": "lan", "dung": "lan", "nam": "mai", "hoa": "mai", "trang": "mai", "anh": "dung"}
REVIEWERS["binh"] = "dung"
STAFF = ("nam", "hoa", "trang", "anh", "binh")
LEADERS = ("hung", "mai", "dung")


def marks(sheet: Sheet, total: int) -> tuple[int, ...]:
    """Marks of Decree 335 coming to about `total` hundredths: the tasks first (70), then the general criteria."""
    rest = max(0, min(3000, total - 7000))
    general = tuple(min(1000, max(0, rest - 1000 * n)) // 25 * 25 for n in range(3))
    share = min(10000, total * 10000 // 7000)
    return (*general, share, share, share, *((10000,) * 3 if sheet.form == "leader" else ()))


def ready(town: Town, *about: str, **totals: int) -> None:
    """Bring sheets before the head: self-scored and reviewed, with these totals (in hundredths) where given."""
    for key in (*about, *totals):
        given = marks(month.sheet(town, key), totals[key]) if key in totals else month.marks_for(town, key)
        month.submit(town, key, key, marks=given)
        month.submit(town, REVIEWERS[key], key, "review", marks=given)


def decide(town: Town, about: str, by: str = "lan", **changes: Any) -> Decision:
    """The head decides on one sheet, on 20 July."""
    given: dict[str, Any] = {"today": DAY} | changes
    return actions.decide(actor=town.accounts[by], person=town.persons[by], sheet=month.sheet(town, about), **given)


def decide_all(town: Town, cycle: Cycle, keys: Iterable[str], by: str = "lan") -> None:
    """The head takes what the rules give for all of these; none may be refused."""
    choices = [actions.Choice(month.sheet(town, key).pk) for key in keys]
    report = actions.decide_many(
        actor=town.accounts[by], person=town.persons[by], cycle=cycle, choices=choices, today=DAY
    )
    assert report.refused == []


def close(town: Town, cycle: Cycle, by: str = "lan", **changes: Any) -> Closing:
    given: dict[str, Any] = {"today": DAY, "reason": "Ví dụ: chốt phần đã xong"} | changes
    return actions.close(actor=town.accounts[by], person=town.persons[by], cycle=cycle, **given)


def publish(town: Town, cycle: Cycle, by: str = "lan", **changes: Any) -> Publication:
    given: dict[str, Any] = {"today": DAY} | changes
    return actions.publish(actor=town.accounts[by], cycle=cycle, **given)


def correct(town: Town, about: str, by: str = "lan", **changes: Any) -> Decision:
    given: dict[str, Any] = {"today": DAY, "reason": "Ví dụ: xem lại minh chứng"} | changes
    return actions.correct(actor=town.accounts[by], person=town.persons[by], sheet=month.sheet(town, about), **given)
