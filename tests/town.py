"""The town: one small place with named officials, fixed roles and one stranger. The cast of the tests.

    Quận Minh Họa (cơ quan)                 duc: người đứng đầu     khoa: kiểm tra     quan_tri: quản trị
    └─ Phường An Bình (cơ quan)             lan: bí thư (quận đánh giá)   hung: cấp phó
       ├─ Văn phòng                         mai: trưởng   nam, hoa: công chức   trang: cán bộ tổ chức của phường
       │                                    ha: người xem của Văn phòng
       └─ Phòng Kinh tế                     dung: trưởng   anh, binh: công chức
    Trường Tiểu học Hoa Sen (cơ quan)       xa: người lạ

Everybody is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.test import Client

from canbo.office.base.models import Account, Agency
from canbo.office.people.models import Grant, Person, Post, Posting, Unit
from canbo.paperwork.names import search_key, sort_key

START = date(2020, 1, 1)
PASSWORD = "ba-con-meo-den"

UNITS = [
    # key, code, name, parent, agency of its own
    ("district", "MH", "Quận Minh Họa", None, True),
    ("ward", "MH-AB", "Phường An Bình", "district", True),
    ("office", "MH-AB-VP", "Văn phòng", "ward", False),
    ("economy", "MH-AB-KT", "Phòng Kinh tế", "ward", False),
    ("school", "HS", "Trường Tiểu học Hoa Sen", None, True),
]
PEOPLE = [
    # key, full name, sex, unit, post, rank, kind, task group, evaluated by
    ("duc", "Cao Minh Đức", "M", "district", "Bí thư Quận ủy", "head", "cadre", "Lãnh đạo", None),
    ("khoa", "Đặng Văn Khoa", "M", "district", "Ủy viên Ủy ban Kiểm tra", "staff", "civil_servant", "Kiểm tra", None),
    ("lan", "Trần Thị Lan", "F", "ward", "Bí thư Đảng ủy", "head", "civil_servant", "Lãnh đạo", "district"),
    ("hung", "Nguyễn Văn Hùng", "M", "ward", "Phó Bí thư Đảng ủy", "deputy", "civil_servant", "Lãnh đạo", None),
    ("mai", "Lê Thị Mai", "F", "office", "Chánh Văn phòng", "head", "civil_servant", "Lãnh đạo phòng", None),
    ("nam", "Phạm Quốc Nam", "M", "office", "Chuyên viên", "staff", "civil_servant", "Tham mưu", None),
    ("hoa", "Đỗ Thị Hoa", "F", "office", "Chuyên viên", "staff", "civil_servant", "Tham mưu", None),
    ("trang", "Ngô Thu Trang", "F", "office", "Chuyên viên tổ chức", "staff", "civil_servant", "Tham mưu", None),
    ("ha", "Phan Thu Hà", "F", "office", "Văn thư", "staff", "contract_worker", "Phục vụ", None),
    ("dung", "Vũ Tiến Dũng", "M", "economy", "Trưởng phòng", "head", "civil_servant", "Lãnh đạo phòng", None),
    ("anh", "Hoàng Ngọc Ánh", "F", "economy", "Chuyên viên", "staff", "civil_servant", "Tham mưu", None),
    ("binh", "Bùi Đức Bình", "M", "economy", "Chuyên viên", "staff", "civil_servant", "Tham mưu", None),
    ("xa", "Lý Thị Xa", "F", "school", "Giáo viên", "staff", "public_employee", "Giảng dạy", None),
]
GRANTS = [
    ("trang", "officer", "ward"),
    ("ha", "reader", "office"),
    ("khoa", "auditor", "district"),
    ("quan_tri", "administrator", "district"),
]


@dataclass
class Town:
    """The place: units, persons and accounts by key; `client(key)` is a browser logged in as somebody."""

    units: dict[str, Unit] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def client(self, key: str) -> Client:
        client = Client()
        client.force_login(self.accounts[key], backend="django.contrib.auth.backends.ModelBackend")
        return client


def build(step: str = "0") -> Town:
    """Make the town in an empty database, or beside other units with paths that begin otherwise than by `step`."""
    town = Town()
    for number, (key, code, name, parent, own) in enumerate(UNITS, start=1):
        above = town.units[parent] if parent else None
        agency = above.agency if above and not own else Agency.objects.create(code=code, name=name)
        town.units[key] = Unit.objects.create(
            code=code,
            name=name,
            parent=above,
            path=(above.path if above else "") + f"{step}{number:06d}",
            agency=agency,
            is_agency=own,
            valid_from=START,
            search_key=search_key(name),
            order=number,
            invented=True,
        )
    for number, row in enumerate(PEOPLE, start=1):
        _settle(town, number, *row)
    town.accounts["quan_tri"] = _account("quan_tri")
    for key, role, unit in GRANTS:
        Grant.objects.create(account=town.accounts[key], role=role, unit=town.units[unit], valid_from=START)
    return town


def _settle(
    town: Town, number: int, key: str, name: str, sex: str, unit: str, title: str, rank: str, kind: str,
    group: str, above: str | None,
) -> None:  # fmt: skip
    account = _account(key)
    person = Person.objects.create(
        code=f"CB{number:04d}",
        full_name=name,
        sort_key=sort_key(name),
        search_key=search_key(name),
        birth_date=date(1980, 1, number),
        sex=sex,
        account=account,
        invented=True,
    )
    post = Post.objects.create(unit=town.units[unit], title=title, rank=rank, key=rank != "staff", valid_from=START)
    Posting.objects.create(
        person=person,
        post=post,
        kind=kind,
        task_group=group,
        evaluated_by=town.units[above] if above else None,
        valid_from=START,
    )
    town.persons[key], town.accounts[key] = person, account


def _account(key: str) -> Account:
    return Account.objects.create_user(key, PASSWORD)
