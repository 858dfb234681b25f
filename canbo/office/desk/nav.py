"""The navigation: which entries each role sees, in the order of the work. Above all rooms, below none."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from canbo.office.evaluations.access import judges
from canbo.office.people.access import Viewer

OWN = "Việc của tôi"
MOST_OPEN = 20  # entries that a screen of 768 px shows with their groups
# Group, label, the page's name, and who sees it: a word of `_holds`.
PLAN = [
    (OWN, "Hôm nay", "home", "anybody"),
    (OWN, "Lịch", "agenda:index", "anybody"),
    (OWN, "Cam kết của tôi", "commitments:mine", "person"),
    (OWN, "Ký cam kết cấp dưới", "commitments:waiting", "judge"),
    (OWN, "Phiếu của tôi", "evaluations:mine", "person"),
    (OWN, "Chấm điểm, nhận xét", "evaluations:reviews", "judge"),
    (OWN, "Kết quả của tôi", "results:mine", "person"),
    ("Về tôi", "Các năm của tôi", "insight:mine", "person"),
    ("Về tôi", "Khen thưởng của tôi", "awards:mine", "person"),
    ("Về tôi", "Đào tạo của tôi", "training:mine", "person"),
    ("Về tôi", "Quy hoạch của tôi", "talent:plan_mine", "person"),
    ("Về tôi", "Dữ liệu về tôi", "profiles:mine", "person"),
    ("Công việc", "Việc được giao", "work:mine", "person"),
    ("Công việc", "Việc của đơn vị", "work:unit", "reader"),
    ("Công việc", "Giao việc", "work:assign", "head"),
    ("Công việc", "Nghiệm thu", "work:review", "head"),
    ("Công việc", "Danh mục sản phẩm", "work:catalogues", "anybody"),
    ("Lấy ý kiến", "Lấy ý kiến, lấy phiếu", "opinions:campaigns", "reader"),
    ("Lấy ý kiến", "Bốc thăm", "opinions:draws", "reader"),
    ("Đánh giá", "Bản cam kết", "commitments:index", "reader"),
    ("Đánh giá", "Kỳ đánh giá", "cycles:index", "reader"),
    ("Đánh giá", "Kết quả xếp loại", "results:index", "reader"),
    ("Đánh giá", "Bức tranh chung", "insight:index", "reader"),
    ("Đánh giá", "Dấu hiệu cào bằng", "insight:levelling", "reader"),
    ("Đánh giá", "Cách chấm của tôi", "insight:own_marking", "judge"),
    ("Đánh giá", "Kiến nghị", "results:petitions", "reader"),
    ("Đánh giá", "Căn cứ xếp loại", "results:grounds", "officer"),
    ("Đào tạo", "Nhu cầu đào tạo", "training:needs", "reader"),
    ("Đào tạo", "Kế hoạch đào tạo", "training:plans", "reader"),
    ("Đào tạo", "Lượt đào tạo", "training:turns", "reader"),
    ("Khen thưởng", "Ai đủ điều kiện", "awards:index", "reader"),
    ("Khen thưởng", "Đợt khen thưởng", "awards:rounds", "reader"),
    ("Khen thưởng", "Đã khen thưởng", "awards:awards", "reader"),
    ("Cán bộ", "Quy hoạch", "talent:plans", "reader"),
    ("Cán bộ", "Chương trình nhiệm kỳ", "talent:programmes", "reader"),
    ("Chữ ký", "Văn bản đã ký", "signatures:index", "anybody"),
    ("Chữ ký", "Chứng thư của tôi", "signatures:mine", "person"),
    ("Chữ ký", "Khóa và tin cậy", "signatures:keys", "administrator"),
    ("Quy định", "Quy định đang áp dụng", "regulations:index", "anybody"),
    ("Quy định", "Khung năng lực", "commitments:frameworks", "person"),
    ("Quy định", "Thông báo", "regulations:announcements", "anybody"),
    ("Nhân sự", "Đơn vị", "people:units", "reader"),
    ("Nhân sự", "Danh sách người", "people:persons", "reader"),
    ("Nhân sự", "Nhập danh sách", "people:imports", "officer"),
    ("Nhân sự", "Hồ sơ", "profiles:index", "reader"),
    ("Nhân sự", "Đạt chuẩn chức danh", "profiles:meeting", "reader"),
    ("Nhân sự", "Biên chế", "structure:index", "reader"),
    ("Nhân sự", "Đề xuất bố trí", "structure:arrangements", "reader"),
    ("Nhân sự", "Yêu cầu về dữ liệu", "profiles:requests", "officer"),
    ("Nhân sự", "Tài khoản", "people:accounts", "accounts"),
    ("Nhân sự", "Ủy quyền", "people:delegations", "officer"),
    ("Nhân sự", "Vai trò", "people:grants", "administrator"),
]


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    active: bool
    count_url: str = ""


@dataclass(frozen=True)
class Group:
    """`open`: whether its entries show before somebody opens it."""

    label: str
    items: tuple[Entry, ...]
    open: bool


def navigation(request: HttpRequest, viewer: Viewer) -> list[Group]:
    """The groups of entries this viewer may open; the one whose address reaches furthest into the page's is active.

    More than a screen holds are folded, but for one's own work and the group of the page.
    """
    holds = _holds(viewer)
    found = [(label, title, reverse(name)) for label, title, name, who in PLAN if holds[who]]
    inside = [url for _, _, url in found if request.path == url or (url != "/" and request.path.startswith(url))]
    here = max(inside, key=len, default="")
    groups: dict[str, list[Entry]] = {}
    home = reverse("home")
    for label, title, url in found:
        count = reverse("agenda:pressing") if url == home else ""
        groups.setdefault(label, []).append(Entry(title, url, url == here, count))
    folded = len(found) > MOST_OPEN
    return [
        Group(label, tuple(items), not folded or label == OWN or any(one.active for one in items))
        for label, items in groups.items()
    ]


def _holds(viewer: Viewer) -> dict[str, bool]:
    officer, administrator = viewer.has("officer"), viewer.has("administrator")
    reads = officer or viewer.has("reader", "auditor")
    heads = not reads and bool(viewer.headed)
    return {
        "anybody": True,
        "person": viewer.person is not None,
        "judge": judges(viewer),
        "reader": reads or heads,
        "officer": officer,
        "head": bool(viewer.headed),
        "administrator": administrator,
        "accounts": officer or administrator,
    }
