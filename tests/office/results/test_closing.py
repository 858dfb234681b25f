"""The ceiling speaks up, the head decides; closing is repeatable, whole or not at all; publication tells people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Sheet, State
from canbo.office.evaluations.queries import check_states
from canbo.office.results import actions, bases, queries
from canbo.office.results.actions import closing
from canbo.office.results.models import Closing, Decision, Notice, Publication, Summary
from canbo.office.results.queries import check_summaries
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.town import Town

TEAM = dict.fromkeys((*decided.LEADERS, *decided.STAFF), 8000) | {"nam": 9500}


def names(holders: Any) -> list[str]:
    return [one.name for one in holders]


def test_the_ceiling_speaks_of_each_group_and_moves_nobody(town: Town) -> None:
    """Five of "Tham mưu", three excellent: 20 % of two good is none; each who moves down makes the base one more."""
    cycle = month.opened(town)
    decided.ready(town, nam=9500, hoa=9200, trang=9200, anh=8000, binh=8000)
    decided.decide_all(town, cycle, decided.STAFF)
    found = queries.ceiling(cycle)
    panel = next(one for one in found.panels if one.group == "Tham mưu")
    report = panel.report
    assert (report.denominator, report.allowed, report.held, report.over, report.allowed_after) == (2, 0, 3, 3, 1)
    assert names(panel.movers) == ["Đỗ Thị Hoa", "Ngô Thu Trang", "Phạm Quốc Nam"]
    assert set(Decision.objects.filter(level="excellent").values_list("total", flat=True)) == {9500, 9200}
    assert (found.over, found.level) == (report.over, "Hoàn thành xuất sắc nhiệm vụ")


def test_those_tied_at_the_cut_are_all_named(town: Town) -> None:
    cycle = month.opened(town, adoption=adopted.adopt(town, settings=adopted.CIVIL | {"denominator": "good_or_better"}))
    decided.ready(town, nam=9500, hoa=9200, trang=9200, anh=8000, binh=8000)
    decided.decide_all(town, cycle, decided.STAFF)
    panel = next(one for one in queries.ceiling(cycle).panels if one.group == "Tham mưu")
    assert (panel.report.denominator, panel.report.allowed, panel.report.held, panel.report.over) == (5, 1, 3, 2)
    assert names(panel.movers) == ["Đỗ Thị Hoa", "Ngô Thu Trang"]
    assert names(panel.tied) == []


def test_what_is_not_decided_counts_as_the_rules_would_have_it(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, nam=9500, hoa=8000, trang=8000, anh=8000, binh=8000)
    decided.decide_all(town, cycle, ["hoa"])
    before = queries.ceiling(cycle)
    expected = bases.load(State.objects.values_list("sheet_id", flat=True))
    after = queries.ceiling(cycle, expected)
    assert [one.report.held for one in before.panels] == [0]
    report = next(one.report for one in after.panels if one.group == "Tham mưu")
    assert (report.denominator, report.held, report.over, after.undecided) == (4, 1, 1, 7)


def test_over_the_ceiling_is_closed_only_with_a_reason_and_kept(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, **TEAM)
    decided.decide_all(town, cycle, (*decided.LEADERS, *decided.STAFF))
    with pytest.raises(ActionError, match="vượt tỷ lệ, cần xem lại ít nhất 1 người"):
        decided.close(town, cycle, reason="  ")
    row = decided.close(town, cycle, reason="Người duy nhất, thành tích nổi bật", number="21/QĐ-UBND")
    group = next(one for one in row.report["groups"] if one["group"] == "Tham mưu")
    assert (group["held"], group["allowed"], group["over"]) == (1, 0, 1)
    assert group["would_move"] == [month.sheet(town, "nam").pk]
    assert row.report["undecided"] == 0


def test_the_exceptional_ceiling_needs_its_document(town: Town) -> None:
    """25 % of four is one, 20 % is none."""
    cycle = month.opened(town)
    decided.ready(town, **TEAM)
    decided.decide_all(town, cycle, (*decided.LEADERS, *decided.STAFF))
    with pytest.raises(ActionError, match="văn bản công nhận"):
        decided.close(town, cycle, reason="", exceptional=True)
    row = decided.close(town, cycle, reason="", exceptional=True, document="30/QĐ-UBND ngày 15/7/2026")
    assert (row.exceptional, row.exceptional_document) == (True, "30/QĐ-UBND ngày 15/7/2026")


def test_sheets_left_out_need_a_reason(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    with pytest.raises(ActionError, match="Còn 7 phiếu chưa quyết định"):
        decided.close(town, cycle, reason="")
    assert decided.close(town, cycle).report["undecided"] == 7


def test_closing_again_changes_nothing_until_something_is_decided(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam", "hoa")
    decided.decide(town, "nam")
    first = decided.close(town, cycle)
    assert decided.close(town, cycle) == first
    decided.decide(town, "hoa")
    assert decided.close(town, cycle) != first


def test_a_crash_in_the_middle_leaves_whole_decisions_and_may_be_repeated(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = month.opened(town)
    decided.ready(town, *decided.STAFF)
    monkeypatch.setattr(closing, "CHUNK", 2)
    acts: dict[str, Any] = {"actor": town.accounts["lan"], "person": town.persons["lan"], "cycle": cycle, "today": DAY}

    class Killed(BaseException):
        """The machine went off between two chunks."""

    def dies(done: int, total: int) -> None:
        if done >= 4:
            raise Killed

    with pytest.raises(Killed):
        actions.decide_rest(**acts, progress=dies)
    left = Decision.objects.count()
    assert 0 < left < 5
    assert (Closing.objects.count(), check_summaries(), check_states(queries.outcomes())) == (0, [], [])
    assert actions.decide_rest(**acts) == 5 - left
    assert actions.decide_rest(**acts) == 0
    assert Decision.objects.count() == Sheet.objects.filter(decisions__isnull=False).distinct().count() == 5
    assert sum(Summary.objects.values_list("sheets", flat=True)) == 5
    assert (check_summaries(), check_states(queries.outcomes())) == ([], [])


@pytest.mark.parametrize("who", ["mai", "nam", "trang", "khoa", "duc", "xa"])
def test_only_who_decides_there_closes(town: Town, who: str) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    with pytest.raises(NotAssigned):
        decided.close(town, cycle, by=who)


def test_publication_tells_each_person_with_the_last_day_to_petition(town: Town) -> None:
    settings = adopted.CIVIL | {"petition_days": 5, "petition_days_type": "working"}
    cycle = month.opened(town, adoption=adopted.adopt(town, settings=settings))
    decided.ready(town, "nam", "hoa")
    decided.decide_all(town, cycle, ["nam"])
    with pytest.raises(ActionError, match="chưa chốt"):
        decided.publish(town, cycle)
    decided.close(town, cycle)
    row = decided.publish(town, cycle)
    assert (row.with_points, row.day) == (False, DAY)
    # Monday 20 July; the fifth working day after it is Monday 27 July.
    assert list(Notice.objects.values_list("person", "petition_until")) == [(town.persons["nam"].pk, date(2026, 7, 27))]
    assert month.state(town, "nam").stage == "published"
    with pytest.raises(ActionError, match="Không có kết quả nào chờ công bố"):
        decided.publish(town, cycle)
    decided.decide_all(town, cycle, ["hoa"])
    with pytest.raises(ActionError, match="đã có quyết định sau khi chốt"):
        decided.publish(town, cycle)
    decided.close(town, cycle)
    decided.publish(town, cycle, by="trang")
    assert (Publication.objects.count(), Notice.objects.count()) == (2, 2)
    assert check_states(queries.outcomes()) == []


def test_without_a_rule_there_is_no_last_day(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    decided.close(town, cycle)
    decided.publish(town, cycle)
    assert Notice.objects.get().petition_until is None


@pytest.mark.parametrize(("rule", "opened", "shown"), [
    ("level", True, False), ("level_and_points", False, False), ("level_and_points", True, True),
])  # fmt: skip
def test_points_are_published_only_where_rules_and_cycle_agree(
    town: Town, rule: str, opened: bool, shown: bool
) -> None:
    adoption = adopted.adopt(town, settings=adopted.CIVIL | {"publish": rule})
    cycle = month.opened(town, adoption=adoption, with_points=opened)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    decided.close(town, cycle)
    assert decided.publish(town, cycle).with_points is shown
