"""The counts behind dashboards: kept with each act, equal to the records, and rebuilt from them."""

from __future__ import annotations

from django.core.management import call_command

from canbo.office.evaluations.counting import COLUMNS
from canbo.office.evaluations.models import Opened, Sheet, Tally
from canbo.office.evaluations.queries import check_opened
from canbo.office.results import actions
from canbo.office.results.models import Decision, Summary
from canbo.office.results.queries import check_summaries
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.office.results import decided
from tests.town import Town

OPENED = ("cycle_id", "unit_id", "kind", "sheets")
COUNTED = ("cycle_id", "unit_id", "kind", "level", "sheets", "points")


def rows() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Both kinds of rows that stand for anything."""
    said = Summary.objects.filter(sheets__gt=0).order_by(*COUNTED).values_list(*COUNTED)
    return list(Opened.objects.order_by(*OPENED).values_list(*OPENED)), list(said)


def tallies() -> dict[tuple[object, ...], int]:
    """The counts by body that stand for anything."""
    found = Tally.objects.values_list("cycle_id", "body_id", "kind", *COLUMNS)
    return {(*row[:3], column): n for row in found for column, n in zip(COLUMNS, row[3:], strict=True) if n}


def test_acts_keep_the_counts_and_a_rebuild_gives_the_same(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, nam=9500, hoa=8000)
    decided.decide_all(town, cycle, ("nam", "hoa"))
    sheet = month.sheet(town, "nam")
    actions.correct(
        actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet, reason="Sửa", level="good", today=DAY
    )
    assert sum(row[3] for row in rows()[0]) == Sheet.objects.count() > 2  # type: ignore[misc]
    assert [row[4] for row in rows()[1]] == [2]
    assert check_opened() == check_summaries() == []
    tallied = tallies()
    assert sorted(set(tallied.values())) == [2, 8]  # nobody is left at a level that was corrected
    Tally.objects.update(opened=7)
    assert (len(check_opened()), check_summaries()) == (1, [])
    Tally.objects.all().delete()
    assert check_opened() != [] != check_summaries()
    kept = rows()
    Summary.objects.all().delete()
    Opened.objects.update(sheets=99)
    assert check_opened() != [] != check_summaries()
    call_command("summaries", "rebuild")
    assert (rows(), tallies()) == (kept, tallied)
    assert check_opened() == check_summaries() == []
    assert Decision.objects.count() == 3
