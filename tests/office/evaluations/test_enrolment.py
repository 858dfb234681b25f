"""Who a cycle covers, with which form, and who reviews and decides about whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions, enrolment
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Assignee, Sheet, State
from canbo.office.evaluations.queries import check_states
from canbo.office.people.models import Person, Post, Posting
from canbo.office.regulations import queries as regulations
from canbo.rulebook.process import Period
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.town import START, Town


def acting(town: Town, step: str) -> dict[str, str | None]:
    """Who acts in a step of whose sheet, by the town's keys (None: nobody)."""
    keys = {person.pk: key for key, person in town.persons.items()}
    found: dict[str, str | None] = {
        keys[person]: None for person in Sheet.objects.values_list("person_id", flat=True) if person
    }
    for row in Assignee.objects.filter(step=step, sheet__person__isnull=False).select_related("sheet"):
        found[keys[row.sheet.person_id or 0]] = keys[row.person_id]
    return found


def test_the_month_covers_the_wards_civil_servants(town: Town) -> None:
    cycle = month.opened(town)
    assert dict(Sheet.objects.values_list("person__account__username", "form")) == {
        "hung": "leader", "mai": "leader", "dung": "leader", "nam": "staff", "hoa": "staff", "trang": "staff",
        "anh": "staff", "binh": "staff",
    }  # fmt: skip
    sheet = month.sheet(town, "nam")
    assert (sheet.unit_path, sheet.post_title, sheet.kind, sheet.task_group, sheet.rank) == (
        town.units["office"].path, "Chuyên viên", "civil_servant", "Tham mưu", "staff",
    )  # fmt: skip
    assert set(State.objects.values_list("stage", "unit_path", "cycle")) == {
        ("self", town.units[unit].path, cycle.pk) for unit in ("ward", "office", "economy")
    }
    assert Event.objects.get(verb="evaluations.enrolled").data["sheets"] == 8
    assert check_states() == []


def test_reviewers_and_deciders_follow_the_tree(town: Town) -> None:
    month.opened(town)
    assert acting(town, "review") == {
        "hung": "lan", "mai": "lan", "dung": "lan", "nam": "mai", "hoa": "mai", "trang": "mai", "anh": "dung",
        "binh": "dung",
    }  # fmt: skip
    assert set(acting(town, "decide").values()) == {"lan"}


def test_a_head_evaluated_from_above_is_in_the_cycle_above(town: Town) -> None:
    adopted.make_officer(town, "khoa", "district")
    adoption = adopted.adopt(town, unit="district", actor="khoa")
    month.opened(town, adoption=adoption, unit=town.units["district"], by="khoa")
    assert acting(town, "review") == {"khoa": "duc", "lan": "duc"}
    assert acting(town, "decide") == {"khoa": "duc", "lan": "duc"}


def test_the_agencys_own_head_is_decided_from_above(town: Town) -> None:
    Posting.objects.filter(person=town.persons["lan"]).update(evaluated_by=None)
    month.opened(town)
    assert (acting(town, "review")["lan"], acting(town, "decide")["lan"]) == ("duc", "duc")


def test_nobody_reviews_or_decides_about_oneself(town: Town) -> None:
    post = Post.objects.create(unit=town.units["office"], title="Kiêm Chánh Văn phòng", rank="head", valid_from=START)
    Posting.objects.filter(person=town.persons["mai"]).update(valid_to=date(2026, 6, 1))
    Posting.objects.create(
        person=town.persons["hung"], post=post, kind="civil_servant", primary=False, valid_from=START
    )
    Posting.objects.filter(person=town.persons["lan"]).update(evaluated_by=None)
    month.opened(town)
    assert all(key != who for step in ("review", "decide") for key, who in acting(town, step).items())
    assert (acting(town, "review")["nam"], acting(town, "review")["hung"]) == ("hung", "lan")


