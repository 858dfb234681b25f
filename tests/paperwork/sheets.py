"""Spreadsheets for the tests, made by libraries the product does not read with."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt

Rows = Sequence[Any]  # of rows


def xlsx(
    rows: Rows, *, merges: Sequence[str] = (), name: str = "Danh sách", more: Sequence[tuple[str, Rows]] = ()
) -> bytes:
    """`merges` as "A1:C1"; `more` are further sheets, standing before the main one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, content in (*more, (name, rows)):
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: Rows, *, merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """`merges` as 0-based top, bottom, left, right."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                style = day if hasattr(value, "year") else xlwt.Style.default_style
                sheet.write(r, c, value, style)
    for top, bottom, left, right in merges:
        sheet.merge(top, bottom, left, right)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
