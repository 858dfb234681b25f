"""Opening, extending, locking and repeating cycles: refused where it does not fit, a record where it does."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.cycles import actions, queries
from canbo.office.cycles.models import Cycle, Deadline
from canbo.office.regulations import actions as regulations
from canbo.office.regulations.models import Adoption
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import Town

JULY = Period("month", 2026, 7)
DUE = {"self": date(2026, 7, 25), "review": date(2026, 7, 28), "decide": date(2026, 7, 31)}


def opened(town: Town, adoption: Adoption, period: Period = JULY, unit: str = "ward", **changes: object) -> Cycle:
    given = {"deadlines": DUE if period == JULY else {}, "repeats": True, "with_points": False} | changes
    return actions.open_cycle(
        actor=town.accounts["trang"], unit=town.units[unit], adoption=adoption, period=period, **given  # type: ignore[arg-type]
    )  # fmt: skip


def test_an_opened_cycle_freezes_rules_and_deadlines(town: Town) -> None:
    adoption = adopted.adopt(town)
    cycle = opened(town, adoption)
    assert (cycle.name, cycle.starts, cycle.ends) == ("Đánh giá tháng 7/2026", date(2026, 7, 1), date(2026, 7, 31))
    assert (cycle.rules_id, cycle.agency_id) == (adoption.rules_id, town.units["ward"].agency_id)
    assert queries.deadlines(cycle) == DUE
    assert Event.objects.get(verb="cycles.opened").data == {
        "rules": adoption.rules_id, "period": "2026-07", "adoption": adoption.pk,
    }  # fmt: skip
    later = adopted.adopt(town, valid_from=date(2026, 7, 1), settings=adopted.CIVIL | {"general_step": 50})
    assert later.rules_id != cycle.rules_id
    assert queries.rules(cycle).form("staff").groups[0].items[0].scale.step == 25


def test_deadlines_not_given_are_those_of_the_rules(town: Town) -> None:
    cycle = opened(town, adopted.adopt(town), Period("year", 2026))
    assert queries.deadlines(cycle) == {"decide": date(2026, 12, 14)}


def test_a_cycle_opens_once(town: Town) -> None:
    adoption = adopted.adopt(town)
    opened(town, adoption)
    with pytest.raises(ActionError, match="đã mở tháng 7/2026"):
        opened(town, adoption)
    with pytest.raises(ActionError, match="“Phường An Bình” đã mở"):
        opened(town, adoption, unit="office")
    renewed = adopted.adopt(town, number="30/QĐ-UBND", valid_from=date(2026, 7, 1))
    with pytest.raises(ActionError, match="theo 12/QĐ-UBND"):
        opened(town, renewed)
    opened(town, renewed, JULY.next(), unit="office")
    opened(town, renewed, JULY.next(), unit="economy")
    assert (Cycle.objects.count(), Event.objects.filter(verb="cycles.opened").count()) == (3, 3)


def test_what_does_not_fit_is_refused(town: Town) -> None:
    adoption = adopted.adopt(town)
    frame = adopted.adopt_frame(town)
    adopted.make_officer(town, "trang", "school")
    with pytest.raises(ActionError, match="không phải là quy định đang áp dụng"):
        opened(town, adoption, Period("month", 2025, 12))
    with pytest.raises(ActionError, match="không phải là quy định đang áp dụng"):
        opened(town, adoption, unit="school")
    with pytest.raises(ActionError, match="trước khi kỳ bắt đầu"):
        opened(town, adoption, deadlines={"self": date(2026, 6, 30)})
    with pytest.raises(ActionError, match="theo thứ tự các bước"):
        opened(town, adoption, deadlines={"self": date(2026, 7, 28), "review": date(2026, 7, 25)})
    with pytest.raises(ActionError, match="không có bước"):
        opened(town, adoption, deadlines={"vote": date(2026, 7, 28)})
    regulations.end_adoption(actor=town.accounts["khoa"], adoption=frame, day=date(2026, 7, 31), reason="Có khung mới")
    with pytest.raises(ActionError, match="không phải là quy định đang áp dụng"):
        opened(town, frame)
    assert (Cycle.objects.count(), Deadline.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["xa", "mai", "ha", "khoa", "quan_tri"])
def test_only_an_officer_over_the_unit_acts(town: Town, who: str) -> None:
    adoption = adopted.adopt(town)
    cycle = opened(town, adoption)
    actor = town.accounts[who]
    attempts = [
        lambda: actions.open_cycle(
            actor=actor, unit=town.units["ward"], adoption=adoption, period=JULY.next(), deadlines={}, repeats=False,
            with_points=False,
        ),
        lambda: actions.extend(actor=actor, cycle=cycle, step="self", due=date(2026, 8, 1), reason="Bão"),
        lambda: actions.lock(actor=actor, cycle=cycle),
        lambda: actions.stop_repeating(actor=actor, cycle=cycle, reason="Thôi"),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức"):
            attempt()
    assert Event.objects.exclude(verb="regulations.adopted").count() == 1


def test_an_extension_is_a_new_row_with_a_reason(town: Town) -> None:
    cycle, trang = opened(town, adopted.adopt(town)), town.accounts["trang"]
    with pytest.raises(ActionError, match="lý do"):
        actions.extend(actor=trang, cycle=cycle, step="self", due=date(2026, 7, 27), reason="")
    with pytest.raises(ActionError, match="phải sau hạn hiện nay"):
        actions.extend(actor=trang, cycle=cycle, step="self", due=date(2026, 7, 25), reason="Bão số 3")
    actions.extend(actor=trang, cycle=cycle, step="self", due=date(2026, 7, 27), reason="Bão số 3")
    assert queries.deadlines(cycle) == DUE | {"self": date(2026, 7, 27)}
    assert list(Deadline.objects.filter(step="self").order_by("id").values_list("due", "reason")) == [
        (date(2026, 7, 25), ""), (date(2026, 7, 27), "Bão số 3"),
    ]  # fmt: skip


def test_a_lock_holds_until_reopened_with_a_reason(town: Town) -> None:
    cycle, trang = opened(town, adopted.adopt(town)), town.accounts["trang"]
    with pytest.raises(ActionError, match="đang mở"):
        actions.reopen(actor=trang, cycle=cycle, reason="Bổ sung phiếu")
    actions.lock(actor=trang, cycle=cycle)
    assert queries.is_locked(cycle)
    with pytest.raises(ActionError, match="đã khóa rồi"):
        actions.lock(actor=trang, cycle=cycle)
    with pytest.raises(ActionError, match="mở lại kỳ trước"):
        actions.extend(actor=trang, cycle=cycle, step="self", due=date(2026, 8, 27), reason="Bão")
    with pytest.raises(ActionError, match="lý do"):
        actions.reopen(actor=trang, cycle=cycle, reason="")
    actions.reopen(actor=trang, cycle=cycle, reason="Bổ sung phiếu")
    assert not queries.is_locked(cycle)
    assert list(Event.objects.filter(verb__startswith="cycles.").order_by("id").values_list("verb", flat=True)) == [
        "cycles.opened", "cycles.locked", "cycles.reopened",
    ]  # fmt: skip


def test_a_repeating_cycle_asks_for_its_successor_once(town: Town) -> None:
    adoption = adopted.adopt(town)
    cycle = opened(town, adoption)
    opened(town, adoption, Period("quarter", 2026, 2), repeats=False)
    assert queries.open_due(date(2026, 7, 31)) == []
    (plan,) = queries.open_due(date(2026, 8, 1))
    assert (plan.after, plan.unit, plan.adoption, plan.period) == (
        cycle, town.units["ward"], adoption, Period("month", 2026, 8),
    )  # fmt: skip
    assert plan.deadlines == {"self": date(2026, 8, 25), "review": date(2026, 8, 28), "decide": date(2026, 8, 31)}
    following = actions.open_cycle(
        actor=None, unit=plan.unit, adoption=plan.adoption, period=plan.period, deadlines=plan.deadlines, repeats=True,
        with_points=plan.with_points,
    )  # fmt: skip
    assert queries.open_due(date(2026, 8, 1)) == []
    with pytest.raises(ActionError, match="đã mở"):
        actions.open_cycle(
            actor=None, unit=plan.unit, adoption=plan.adoption, period=plan.period, deadlines={}, repeats=True,
            with_points=plan.with_points,
        )  # fmt: skip
    assert [plan.period.key for plan in queries.open_due(date(2026, 12, 1))] == ["2026-09"]
    actions.stop_repeating(actor=town.accounts["trang"], cycle=following, reason="Chuyển sang quý")
    assert queries.open_due(date(2026, 12, 1)) == []
    with pytest.raises(ActionError, match="đã thôi"):
        actions.stop_repeating(actor=town.accounts["trang"], cycle=following, reason="Lần nữa")


def test_the_successor_follows_the_regulation_in_force(town: Town) -> None:
    """A new adoption of the instrument is taken up; once nothing is in force, nothing opens."""
    first = adopted.adopt(town)
    opened(town, first)
    second = adopted.adopt(town, number="30/QĐ-UBND", valid_from=date(2026, 8, 1))
    assert [plan.adoption for plan in queries.open_due(date(2026, 8, 1))] == [second]
    for row in (first, second):
        regulations.end_adoption(
            actor=town.accounts["trang"], adoption=row, day=date(2026, 8, 15), reason="Chờ văn bản mới"
        )
    assert queries.open_due(date(2026, 8, 1)) == []


def test_a_state_in_words_comes_from_lock_and_last_deadline() -> None:
    today = date(2026, 8, 1)
    assert queries.state(False, DUE, today) == "overdue"
    assert queries.state(False, DUE, date(2026, 7, 31)) == "open"
    assert queries.state(False, {}, today) == "open"
    assert queries.state(True, DUE, today) == "locked"
