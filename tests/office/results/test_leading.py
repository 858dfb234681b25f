"""A head's d and đ (Điều 15): what the office knows is offered, d is taken once everybody below is decided."""

from __future__ import annotations

from typing import Any

import pytest

from canbo.office.cycles.models import Cycle
from canbo.office.demo import clock
from canbo.office.evaluations import computed
from canbo.office.evaluations.models import Marking
from canbo.office.results import actions, queries
from canbo.office.results.models import Decision
from canbo.office.work.actions import initiatives
from canbo.rulebook import replay
from tests.office.evaluations import month
from tests.office.evaluations.month import case, sheet, url
from tests.office.regulations import adopted
from tests.office.work.month import NOVEMBER, catalogue, deliver, give, nov, review
from tests.town import Town

DAY = nov(25)
BELOW = ("nam", "hoa", "trang")


@pytest.fixture
def november(town: Town) -> Cycle:
    """November in the ward; Mai heads the office of Nam, Hoa and Trang."""
    adoption = adopted.adopt(town, settings=adopted.CIVIL)
    return month.opened(town, adoption=adoption, period=NOVEMBER, due=month.FAR, today=nov(1))


def submit(town: Town, by: str, about: str, step: str = "self", **changes: Any) -> Marking:
    return month.submit(town, by, about, step, **({"today": DAY} | changes))


def decide(town: Town, about: str, **changes: Any) -> Decision:
    given: dict[str, Any] = {"today": DAY} | changes
    return actions.decide(actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet(town, about), **given)


def below_decided(town: Town, *keys: str, **levels: str) -> None:
    for key in (*keys, *levels):
        submit(town, key, key)
        submit(town, "mai", key, "review")
        if key in levels:
            decide(town, key, level=levels[key], reason="Ví dụ")
        else:
            decide(town, key)


def worked(town: Town) -> None:
    """Mai's own work: a .95, b .90, c .92 of 100 converted points (domain §3)."""
    given = give(town, "P1", 100, to="mai", by="lan")
    for pieces, day in ((63, 15), (32 - 20, 22)):
        review(town, deliver(town, given, pieces, day=day, by="mai"), by="lan")
    bad = deliver(town, given, 20, day=15, by="mai")
    review(town, bad, "fail", by="lan", text="Sai mẫu")
    again = deliver(town, given, 20, day=16, by="mai", redo=given.acts.get(kind="fail").pk)
    review(town, again, by="lan")


@pytest.mark.parametrize(("dd", "total", "level"), [(5000, 8948, "good"), (10000, 9532, "excellent")])
def test_the_leader_of_the_worked_example_from_work_to_the_file(
    town: Town, november: Cycle, dd: int, total: int, level: str
) -> None:
    catalogue(town)
    worked(town)
    marks = (950, 950, 900, None, None, None, 10000, dd, 10000)
    submit(town, "mai", "mai", marks=marks)
    submit(town, "lan", "mai", "review", marks=marks)
    made = actions.decide(actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet(town, "mai"), today=DAY)
    assert (made.total, made.level) == (total, level)
    again = replay.recompute(queries.dossier(sheet(town, "mai")))
    assert (again.ok, again.total, again.level) == (True, total, level)


def test_d_is_offered_from_those_decided_so_far(town: Town, november: Cycle) -> None:
    assert computed.of([case(town, "mai")])[sheet(town, "mai").pk].offers == {}
    below_decided(town, "nam")
    offer = computed.of([case(town, "mai")])[sheet(town, "mai").pk].offers[6]
    assert (offer.mark, offer.is_settled) == (10000, False)
    assert offer.why == "1/3 người thuộc quyền đã có quyết định, không ai ở mức không hoàn thành nhiệm vụ"
    marks = (900, 900, 900, 9000, 9000, 9000, 5000, 5000, 5000)
    assert submit(town, "mai", "mai", marks=marks).marks[6] == 5000


def test_d_is_taken_once_everybody_below_is_decided(town: Town, november: Cycle) -> None:
    submit(town, "mai", "mai")
    below_decided(town, "nam", "hoa", trang="not_completed")
    submit(town, "lan", "mai", "review")
    assert Marking.objects.get(sheet=sheet(town, "mai"), step="self").marks[6] == 10000
    assert Marking.objects.get(sheet=sheet(town, "mai"), step="review").marks[6] == 5000
    made = decide(town, "mai")
    assert made.marks[6] == 5000
    assert queries.recompute(sheet(town, "mai"), made).ok is True


def test_dd_is_preset_from_the_work_of_the_unit_and_its_initiatives(town: Town, november: Cycle) -> None:
    catalogue(town)
    review(town, deliver(town, give(town, "P1")))
    pk = sheet(town, "mai").pk

    def shown() -> str:
        with clock.on(DAY):
            return town.client("mai").get(url("sheet", pk)).content.decode()

    page = shown()
    assert "Gợi ý 50%: đơn vị có 1 việc trong kỳ, đều xong, đúng hạn, đạt; sáng kiến: chưa ghi nhận." in page
    assert 'name="m7" data-index="7" value="50" checked' in page
    with clock.on(nov(10)):
        initiatives.record(
            actor=town.accounts["lan"], unit=town.units["office"], day=nov(10), title="Một cửa liên thông"
        )
    page = shown()
    assert "Gợi ý 100%: đơn vị có 1 việc trong kỳ, đều xong, đúng hạn, đạt; sáng kiến: Một cửa liên thông." in page
    assert 'name="m7" data-index="7" value="100" checked' in page
    assert page.count("Gợi ý") == 1
