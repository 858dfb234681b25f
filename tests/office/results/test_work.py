"""a, b, c of a sheet from the work a person was given: never typed, decided as they are on the day, told afterwards."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.cycles.models import Cycle
from canbo.office.demo import clock
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations.errors import MarksMissing
from canbo.office.evaluations.models import Draft, Marking
from canbo.office.results import actions, bases, queries
from canbo.office.results.models import Decision
from canbo.office.work import actions as work
from canbo.office.work.models import Assignment
from canbo.rulebook import replay
from tests.office.evaluations import month
from tests.office.evaluations.month import sheet, url
from tests.office.regulations import adopted
from tests.office.work.month import NOVEMBER, catalogue, deliver, give, nov, review
from tests.town import Town

TYPED = (900, 900, 900, 10000, 10000, 10000)  # 27 points, and a, b, c that nobody may type
DAY = nov(25)


@pytest.fixture
def november(town: Town) -> Cycle:
    """November opened in the ward under Decree 335, with a catalogue in force."""
    adoption = adopted.adopt(town, settings=adopted.CIVIL)
    catalogue(town)
    return month.opened(town, adoption=adoption, period=NOVEMBER, due=month.FAR, today=nov(1))


def worked(town: Town) -> tuple[Assignment, ...]:
    """The decree's worked example for Nam (domain §3): a .92, b .82, c .88."""
    p1, p2, p3 = give(town, "P1", 10), give(town, "P2", 5), give(town, "P3")
    review(town, deliver(town, p1, 10))
    review(town, deliver(town, p2, 2))
    review(town, deliver(town, p2, 2, day=23))
    review(town, deliver(town, p3), "fail", text="Sai căn cứ pháp lý")
    review(town, deliver(town, p3, day=18, redo=p3.acts.get(kind="fail").pk))
    return p1, p2, p3


def submit(town: Town, by: str, about: str = "nam", step: str = "self", **changes: Any) -> Marking:
    return month.submit(town, by, about, step, **({"marks": TYPED, "today": DAY} | changes))


def reviewed(town: Town) -> None:
    submit(town, "nam")
    submit(town, "mai", step="review")


def decide(town: Town, **changes: Any) -> Decision:
    given: dict[str, Any] = {"today": DAY} | changes
    return actions.decide(actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet(town, "nam"), **given)


def finish_more(town: Town) -> None:
    """The fifth P2 is accepted too: a becomes 50/50."""
    left = Assignment.objects.get(product__code="P2")
    with clock.on(nov(24)):
        review(town, deliver(town, left, day=24))


# ---- the worked example of the decree, from assigning to the file ----


def test_the_worked_example_from_assignment_to_the_downloaded_file(town: Town, november: Cycle) -> None:
    worked(town)
    reviewed(town)
    made = decide(town)
    assert (made.marks, made.total, made.level) == ([900, 900, 900, 9200, 8200, 8800], 8813, "good")
    file = json.loads(json.dumps(queries.dossier(sheet(town, "nam"))))
    assert file["work"] == [
        {
            "product": "P1", "name": "Văn bản hành chính thông thường", "coefficient": "1", "assigned": 10,
            "completed": 10,
        },
        {"product": "P2", "name": "Báo cáo chuyên đề", "coefficient": "4", "assigned": 5, "completed": 2},
        {
            "product": "P2", "name": "Báo cáo chuyên đề", "coefficient": "4", "assigned": 0, "completed": 2,
            "delays": 2,
        },
        {
            "product": "P3", "name": "Đề án", "coefficient": "20", "assigned": 1, "completed": 1, "failed_reviews": 1,
        },
    ]  # fmt: skip
    again = replay.recompute(file)
    assert (again.ok, again.total, again.level, again.problems) == (True, 8813, "good", ())


