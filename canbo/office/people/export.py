"""Lists of this room as spreadsheets. The roster has the columns that `canbo.paperwork.roster` reads back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from canbo.office.people.models import KINDS, Delegation, Grant, Posting, Unit
from canbo.office.people.queries.accounts import STATES, state_of
from canbo.office.people.queries.units import Branch
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import search_key
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.workbook import Table, TableColumn, Value, write_table

# Field of the roster's vocabulary, width in characters.
ROSTER = [
    ("ordinal", 6), ("full_name", 26), ("birth", 12), ("sex", 9), ("code", 16), ("unit_name", 28), ("post_title", 28),
    ("kind", 20), ("leader", 10), ("task_group", 20), ("education", 16), ("political_theory", 14), ("email", 24),
    ("phone", 14),
]  # fmt: skip
SEXES = {"F": "Nữ", "M": "Nam"}


def roster_table(rows: QuerySet[Posting], title: str, day: date) -> bytes:
    """The roster of these primary postings, in the columns an import reads."""
    places = list(rows)
    names = unit_labels({place.post.unit for place in places})
    titles = ["DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", f"{title + ', ' if title else ''}ngày {short_date(day)}"]
    lines = (_line(number, place, names[place.post.unit_id]) for number, place in enumerate(places, start=1))
    return write_table(Table("Danh sách", _columns(), lines, titles))


def template_table(unit: Unit | None) -> bytes:
    """An empty roster with one line, of somebody in the unit, to show how to fill it in."""
    line = (
        1, "Nguyễn Văn Ví Dụ", "15/08/1985", "Nam", "", unit.name if unit else "", "Chuyên viên", "Công chức", "",
        "Tham mưu", "Đại học", "Trung cấp", "", "",
    )  # fmt: skip
    return write_table(Table("Danh sách", _columns(), [line], ["DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC"]))


def units_table(rows: Sequence[Branch], day: date) -> bytes:
    """The tree of a day."""
    columns = [
        TableColumn("Đơn vị", width=50), TableColumn("Mã", width=20), TableColumn("Người đứng đầu", width=34),
        TableColumn("Số người", "integer", 10), TableColumn("Kể cả trực thuộc", "integer", 16),
        TableColumn("Từ ngày", "date", 12),
    ]  # fmt: skip
    lines = (("   " * b.depth + b.unit.name, b.unit.code, b.head, b.own, b.total, b.unit.valid_from) for b in rows)
    return write_table(Table("Đơn vị", columns, lines, ["CÂY ĐƠN VỊ", f"Ngày {short_date(day)}"]))


def accounts_table(rows: QuerySet[Posting], day: date) -> bytes:
    """The accounts of an officer's people."""
    columns = [
        TableColumn("Họ và tên", width=26), TableColumn("Mã số", width=16), TableColumn("Đơn vị", width=30),
        TableColumn("Tên đăng nhập", width=18), TableColumn("Tình trạng", width=20),
        TableColumn("Đóng từ ngày", "date", 14),
    ]  # fmt: skip
    lines = (
        (
            row.person.full_name, row.person.code, row.post.unit.name, account.username if account else "",
            dict(STATES)[state_of(account, day)], account.closed_on if account else None,
        )
        for row in rows
        for account in [row.person.account]
    )  # fmt: skip
    return write_table(Table("Tài khoản", columns, lines, ["DANH SÁCH TÀI KHOẢN", f"Ngày {short_date(day)}"]))


def grants_table(rows: QuerySet[Grant], day: date) -> bytes:
    """Roles, with who gave them and how long they hold."""
    columns = [
        TableColumn("Tài khoản", width=18), TableColumn("Vai trò", width=22), TableColumn("Đơn vị", width=34),
        TableColumn("Từ ngày", "date", 12), TableColumn("Đến trước ngày", "date", 14),
        TableColumn("Người giao", width=18),
    ]  # fmt: skip
    lines = (
        (row.account.username, row.get_role_display(), row.unit.name, row.valid_from, row.valid_to, str(row.by or ""))
        for row in rows
    )
    return write_table(Table("Vai trò", columns, lines, ["DANH SÁCH VAI TRÒ", f"Ngày {short_date(day)}"]))


def delegations_table(rows: QuerySet[Delegation], day: date) -> bytes:
    """Delegations, present and past."""
    columns = [
        TableColumn("Người đứng đầu", width=26), TableColumn("Người làm thay", width=26),
        TableColumn("Từ ngày", "date", 12), TableColumn("Đến hết ngày", "date", 14), TableColumn("Văn bản", width=34),
    ]  # fmt: skip
    lines = ((r.principal.full_name, r.deputy.full_name, r.valid_from, r.last_day, r.document) for r in rows)
    return write_table(Table("Ủy quyền", columns, lines, ["DANH SÁCH ỦY QUYỀN", f"Ngày {short_date(day)}"]))


def unit_labels(units: Iterable[Unit]) -> dict[int, str]:
    """What a roster calls each unit: its name, or its code where two units have the same name."""
    units = list(units)
    known = Counter(search_key(unit.name) for unit in units)
    return {unit.pk: unit.name if known[search_key(unit.name)] == 1 else unit.code for unit in units}


def _columns() -> list[TableColumn]:
    return [TableColumn(vocabulary().title_of(name), width=width) for name, width in ROSTER]


def _line(number: int, place: Posting, unit: str) -> Sequence[Value]:
    return tuple(_values(number, place, unit))


def _values(number: int, place: Posting, unit: str) -> Iterator[Value]:
    person, post = place.person, place.post
    born = short_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    yield from (number, person.full_name, born, SEXES.get(person.sex, ""), person.code, unit, post.title)
    yield from (dict(KINDS)[place.kind], "" if post.rank == "staff" else "x", place.task_group, person.education)
    yield from (person.political_theory, person.email, person.phone)
