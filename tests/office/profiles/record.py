"""Entries of a record for the tests, as an import would leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canbo.office.people.models import Grant
from canbo.office.profiles.actions import importing, requests, standards
from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.models import ProfileEntry, ProfileImport, StandardText
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook import standards as rules
from tests.town import START, Town

HEAD = ("Mã số", "Họ và tên", "Trình độ chuyên môn", "Trình độ chuyên môn: ngày", "Dân tộc", "Ngày tuyển dụng")


def put_all(town: Town, *drafts: tuple[str, str, str] | tuple[str, str, str, date | None], by: str = "trang") -> None:
    """(who, field, text[, day]) put on record by the ward's officer."""
    made = [Draft(town.persons[row[0]].pk, row[1], row[2], row[3] if len(row) > 3 else None) for row in drafts]
    put(actor=town.accounts[by], drafts=made)


def sheet(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """A file of records."""
    return write_table(Table("Hồ sơ", [TableColumn(title) for title in head], rows))


def uploaded(town: Town, *rows: Sequence[str], head: Sequence[str] = HEAD, by: str = "trang") -> ProfileImport:
    """A file of records as somebody uploads it for the ward."""
    data = sheet(*rows, head=head)
    return importing.upload(actor=town.accounts[by], unit=town.units["ward"], name="ho-so.xlsx", data=data)


def adopted_set(town: Town, unit: str, asked: str, by: str = "trang") -> StandardText:
    """A set of standards in force since 2025 for a unit: lines of "Title: {kind: bound}"."""
    rows = [line.strip().partition(":") for line in asked.splitlines()]
    titles = "\n".join(f"  {name}: {{label: {name}, requires: {wanted.strip() or 'null'}}}" for name, _, wanted in rows)
    text = f"source: {{number: Quy định của {unit}, in_force: 2025-01-01}}\ntitles:\n{titles}"
    actor = town.accounts[by]
    if unit == "district":
        Grant.objects.create(account=actor, role="officer", unit=town.units[unit], valid_from=START)
    row = standards.keep(actor=actor, unit=town.units[unit], found=rules.read(text, "tests"))
    standards.adopt(actor=actor, text=row)
    return row


def furnish(town: Town) -> dict[str, int]:
    """One of everything this room keeps, by the kinds of `tests/attacks/walking.py`."""
    put_all(town, ("nam", "education", "university", date(2002, 6, 1)), ("nam", "ethnicity", "Kinh"))
    entry = uploaded(town, (town.persons["hoa"].code, "Đỗ Thị Hoa", "Đại học", "", "", ""))
    kept = adopted_set(town, "ward", "Chuyên viên: {education: university}")
    asked = requests.ask(actor=town.accounts["nam"], kind="see", text="Xin bản sao")
    return {
        "data_request": asked.pk,
        "standard_set": kept.pk,
        "profile_entry": ProfileEntry.objects.filter(field="education")[0].pk, "profile_import": entry.pk,
    }  # fmt: skip
