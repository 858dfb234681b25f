"""A ward's plan 2025–2030 in the town: one post with four people on its list, begun and held under QĐ 377."""

from __future__ import annotations

from datetime import date

from canbo.office.people.models import Posting
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanPost
from tests.town import Town

BEGAN = date(2025, 11, 3)
PAPER = "Kế hoạch số 12-KH/ĐU"


def begun(town: Town, *, began: date = BEGAN, name: str = "Quy hoạch 2025–2030", first: int = 2025) -> CadrePlan:
    """A plan of the ward with nobody on it."""
    return lists.begin_plan(
        actor=town.accounts["trang"], unit=town.units["ward"], name=name, first_year=first, last_year=first + 5,
        began=began, document=PAPER,
    )  # fmt: skip


def post(
    town: Town, plan: CadrePlan, title: str = "Phó Chủ tịch", leads: str = "deputy", unit: str = "ward"
) -> PlanPost:
    return lists.name_post(
        actor=town.accounts["trang"], plan=plan, unit=town.units[unit], title=title, level="commune", leads=leads
    )


def enter(
    town: Town, wanted: PlanPost, *keys: str, act: str = "put_in", day: date = BEGAN, reason: str = "Theo biên bản"
) -> list[PlanEntry]:
    rows = [lists.Row(wanted, town.persons[key]) for key in keys]
    return lists.enter(
        actor=town.accounts["trang"], plan=wanted.plan, act=act, rows=rows, day=day, step="review", reason=reason,
        document=PAPER,
    )  # fmt: skip


def planned(town: Town) -> CadrePlan:
    """The plan with one person more for its post than the rules let."""
    plan = begun(town)
    enter(town, post(town, plan), "mai", "nam", "hoa", "dung")
    return plan


def leave(town: Town, key: str, day: date) -> None:
    """Somebody gives up every post."""
    Posting.objects.filter(person=town.persons[key], valid_to=None).update(valid_to=day)
