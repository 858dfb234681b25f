"""Forms of draws: the list by file, the list by units, the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import UnitField


class FrameForm(forms.Form):
    """A list to draw from, as a file."""

    unit = UnitField(label="Đơn vị tổ chức bốc thăm")
    title = forms.CharField(label="Tên danh sách", max_length=200, help_text="Ví dụ: Các trường công lập trực thuộc.")
    file = forms.FileField(
        label="Tệp danh sách", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text="Có các cột: Mã đơn vị, Tên đơn vị, Cấp. Bỏ trống để chọn từ các đơn vị đã có trong phần mềm.",
    )  # fmt: skip

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """How many to draw of each level of a list, the substitutes, and who brings digits."""

    title = forms.CharField(label="Tên cuộc bốc thăm", max_length=200)
    key = forms.CharField(
        label="Mã cuộc bốc thăm", max_length=100,
        help_text="Mỗi mã chỉ bốc một lần. Bốc lại phải có mã mới và lý do ghi vào biên bản.",
    )  # fmt: skip
    reserve = forms.IntegerField(label="Số dự phòng mỗi cấp", min_value=0, max_value=50, initial=3)
    contributors = forms.CharField(
        label="Người góp số, mỗi dòng một người", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Theo thứ tự sẽ gọi lên. Nên có người chủ trì, công đoàn, giám sát và vài người dự chọn tại chỗ: "
        "chỉ cần một người góp số ngẫu nhiên thật thì không ai điều khiển được kết quả.",
    )  # fmt: skip
    beacon = forms.CharField(
        label="Giá trị công khai bổ sung", max_length=200, required=False,
        help_text="Nếu muốn cộng thêm một con số chưa ai biết trước (ví dụ kết quả gieo xúc xắc tại chỗ), ghi nguồn ở "
        "đây. Không bắt buộc.",
    )  # fmt: skip
    reason = forms.CharField(label="Lý do bốc lại", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, sizes: Mapping[str, int], again: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"level{at}": level for at, level in enumerate(sizes)}
        for name, level in self.names.items():
            self.fields[name] = forms.IntegerField(
                label=f"Số bốc, cấp {level}", min_value=0, max_value=sizes[level], initial=0,
                help_text=f"Danh sách có {sizes[level]} đơn vị cấp này; 0 là không bốc.",
            )  # fmt: skip
        self.order_fields(["title", "key", *self.names, "reserve", "contributors", "beacon", "reason"])
        if not again:
            del self.fields["reason"]

    @property
    def levels(self) -> dict[str, int]:
        """How many to draw of each level, without those not drawn from."""
        return {level: self.cleaned_data[name] for name, level in self.names.items() if self.cleaned_data[name]}
