"""A year made of its months: what counts, what was earned elsewhere, what absence takes out; facts over periods."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.base.errors import ActionError
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations.models import Sheet, State
from canbo.office.people.models import Posting, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.results import actions, bases, queries
from canbo.office.results.models import Decision
from canbo.rulebook.process import Period
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.office.results.test_after_publication import replayed
from tests.town import Town

YEAR = Period("year", 2026)
END = date(2026, 12, 10)


def past(town: Town, adoption: Adoption, unit: Unit, key: str, totals: dict[int, tuple[int, str]]) -> None:
    """Months decided for somebody in a unit, as they stand on record: month to (total, level)."""
    for number, (total, level) in totals.items():
        period = Period("month", 2026, number)
        cycle, _ = Cycle.objects.get_or_create(
            agency=unit.agency, unit=unit, adoption=adoption, rules_id=adoption.rules_id, period_kind="month",
            year=2026, number=number, defaults={"starts": period.starts, "ends": period.ends, "name": period.label},
        )  # fmt: skip
        sheet = Sheet.objects.create(
            agency=unit.agency, cycle=cycle, person=town.persons[key], unit=unit, unit_path=unit.path, form="staff",
            kind="civil_servant",
        )  # fmt: skip
        State.objects.create(
            agency=unit.agency, sheet=sheet, cycle=cycle, unit_path=unit.path, stage="decided", total=total, level=level
        )
        Decision.objects.create(
            agency=unit.agency, sheet=sheet, marks=[], total=total, computed_level=level, level=level, kept={},
            trace_hash="", decider=town.persons["lan"], by=town.accounts["lan"],
        )  # fmt: skip


@pytest.fixture
def adoption(town: Town) -> Adoption:
    return adopted.adopt(town)


def year(town: Town, adoption: Adoption) -> Cycle:
    return month.opened(town, adoption=adoption, period=YEAR, due={}, today=END)


def yearly(town: Town, cycle: Cycle, key: str) -> Sheet:
    return Sheet.objects.get(cycle=cycle, person=town.persons[key])


def decide(town: Town, sheet: Sheet) -> Decision:
    return actions.decide(actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet, today=END)


def test_a_year_is_the_mean_of_the_months_worked(town: Town, adoption: Adoption, tmp_path: Path) -> None:
    past(town, adoption, town.units["office"], "nam", dict.fromkeys(range(1, 11), (8000, "good")))
    past(town, adoption, town.units["office"], "nam", {11: (9500, "excellent")})
    cycle = year(town, adoption)
    sheet = yearly(town, cycle, "nam")
    found = queries.aggregates([sheet])[sheet.pk]
    assert (found.total, found.counted) == (8136, 11)
    row = decide(town, sheet)
    assert (row.total, row.level, row.marks) == (8136, "good", [])
    assert [one["reason"] for one in row.kept["periods"]] == [""] * 12
    path = tmp_path / "nam.json"
    path.write_text(json.dumps(queries.dossier(sheet), ensure_ascii=False), encoding="utf-8")
    assert replayed(path).returncode == 0


def test_months_of_another_agency_come_along_and_are_named(town: Town, adoption: Adoption) -> None:
    adopted.make_officer(town, "khoa", "district")
    above = adopted.adopt(town, unit="district", actor="khoa")
    past(town, above, town.units["district"], "nam", {1: (9000, "excellent"), 2: (9000, "excellent")})
    past(town, adoption, town.units["office"], "nam", {3: (8000, "good"), 4: (8000, "good")})
    sheet = yearly(town, year(town, adoption), "nam")
    assert queries.aggregates([sheet])[sheet.pk].total == 8500
    earned = [(one.period.number, one.unit) for one in queries.periods_behind(sheet) if one.total is not None]
    assert earned == [(1, "Quận Minh Họa"), (2, "Quận Minh Họa"), (3, "Văn phòng"), (4, "Văn phòng")]


def test_absence_over_a_whole_month_takes_it_out_and_part_of_one_does_not(town: Town, adoption: Adoption) -> None:
    past(
        town, adoption, town.units["office"], "hoa", {1: (9000, "excellent"), 2: (5000, "completed"), 3: (8000, "good")}
    )
    actions.record_ground(
        actor=town.accounts["trang"], person=town.persons["hoa"], fact="sick", value=True, day=date(2026, 1, 25),
        until=date(2026, 2, 28), document="Giấy nghỉ ốm", today=END,
    )  # fmt: skip
    sheet = yearly(town, year(town, adoption), "hoa")
    assert queries.aggregates([sheet])[sheet.pk].total == 8500
    reasons = {one.period.number: (one.counted, one.reason) for one in queries.periods_behind(sheet)}
    assert (reasons[1], reasons[2], reasons[3], reasons[4]) == ((True, ""), (False, "sick"), (True, ""), (False, ""))


def test_months_before_joining_do_not_count(town: Town, adoption: Adoption) -> None:
    Posting.objects.filter(person=town.persons["binh"]).update(valid_from=date(2026, 3, 1))
    past(town, adoption, town.units["economy"], "binh", {3: (8000, "good")})
    sheet = yearly(town, year(town, adoption), "binh")
    found = [one.reason for one in queries.periods_behind(sheet)]
    assert found == ["before_joining", "before_joining", *[""] * 10]


def test_a_year_somebody_marked_rests_on_the_marks(town: Town, adoption: Adoption) -> None:
    past(town, adoption, town.units["office"], "nam", {1: (5000, "completed")})
    sheet = yearly(town, year(town, adoption), "nam")
    for by, step in (("nam", "self"), ("mai", "review")):
        if step == "review":
            with pytest.raises(ActionError, match="chưa đến bước quyết định"):
                decide(town, sheet)
        evaluations.submit(
            actor=town.accounts[by], person=town.persons[by], sheet=sheet, step=step, marks=month.STAFF, words={},
            facts={}, today=END,
        )  # fmt: skip
    assert decide(town, sheet).total == month.STAFF_TOTAL


def test_a_year_without_any_month_waits_for_marks(town: Town, adoption: Adoption) -> None:
    sheet = yearly(town, year(town, adoption), "nam")
    assert (queries.aggregates([sheet]), queries.periods_behind(sheet)) == ({}, ())
    with pytest.raises(ActionError, match="chưa đến bước quyết định"):
        decide(town, sheet)


def test_three_years_take_the_queries_of_one(town: Town, adoption: Adoption) -> None:
    for key in decided.STAFF:
        past(town, adoption, town.units["office"], key, {1: (8000, "good"), 2: (9000, "excellent")})
    cycle = year(town, adoption)
    counts = []
    for keys in (("nam",), ("nam", "hoa", "anh")):
        ids = [yearly(town, cycle, key).pk for key in keys]
        with CaptureQueriesContext(connection) as counted:
            assert {one.total for one in bases.load(ids).values()} == {8500}
        counts.append(len(counted))
    assert counts == [7, 7]
