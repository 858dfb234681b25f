"""Every page of the room for every role, with constant numbers of statements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.base.models import Event
from canbo.office.people.actions import imports
from canbo.office.people.export import template_table
from canbo.office.people.models import Delegation, Grant, Person, Post, Posting, Unit
from canbo.paperwork.names import search_key, sort_key
from tests.town import START, Town

ROLES = ["trang", "lan", "ha", "khoa", "quan_tri", "hung", "nam", "xa"]
# Which of ROLES a page opens to; it answers 404 to all others.
PAGES: dict[str, set[str]] = {
    "don-vi/": {"trang", "lan", "ha", "khoa"},
    "don-vi/?xuat=xlsx": {"trang", "lan", "ha", "khoa"},
    "don-vi/{office}/": {"trang", "lan", "ha", "khoa"},
    "don-vi/{economy}/": {"trang", "lan", "khoa"},
    "don-vi/{district}/": {"khoa"},
    "don-vi/them/": {"trang"},
    "don-vi/{office}/thay-doi/": {"trang"},
    "don-vi/{office}/thay-doi/?viec=doi-ten": {"trang"},
    "don-vi/{office}/thay-doi/?viec=sap-nhap": {"trang"},
    "don-vi/{office}/thay-doi/?viec=chia-tach": {"trang"},
    "don-vi/{office}/thay-doi/?viec=chuyen": {"trang"},
    "don-vi/{office}/thay-doi/?viec=giai-the": {"trang"},
    "don-vi/{district}/thay-doi/": set(),
    "don-vi/{office}/chuc-vu/": {"trang"},
    "nguoi/": {"trang", "lan", "ha", "khoa"},
    "nguoi/?xuat=xlsx": {"trang", "lan", "ha", "khoa"},
    "nguoi/{nam}/": {"trang", "lan", "ha", "khoa", "nam"},
    "nguoi/{anh}/": {"trang", "lan", "khoa"},
    "nguoi/{duc}/": {"khoa"},
    "nguoi/them/": {"trang"},
    "nguoi/{nam}/sua/": {"trang"},
    "nguoi/{nam}/vi-tri/": {"trang"},
    "vi-tri/{place}/ket-thuc/": {"trang"},
    "vi-tri/{place}/thay-doi/": {"trang"},
    "nhap/": {"trang"},
    "nhap/mau/": {"trang"},
    "nhap/{entry}/": {"trang"},
    "nhap/{entry}/tep/": {"trang"},
    "tai-khoan/": {"trang"},
    "tai-khoan/tao/": {"trang"},
    "tai-khoan/vai-tro/": {"quan_tri"},
    "vai-tro/": {"quan_tri"},
    "vai-tro/{grant}/ket-thuc/": {"quan_tri"},
    "uy-quyen/": {"trang", "lan"},
    "uy-quyen/?xuat=xlsx": {"trang", "lan"},
    "vai-tro/?xuat=xlsx": {"quan_tri"},
    "tai-khoan/?xuat=xlsx": {"trang"},
}


def ids(town: Town) -> dict[str, int]:
    """What the addresses are about."""
    entry = imports.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="ds.xlsx", data=template_table(None),
        day=date(2025, 7, 1), kind="cadre",
    )  # fmt: skip
    return {
        **{key: unit.pk for key, unit in town.units.items()},
        **{key: person.pk for key, person in town.persons.items()},
        "place": Posting.objects.get(person=town.persons["nam"]).pk,
        "entry": entry.pk,
        "grant": Grant.objects.get(account=town.accounts["ha"]).pk,
    }


def test_who_may_open_each_page(town: Town) -> None:
    numbers = ids(town)
    clients = {who: town.client(who) for who in ROLES}
    codes = {
        page: {who: client.get("/nhan-su/" + page.format(**numbers)).status_code for who, client in clients.items()}
        for page in PAGES
    }
    assert {page: {who for who, code in row.items() if code == 200} for page, row in codes.items()} == PAGES
    # An administrator who is no officer is sent on from the accounts of people to those of role holders.
    codes["tai-khoan/"].pop("quan_tri")
    codes["tai-khoan/?xuat=xlsx"].pop("quan_tri")
    assert {code for row in codes.values() for code in row.values()} == {200, 404}


def test_a_stranger_s_knock_is_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.client("xa").get(f"/nhan-su/don-vi/{town.units['office'].pk}/")
    assert [record.getMessage() for record in caplog.records if record.name == "canbo.access"] == [
        f"not found or not theirs: account {town.accounts['xa'].pk}, view people:unit"
    ]


POSTS = ["nguoi/them/", "nguoi/{nam}/sua/", "vi-tri/{place}/ket-thuc/", "don-vi/them/", "nhap/{entry}/thuc-hien/",
         "tai-khoan/cap-lai/", "vai-tro/", "don-vi/{office}/thay-doi/?viec=doi-ten"]  # fmt: skip


def test_strangers_and_readers_change_nothing(town: Town) -> None:
    numbers = ids(town)
    typed = {"day": "01/07/2026", "name": "X", "full_name": "X", "confirmed": "1", "account": town.accounts["nam"].pk}
    for who in ("xa", "nam", "lan", "khoa", "ha"):
        client = town.client(who)
        codes = {page: client.post("/nhan-su/" + page.format(**numbers), typed).status_code for page in POSTS}
        assert codes == dict.fromkeys(POSTS, 404)
    assert Event.objects.count() == 0


def crowd(town: Town, number: int) -> None:
    """More people in units of their own, with accounts, roles and delegations."""
    office = town.units["office"]
    for n in range(number):
        unit = Unit.objects.create(
            code=f"T{n}", name=f"Tổ {n}", parent=office, path=f"{office.path}00000{n:02d}", agency=office.agency,
            valid_from=START,
        )  # fmt: skip
        name = f"Nguyễn Văn {'ABCDEFG'[n]}"
        account = type(town.accounts["nam"]).objects.create_user(f"them{n}", None)
        person = Person.objects.create(
            code=f"X{n}", full_name=name, sort_key=sort_key(name), search_key=search_key(name), account=account
        )
        post = Post.objects.create(unit=unit, title="Tổ trưởng", rank="head", valid_from=START)
        Posting.objects.create(person=person, post=post, kind="cadre", valid_from=START)
        Grant.objects.create(account=account, role="reader", unit=unit, valid_from=START)
        Delegation.objects.create(
            principal=person, deputy=town.persons["nam"], valid_from=START, valid_to=date(2030, 1, 1), document="GP",
            by=town.accounts["trang"],
        )  # fmt: skip


COUNTS = {
    ("trang", "don-vi/"): 8,
    ("trang", "don-vi/{ward}/"): 12,
    ("trang", "nguoi/"): 8,
    ("trang", "nguoi/{nam}/"): 7,
    ("trang", "nhap/"): 8,
    ("trang", "tai-khoan/"): 11,
    ("trang", "uy-quyen/"): 8,
    ("quan_tri", "vai-tro/"): 6,
    ("quan_tri", "tai-khoan/vai-tro/"): 12,
}


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_however_long(town: Town, number: int) -> None:
    numbers = ids(town)
    crowd(town, number)
    counted = {}
    for who, page in COUNTS:
        client = town.client(who)
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/nhan-su/" + page.format(**numbers)).status_code == 200
        counted[who, page] = len(seen)
    assert counted == COUNTS


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=anh", ["Hoàng Ngọc Ánh"]), ("q=Ánh", ["Hoàng Ngọc Ánh"]), ("q=ành", []), ("q=DO THI", ["Đỗ Thị Hoa"]),
        ("q=cb0006", ["Phạm Quốc Nam"]), ("kind=contract_worker", ["Phan Thu Hà"]),
        ("rank=head&unit={economy}", ["Vũ Tiến Dũng"]), ("sort=-name&unit={economy}",
        ["Vũ Tiến Dũng", "Bùi Đức Bình", "Hoàng Ngọc Ánh"]), ("ngay=2019-12-31", []),
    ],
)  # fmt: skip
def test_finding_people(town: Town, query: str, found: list[str]) -> None:
    answer = town.client("trang").get("/nhan-su/nguoi/?" + query.format(**{k: u.pk for k, u in town.units.items()}))
    assert [place.person.full_name for place in answer.context["page"]] == found


def test_people_sort_by_given_name(town: Town) -> None:
    answer = town.client("lan").get("/nhan-su/nguoi/")
    assert [place.person.full_name.split()[-1] for place in answer.context["page"]] == [
        "Ánh", "Bình", "Dũng", "Hà", "Hoa", "Hùng", "Lan", "Mai", "Nam", "Trang",
    ]  # fmt: skip


def test_the_tree_of_another_day(town: Town) -> None:
    Unit.objects.filter(pk=town.units["economy"].pk).update(valid_to=date(2024, 1, 1))
    shown = [
        [row.unit.name for row in town.client("trang").get(f"/nhan-su/don-vi/{day}").context["rows"]]
        for day in ("", "?ngay=2023-12-31", "?q=kinh+te&ngay=31/12/2023")
    ]
    assert shown == [
        ["Phường An Bình", "Văn phòng"],
        ["Phường An Bình", "Văn phòng", "Phòng Kinh tế"],
        ["Phường An Bình", "Phòng Kinh tế"],
    ]


def test_adding_a_person_and_moving_them(town: Town) -> None:
    client = town.client("trang")
    typed: dict[str, Any] = {
        "full_name": "đặng thị ước", "birth": "1991", "unit": town.units["office"].pk, "title": "Chuyên viên",
        "rank": "staff", "kind": "cadre", "primary": "on", "day": "01/02/2026",
    }  # fmt: skip
    assert client.post("/nhan-su/nguoi/them/", typed | {"day": "31/02/2026"}).status_code == 422
    client.post("/nhan-su/nguoi/them/", typed)
    person = Person.objects.get(full_name="Đặng Thị Ước")
    assert (person.code, person.birth_year, person.sort_key) == ("CB000001", 1991, sort_key("Đặng Thị Ước"))
    second = typed | {"unit": town.units["economy"].pk, "day": "01/03/2026"}
    refused = client.post(f"/nhan-su/nguoi/{person.pk}/vi-tri/", second)
    assert "đang có vị trí chính" in refused.content.decode()
    assert refused.status_code == 422
    client.post(f"/nhan-su/nguoi/{person.pk}/vi-tri/", second | {"replace": "on"})
    held = Posting.objects.filter(person=person).order_by("valid_from")
    assert list(held.values_list("post__unit__name", "valid_to")) == [
        ("Văn phòng", date(2026, 3, 1)), ("Phòng Kinh tế", None),
    ]  # fmt: skip
    changed = {"kind": "civil_servant", "task_group": "Tham mưu", "primary": "on", "day": "01/04/2026"}
    client.post(f"/nhan-su/vi-tri/{held[1].pk}/thay-doi/", changed)
    now = Posting.objects.get(person=person, valid_to=None)
    assert (now.kind, now.task_group, now.valid_from) == ("civil_servant", "Tham mưu", date(2026, 4, 1))


def test_splitting_through_the_page(town: Town) -> None:
    client, unit = town.client("trang"), town.units["economy"]
    path = f"/nhan-su/don-vi/{unit.pk}/thay-doi/?viec=chia-tach"
    typed = {"names": "Phòng Tài chính\nPhòng Xây dựng", "day": "01/07/2025", "document": "QĐ 9"}
    asked = client.post(path, typed)
    assert [place.person.full_name for place, _ in asked.context["staying"]] == [
        "Hoàng Ngọc Ánh", "Bùi Đức Bình", "Vũ Tiến Dũng",
    ]  # fmt: skip
    place = asked.context["staying"][0][0]
    refused = client.post(path, typed | {"assign": "1", f"p{place.pk}": "1"})
    assert refused.status_code == 422
    assert [chosen for _, chosen in refused.context["staying"]] == ["1", "", ""]
    client.post(path, typed | {"assign": "1", f"p{place.pk}": "1", "rest": "0"})
    places = Posting.objects.filter(valid_to=None, post__unit__origins__predecessor=unit)
    assert set(places.values_list("person__full_name", "post__unit__name")) == {
        ("Hoàng Ngọc Ánh", "Phòng Xây dựng"), ("Bùi Đức Bình", "Phòng Tài chính"), ("Vũ Tiến Dũng", "Phòng Tài chính"),
    }  # fmt: skip


def test_posts_before_and_after_their_holders(town: Town) -> None:
    client, office = town.client("trang"), town.units["office"]
    typed = {"title": "Phó Chánh Văn phòng", "rank": "deputy", "day": "01/01/2026"}
    client.post(f"/nhan-su/don-vi/{office.pk}/chuc-vu/", typed)
    post = Post.objects.get(title="Phó Chánh Văn phòng")
    assert client.get(f"/nhan-su/don-vi/{office.pk}/").context["shown"].vacant == (post,)
    twice = client.post(f"/nhan-su/don-vi/{office.pk}/chuc-vu/", typed)
    assert "đã có chức vụ" in twice.content.decode()
    held = Post.objects.get(title="Chánh Văn phòng")
    refused = client.post(f"/nhan-su/chuc-vu/{held.pk}/ket-thuc/", follow=True)
    assert "Còn 1 người giữ" in refused.content.decode()
    client.post(f"/nhan-su/chuc-vu/{post.pk}/ket-thuc/")
    post.refresh_from_db()
    assert post.valid_to is not None
    assert town.client("mai").post(f"/nhan-su/chuc-vu/{post.pk}/ket-thuc/").status_code == 404
