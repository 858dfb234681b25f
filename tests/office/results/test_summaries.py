"""The counts behind dashboards: kept with each act, equal to the records, and rebuilt from them."""

from __future__ import annotations

from django.core.management import call_command

from canbo.office.evaluations.models import Opened, Sheet
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
    kept = rows()
    Summary.objects.all().delete()
    Opened.objects.update(sheets=99)
    assert check_opened() != [] != check_summaries()
    call_command("summaries", "rebuild")
    assert rows() == kept
    assert check_opened() == check_summaries() == []
    assert Decision.objects.count() == 3
