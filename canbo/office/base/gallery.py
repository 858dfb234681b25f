"""One page that shows every component from its real template, with invented people and figures.

For whoever builds a page (what is there, how it looks dense, roomy, on paper and on a phone) and for the browser
tests. It reads nothing from the database and saves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

WORDS = {
    1: "Hoàn thành xuất sắc nhiệm vụ",
    2: "Hoàn thành tốt nhiệm vụ",
    3: "Hoàn thành nhiệm vụ",
    4: "Không hoàn thành nhiệm vụ",
    0: "Không xếp loại",
}
NAMES = (
    "Bùi Hữu Nam", "Ngô Đức Châu", "Vũ Thị Thảo", "Phan Thanh Dũng", "Dương Thanh Linh", "Lê Văn Sơn",
    "Bùi Thanh Yến", "Đặng Thu Vinh", "Trần Ngọc Linh", "Võ Hữu Nga", "Vũ Ngọc Anh", "Bùi Hữu Yến",
    "Hồ Thị Hưng", "Hoàng Xuân Dũng", "Phạm Văn Quân", "Huỳnh Xuân Anh", "Võ Xuân Mai", "Hồ Ngọc Hưng",
    "Đỗ Quỳnh Mai", "Nguyễn Quỳnh Uyên", "Hồ Quỳnh Nam", "Đỗ Hữu Thảo", "Nguyễn Minh Hưng", "Lý Thị Ánh",
    "Đoàn Văn Ước", "Trịnh Thị Ỷ Lan", "Nguyễn Thị Hồng Phượng", "Cao Bá Thịnh",
)  # fmt: skip
ITEMS = (
    ("Chính trị", 1000), ("Đạo đức", 1000), ("Kỷ luật", 500), ("Phục vụ", 500),
    ("Số lượng", 2500), ("Chất lượng", 2500), ("Tiến độ", 2000),
)  # fmt: skip
MOMENT = datetime(2026, 11, 20, 14, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass(frozen=True)
class Node:
    """A trace as the rulebook gives it: a label, a value, where it is written, and what it was made from."""

    label: str
    value: str = ""
    citation: str = ""
    children: list[Node] = field(default_factory=list)


class FilterForm(forms.Form):
    """The filters of a list."""

    q = forms.CharField(label="Họ tên", required=False)
    unit = forms.ChoiceField(
        label="Đơn vị", required=False, choices=[("", "Tất cả"), ("1", "Phòng Nội vụ"), ("2", "Văn phòng")]
    )
    waiting = forms.BooleanField(label="Chỉ phiếu đang chờ", required=False)


class SampleForm(forms.Form):
    """One of each kind of field."""

    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), help_text="Ghi rõ để người được đánh giá hiểu."
    )
    due = forms.CharField(label="Hạn", help_text="Ngày/tháng/năm, ví dụ 25/11/2026.")
    kind = forms.ChoiceField(label="Đối tượng", choices=[("cc", "Công chức"), ("vc", "Viên chức")])
    publish = forms.ChoiceField(
        label="Công khai", widget=forms.RadioSelect, choices=[("level", "Chỉ mức xếp loại"), ("points", "Cả điểm")]
    )
    file = forms.FileField(label="Tệp minh chứng", required=False)
    notify = forms.BooleanField(label="Báo cho người được đánh giá", required=False)


class ConfirmForm(forms.Form):
    """The reason of an act."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}))


