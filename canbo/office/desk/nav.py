"""The navigation: which entries each role sees, in the order of the work. Above all rooms, below none."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from canbo.office.people.access import Viewer


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Entry, ...]


def navigation(request: HttpRequest, viewer: Viewer) -> list[Group]:
    """The groups of entries this viewer may open."""
    reader = viewer.has("officer", "reader", "auditor") or bool(viewer.headed)
    officer = viewer.has("officer")
    plan = [
        (
            "Việc của tôi",
            True,
            [("Hôm nay", "home"), ("Phiếu của tôi", "evaluations:mine"), ("Kết quả của tôi", "results:mine")],
        ),
        ("Đánh giá", True, [("Chấm điểm, nhận xét", "evaluations:reviews")]),
        ("Đơn vị", reader, [("Kỳ đánh giá", "cycles:index"), ("Kết quả xếp loại", "results:index")]),
        ("Kiến nghị", reader, [("Kiến nghị", "results:petitions")]),
        (
            "Quy định",
            True,
            [("Quy định đang áp dụng", "regulations:index"), ("Thông báo", "regulations:announcements")],
        ),
        ("Nhân sự", officer or reader, [("Đơn vị", "people:units"), ("Danh sách người", "people:persons")]),
        (
            "Tổ chức",
            officer,
            [
                ("Nhập danh sách", "people:imports"),
                ("Tài khoản", "people:accounts"),
                ("Ủy quyền", "people:delegations"),
            ],
        ),
        ("Quản trị", viewer.has("administrator"), [("Tài khoản", "people:accounts"), ("Vai trò", "people:grants")]),
    ]
    groups = []
    for label, allowed, names in plan:
        items = tuple(entry for title, name in names if allowed and (entry := _entry(request, title, name)))
        if items:
            groups.append(Group(label, items))
    return groups


def _entry(request: HttpRequest, title: str, name: str) -> Entry | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return Entry(title, url, here)
