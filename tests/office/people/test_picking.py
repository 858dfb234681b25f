"""Choosing a person by typing: with a script as one types, without one by sending the form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test.utils import CaptureQueriesContext

from canbo.office.people.models import Delegation, Person, Post, Posting
from canbo.office.people.queries.persons import matches
from canbo.paperwork.names import search_key, sort_key
from tests.town import START, Town

PAGE = "/nhan-su/uy-quyen/"
DAY = date(2026, 1, 1)


def join(town: Town, *names: str) -> list[Person]:
    """More people in the ward's office."""
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    made = []
    for name in names:
        code = f"X{Person.objects.count()}"
        person = Person.objects.create(full_name=name, code=code, search_key=search_key(name), sort_key=sort_key(name))
        Posting.objects.create(person=person, post=post, kind="civil_servant", valid_from=START)
        made.append(person)
    return made


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "principal": "CB0003", "deputy": "CB0004", "valid_from": "01/01/2026", "until": "31/12/2030",
        "document": "QĐ 5",
    } | changed  # fmt: skip


def test_whole_names_and_given_names_come_first(town: Town) -> None:
    long, same, other = join(town, "Nguyễn Văn Hùng Anh", "Nguyễn Văn Hùng", "Hùng Thị Mai")
    found = matches(Person.objects.all(), "văn hùng", DAY)
    assert [person.full_name for person, _ in found.people] == [
        "Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "Nguyễn Văn Hùng Anh",
    ]  # fmt: skip
    assert found.only() is None
    assert found.only(str(same.pk)) == same
    assert matches(Person.objects.all(), "nguyen van hung anh", DAY).only() == long
    assert matches(Person.objects.all(), other.code.lower(), DAY).only() == other
    assert matches(Person.objects.all(), "hung", DAY, limit=3).more
    assert matches(Person.objects.all(), "hùng", DAY, limit=4).people[-1][0] == other


def test_one_of_several_is_chosen_on_the_page_itself(town: Town) -> None:
    _, same = join(town, "Nguyễn Văn Hùng Anh", "Nguyễn Văn Hùng")
    client = town.client("trang")
    asked = client.post(PAGE, typed(deputy="văn hùng"))
    assert (asked.status_code, Delegation.objects.count()) == (422, 0)
    assert asked.context["form"].errors == {"deputy": ["Có 3 người khớp. Hãy chọn một người bên dưới."]}
    body = asked.content.decode()
    assert 'value="văn hùng"' in body
    assert f'name="deputy-chon" value="{same.pk}"' in body
    assert client.post(PAGE, typed(deputy="văn hùng", **{"deputy-chon": same.pk})).status_code == 302
    assert Delegation.objects.get().deputy == same


def test_who_was_chosen_before_the_text_changed_does_not_count(town: Town) -> None:
    answer = town.client("trang").post(PAGE, typed(deputy="không có ai", **{"deputy-chon": town.persons["hung"].pk}))
    assert answer.context["form"].errors == {"deputy": ["Không thấy ai có tên hoặc mã số này trong phạm vi của mình."]}


def test_the_matches_come_while_typing_and_only_from_what_is_offered(town: Town) -> None:
    client = town.client("trang")
    part = client.get(PAGE, {"tim": "deputy", "deputy": "nam"}).content.decode()
    assert "Phạm Quốc Nam" in part
    assert "checked" in part
    assert "<html" not in part
    for name in ("Lý Thị Xa", "Ngô Thu Trang"):  # elsewhere; oneself
        assert name not in client.get(PAGE, {"tim": "deputy", "deputy": name}).content.decode()
    assert client.get(PAGE, {"tim": "deputy", "deputy": " "}).content == b""
    assert town.client("nam").get(PAGE, {"tim": "deputy", "deputy": "hoa"}).status_code == 404


def test_the_page_costs_the_same_with_many_people(town: Town) -> None:
    from django.db import connection

    client, counts = town.client("trang"), []
    for names in ([], [f"Trần Văn {n}" for n in "abcdefghijklmno"]):
        join(town, *names)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert "Trần Văn A" not in client.get(PAGE).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