def roster() -> list[dict[str, Any]]:
    """Invented rows: name, marks in hundredths for each of ITEMS, total, level."""
    rows = []
    for place, name in enumerate(NAMES):
        lost = [(place * (column + 3)) % 5 * 25 * (1 + maximum // 1000) for column, (_, maximum) in enumerate(ITEMS)]
        marks = [maximum - less for (_, maximum), less in zip(ITEMS, lost, strict=True)]
        score = sum(marks)
        level = next(level for level, least in ((1, 9000), (2, 7000), (3, 5000), (4, 0)) if score >= least)
        cells = [
            {"index": column, "label": label, "max": maximum, "mark": mark}
            for column, ((label, maximum), mark) in enumerate(zip(ITEMS, marks, strict=True))
        ]
        rows.append({"id": place + 1, "name": name, "cells": cells, "total": score, "level": level})
    return rows


def sheet(cells: list[dict[str, Any]]) -> list[dict[str, object]]:
    """One person's sheet in its two parts: general criteria and task results."""
    parts = (("general", "Tiêu chí chung", cells[:4]), ("task", "Kết quả thực hiện nhiệm vụ", cells[4:]))
    return [
        {
            "key": key,
            "label": label,
            "max": sum(cell["max"] for cell in chosen),
            "total": sum(cell["mark"] for cell in chosen),
            "cells": chosen,
        }
        for key, label, chosen in parts
    ]


def trace() -> Node:
    """The staff example of domain facts: 61.13 task points and 27 general points make 88.13."""
    parts = [
        Node("a. Số lượng", "92%", "Điều 14 khoản 1", [Node("Đã hoàn thành quy đổi", "46"), Node("Được giao", "50")]),
        Node("b. Chất lượng", "82%", "Điều 14 khoản 2", [Node("Sản phẩm 3: một lần không đạt", "trừ 25%")]),
        Node("c. Tiến độ", "88%", "Điều 14 khoản 3"),
    ]
    return Node(
        "Tổng điểm",
        "88,13",
        "Nghị định 335/2025/NĐ-CP, Điều 17",
        [
            Node("Điểm tiêu chí chung", "27", "Điều 12"),
            Node("Điểm kết quả thực hiện nhiệm vụ: (a + b + c) / 3 × 70", "61,13", "Điều 16", parts),
        ],
    )


def page_of(rows: list[dict[str, Any]]) -> Page[dict[str, Any]]:
    """The third of many pages, for the pager alone."""
    return Paginator(rows * 12, 25).page(3)


def jobs() -> list[dict[str, object]]:
    """Background work: going on, failed, done."""
    return [
        {"label": "Chốt quý IV", "state": "running", "done": 120, "total": 2000},
        {"label": "Nhập danh sách", "state": "failed", "error": "Hàng 14, cột Ngày sinh: không có ngày 30/02."},
        {"label": "In 28 phiếu", "state": "done", "total": 28, "result_url": "#", "result_label": "Tải về"},
    ]


def sample() -> dict[str, object]:
    """Everything the gallery template names."""
    rows = roster()
    bound = SampleForm({"due": "31/02/2026", "kind": "cc"})
    bound.is_valid()
    bound.add_error("due", "Không có ngày 31/02/2026. Ghi ngày/tháng/năm, ví dụ 25/11/2026.")
    tallies = [(1, 4), (2, 18), (3, 5), (4, 1)]
    return {
        "crumbs": [{"label": "Kỳ đánh giá", "url": "#"}, {"label": "Quý IV năm 2026", "url": "#"}],
        "rows": rows,
        "sheet": sheet(rows[0]["cells"]),
        "items": [{"label": label, "max": maximum} for label, maximum in ITEMS],
        "grades": WORDS.items(),
        "page": page_of(rows),
        "exports": [{"label": "Excel", "url": "#"}, {"label": "Word", "url": "#"}, {"label": "PDF", "url": "#"}],
        "filter_form": FilterForm({"unit": "1"}),
        "sample_form": bound,
        "confirm_form": ConfirmForm(),
        "effects": ["trả phiếu về cho người tự chấm;", "giữ nguyên điểm đã chấm và ghi vào nhật ký."],
        "steps": [
            {"label": "Tự chấm điểm", "state": "done", "who": "Bùi Hữu Nam", "when": MOMENT},
            {"label": "Cấp trên nhận xét", "state": "returned", "who": "Lê Văn Sơn", "note": "thiếu minh chứng"},
            {"label": "Người có thẩm quyền quyết định", "state": "now", "who": "Võ Hữu Nga", "due": date(2026, 12, 15)},
            {"label": "Công khai", "state": "todo", "due": date(2026, 12, 20)},
        ],
        "trace": trace(),
        "pairs": [("Họ và tên", "Bùi Hữu Nam"), ("Đơn vị", "Phòng Nội vụ"), ("Ngày sinh", date(1984, 4, 3))],
        "events": [
            {"when": MOMENT, "who": "Lê Văn Sơn", "what": "trả lại phiếu", "why": "Thiếu minh chứng ở mục 3."},
            {"when": MOMENT, "who": "Bùi Hữu Nam", "what": "gửi phiếu tự chấm"},
        ],
        "jobs": jobs(),
        "parts": [{"level": level, "count": count, "label": WORDS[level]} for level, count in tallies],
        "today": date(2026, 12, 17),
        "deadlines": [date(2026, 12, 19), date(2026, 12, 17), date(2026, 12, 14)],
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component of the interface on one page; `?wide` gives the page without the rail of links.

    `?part=job` is what the progress of the sample job asks for.
    """
    if request.GET.get("part") == "job":
        return render(request, "base/parts/progress.html", {"job": jobs()[0], "poll_url": "?part=job"})
    return render(request, "base/gallery.html", sample() | {"wide": "wide" in request.GET})


@require_POST
def gallery_save(request: HttpRequest, row: int) -> JsonResponse:
    """Answers the gallery's entry grid as a real sheet would, and forgets it: row 3 is always a conflict."""
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() else 0
    if row == 3:
        return JsonResponse({"ok": False, "message": "Lê Văn Sơn vừa lưu hàng này lúc 14:05."}, status=409)
    return JsonResponse({"ok": True, "version": version + 1, "errors": {}})
