"""The record: append-only, its sensitive part behind a reason on record, and what other rooms read of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.people.models import Person
from canbo.office.profiles.actions.reading import read_sensitive
from canbo.office.profiles.actions.recording import put, withdraw
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.models import ProfileEntry, ProfileErasure, ProfileValue, SensitiveRead
from canbo.office.profiles.queries import facts, profiles
from canbo.office.profiles.queries.standing import standing
from canbo.rulebook.standards import Profile
from tests.office.profiles.record import put_all
from tests.town import Town

DAY = date(2026, 11, 22)


def test_a_profile_is_what_stands_with_the_day_it_was_gained(town: Town) -> None:
    nam, hoa = town.persons["nam"], town.persons["hoa"]
    put_all(
        town, ("nam", "education", "university", date(2002, 6, 1)), ("nam", "education", "master", date(2024, 6, 1)),
        ("nam", "recruited", "2003-09-01"), ("hoa", "political_theory", "none"),
    )  # fmt: skip
    Person.objects.filter(pk=hoa.pk).update(education="đại học", political_theory="Cao cấp")
    found = profiles([nam.pk, hoa.pk], DAY)
    assert found[nam.pk] == Profile(
        nam.birth_date, date(2003, 9, 1),
        {"education": ((date(2002, 6, 1), "university"), (date(2024, 6, 1), "master"))},
    )  # fmt: skip
    assert found[hoa.pk] == Profile(
        hoa.birth_date, None, {"political_theory": (), "education": ((None, "university"),)}
    )


def test_what_was_corrected_or_withdrawn_stands_no_more(town: Town) -> None:
    nam = town.persons["nam"]
    put_all(town, ("nam", "education", "university"), ("nam", "language", "two"))
    wrong, other = ProfileEntry.objects.order_by("pk")
    right = Draft(nam.pk, "education", "college", replaces=wrong.pk)
    put(actor=town.accounts["trang"], drafts=[right])
    withdraw(actor=town.accounts["trang"], entry=other, reason="Nhập nhầm người")
    assert [(one.field, one.text) for one in standing([nam.pk], ["education", "language"])] == [
        ("education", "college")
    ]
    with pytest.raises(ActionError, match="đã được sửa hoặc rút"):
        put(actor=town.accounts["trang"], drafts=[right])
    with pytest.raises(ActionError, match="đã được sửa hoặc rút"):
        withdraw(actor=town.accounts["trang"], entry=wrong, reason="lại")


@pytest.mark.parametrize(
    ("field", "text"), [("education", "Đại học"), ("recruited", "01/09/2003"), ("science", "có"), ("residence", " ")]
)
def test_a_value_that_is_none_of_its_field_is_refused(town: Town, field: str, text: str) -> None:
    with pytest.raises(ActionError, match="không đọc được"):
        put_all(town, ("nam", field, text))
    assert ProfileEntry.objects.count() == 0


def test_only_the_officer_of_the_unit_puts_on_record(town: Town) -> None:
    for who in ("lan", "ha", "nam", "khoa", "xa"):
        with pytest.raises(NotTheirs):
            put_all(town, ("nam", "education", "university"), by=who)
    with pytest.raises(NotTheirs):
        put_all(town, ("nam", "education", "university"), ("xa", "education", "university"))


def test_the_database_keeps_the_record_and_lets_words_go_only_with_an_erasure(town: Town) -> None:
    put_all(town, ("nam", "health", "Loại II"))
    entry, value = ProfileEntry.objects.get(), ProfileValue.objects.get()
    for act in (
        lambda: ProfileEntry.objects.update(field="religion"),
        lambda: ProfileEntry.objects.all()._raw_delete("default"),
        lambda: ProfileValue.objects.update(text="Loại I"),
    ):
        with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
            act()
    with pytest.raises(DatabaseError, match="with an erasure"), transaction.atomic():
        value.delete()
    ProfileErasure.objects.create(entry=entry, reason="Hết thời hạn lưu", at=timezone.now())
    value.delete()
    assert ProfileValue.objects.count() == 0


def test_each_sensitive_field_read_is_on_record_and_never_in_the_journal(town: Town) -> None:
    nam = town.persons["nam"]
    put_all(town, ("nam", "ethnicity", "Tày"), ("nam", "health", "Loại II"), ("nam", "education", "university"))
    with pytest.raises(ActionError, match="lý do"):
        read_sensitive(actor=town.accounts["trang"], people=[nam], keys=["ethnicity"], why=" ")
    for who in ("lan", "mai", "ha", "quan_tri", "xa", "hoa"):
        with pytest.raises(NotTheirs):
            read_sensitive(actor=town.accounts[who], people=[nam], keys=["ethnicity"], why="xem")
    assert SensitiveRead.objects.count() == 0
    found = read_sensitive(
        actor=town.accounts["khoa"], people=[nam], keys=["health", "ethnicity", "education"], why="Kiểm tra hồ sơ"
    )
    assert [(one.field, one.text) for one in found] == [("ethnicity", "Tày"), ("health", "Loại II")]
    assert list(SensitiveRead.objects.order_by("field").values_list("field", "reader__username", "why")) == [
        ("ethnicity", "khoa", "Kiểm tra hồ sơ"), ("health", "khoa", "Kiểm tra hồ sơ"),
    ]  # fmt: skip
    own = read_sensitive(actor=town.accounts["nam"], people=[nam], keys=["health"], why="")
    assert [one.text for one in own] == ["Loại II"]
    assert SensitiveRead.objects.count() == 2
    told = str(list(Event.objects.values_list("verb", "data")))
    assert not any(word in told for word in ("Tày", "Loại", "ethnicity", "health", "Kiểm tra hồ sơ"))
    with pytest.raises(ValueError, match="sensitive"):
        standing([nam.pk], ["health"])


def test_facts_of_the_record_are_true_false_or_not_known(town: Town) -> None:
    put_all(
        town, ("nam", "ethnicity", "kinh"), ("hoa", "ethnicity", "Tày"), ("hoa", "science", "yes"),
        ("hoa", "discipline", "none"), ("binh", "discipline", "Khiển trách", date(2026, 1, 5)),
        ("nam", "recruited", "2003-09-01"),
    )  # fmt: skip
    put(
        actor=town.accounts["trang"],
        drafts=[Draft(town.persons["nam"].pk, "discipline", "Khiển trách", date(2025, 1, 5), date(2026, 1, 5))],
    )
    known = facts([town.persons[key].pk for key in ("nam", "hoa", "binh")], DAY)
    told = {
        key: tuple(
            known[town.persons[key].pk].planning()[name] for name in ("ethnic_minority", "science", "disciplined")
        )
        for key in ("nam", "hoa", "binh")
    }
    assert told == {"nam": (False, None, False), "hoa": (True, True, False), "binh": (None, None, None)}
    nam = known[town.persons["nam"].pk]
    assert (nam.age, nam.female, nam.joined) == (46, False, date(2003, 9, 1))
    before = facts([town.persons["nam"].pk], date(2025, 6, 1))[town.persons["nam"].pk]
    assert before.disciplined is True


def test_reads_are_constant_in_queries(town: Town, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    put_all(town, ("nam", "education", "university"), ("hoa", "ethnicity", "Tày"))
    everybody = Person.objects.all()
    with django_assert_num_queries(2):
        assert len(profiles(everybody, DAY)) == 13
    with django_assert_num_queries(3):
        assert len(facts([person.pk for person in town.persons.values()], DAY)) == 13
