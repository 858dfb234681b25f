"""Quick entry: a month's work as rows of product, quantity, due day and note, typed or pasted from Excel.

Every row keeps what was typed; a fault is told beside it and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from canbo.office.work.actions.assigning import MOST, SHORT
from canbo.office.work.models import Assignment, Product
from canbo.office.work.queries.catalogues import Finder
from canbo.paperwork.dates import DateError, parse_date, short_date
from canbo.paperwork.numbers import NumberError, parse_hundredths
from canbo.rulebook.process import Period

FIELDS = ("product", "quantity", "due", "what")
TITLES = {"mã", "sản phẩm", "tên sản phẩm", "mã sản phẩm", "công việc"}
MOST_ROWS = 200
SPARE = 5  # empty rows offered below what there is


@dataclass
class Row:
    """One line as typed, what it means, and what is wrong with it by field."""

    product: str = ""
    quantity: str = ""
    due: str = ""
    what: str = ""
    found: Product | None = None
    count: int = 0
    day: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any((self.product, self.quantity, self.due, self.what))


def typed(data: Mapping[str, str]) -> list[Row]:
    """The rows of the grid as sent: r<n>-<field>; then those of the pasted block `paste`."""
    rows = []
    for number in range(MOST_ROWS):
        if f"r{number}-product" not in data:
            break
        rows.append(_row([data.get(f"r{number}-{name}", "") for name in FIELDS]))
    return [row for row in [*rows, *pasted(data.get("paste", ""))] if not row.is_empty][:MOST_ROWS]


def pasted(text: str) -> list[Row]:
    """The lines of a block copied from Excel: product, quantity, due, note; a heading line is passed over."""
    rows = []
    for line in text.splitlines():
        cells = [cell.strip().strip('"') for cell in line.split("\t")]
        if not any(cells) or cells[0].lower() in TITLES:
            continue
        rows.append(_row(cells))
    return rows


def _row(texts: Sequence[str]) -> Row:
    product, quantity, due, what = (text.strip()[:500] for text in [*texts, "", "", "", ""][:4])
    return Row(product, quantity, due, what)


def check(rows: Iterable[Row], finder: Finder | None, month: Period, assigned_on: date) -> list[Row]:
    """The same rows with what they mean; an empty due day is the product's usual time, or the month's last day."""
    checked = list(rows)
    for row in checked:
        _product(row, finder)
        _quantity(row)
        _due(row, month, assigned_on)
        if len(row.what) > SHORT:
            row.errors["what"] = f"Dài {len(row.what)} ký tự. Hãy rút còn {SHORT}."
    return checked


def _product(row: Row, finder: Finder | None) -> None:
    if not row.product:
        row.errors["product"] = "Hãy nhập mã hoặc tên sản phẩm."
        return
    row.found = finder.find(row.product) if finder else None
    if row.found is None:
        row.errors["product"] = "Không có trong danh mục đang áp dụng. Hãy chọn từ danh mục."


def _quantity(row: Row) -> None:
    try:
        row.count, rest = divmod(parse_hundredths(row.quantity or "1"), 100)
    except NumberError as error:
        row.errors["quantity"] = str(error)
        return
    if rest or not 1 <= row.count <= MOST:
        row.errors["quantity"] = f"Hãy nhập số nguyên từ 1 đến {MOST}."


def _due(row: Row, month: Period, assigned_on: date) -> None:
    text = row.due
    if not text:
        usual = row.found.days if row.found else None
        row.day = min(assigned_on + timedelta(days=usual), month.ends) if usual else month.ends
    elif text.isdigit() and len(text) <= 2 and 1 <= int(text) <= month.ends.day:
        row.day = month.starts.replace(day=int(text))
    else:
        try:
            row.day = parse_date(text).day
        except DateError as error:
            row.errors["due"] = str(error)
            return
    if row.day is None:
        row.errors["due"] = "Hãy nhập đủ ngày/tháng/năm, hoặc chỉ ngày trong tháng."
    elif row.day < assigned_on:
        row.errors["due"] = f"Hạn {short_date(row.day)} trước ngày giao {short_date(assigned_on)}."


def again(given: Sequence[Assignment], month: Period) -> list[Row]:
    """Last month's work as rows of this month: the same products and quantities, due on the same day."""
    return [Row(row.product.code, str(row.quantity), short_date(_same_day(row.due, month)), row.what) for row in given]


def _same_day(day: date, month: Period) -> date:
    is_last = (day + timedelta(days=1)).day == 1
    return month.ends if is_last else month.starts.replace(day=min(day.day, month.ends.day))
