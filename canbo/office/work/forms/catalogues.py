"""Forms of catalogues: the upload with what is said of it, the end, an initiative, recurring work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from canbo.office.people.forms.fields import DayField, LongSelect, UnitField, today
from canbo.office.work.actions.acting import LONGEST
from canbo.office.work.actions.catalogues import Said
from canbo.rulebook import CoefficientMethod


class UploadForm(forms.Form):
    """A file, the unit it is for, and how its coefficients are found."""

    unit = UnitField(label="Đơn vị", help_text="Danh mục áp dụng cho đơn vị này và các đơn vị trực thuộc.")
    title = forms.CharField(label="Tên danh mục", max_length=200)
    number = forms.CharField(label="Văn bản ban hành", max_length=120, help_text="Ví dụ: Quyết định 15/QĐ-UBND.")
    valid_from = DayField(label="Áp dụng từ ngày", initial=today)
    method = forms.ChoiceField(label="Cách xác định hệ số", help_text="Các cách do quy định đang áp dụng nêu.")
    standard = forms.CharField(label="Sản phẩm chuẩn", max_length=300, required=False)
    file = forms.FileField(
        label="Tệp danh mục", help_text=".xlsx hoặc .xls; cột: vị trí việc làm, mã, sản phẩm, điểm, hệ số…",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )  # fmt: skip
    replaces = forms.BooleanField(label="Thay danh mục đang áp dụng của đơn vị này", required=False)

    def __init__(
        self, *args: Any, paths: Iterable[str], day: date, methods: Sequence[CoefficientMethod], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: UnitField = self.fields["unit"]  # type: ignore[assignment]
        unit.offer(paths, day)
        self.fields["method"].choices = [(one.key, one.label) for one in methods]  # type: ignore[attr-defined]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(**{key: data[key] for key in ("number", "title", "valid_from", "method", "standard", "replaces")})


class EndForm(forms.Form):
    day = DayField(label="Thôi áp dụng từ ngày", initial=today)
    reason = forms.CharField(label="Lý do", max_length=300)


class InitiativeForm(forms.Form):
    unit = UnitField(label="Đơn vị")
    day = DayField(label="Ngày", initial=today)
    title = forms.CharField(label="Sáng kiến, giải pháp", max_length=300)
    document = forms.CharField(label="Văn bản công nhận", max_length=200, required=False)

    def __init__(self, *args: Any, paths: Iterable[str], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: UnitField = self.fields["unit"]  # type: ignore[assignment]
        unit.offer(paths, day)


class RoutineForm(forms.Form):
    """Work given to a person every month."""

    person = forms.TypedChoiceField(label="Người được giao", coerce=int, widget=LongSelect)
    product = forms.CharField(label="Sản phẩm", help_text="Mã hoặc tên trong danh mục.")
    quantity = forms.IntegerField(label="Số lượng", min_value=1, initial=1)
    due_day = forms.IntegerField(
        label="Hạn hằng tháng, ngày", min_value=1, max_value=31, initial=31, help_text="31 là ngày cuối tháng."
    )
    what = forms.CharField(label="Nội dung cụ thể", required=False, max_length=LONGEST - 100)

    def __init__(self, people: Sequence[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "Chọn người"), *people]  # type: ignore[attr-defined]
