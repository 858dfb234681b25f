"""What somebody tried, to be given better figures than the work done: each try is shown, refused or counted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.cycles.models import Cycle, CycleLock
from canbo.office.demo import clock
from canbo.office.people.models import Delegation, Posting
from canbo.office.regulations.models import Adoption
from canbo.office.work import actions
from canbo.office.work.actions import Review, catalogues, initiatives
from canbo.office.work.actions.catalogues import Said
from canbo.office.work.models import Act, Assignment, CatalogueEnd
from canbo.office.work.queries.checks import check_standings
from canbo.rulebook import Rules
from canbo.rulebook.workload import Insufficient, Ratios
from tests.office.regulations import adopted
from tests.office.work.month import catalogue, deliver, figures_of, give, nov, place, review
from tests.office.work.test_pages import post, text, url
from tests.town import Town

TOLD = "khai xong trước hạn"


@pytest.fixture
def rules(town: Town) -> Rules:
    return place(town)


def hand_in(town: Town, work: Assignment, day: date, on: date, pieces: int = 1, **more: Any) -> Act:
    """Handed in on a day, said to be finished on another."""
    with clock.on(on):
        return actions.deliver(actor=town.accounts["nam"], assignment=work.pk, pieces=pieces, day=day, **more)


def ratios(town: Town, rules: Rules, key: str = "nam") -> tuple[object, ...]:
    found = figures_of(town, rules, key).ratios
    assert isinstance(found, Ratios)
    assert check_standings() == []
    return found.assigned, found.quantity, found.progress


def test_no_delivery_was_finished_before_a_miss_already_recorded(town: Town, rules: Rules) -> None:
    work = give(town, "P1", due=nov(10))
    with clock.on(nov(12)):
        actions.new_due(actor=town.accounts["mai"], assignment=work.pk, due=nov(20), reason="Chưa xong")
    for day in (9, 10):
        with pytest.raises(ActionError, match="Hạn 10/11/2026 đã được ghi là lỡ"):
            hand_in(town, work, nov(day), nov(13))
    review(town, hand_in(town, work, nov(11), nov(13)), on=nov(13))
    assert ratios(town, rules) == (1, 1, Fraction(3, 4))


def test_a_day_said_in_time_and_handed_in_late_is_shown_to_who_reviews(town: Town, rules: Rules) -> None:
    told = hand_in(town, give(town, "P1", due=nov(10)), nov(9), nov(14))
    honest = hand_in(town, give(town, "P2", due=nov(20)), nov(14), nov(14))
    grid = text(town.client("mai").get(url("review")))
    assert grid.count("nộp 14/11/2026") == 2
    assert grid.count(TOLD) == 1
    assert (f'name="d{told.pk}-handed"' in grid, f'name="d{honest.pk}-handed"' in grid) == (True, False)
    for act, shown in ((told, 2), (honest, 0)):  # beside the review, and in the history
        page = text(town.client("mai").get(url("assignment", act.assignment_id)))
        assert (page.count(TOLD), "nộp lúc 09:00 14/11/2026" in page) == (shown, True)


def test_the_reviewer_counts_the_day_it_was_handed_in(town: Town, rules: Rules) -> None:
    told = hand_in(town, give(town, "P1", due=nov(10)), nov(9), nov(14))
    row = {f"d{told.pk}-of": "1", f"d{told.pk}-ok": "1", f"d{told.pk}-handed": "on"}
    answer = post(town, "mai", url("review"), do="send", **row)
    assert (answer.status_code, "Hãy nhập lý do tính theo ngày nộp" in text(answer)) == (422, True)
    assert post(town, "mai", url("review"), do="send", **row, **{f"d{told.pk}-why": "Sổ công văn"}).status_code == 302
    (dated,) = Act.objects.filter(kind="day")
    assert (dated.day, dated.text, dated.person) == (nov(14), "Sổ công văn", town.persons["mai"])
    assert ratios(town, rules) == (1, 1, Fraction(3, 4))
    with clock.on(nov(15)):
        actions.correct(actor=town.accounts["mai"], act=dated.pk, reason="Có phiếu gửi ngày 9")
    assert ratios(town, rules) == (1, 1, 1)


def test_the_reviewers_day_takes_no_delay_away(town: Town, rules: Rules) -> None:
    act = hand_in(town, give(town, "P1", 2, due=nov(10)), nov(12), nov(14), 2)
    tries = ((10, "Nể", "sau ngày khai"), (12, "Nể", "sau ngày khai"), (15, "Nể", "không sau ngày nộp"))
    for day, why, refusal in (*tries, (13, " ", "Hãy nhập lý do xác định lại")):
        with pytest.raises(ActionError, match=refusal):
            review(town, act, on=nov(15), pieces=1, finished=nov(day), text=why)
    review(town, act, on=nov(15), pieces=1, finished=nov(13), text="Sổ công văn")
    with pytest.raises(ActionError, match="đã được xác định"):
        review(town, act, on=nov(15), pieces=1, finished=nov(14), text="Lần nữa")
    with pytest.raises(ActionError, match="đã được nghiệm thu"), clock.on(nov(15)):
        actions.take_back(actor=town.accounts["nam"], act=act.pk, reason="Nộp lại cho sớm")


@pytest.mark.parametrize("again", [False, True])
def test_work_withdrawn_after_a_missed_day_still_counts(town: Town, rules: Rules, again: bool) -> None:
    """As work moved to somebody else does; a new due day in between changes nothing."""
    mai, hoa = town.accounts["mai"], town.persons["hoa"].pk
    gone, moved = give(town, "P1", due=nov(10)), give(town, "P1", due=nov(10))
    with clock.on(nov(12)):
        for work in (gone, moved) if again else ():
            actions.new_due(actor=mai, assignment=work.pk, due=nov(25), reason="Chưa xong")
        actions.cancel(actor=mai, assignment=gone.pk, reason="Không cần nữa")
        actions.reassign(actor=mai, assignment=moved.pk, person=hoa, due=nov(25), reason="Giúp")
    assert ratios(town, rules) == (2, 0, 0)
    assert [row.standing.get().rest for row in (gone, moved)] == [0, 0]


def test_work_missed_for_an_objective_cause_may_be_withdrawn(town: Town, rules: Rules) -> None:
    work, mai = give(town, "P1", due=nov(10)), town.accounts["mai"]
    with clock.on(nov(12)):
        actions.new_due(actor=mai, assignment=work.pk, due=nov(25), reason="Lụt", objective=True)
        actions.cancel(actor=mai, assignment=work.pk, reason="Không cần nữa")
    assert figures_of(town, rules).ratios == Insufficient()


def test_what_is_taken_back_after_the_rest_was_withdrawn_is_delivered_again(town: Town, rules: Rules) -> None:
    work, nam = give(town, "P1", 5), town.accounts["nam"]
    act = deliver(town, work, 2)
    with clock.on(nov(15)):
        actions.cancel(actor=town.accounts["mai"], assignment=work.pk, reason="Không cần nữa")
        actions.take_back(actor=nam, act=act.pk, reason="Nhầm tệp")
    assert (work.standing.get().rest, work.standing.get().stage) == (2, "new")
    with pytest.raises(ActionError, match="Chỉ còn 2 sản phẩm"):
        deliver(town, work, 3)
    review(town, deliver(town, work, 2))
    assert ratios(town, rules) == (2, 1, 1)


def test_an_end_of_a_catalogue_reaches_back_over_no_work(town: Town, rules: Rules) -> None:
    row, trang = give(town, "P1", due=nov(20)).product.catalogue, town.accounts["trang"]
    with clock.on(nov(22)):
        for day in (date(2026, 11, 1), nov(20)):
            with pytest.raises(ActionError, match="đến hạn hoặc được nghiệm thu ngày 20/11/2026"):
                catalogues.end(actor=trang, catalogue=row, day=day, reason="Bỏ")
        new = Said("02/QĐ", "Danh mục mới", nov(2), "points_5", replaces=True)
        with pytest.raises(ActionError, match="còn việc giao ngày 02/11/2026"):
            catalogue(town, said=new)
        later = Said(new.number, new.title, nov(3), new.method, replaces=True)
        catalogue(town, said=later)
    assert [end.day for end in CatalogueEnd.objects.all()] == [nov(3)]


def test_an_end_of_a_catalogue_reaches_into_no_locked_cycle(town: Town) -> None:
    adoption: Adoption = adopted.adopt(town, settings=adopted.CIVIL)
    row, trang, ward = catalogue(town), town.accounts["trang"], town.units["ward"]
    cycle = Cycle.objects.create(
        agency_id=ward.agency_id, unit=ward, adoption=adoption, rules_id=adoption.rules_id, period_kind="month",
        year=2026, number=10, starts=date(2026, 10, 1), ends=date(2026, 10, 31), name="Tháng 10/2026",
    )  # fmt: skip
    CycleLock.objects.create(agency_id=ward.agency_id, cycle=cycle, locked=True, by=trang)
    with pytest.raises(ActionError, match=r"“Tháng 10/2026” đã khóa.* Hãy chọn ngày sau 31/10/2026"):
        catalogues.end(actor=trang, catalogue=row, day=date(2026, 10, 31), reason="Bỏ")
    catalogues.end(actor=trang, catalogue=row, day=nov(1), reason="Bỏ")


def test_nobody_sets_the_coefficients_of_their_own_products(town: Town, rules: Rules) -> None:
    """Not a head, not who stands in for one, not a deputy in charge; the head above and the officer do."""
    own = Said("09/QĐ", "Danh mục Văn phòng", date(2026, 1, 1), "points_5")
    stand_in(town, "mai", "hoa")
    for key in ("mai", "hoa", "dung"):
        with pytest.raises(NotTheirs):
            catalogue(town, unit="office", by=key, said=own)
        assert town.client(key).get(url("imports")).status_code == 404
    with pytest.raises(NotTheirs):
        catalogue(town, by="lan", said=own)
    made = catalogue(town, unit="office", by="lan", said=own)
    with pytest.raises(NotTheirs):
        catalogues.end(actor=town.accounts["mai"], catalogue=made, day=nov(1), reason="Bỏ")
    offered = text(town.client("lan").get(url("imports")))
    assert ("Văn phòng</option>" in offered, "Phường An Bình</option>" in offered) == (True, False)


def test_a_deputy_in_charge_leads_what_is_recorded_too(town: Town, rules: Rules) -> None:
    Posting.objects.filter(person=town.persons["lan"]).update(valid_to=date(2026, 1, 1))
    Posting.objects.filter(person=town.persons["hung"]).update(acting=True)
    hung = town.accounts["hung"]
    initiatives.record(actor=hung, unit=town.units["office"], day=nov(1), title="Một cửa")
    with pytest.raises(NotTheirs):
        initiatives.record(actor=hung, unit=town.units["ward"], day=nov(1), title="Một cửa")


def test_a_page_sent_twice_gives_work_once(town: Town, rules: Rules) -> None:
    line = {"r0-product": "P1", "r0-quantity": "3", "r0-due": "20", "r0-what": ""}
    sent = {"thang": "2026-11", "nguoi": town.persons["nam"].pk, "do": "give", "page": "abcdefgh1234", **line}
    told = [told_after(town, "mai", url("assign"), 2, sent) for _ in range(2)]
    assert "Đã giao 1 việc cho 1 người." in told[0]
    assert "Trang này đã gửi lúc 09:00 ngày 02/11/2026: đã giao 1 việc cho 1 người; không ghi thêm lần nữa." in told[1]
    assert Assignment.objects.count() == 1
    other = post(town, "mai", url("assign"), 2, **(sent | {"r0-quantity": "4"}))
    assert (other.status_code, "nội dung đang hiện khác lần đó" in text(other)) == (422, True)
    assert post(town, "lan", url("assign"), 2, **sent).status_code == 302  # the name is the sender's own
    assert Assignment.objects.count() == 2
    row = Assignment.objects.all()[0]
    copied = {f.name: getattr(row, f.name) for f in Assignment._meta.fields if f.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**copied)


def told_after(town: Town, key: str, where: str, on: int, sent: dict[str, Any]) -> str:
    """What is shown after a page was sent and taken."""
    with clock.on(nov(on)):
        return text(town.client(key).post(where, sent, follow=True))


def test_a_page_sent_twice_hands_in_once(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 5)
    sent = {"do": "deliver", "pieces": 2, "day": "15/11/2026", "redo": "", "page": "abcdefgh1234"}
    told = [told_after(town, "nam", url("assignment", work.pk), 15, sent) for _ in range(2)]
    assert ["đã nộp 2 sản phẩm; không ghi thêm" in one for one in told] == [False, True]
    other = post(town, "nam", url("assignment", work.pk), **(sent | {"pieces": 1}))
    assert (other.status_code, work.acts.count()) == (422, 1)
    begun = {"do": "begin", "person": work.person_id, "product": "P1", "quantity": 4, "due_day": 31, "what": "",
             "page": "abcdefgh1234"}  # fmt: skip
    for _ in range(2):
        assert post(town, "mai", url("routines"), **begun).status_code == 302
    assert text(town.client("mai").get(url("routines"))).count("ngày cuối tháng</td>") == 1


def test_nobody_takes_back_what_a_higher_seat_recorded(town: Town, rules: Rules) -> None:
    work = give(town, "P1")
    act = deliver(town, work)
    review(town, act, "fail", by="lan", text="Sai căn cứ")
    failed = work.acts.get(kind="fail")
    stand_in(town, "lan", "dung")
    with clock.on(nov(16)):
        with pytest.raises(ActionError, match="Lần ghi này của cấp trên"):
            actions.correct(actor=town.accounts["mai"], act=failed.pk, reason="Nể")
        assert "Bỏ lần ghi sai" not in text(town.client("mai").get(url("assignment", work.pk)))
        assert "Bỏ lần ghi sai" in text(town.client("duc").get(url("assignment", work.pk)))
        actions.correct(actor=town.accounts["dung"], act=failed.pk, reason="Nhầm dòng")  # in the same seat
    review(town, act, "fail", by="mai", text="Sai căn cứ")
    with clock.on(nov(17)):
        actions.correct(actor=town.accounts["lan"], act=work.acts.latest("id").pk, reason="Nhầm dòng")


def test_an_objective_cause_is_taken_back_by_who_confirms_it(town: Town) -> None:
    place(town, objective_cause_by="decider")
    act = deliver(town, give(town, "P1"), day=25)
    review(town, act)
    stand_in(town, "lan", "mai")
    with clock.on(nov(26)):
        made = actions.excuse(actor=town.accounts["mai"], act=act.pk, reason="Lụt")
    Delegation.objects.update(valid_to=nov(27))
    with clock.on(nov(28)):
        with pytest.raises(ActionError, match="cấp có thẩm quyền quyết định xếp loại"):
            actions.correct(actor=town.accounts["mai"], act=made.pk, reason="Thôi")
        actions.correct(actor=town.accounts["lan"], act=made.pk, reason="Không phải lụt")


def test_an_excuse_of_work_done_again_reaches_its_first_delay(town: Town, rules: Rules) -> None:
    work = give(town, "P1", due=nov(10))
    review(town, deliver(town, work, day=12), "fail", text="Sai mẫu")
    again = deliver(town, work, day=14, redo=work.acts.get(kind="fail").pk)
    review(town, again, late_excused=True, text="Lụt")
    assert ratios(town, rules) == (1, 1, 1)


def test_whom_a_unit_evaluates_from_elsewhere_is_seen_by_its_head(town: Town, rules: Rules) -> None:
    """Ánh sits in the economic section, and the office evaluates her."""
    Posting.objects.filter(person=town.persons["anh"]).update(evaluated_by=town.units["office"])
    shown = text(town.client("mai").get(url("assign") + "?thang=2026-11"))
    assert f'value="{town.persons["anh"].pk}"' in shown
    act = deliver(town, give(town, "P1", to="anh"), by="anh")
    assert (f'name="d{act.pk}-of"' in text(town.client("mai").get(url("review"))), waits(town, "mai")) == (True, 1)
    assert (f'name="d{act.pk}-of"' in text(town.client("lan").get(url("review"))), waits(town, "hoa")) == (True, 0)


def waits(town: Town, key: str) -> int:
    """How many reviews the first page tells of."""
    from canbo.office.agenda.queries import todos
    from canbo.office.people.access import Viewer

    found = [one.what for one in todos(Viewer(town.accounts[key], nov(16)))]
    return found.count("Nghiệm thu 1 việc")


def test_work_stays_with_the_unit_that_gave_it(town: Town, rules: Rules) -> None:
    """Nam moves to the economic section: Mai still reviews what he handed in; Dũng, now his superior, reads it."""
    work = give(town, "P1", 2)
    act = deliver(town, work)
    old = Posting.objects.get(person=town.persons["nam"], primary=True)
    Posting.objects.filter(pk=old.pk).update(valid_to=nov(16))
    post_of = town.units["economy"].posts.create(title="Chuyên viên", rank="staff", valid_from=nov(16))
    Posting.objects.create(person=old.person, post=post_of, kind=old.kind, valid_from=nov(16))
    with clock.on(nov(17)):
        assert town.client("dung").get(url("assignment", work.pk)).status_code == 200
        with pytest.raises(NotTheirs):
            actions.review(actor=town.accounts["dung"], given=Review(act.pk, "pass"))
        actions.review(actor=town.accounts["mai"], given=Review(act.pk, "pass"))
    assert (work.standing.get().passed, town.client("binh").get(url("assignment", work.pk)).status_code) == (1, 404)


def stand_in(town: Town, principal: str, deputy: str) -> None:
    Delegation.objects.create(
        principal=town.persons[principal], deputy=town.persons[deputy], document="05/UQ", valid_from=nov(1),
        valid_to=date(2099, 1, 1), by=town.accounts["trang"],
    )  # fmt: skip
