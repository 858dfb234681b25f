"""`canbo demo`: fill an empty database with the demo, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from canbo.office.base.models import Account
from canbo.office.base.site import SiteCommand

WHO = [
    ("chuyenvien", "chuyên viên: cam kết, việc được giao, tự chấm điểm, kết quả, kiến nghị"),
    ("chanhvp", "Chánh Văn phòng: giao việc, nghiệm thu, ký cam kết, nhận xét cấp dưới"),
    ("truongkinhte", "Trưởng phòng Kinh tế: chưa có danh mục sản phẩm, tháng này chưa chấm điểm"),
    ("bithu", "Bí thư Đảng ủy phường: quyết định xếp loại, chốt, công bố"),
    ("tochuc", "cán bộ tổ chức: người, tài khoản, quy định, kỳ đánh giá"),
    ("kiemtra", "kiểm tra, giám sát: xem, tải hồ sơ kiểm chứng"),
    ("quantri", "quản trị: vai trò, tài khoản; không xem được điểm"),
    ("giaovien", "giáo viên: kết quả quý, kiến nghị đang chờ trả lời"),
    ("hieutruong", "Hiệu trưởng: trả lời kiến nghị"),
    ("bithu.tanphong", "Phường Tân Phong: kết quả năm 2022, 2023"),
    ("tochuc.longbien", "Quận Long Biên 2021-2023: cán bộ tổ chức"),
    ("tochuc.haibatrung", "Quận Hai Bà Trưng, tháng 7/2018: cán bộ tổ chức"),
    ("tochuc.quan10", "Quận 10, năm 2020: cán bộ tổ chức; 7 tập thể được tặng Giấy khen"),
]


class Command(SiteCommand):
    help = "Fill an empty database with the demo: the places of the source articles, with invented people."

    def handle(self, *args: Any, **options: Any) -> None:
        from canbo.office.demo.crowd import PASSWORD
        from canbo.office.demo.stories import play_all

        if Account.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có người dùng. Bản dùng thử chỉ nạp vào cơ sở dữ liệu trống.")
        self.stdout.write("Đang nạp bản dùng thử, khoảng một phút …")
        with transaction.atomic():
            play_all(timezone.localdate())
        lines = [f"  {name:<18} {role}" for name, role in WHO]
        text = "\n".join([f"Bản dùng thử. Mật khẩu của mọi tài khoản: {PASSWORD}", *lines, ""])
        (Path(settings.DATA) / "demo").write_text(text, encoding="utf-8")