def test_the_deputy_in_charge_stands_for_a_missing_head(town: Town) -> None:
    Posting.objects.filter(person=town.persons["mai"]).update(valid_to=date(2026, 6, 1))
    post = Post.objects.create(unit=town.units["office"], title="Phó phụ trách", rank="deputy", valid_from=START)
    Posting.objects.filter(person=town.persons["nam"]).update(post=post, acting=True)
    month.opened(town)
    assert (acting(town, "review")["hoa"], acting(town, "review")["nam"]) == ("nam", "lan")


def test_without_a_head_nobody_is_assigned_and_the_plan_says_so(town: Town) -> None:
    Posting.objects.filter(person=town.persons["mai"]).update(valid_to=date(2026, 6, 1))
    cycle = month.opened(town)
    assert acting(town, "review")["nam"] is None
    plan = enrolment.plan(cycle.unit, cycles.rules(cycle), "other", month.JULY, month.DAY)
    assert {str(place.person) for place in plan.without_reviewer} == {"Phạm Quốc Nam", "Đỗ Thị Hoa", "Ngô Thu Trang"}


def test_the_plan_names_who_is_not_a_subject(town: Town) -> None:
    adoption = adopted.adopt(town)
    cycle_rules = regulations.rules(adoption.rules_id)
    plan = enrolment.plan(town.units["ward"], cycle_rules, adoption.pack, month.JULY, month.DAY)
    assert plan.uncovered_by_kind == [("Lao động hợp đồng", 1)]
    assert [str(row.person) for row in plan.uncovered] == ["Phan Thu Hà"]
    assert len(plan.places) == 8


@pytest.mark.parametrize(
    ("left", "moved_to", "covered"),
    [
        (date(2026, 6, 30), None, False),  # left before the month
        (date(2026, 7, 10), None, True),  # left in the month: evaluated where one left
        (date(2026, 7, 10), "school", False),  # moved: evaluated by the new agency
        (date(2026, 7, 10), "economy", True),
    ],
)
def test_leaving_and_moving(town: Town, left: date, moved_to: str | None, covered: bool) -> None:
    Posting.objects.filter(person=town.persons["nam"]).update(valid_to=left)
    if moved_to:
        post = Post.objects.create(unit=town.units[moved_to], title="Chuyên viên", rank="staff", valid_from=START)
        Posting.objects.create(person=town.persons["nam"], post=post, kind="civil_servant", valid_from=left)
    month.opened(town)
    found = Sheet.objects.filter(person=town.persons["nam"]).values_list("unit__code", flat=True)
    wanted = {None: "MH-AB-VP", "economy": "MH-AB-KT"}.get(moved_to)
    assert list(found) == ([wanted] if covered else [])


def test_enrolling_again_adds_only_who_joined(town: Town) -> None:
    cycle = month.opened(town)
    person = Person.objects.create(code="M1", full_name="Mới Đến", sort_key="m", search_key="moi den", invented=True)
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    Posting.objects.create(person=person, post=post, kind="civil_servant", valid_from=date(2026, 7, 15))
    plan = actions.enrol(actor=town.accounts["trang"], cycle=cycle, today=month.DAY)
    assert [place.person for place in plan.places] == [person]
    assert actions.enrol(actor=town.accounts["trang"], cycle=cycle, today=month.DAY).places == ()
    assert (Sheet.objects.count(), State.objects.count()) == (9, 9)


def test_one_sheet_a_person_period_and_instrument(town: Town) -> None:
    adopted.make_officer(town, "khoa", "district")
    above = adopted.adopt(town, unit="district", actor="khoa")
    month.opened(town, adoption=above, unit=town.units["district"], by="khoa")
    Posting.objects.filter(person=town.persons["lan"]).update(evaluated_by=None)
    cycle = month.opened(town)
    plan = enrolment.plan(cycle.unit, cycles.rules(cycle), cycle.adoption.pack, month.JULY, month.DAY)
    assert ("Trần Thị Lan", "Quận Minh Họa") in [(str(row.person), where) for row, where in plan.elsewhere]
    assert Sheet.objects.filter(person=town.persons["lan"]).count() == 1


