"""What may and may not be done with work: who, when, how many; every fault is told with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.demo import clock
from canbo.office.people.access import Viewer
from canbo.office.people.models import Delegation, Posting
from canbo.office.work import actions
from canbo.office.work.actions import Order, Refused, Review, routines
from canbo.office.work.models import Act, Assignment, Standing
from canbo.office.work.queries import dues, waiting
from canbo.office.work.queries.checks import check_standings
from canbo.office.work.standing import Fate, fates_of, terms_of
from canbo.rulebook import Rules
from canbo.rulebook.process import Period
from canbo.rulebook.workload import Ratios
from tests.office.work.month import NOVEMBER, deliver, figures_of, give, nov, place, product, review
from tests.town import Town


@pytest.fixture
def rules(town: Town) -> Rules:
    return place(town)


def delegate(town: Town, principal: str, deputy: str) -> None:
    Delegation.objects.create(
        principal=town.persons[principal], deputy=town.persons[deputy], document="05/UQ", valid_from=nov(1),
        valid_to=nov(30), by=town.accounts["trang"],
    )  # fmt: skip


def test_the_superior_a_head_above_and_a_delegate_give_work(town: Town, rules: Rules) -> None:
    delegate(town, "mai", "hoa")
    given = [give(town, "P1", by=key) for key in ("mai", "lan", "duc", "hoa")]
    said = [(row.by_person, row.on_behalf_of) for row in given]
    people = town.persons
    assert said == [(people["mai"], None), (people["lan"], None), (people["duc"], None), (people["hoa"], people["mai"])]
    heads = give(town, "P1", to="mai", by="lan")
    assert (heads.unit, heads.agency) == (town.units["office"], town.units["ward"].agency)


@pytest.mark.parametrize(
    ("by", "to", "refusal"),
    [
        ("nam", "nam", "Không ai tự giao việc"),
        ("mai", "mai", "Không ai tự giao việc"),
        ("hoa", "nam", "Chỉ cấp trên"),
        ("trang", "nam", "Chỉ cấp trên"),
        ("dung", "nam", "Chỉ cấp trên"),
        ("nam", "mai", "Chỉ cấp trên"),
        ("xa", "nam", "Chỉ cấp trên"),
        ("quan_tri", "nam", "Tài khoản kỹ thuật"),
    ],
)
def test_nobody_else_gives_work(town: Town, rules: Rules, by: str, to: str, refusal: str) -> None:
    with pytest.raises(ActionError, match=refusal):
        give(town, "P1", to=to, by=by)
    assert not Assignment.objects.exists()


def test_a_delegate_gives_and_reviews_nothing_of_their_own(town: Town, rules: Rules) -> None:
    delegate(town, "mai", "hoa")
    delegate(town, "lan", "mai")
    with pytest.raises(ActionError, match="Không ai tự giao"):
        give(town, "P1", to="hoa", by="hoa")
    with pytest.raises(ActionError, match="Chỉ cấp trên"):
        give(town, "P1", to="lan", by="mai")
    act = deliver(town, give(town, "P1", to="hoa"), by="hoa")
    with pytest.raises(ActionError, match="Không ai tự nghiệm thu"):
        review(town, act, by="hoa")
    with pytest.raises(ActionError, match="Không ai tự"), clock.on(nov(16)):
        actions.excuse(actor=town.accounts["hoa"], act=act.pk, reason="Lụt")


def test_the_database_itself_refuses_work_given_to_oneself(town: Town, rules: Rules) -> None:
    row = give(town, "P1")
    for wrong in ({"by_person": row.person}, {"on_behalf_of": row.person}, {"quantity": 0}, {"due": nov(1)}):
        copied = {f.name: getattr(row, f.name) for f in Assignment._meta.fields if f.name != "id"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(**(copied | wrong))
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(quantity=2)
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"quantity": 0}, "số lượng phải từ 1"),
        ({"quantity": -3}, "số lượng phải từ 1"),
        ({"assigned_on": nov(3)}, "ở sau hôm nay"),
        ({"due": nov(1)}, "trước ngày giao"),
        ({"assigned_on": date(2025, 12, 31)}, "chưa có danh mục"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_all_others(
    town: Town, rules: Rules, changes: dict[str, object], refusal: str
) -> None:
    good = Order(town.persons["nam"].pk, product("P1"), 1, "", nov(2), nov(20))
    fields = {name: getattr(good, name) for name in Order.__dataclass_fields__}
    bad = Order(**(fields | changes))
    with pytest.raises(Refused, match=refusal) as told, clock.on(nov(2)):
        actions.assign(actor=town.accounts["mai"], orders=[good, bad])
    assert list(told.value.problems) == [1]
    assert not Assignment.objects.exists()


def test_a_product_finished_before_it_was_assigned_is_refused(town: Town, rules: Rules) -> None:
    work = give(town, "P1", assigned_on=nov(2))
    for day, refusal in ((1, "trước ngày giao 02/11/2026"), (16, "ở sau hôm nay")):
        with pytest.raises(ActionError, match=refusal), clock.on(nov(15)):
            actions.deliver(actor=town.accounts["nam"], assignment=work.pk, pieces=1, day=nov(day))
    assert not Act.objects.exists()


def test_no_more_is_delivered_or_reviewed_than_there_is(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 3)
    act = deliver(town, work, 2)
    with pytest.raises(ActionError, match="Chỉ còn 1 sản phẩm phải nộp"):
        deliver(town, work, 2)
    with pytest.raises(ActionError, match="chỉ còn 2 sản phẩm chưa nghiệm thu"):
        review(town, act, pieces=3)
    review(town, act)
    with pytest.raises(ActionError, match="chỉ còn 0 sản phẩm"):
        review(town, act, pieces=1)
    with pytest.raises(ActionError, match="từ 1 trở lên"):
        deliver(town, work, 0)


def test_only_the_person_delivers(town: Town, rules: Rules) -> None:
    work = give(town, "P1")
    for key in ("mai", "hoa", "trang", "xa"):
        with pytest.raises(NotTheirs):
            deliver(town, work, by=key)
    with pytest.raises(NotTheirs), clock.on(nov(3)):
        actions.accept(actor=town.accounts["hoa"], assignments=[work.pk])


def test_a_failure_and_an_excuse_have_a_reason(town: Town, rules: Rules) -> None:
    act = deliver(town, give(town, "P1"), day=25)
    for more in ({"outcome": "fail"}, {"late_excused": True}):
        with pytest.raises(ActionError, match="Hãy nhập lý do"):
            review(town, act, **more)
    on_time = deliver(town, give(town, "P1"))
    with pytest.raises(ActionError, match="không chậm"), clock.on(nov(16)):
        actions.excuse(actor=town.accounts["mai"], act=on_time.pk, reason="Lụt")
    assert not Act.objects.exclude(kind="deliver").exists()


def test_where_the_rules_say_so_only_the_decider_confirms_an_objective_cause(town: Town) -> None:
    rules = place(town, objective_cause_by="decider")
    act = deliver(town, give(town, "P1"), day=25)
    with pytest.raises(ActionError, match="cấp có thẩm quyền quyết định xếp loại"):
        review(town, act, late_excused=True, text="Lụt")
    review(town, act)
    with pytest.raises(ActionError, match="cấp có thẩm quyền"), clock.on(nov(26)):
        actions.excuse(actor=town.accounts["mai"], act=act.pk, reason="Lụt")
    with clock.on(nov(26)):
        actions.excuse(actor=town.accounts["lan"], act=act.pk, reason="Lụt")
        with pytest.raises(ActionError, match="đã được xác nhận"):
            actions.excuse(actor=town.accounts["lan"], act=act.pk, reason="Lụt")
    found = figures_of(town, rules).ratios
    assert isinstance(found, Ratios)
    assert found.progress == 1


def test_a_review_recorded_wrongly_is_corrected_by_a_new_row(town: Town, rules: Rules) -> None:
    work = give(town, "P1")
    act = deliver(town, work)
    review(town, act, "fail", text="Nhầm dòng")
    failed = work.acts.get(kind="fail")
    with clock.on(nov(16)):
        actions.correct(actor=town.accounts["mai"], act=failed.pk, reason="Nhầm dòng")
        with pytest.raises(ActionError, match="đã được ghi lại"):
            actions.correct(actor=town.accounts["mai"], act=failed.pk, reason="Lần nữa")
        with pytest.raises(NotTheirs):
            actions.correct(actor=town.accounts["hoa"], act=failed.pk, reason="Tôi sửa")
    review(town, act)
    found = figures_of(town, rules).ratios
    assert isinstance(found, Ratios)
    numbers: tuple[object, ...] = (found.quantity, found.quality)
    assert numbers == (1, 1)
    assert work.acts.count() == 4


def test_a_delivery_is_taken_back_only_before_its_review(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 2)
    act = deliver(town, work, 2)
    with clock.on(nov(15)):
        actions.take_back(actor=town.accounts["nam"], act=act.pk, reason="Nộp nhầm")
    act = deliver(town, work, 1)
    review(town, act)
    with pytest.raises(ActionError, match="đã được nghiệm thu"), clock.on(nov(15)):
        actions.take_back(actor=town.accounts["nam"], act=act.pk, reason="Nộp nhầm")
    assert Standing.objects.get().passed == 1


def test_the_rest_moves_with_a_transfer_and_what_was_delivered_stays(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 5, due=nov(20))
    review(town, deliver(town, work, 3))
    _transfer(town, "nam", "economy", nov(16))
    with clock.on(nov(17)):
        made = actions.reassign(
            actor=town.accounts["lan"], assignment=work.pk, person=town.persons["nam"].pk, due=nov(25), reason="Chuyển",
        )  # fmt: skip
    assert (made.unit, made.quantity, made.missed, made.continues) == (town.units["economy"], 2, 0, work)
    assert (work.standing.get().quantity, work.standing.get().stage) == (3, "done")
    found = figures_of(town, rules).ratios
    assert isinstance(found, Ratios)
    numbers: tuple[object, ...] = (found.assigned, found.completed)
    assert numbers == (5, 3)


def test_a_missed_due_day_goes_along_with_the_same_person_and_stays_with_the_one_who_missed_it(
    town: Town, rules: Rules
) -> None:
    mine, theirs = give(town, "P1", due=nov(10)), give(town, "P1", due=nov(10))
    lan, nam, hoa = town.accounts["lan"], town.persons["nam"].pk, town.persons["hoa"].pk
    with clock.on(nov(12)):
        actions.reassign(actor=lan, assignment=theirs.pk, person=hoa, due=nov(20), reason="Giúp")
    _transfer(town, "nam", "economy", nov(13))
    with clock.on(nov(14)):
        again = actions.reassign(actor=lan, assignment=mine.pk, person=nam, due=nov(20), reason="Chuyển")
    assert again.missed == 1
    review(town, deliver(town, again, day=20), by="dung")
    found = figures_of(town, rules).ratios
    assert isinstance(found, Ratios)
    numbers: tuple[object, ...] = (found.assigned, found.completed, found.progress * 2)
    assert numbers == (2, 1, 0.75)
    hers = figures_of(town, rules, "hoa").ratios
    assert isinstance(hers, Ratios)
    assert hers.assigned == 1


def test_cancelled_work_no_longer_counts_but_for_what_was_delivered(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 4)
    review(town, deliver(town, work))
    with clock.on(nov(16)):
        actions.cancel(actor=town.accounts["mai"], assignment=work.pk, reason="Không còn cần")
        with pytest.raises(ActionError, match="Không còn phần nào"):
            actions.cancel(actor=town.accounts["mai"], assignment=work.pk, reason="Lần nữa")
    found = figures_of(town, rules).ratios
    assert isinstance(found, Ratios)
    numbers: tuple[object, ...] = (found.assigned, found.completed)
    assert numbers == (1, 1)


@pytest.mark.parametrize(
    ("moment", "late"),
    [(datetime(2026, 11, 20, 23, 59, 59), 0), (datetime(2026, 11, 21, 0, 0, 0), 1)],
)
def test_a_day_ends_at_midnight_in_ha_noi(town: Town, rules: Rules, moment: datetime, late: int) -> None:
    """23:59:59 and 00:00:00 in Hà Nội are the same day in UTC (16:59:59 and 17:00:00)."""
    work = give(town, "P1", due=nov(20))
    with clock.on(moment.date(), moment.time()):
        assert waiting(Viewer(town.accounts["nam"])).overdue == late
        with pytest.raises(ActionError, match="ở sau hôm nay"):
            actions.deliver(
                actor=town.accounts["nam"], assignment=work.pk, pieces=1, day=moment.date() + timedelta(days=1)
            )
        act = actions.deliver(actor=town.accounts["nam"], assignment=work.pk, pieces=1, day=moment.date())
    review(town, act)
    assert fates_of(work.standing.get().fates) == (Fate(1, 0, 0, late, 0, 0),)


def test_a_new_due_day_on_the_due_day_itself_is_in_time(town: Town, rules: Rules) -> None:
    work, other = give(town, "P1", due=nov(10)), give(town, "P1", due=nov(10))
    mai = town.accounts["mai"]
    with clock.on(nov(10), time(23, 59, 59)):
        actions.new_due(actor=mai, assignment=work.pk, due=nov(15), reason="Thêm việc gấp")
    with clock.on(nov(11), time(0, 0, 0)):
        actions.new_due(actor=mai, assignment=other.pk, due=nov(15), reason="Thêm việc gấp")
    assert [terms_of(row.standing.get().terms) for row in (work, other)] == [[nov(15)], [nov(10), nov(15)]]


def test_what_waits_is_told_to_each(town: Town, rules: Rules) -> None:
    new, late, done = give(town, "P1"), give(town, "P2", due=nov(5)), give(town, "P3")
    deliver(town, done)
    with clock.on(nov(15)):
        nam, mai, lan = (Viewer(town.accounts[key]) for key in ("nam", "mai", "lan"))
        mine = waiting(nam)
        assert (mine.to_accept, mine.open, mine.overdue, mine.nearest, mine.to_review) == (2, 2, 1, nov(5), 0)
        assert [waiting(who).to_review for who in (mai, lan, Viewer(town.accounts["dung"]))] == [1, 1, 0]
        found = dues(nam, nov(1), nov(30))
    assert [(one.assignment, one.day, one.pieces) for one in found] == [(late.pk, nov(5), 1), (new.pk, nov(20), 1)]


def test_standings_are_proved_equal_to_the_acts(town: Town, rules: Rules) -> None:
    work = give(town, "P1", 3)
    review(town, deliver(town, work, 2), pieces=1)
    assert check_standings() == []
    Standing.objects.update(passed=3)
    assert check_standings() == [f"việc {work.pk}: passed ghi 3, hồ sơ là 1"]
    Standing.objects.all().delete()
    assert check_standings() == [f"việc {work.pk}: thiếu dòng tóm tắt"]


def test_every_act_is_in_the_journal_without_words(town: Town, rules: Rules) -> None:
    work = give(town, "P1", what="Hồ sơ kỷ luật")
    review(town, deliver(town, work, note="Riêng tư"), "fail", text="Sai nặng")
    verbs = [(event.verb, event.data) for event in Event.objects.filter(verb__startswith="work.").order_by("id")]
    assert [verb for verb, _ in verbs] == ["work.catalogue_established", "work.assigned", "work.deliver", "work.fail"]
    assert not any(word in str(data) for _, data in verbs for word in ("kỷ luật", "Riêng tư", "Sai nặng"))


def test_recurring_work_is_only_a_superiors_too(town: Town, rules: Rules) -> None:
    begin: Callable[[str, str], object] = lambda by, to: routines.begin(  # noqa: E731
        actor=town.accounts[by], person=town.persons[to].pk, product=product("P1"), quantity=1, due_day=31
    )
    for by, to in (("nam", "nam"), ("mai", "mai"), ("hoa", "nam"), ("trang", "nam")):
        with pytest.raises(ActionError):
            begin(by, to)
    begin("mai", "nam")
    with pytest.raises(ActionError), clock.on(nov(2)):
        routines.give(actor=town.accounts["hoa"], people=[town.persons["nam"].pk], month=NOVEMBER)
    with clock.on(date(2027, 2, 1)):
        february = Period("month", 2027, 2)
        made = routines.give(actor=town.accounts["mai"], people=[town.persons["nam"].pk], month=february)
    assert [row.due for row in made] == [date(2027, 2, 28)]


def test_many_reviews_tell_each_refusal_and_do_the_others(town: Town, rules: Rules) -> None:
    good, bad = deliver(town, give(town, "P1")), deliver(town, give(town, "P2"))
    with clock.on(nov(16)):
        report = actions.review_many(
            actor=town.accounts["mai"], given=[Review(good.pk, "pass"), Review(bad.pk, "fail")]
        )
        with pytest.raises(NotTheirs):
            actions.review_many(actor=town.accounts["dung"], given=[Review(bad.pk, "pass")])
    assert (report.done, list(report.refused)) == ([good.pk], [bad.pk])
    assert Act.objects.filter(kind="pass").count() == 1


def _transfer(town: Town, key: str, unit: str, day: date) -> None:
    """The person's primary posting moves to a unit of the same ward."""
    old = Posting.objects.get(person=town.persons[key], primary=True)
    Posting.objects.filter(pk=old.pk).update(valid_to=day)
    post = town.units[unit].posts.create(title="Chuyên viên", rank="staff", valid_from=day)
    Posting.objects.create(person=old.person, post=post, kind=old.kind, valid_from=day)