def test_a_changed_line_of_the_file_is_found(town: Town, november: Cycle) -> None:
    worked(town)
    reviewed(town)
    decide(town)
    file = queries.dossier(sheet(town, "nam"))
    file["work"][3].pop("failed_reviews")
    assert "mục 5 tính từ công việc được giao là 92%, hồ sơ ghi 82%" in replay.recompute(file).problems
    file["work"][3]["coefficient"] = "1e99999999"
    assert replay.recompute(file).ok is False


# ---- never typed ----


def test_what_is_typed_never_replaces_accepted_work(town: Town, november: Cycle) -> None:
    worked(town)
    kept = evaluations.save_draft(
        actor=town.accounts["nam"], person=town.persons["nam"], sheet=sheet(town, "nam"), step="self", marks=TYPED,
        words={}, facts={}, version=0, today=DAY,
    )  # fmt: skip
    assert tuple(kept.marks) == (900, 900, 900, None, None, None)
    own = submit(town, "nam")
    assert (tuple(own.marks), own.total) == ((900, 900, 900, 9200, 8200, 8800), 8813)
    report = evaluations.approve_many(
        actor=town.accounts["mai"], person=town.persons["mai"], sheets=[sheet(town, "nam").pk], today=DAY
    )
    assert report.refused == []
    assert tuple(Marking.objects.get(step="review").marks) == (900, 900, 900, 9200, 8200, 8800)
    made = decide(town, marks=TYPED)
    assert made.marks == [900, 900, 900, 9200, 8200, 8800]


def test_a_post_made_by_hand_types_nothing_over_work(town: Town, november: Cycle) -> None:
    worked(town)
    pk = sheet(town, "nam").pk
    sent = {f"m{index}": text for index, text in enumerate(["9", "9", "9", "100", "100", "100"])}
    with clock.on(DAY):
        client = town.client("nam")
        shown = client.get(url("sheet", pk)).content.decode()
        assert ('name="m2"' in shown, 'name="m3"' in shown) == (True, False)
        assert ("92%" in shown, f"/cong-viec/nguoi/{town.persons['nam'].pk}/?thang=2026-11" in shown) == (True, True)
        answer = client.post(url("draft", pk, "self"), {**sent, "version": "0"})
        assert (answer.json()["total"], tuple(Draft.objects.get().marks)[3:]) == ("88,13", (None,) * 3)
        assert client.post(url("sheet", pk), {**sent, "do": "submit", "version": "1"}).status_code == 302
        assert Marking.objects.get(step="self").total == 8813
        grid = {f"r{pk}m{index}": text for index, text in enumerate(["9", "9", "9", "100", "100", "100"])}
        head = town.client("mai")
        page = head.get(url("grid", november.pk)).content.decode()
        assert (f'name="r{pk}m2"' in page, f'name="r{pk}m3"' in page) == (True, False)
        head.post(url("grid", november.pk), {**grid, f"r{pk}version": "0", "do": "ready"})
    assert Marking.objects.get(step="review").total == 8813


def test_without_a_catalogue_percents_are_typed(town: Town) -> None:
    adoption = adopted.adopt(town, settings=adopted.CIVIL)
    month.opened(town, adoption=adoption, period=NOVEMBER, due=month.FAR, today=nov(1))
    reviewed(town)
    made = decide(town)
    assert (made.marks, made.total, "work" in made.kept) == (list(TYPED), 9700, False)


# ---- nothing assigned ----


def test_nothing_assigned_is_neither_nothing_nor_everything(town: Town, november: Cycle) -> None:
    own = submit(town, "nam", marks=(900, 900, 900, None, None, None))
    assert tuple(own.marks) == (900, 900, 900, None, None, None)
    submit(town, "mai", step="review")
    with pytest.raises(ActionError, match="chưa đủ dữ liệu để tính điểm"):
        decide(town)
    with pytest.raises(ActionError, match="chưa đủ dữ liệu để tính điểm"):
        decide(town, level="")
    made = decide(town, level="", reason="Nghỉ ốm cả tháng")
    assert (made.total, made.level, made.kept["work"]) == (None, "", [])
    file = queries.dossier(sheet(town, "nam"))
    assert replay.recompute(file).ok is True
    file["stated"]["reason"] = ""
    assert replay.recompute(file).problems == ("chưa đủ dữ liệu để tính điểm mà không nêu lý do của quyết định",)