def test_collectives_are_subjects_where_the_rules_have_a_form(town: Town) -> None:
    criteria = [f"Ví dụ: tiêu chí {number}" for number in range(1, 11)]
    adoption = adopted.adopt(town, settings=adopted.CIVIL | {"items_collective": criteria})
    month.opened(town, adoption=adoption)
    found = Sheet.objects.filter(kind="collective").order_by("unit_path")
    assert list(found.values_list("collective__code", "form")) == [
        ("MH-AB-VP", "collective"), ("MH-AB-KT", "collective"),
    ]  # fmt: skip
    rows = Assignee.objects.filter(sheet=found[0]).values_list("step", "person__account__username")
    assert dict(rows) == {"self": "mai", "review": "lan", "decide": "lan"}


def test_opening_is_all_or_nothing(town: Town) -> None:
    adoption = adopted.adopt(town)
    Posting.objects.update(kind="contract_worker")
    with pytest.raises(ActionError, match="Chưa có ai"):
        month.opened(town, adoption=adoption)
    assert (Cycle.objects.count(), Sheet.objects.count(), Event.objects.filter(verb="cycles.opened").count()) == (
        0,
        0,
        0,
    )


def test_only_the_officer_enrols(town: Town) -> None:
    cycle = month.opened(town)
    for key in ("mai", "lan", "ha", "khoa", "xa", "quan_tri"):
        with pytest.raises(NotAssigned):
            actions.enrol(actor=town.accounts[key], cycle=cycle)


def test_the_next_month_opens_by_itself_once(town: Town) -> None:
    month.opened(town, repeats=True)
    first = actions.open_repeating(date(2026, 8, 1))
    assert [cycle.name for cycle in first] == ["Đánh giá tháng 8/2026"]
    assert Sheet.objects.filter(cycle=first[0]).count() == 8
    assert actions.open_repeating(date(2026, 8, 1)) == []


def crowd(town: Town, people: int) -> None:
    """Many more people in the office."""
    start = Person.objects.count()
    made = Person.objects.bulk_create(
        Person(code=f"X{start + n}", full_name=f"Người {n}", sort_key=f"{n:06d}", search_key=f"nguoi {n}")
        for n in range(people)
    )
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    Posting.objects.bulk_create(
        Posting(person=person, post=post, kind="civil_servant", valid_from=START) for person in made
    )


def test_opening_takes_the_same_queries_for_many(town: Town) -> None:
    def queries(**changes: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            month.opened(town, adoption=adoption, **changes)
        return len(captured)

    adoption = adopted.adopt(town)
    regulations.rules(adoption.rules_id)  # a process reads the same rules once, whoever asks first
    few = queries(unit=town.units["economy"])
    crowd(town, 40)  # one statement still holds them on SQLite
    many = queries(unit=town.units["office"])
    assert Sheet.objects.count() == 3 + 4 + 40
    assert (few, many) == (28, 28)


def test_whom_another_instrument_took_over_is_not_evaluated_twice(town: Town) -> None:
    """Decree 90 goes on for public employees half a year after Decree 335 took the civil servants from it."""
    old = adopted.adopt(town, pack="nd_90_2020", settings=adopted.OLD, number="90/QĐ", valid_from=date(2025, 1, 1))
    Posting.objects.filter(person=town.persons["ha"]).update(kind="public_employee")
    rules, june = regulations.rules(old.rules_id), Period("quarter", 2026, 2)
    before = enrolment.plan(town.units["ward"], rules, old.pack, june, june.ends)
    adopted.adopt(town)
    after = enrolment.plan(town.units["ward"], rules, old.pack, june, june.ends)
    assert len(before.places) == 9
    assert [place.person for place in after.places] == [town.persons["ha"]]
