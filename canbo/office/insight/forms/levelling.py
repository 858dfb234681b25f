"""What an examination against levelling reads, and by which numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField
from canbo.rulebook.errors import RuleError
from canbo.rulebook.levelling import Settings

NONE_SET = "Không văn bản nào quy định con số này."


class ExaminationForm(forms.Form):
    """Which unit and stretch of time, and the agency's own numbers. `settings()` after `is_valid()`."""

    unit = UnitField(label="Đơn vị", help_text="Xem cả các đơn vị bên dưới; chúng được so với nhau.")
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", help_text="Chỉ xem các kỳ nằm trong khoảng này và đã chốt kết quả.")
    people = forms.IntegerField(
        label="Số người ít nhất", min_value=5, max_value=1000,
        help_text=f"Nhóm ít người hơn thì không nói gì. {NONE_SET}",
    )  # fmt: skip
    others = forms.IntegerField(
        label="Số nơi khác ít nhất để so sánh", min_value=3, max_value=1000,
        help_text=f"Có ít nơi khác hơn thì không so sánh. {NONE_SET}",
    )  # fmt: skip
    share = forms.IntegerField(
        label="Coi là sát nhau khi độ chênh dưới (%) mức thường thấy", min_value=1, max_value=99, help_text=NONE_SET
    )
    rate = forms.IntegerField(
        label="Tỷ lệ báo nhầm cho phép (%)", min_value=1, max_value=50,
        help_text=f"Trong những dấu hiệu được nêu, nhiều nhất bấy nhiêu phần có thể là ngẫu nhiên. {NONE_SET}",
    )  # fmt: skip
    honest = forms.DecimalField(
        label="Độ chênh hợp lý (điểm, thang 100)", required=False, min_value=0, max_value=50, decimal_places=2,
        localize=True,
        help_text="Mỗi người thường cách mức giữa bao nhiêu điểm. Ghi vào thì không cần nơi khác để so; bỏ trống thì "
        f"so với nơi khác. {NONE_SET}",
    )  # fmt: skip

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (starts := given.get("starts")) and (ends := given.get("ends")) and ends < starts:
            self.add_error("ends", "Ngày cuối phải từ ngày đầu trở đi.")
        if not self.errors:
            try:
                self.settings()
            except RuleError as error:
                self.add_error(None, f"{error}.")
        return given

    def settings(self) -> Settings:
        """The numbers as the rulebook takes them. RuleError for numbers without sense."""
        given, honest = self.cleaned_data, self.cleaned_data.get("honest")
        return Settings(
            people=given["people"], others=given["others"], share=given["share"] * 100, rate=given["rate"] * 100,
            honest=round(honest * 100) if honest else None,
        )  # fmt: skip


def first_values(settings: Settings, starts: date, ends: date, unit: int | None) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "unit": unit, "starts": starts, "ends": ends, "people": settings.people, "others": settings.others,
        "share": settings.share // 100, "rate": settings.rate // 100,
        "honest": settings.honest / 100 if settings.honest else None,
    }  # fmt: skip
