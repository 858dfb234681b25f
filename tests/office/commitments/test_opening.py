"""A year's round: who gets a commitment, by which form, due when; one standing commitment a person, year and set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.commitments import queries
from canbo.office.commitments.models import Commitment, CommitmentState, CommitmentText
from canbo.office.commitments.preparing import plan
from canbo.office.people.models import Posting
from canbo.office.regulations import queries as regulations
from tests.office.commitments import year
from tests.office.regulations import adopted
from tests.town import Town

WARD = ["lan", "hung", "mai", "nam", "hoa", "trang", "dung", "anh", "binh"]


def test_everybody_the_decree_covers_gets_one(town: Town) -> None:
    made = year.opened(town)
    rows = Commitment.objects.order_by("unit_path", "person__sort_key")
    assert {row.person_id for row in rows} == {town.persons[key].pk for key in WARD}
    nam = year.of(town, "nam")
    assert (nam.year, nam.number, nam.pack, nam.form, nam.post_title, nam.due, nam.unit_path) == (
        2026, 1, "nd_335_2025", "staff", "Chuyên viên", year.LAST, town.units["office"].path,
    )  # fmt: skip
    assert year.of(town, "lan").form == "leader"
    assert [(row.person.full_name, row.get_kind_display()) for row in made.uncovered] == [
        ("Phan Thu Hà", "Lao động hợp đồng")
    ]
    assert set(CommitmentState.objects.values_list("stage", "late")) == {("subject", False)}
    assert Event.objects.get(verb="commitments.opened").data["commitments"] == 9
    assert queries.check_commitments() == []


def test_opened_again_it_adds_only_who_came_since(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption)
    with pytest.raises(ActionError, match="đã có bản cam kết"):
        year.opened(town, adoption=adoption)
    came = Posting.objects.get(person=town.persons["ha"])
    Posting.objects.filter(pk=came.pk).update(kind="civil_servant", valid_from=date(2026, 3, 1))
    late = year.opened(town, adoption=adoption, today=date(2026, 3, 2), due=date(2026, 3, 15))
    # The common day had passed before she came: hers is the one the officer gave.
    assert [(place.posting.person.full_name, place.due) for place in late.places] == [
        ("Phan Thu Hà", date(2026, 3, 15))
    ]
    assert late.have == 9


def test_the_rules_give_no_day_before_the_body_adopted_them(town: Town) -> None:
    adoption = year.adopt(town, valid_from=date(2026, 2, 1), issued=date(2026, 1, 31))
    made = year.opened(town, adoption=adoption, today=date(2026, 2, 2))
    assert made.by_due == [(None, 9)]


def test_another_officer_another_year_another_regulation_are_refused(town: Town) -> None:
    adoption = year.adopt(town)
    for stranger in ("lan", "nam", "ha", "khoa", "quan_tri", "xa"):
        with pytest.raises(NotTheirs):
            year.opened(town, adoption=adoption, by=stranger)
    for wrong in (2025, 2028):
        with pytest.raises(ActionError, match=f"Không lập cam kết năm {wrong}"):
            year.opened(town, adoption=adoption, year=wrong)
    adopted.make_officer(town, "xa", "school")
    elsewhere = year.adopt(town, unit="school", actor="xa")
    with pytest.raises(ActionError, match="không áp dụng cho Phường An Bình"):
        year.opened(town, adoption=elsewhere)
    with pytest.raises(ActionError, match="không nằm trong năm 2026"):
        year.opened(town, adoption=adoption, due=date(2027, 1, 15))
    assert Commitment.objects.count() == 0


def test_a_withdrawn_one_is_replaced_and_the_database_holds_the_line(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption)
    first = year.of(town, "nam")
    year.withdraw(town, "trang", "nam")
    again = year.opened(town, adoption=adoption)
    assert [(place.posting.person_id, place.replaces) for place in again.places] == [(town.persons["nam"].pk, first)]
    second = year.of(town, "nam")
    assert (second.number, second.replaces_id) == (2, first.pk)
    assert queries.check_commitments() == []
    twin = {field.attname: getattr(second, field.attname) for field in Commitment._meta.concrete_fields}
    same_number = "commitment_number|commitment.year, commitment.pack, commitment.number"
    broken: dict[str, dict[str, Any]] = {
        same_number: {"replaces_id": year.of(town, "hoa").pk},
        "commitment_first_or_replaces": {"number": 3, "replaces_id": None},
    }
    for name, changes in broken.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Commitment.objects.create(**(twin | {"id": None} | changes))
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        Commitment.objects.filter(pk=first.pk).update(number=3)


def test_last_years_words_come_along(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption)
    key = year.case(town, "nam").form.items[0].key
    year.write(town, "nam", {key: "Trả lời dân trong ngày"})
    year.sign(town, "nam", "nam")
    year.opened(town, adoption=adoption, year=2027, prefill="last_year", today=date(2026, 12, 20))
    texts = CommitmentText.objects.filter(commitment__year=2027)
    assert [row.items for row in texts.filter(commitment__person=town.persons["nam"])] == [
        [{"key": key, "text": "Trả lời dân trong ngày"}]
    ]
    assert [row.items for row in texts.filter(commitment__person=town.persons["hoa"])] == [[]]


def test_a_round_takes_the_same_queries_for_few_and_many(town: Town) -> None:
    adoption = year.adopt(town)
    rules = regulations.rules(adoption.rules_id)

    def counted(unit: str) -> int:
        with CaptureQueriesContext(connection) as made:
            plan(town.units[unit], adoption, rules, 2026, year.DAY)
        return len(made)

    assert counted("economy") == counted("ward")


def test_due_days_follow_the_instrument(town: Town) -> None:
    adoption = adopted.adopt(town)
    made = year.opened(town, adoption=adoption, due=year.LAST + timedelta(days=1))
    assert made.by_due == [(date(2026, 1, 30), 9)]
