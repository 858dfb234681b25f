"""a, b, c of people from the work they were given, through the acts of the people themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.base.errors import ActionError
from canbo.office.demo import clock
from canbo.office.work import actions
from canbo.office.work.actions import Review
from canbo.office.work.queries import figures
from canbo.office.work.queries.checks import check_standings
from canbo.rulebook import Rules, scoring
from canbo.rulebook.process import Period
from canbo.rulebook.workload import Insufficient, Ratios
from tests.office.work.month import NOVEMBER, deliver, figures_of, give, nov, place, review
from tests.town import Town


def ratios(town: Town, rules: Rules, key: str = "nam", period: Period = NOVEMBER) -> tuple[object, ...]:
    found = figures_of(town, rules, key, period).ratios
    assert isinstance(found, Ratios)
    return found.quantity, found.quality, found.progress


def test_the_worked_example_of_the_decree(town: Town) -> None:
    rules = place(town)
    p1, p2, p3 = give(town, "P1", 10), give(town, "P2", 5), give(town, "P3")
    review(town, deliver(town, p1, 10))
    review(town, deliver(town, p2, 2))
    review(town, deliver(town, p2, 2, day=23))
    first = deliver(town, p3)
    review(town, first, "fail", text="Sai căn cứ pháp lý")
    failed = p3.acts.get(kind="fail")
    review(town, deliver(town, p3, day=18, redo=failed.pk))
    assert ratios(town, rules) == (Fraction(92, 100), Fraction(82, 100), Fraction(88, 100))
    staff = rules.form("staff")
    assert figures_of(town, rules).marks(staff) == {3: 9200, 4: 8200, 5: 8800}
    made = scoring.score(rules, staff, [900, 900, 900, 9200, 8200, 8800])
    assert (made.groups, made.total) == ((2700, 6113), 8813)


def test_nothing_assigned_is_insufficient_and_no_catalogue_is_nothing(town: Town) -> None:
    rules = place(town)
    assert figures_of(town, rules).ratios == Insufficient()
    assert figures_of(town, rules).marks(rules.form("staff")) == {}
    people = [town.persons[key].pk for key in ("nam", "xa", "khoa")]
    for agency in (town.units["ward"].agency_id, town.units["school"].agency_id, town.units["district"].agency_id):
        found = figures(agency_id=agency, people=people, period=NOVEMBER, rules=rules)
        assert list(found) == ([town.persons["nam"].pk] if agency == town.units["ward"].agency_id else [])


def test_only_accepted_work_counts(town: Town) -> None:
    rules = place(town)
    work = give(town, "P1", 4)
    delivery = deliver(town, work, 3)
    assert ratios(town, rules) == (0, 0, 0)
    assert figures_of(town, rules).pending == 3
    review(town, delivery, pieces=2)
    assert ratios(town, rules) == (Fraction(1, 2),) * 3
    assert figures_of(town, rules).pending == 1


def test_a_new_due_day_after_a_missed_one_makes_a_second_delay(town: Town) -> None:
    rules = place(town)
    work = give(town, "P1", 1, due=nov(10))
    with clock.on(nov(11)):
        actions.new_due(actor=town.accounts["mai"], assignment=work.pk, due=nov(15), reason="Chưa xong")
    review(town, deliver(town, work, day=16))
    assert ratios(town, rules) == (1, 1, Fraction(1, 2))


def test_a_due_day_moved_in_time_is_no_delay_and_may_move_the_month(town: Town) -> None:
    rules = place(town)
    work = give(town, "P1", 1, due=nov(10))
    with clock.on(nov(10)):
        actions.new_due(actor=town.accounts["mai"], assignment=work.pk, due=date(2026, 12, 5), reason="Chờ hướng dẫn")
    assert figures_of(town, rules).ratios == Insufficient()
    review(town, deliver(town, work, day=date(2026, 12, 5)))
    assert ratios(town, rules, period=Period("month", 2026, 12)) == (1, 1, 1)


def test_an_objective_cause_takes_nothing(town: Town) -> None:
    rules = place(town)
    late = deliver(town, give(town, "P1", 2), 2, day=25)
    bad = deliver(town, give(town, "P1", 2), 2)
    review(town, late, late_excused=True, text="Mất điện diện rộng")
    review(town, bad, "fail", text="Số liệu cấp trên gửi sai", objective=True)
    again = deliver(town, bad.assignment, 2, day=18, redo=bad.assignment.acts.get(kind="fail").pk)
    review(town, again)
    assert ratios(town, rules) == (1, 1, 1)


def test_an_objective_cause_may_be_confirmed_later(town: Town) -> None:
    rules = place(town)
    late = deliver(town, give(town, "P1"), day=25)
    review(town, late)
    assert ratios(town, rules) == (1, 1, Fraction(3, 4))
    with clock.on(nov(26)):
        actions.excuse(actor=town.accounts["lan"], act=late.pk, reason="Lụt")
    assert ratios(town, rules) == (1, 1, 1)


def test_a_piece_cannot_lose_more_than_itself(town: Town) -> None:
    rules = place(town)
    work = give(town, "P1", 2, due=nov(5))
    good = deliver(town, work, 1, day=5)
    review(town, good)
    worse = deliver(town, work, 1, day=5)
    for _ in range(6):
        review(town, worse, "fail", text="Vẫn sai")
        failed = work.acts.filter(kind="fail").latest("id")
        worse = deliver(town, work, 1, day=5, redo=failed.pk)
    review(town, worse)
    assert ratios(town, rules) == (1, Fraction(1, 2), 1)


def test_rework_is_late_only_past_the_day_set_for_it(town: Town) -> None:
    rules = place(town)
    free, bound = give(town, "P1"), give(town, "P1")
    review(town, deliver(town, free, day=19), "fail", text="Sai mẫu")
    review(town, deliver(town, bound, day=19), "fail", text="Sai mẫu", rework_by=nov(22))
    review(town, deliver(town, free, day=25, redo=free.acts.get(kind="fail").pk))
    review(town, deliver(town, bound, day=25, redo=bound.acts.get(kind="fail").pk))
    assert ratios(town, rules) == (1, Fraction(3, 4), Fraction(7, 8))


def test_a_pause_moves_the_due_day(town: Town) -> None:
    rules = place(town)
    work = give(town, "P1", due=nov(10))
    mai = town.accounts["mai"]
    with clock.on(nov(8)):
        actions.pause(actor=mai, assignment=work.pk, day=nov(8), reason="Đi học")
    with clock.on(nov(18)):
        actions.resume(actor=mai, assignment=work.pk, day=nov(18))
    assert work.standing.get().due == nov(20)
    review(town, deliver(town, work, day=20))
    assert ratios(town, rules) == (1, 1, 1)


def test_a_pause_takes_no_missed_day_back(town: Town) -> None:
    """Neither written afterwards, nor begun after the day, nor the same days twice."""
    rules = place(town)
    work, mai = give(town, "P1", due=nov(10)), town.accounts["mai"]
    with clock.on(nov(25)):
        with pytest.raises(ActionError, match="Không ghi lùi ngày tạm dừng"):
            actions.pause(actor=mai, assignment=work.pk, day=nov(9), reason="Đi học")
        actions.pause(actor=mai, assignment=work.pk, day=nov(25), reason="Đi học")
        actions.new_due(actor=mai, assignment=work.pk, due=nov(28), reason="Chưa xong")
        actions.resume(actor=mai, assignment=work.pk, day=nov(25))
        with pytest.raises(ActionError, match="đã tạm dừng đến 25/11/2026"):
            actions.pause(actor=mai, assignment=work.pk, day=nov(20), reason="Đi học")
    review(town, deliver(town, work, day=27))
    assert ratios(town, rules) == (1, 1, Fraction(3, 4))


def test_an_excuse_refused_with_its_review_is_in_no_summary(town: Town) -> None:
    rules = place(town)
    late = deliver(town, give(town, "P1", 5, due=nov(10)), 5, day=12)
    given = [
        Review(late.pk, "pass", pieces=5),
        Review(late.pk, "fail", pieces=6, text="Mất điện", late_excused=True),
    ]
    with clock.on(nov(13)):
        report = actions.review_many(actor=town.accounts["mai"], given=given)
    assert list(report.refused) == [late.pk]
    assert ratios(town, rules) == (1, 1, Fraction(3, 4))
    assert check_standings() == []


def test_unfinished_work_counts_once_or_again(town: Town) -> None:
    rules = place(town)
    december = Period("month", 2026, 12)
    work = give(town, "P1", 4, due=nov(20))
    review(town, deliver(town, work, 3))
    with clock.on(nov(30)):
        actions.new_due(actor=town.accounts["mai"], assignment=work.pk, due=date(2026, 12, 10), reason="Chưa xong")
    review(town, deliver(town, work, day=date(2026, 12, 8)))
    assert ratios(town, rules) == (1, 1, Fraction(15, 16))
    assert figures_of(town, rules, period=december).ratios == Insufficient()
    assert rules.workload is not None
    again = replace(rules, workload=replace(rules.workload, carried="again"))
    assert ratios(town, again) == (Fraction(3, 4),) * 3
    assert ratios(town, again, period=december) == (1, 1, 1)
    for period in (Period("quarter", 2026, 4), Period("year", 2026)):
        assert ratios(town, again, period=period) == ratios(town, rules, period=period) == (1, 1, Fraction(15, 16))


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_queries_does_not_follow_the_people(town: Town, people: int) -> None:
    rules = place(town)
    keys = ["nam", "hoa", "trang"][:people]
    for key in keys:
        give(town, "P1", to=key)
        give(town, "P2", to=key)
    ids = [town.persons[key].pk for key in keys]
    with CaptureQueriesContext(
        connection,
    ) as found:
        made = figures(agency_id=town.units["ward"].agency_id, people=ids, period=NOVEMBER, rules=rules)
    assert len(made) == people
    assert len(found) == 1
