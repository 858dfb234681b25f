"""Forms about standards: an upload, the end of a set, which group of people a page is about."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField, today
from canbo.office.profiles.queries.alike import OUTCOMES
from canbo.office.profiles.queries.meeting import GROUPS


class SetForm(forms.Form):
    """A file of standards, and what an Excel file does not say itself."""

    unit = UnitField(label="Đơn vị", help_text="Tiêu chuẩn áp dụng cho đơn vị này và các đơn vị bên dưới.")
    file = forms.FileField(
        label="Tệp Excel hoặc YAML", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.yaml,.yml"}),
        help_text="Mỗi chức danh một hàng, mỗi yêu cầu một cột; ô trống là không yêu cầu.",
    )  # fmt: skip
    number = forms.CharField(
        label="Số, tên văn bản", max_length=200, required=False, help_text="Ba mục này chỉ cần cho tệp Excel."
    )
    in_force = DayField(label="Có hiệu lực từ ngày", required=False)
    ends = DayField(label="Hết hiệu lực sau ngày", required=False, help_text="Bỏ trống nếu không có thời hạn.")

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.begins, who.day)  # type: ignore[attr-defined]


class SetEndForm(forms.Form):
    """When a set ends, and why."""

    day = DayField(label="Thôi áp dụng từ ngày", initial=today)
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class UnitForm(forms.Form):
    """Which unit a page is about."""

    unit = UnitField(label="Đơn vị", required=False)

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.begins, who.day)  # type: ignore[attr-defined]


class MeetingFilter(forms.Form):
    """Whom the figures are about, and as of when."""

    unit = UnitField(label="Đơn vị", required=False)
    group = forms.ChoiceField(label="Nhóm", required=False, choices=list(GROUPS.items()))
    ngay = PickedDay(label="Ngày", required=False)

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.readable, who.day, "Tất cả")  # type: ignore[attr-defined]


class JudgedFilter(MeetingFilter):
    """Which of them a list shows."""

    q = forms.CharField(label="Họ tên", required=False)
    outcome = forms.ChoiceField(label="Kết quả", required=False, choices=[("", "Tất cả"), *OUTCOMES.items()])
    lack = forms.CharField(required=False, widget=forms.HiddenInput)