def test_what_is_to_be_entered_is_still_asked_for(town: Town, november: Cycle) -> None:
    with pytest.raises(MarksMissing) as refused:
        submit(town, "nam", marks=(900, None, 900, None, None, None))
    assert refused.value.indices == (1,)


def test_a_ground_decides_where_points_cannot(town: Town, november: Cycle) -> None:
    reviewed(town)
    actions.record_ground(
        actor=town.accounts["trang"], person=town.persons["nam"], fact="disciplined", value=True, day=nov(10),
        document="05/QĐ-KL", today=DAY,
    )  # fmt: skip
    made = decide(town)
    assert (made.total, made.level, made.reason) == (None, "not_completed", "")
    assert queries.recompute(sheet(town, "nam"), made).ok is True


# ---- work that changes ----


def test_deciding_takes_the_work_of_the_day_and_says_so_before(town: Town, november: Cycle) -> None:
    worked(town)
    reviewed(town)
    seen = bases.load([sheet(town, "nam").pk])[sheet(town, "nam").pk]
    assert (seen.total, seen.moved) == (8813, ())
    finish_more(town)
    with clock.on(DAY):
        page = town.client("lan").get(f"/ket-qua/ky/{november.pk}/").content.decode()
        shown = town.client("lan").get(url("sheet", sheet(town, "nam").pk)).content.decode()
    assert "1 phiếu dưới đây có số liệu công việc" in page
    assert ("a. Số lượng 92% → 100%" in shown, "Hôm nay" in shown) == (True, True)
    with pytest.raises(Conflict):
        decide(town, seen=seen.seen)
    made = decide(town)
    assert made.marks[3] == 10000
    assert Marking.objects.get(step="review").marks[3] == 9200


def test_after_the_decision_nothing_moves_and_the_page_tells(town: Town, november: Cycle) -> None:
    worked(town)
    reviewed(town)
    made = decide(town)
    finish_more(town)
    made.refresh_from_db()
    assert (made.total, queries.recompute(sheet(town, "nam"), made).ok) == (8813, True)
    shown = town.client("lan").get(f"/ket-qua/phieu/{sheet(town, 'nam').pk}/").content.decode()
    assert ("đã thay đổi sau quyết định: a. Số lượng 92% → 100%" in shown) is True
    fixed = actions.correct(
        actor=town.accounts["lan"], person=town.persons["lan"], sheet=sheet(town, "nam"), reason="Nghiệm thu bổ sung",
        today=DAY,
    )  # fmt: skip
    assert (fixed.marks[3], queries.recompute(sheet(town, "nam"), fixed).ok) == (10000, True)


@pytest.mark.parametrize(("kind", "number"), [("quarter", 4), ("year", 1)])
def test_longer_periods_count_all_their_work(town: Town, kind: Any, number: int) -> None:
    from canbo.rulebook.process import Period

    adoption = adopted.adopt(town, settings=adopted.CIVIL)
    catalogue(town)
    month.opened(town, adoption=adoption, period=Period(kind, 2026, number), due=month.FAR, today=nov(1))
    give(town, "P1", 10, due=date(2026, 12, 10))
    review(town, deliver(town, give(town, "P1", 10), 10))
    assert tuple(submit(town, "nam").marks)[3:] == (5000, 5000, 5000)


def test_work_moved_away_leaves_nothing_to_compute(town: Town, november: Cycle) -> None:
    given = give(town, "P1")
    submit(town, "nam")
    with clock.on(nov(18)):
        work.cancel(actor=town.accounts["mai"], assignment=given.pk, reason="Giao nhầm")
    assert tuple(submit(town, "mai", step="review").marks)[3:] == (None, None, None)
