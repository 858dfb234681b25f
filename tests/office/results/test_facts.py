"""Facts the office computes: only where declared; months in post, the unit's level, who is below."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.evaluations.models import Sheet, State
from canbo.office.people.models import Posting
from canbo.office.results import facts, queries
from canbo.office.results.models import Decision
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.town import Town

JAN, END = date(2026, 1, 1), date(2027, 1, 1)


@pytest.mark.parametrize(("spans", "joined"), [
    ([(date(2020, 1, 1), None)], [(JAN, END)]),
    ([(date(2020, 1, 1), date(2026, 3, 1)), (date(2026, 3, 1), None)], [(JAN, END)]),
    ([(JAN, date(2026, 3, 1)), (date(2026, 4, 1), None)], [(JAN, date(2026, 3, 1)), (date(2026, 4, 1), END)]),
    ([(date(2027, 1, 1), None)], []),
])  # fmt: skip
def test_spans_that_touch_are_one(spans: list[tuple[date, date | None]], joined: list[tuple[date, date]]) -> None:
    assert facts._merged(spans, JAN, END) == joined


def test_only_what_the_rules_declare_is_given(town: Town) -> None:
    month.opened(town)
    sheets = [month.sheet(town, key) for key in ("nam", "mai")]
    assert list(queries.facts(sheets).values()) == [{}, {}]


def test_a_leader_is_told_whether_somebody_below_failed(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "mai", "dung", nam=4000, anh=8000)
    decided.decide(town, "nam")
    decided.decide(town, "anh")
    found = queries.facts([month.sheet(town, key) for key in ("mai", "dung", "hung")])
    assert [found[month.sheet(town, key).pk] for key in ("mai", "dung", "hung")] == [
        {"subordinates_all_completed": False},
        {"subordinates_all_completed": True},
        {"subordinates_all_completed": False},
    ]


def collective_decided(town: Town, unit: str, level: str) -> None:
    """A unit's own sheet in the month, decided."""
    cycle = month.sheet(town, "nam").cycle
    where = town.units[unit]
    sheet = Sheet.objects.create(
        agency=cycle.agency, cycle=cycle, collective=where, unit=where, unit_path=where.path, form="collective",
        kind="collective",
    )  # fmt: skip
    State.objects.create(
        agency=cycle.agency, sheet=sheet, cycle=cycle, unit_path=where.path, stage="decided", level=level, total=8000
    )
    Decision.objects.create(
        agency=cycle.agency, sheet=sheet, marks=[], total=8000, computed_level=level, level=level, kept={},
        trace_hash="", decider=town.persons["lan"], by=town.accounts["lan"],
    )  # fmt: skip


def public_month(town: Town) -> None:
    """The ward under Decree 233, its people public employees: heads are not graded above their unit."""
    Posting.objects.exclude(person=town.persons["lan"]).update(kind="public_employee")
    adoption = adopted.adopt(
        town, pack="nd_233_2026", settings=adopted.CIVIL, issued=date(2026, 7, 1), valid_from=date(2026, 7, 1)
    )
    month.opened(town, adoption=adoption)


def test_a_head_is_not_graded_above_the_unit(town: Town) -> None:
    public_month(town)
    decided.ready(town, mai=9500, hung=9500)
    collective_decided(town, "office", "completed")
    row = decided.decide(town, "mai")
    assert (row.kept["facts"]["unit_level"], row.computed_level) == ("completed", "completed")


def test_a_head_waits_until_the_unit_has_its_level(town: Town) -> None:
    public_month(town)
    decided.ready(town, mai=9500)
    with pytest.raises(ActionError, match="Còn thiếu thông tin để xếp loại: Mức xếp loại của đơn vị"):
        decided.decide(town, "mai")


def test_the_unit_outstanding_is_known_from_its_own_level(town: Town) -> None:
    month.opened(town)
    collective_decided(town, "office", "excellent")
    found = queries.facts([month.sheet(town, "nam"), month.sheet(town, "anh")])
    assert list(found.values()) == [{"collective_outstanding": True}, {}]
