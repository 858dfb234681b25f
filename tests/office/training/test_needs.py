"""Needs out of planning: what the post somebody is planned for asks, told to who reads the plan."""

from __future__ import annotations

from datetime import date

from canbo.office.training import queries
from tests.office.profiles.record import adopted_set, put_all
from tests.office.talent.planned import begun, enter, post
from tests.town import Town

DAY = date(2025, 12, 1)


def told(town: Town, unit: str, plans: str | None = None, day: date = DAY) -> list[tuple[str, str, str]]:
    rows = queries.needs([town.units[unit].path], day, plans=[town.units[plans].path] if plans else None)
    return [(one.place.person.full_name, one.source, one.what) for one in rows]


def test_who_is_planned_needs_what_the_post_ahead_asks_and_who_is_taken_out_does_not(town: Town) -> None:
    adopted_set(
        town, "ward", "Phó Chủ tịch: {political_theory: advanced}\n  Chuyên viên: {political_theory: intermediate}"
    )
    put_all(town, ("nam", "political_theory", "intermediate"))
    plan = begun(town)
    ahead = post(town, plan)
    need = (town.persons["nam"].full_name, "planned", "Lý luận chính trị: Cao cấp trở lên")
    assert need not in told(town, "ward")
    enter(town, ahead, "nam")
    assert need in told(town, "ward")
    assert need in told(town, "office", "ward")
    assert need not in told(town, "office")
    assert need not in told(town, "ward", day=date(2031, 1, 5))
    enter(town, ahead, "nam", act="taken_out", day=DAY)
    assert need not in told(town, "ward")
