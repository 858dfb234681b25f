"""Forms of the roster import: the upload, and the choices beside the preview."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField, today
from canbo.office.people.models import KINDS
from canbo.office.people.queries.units import INDENT


class UploadForm(forms.Form):
    unit = UnitField(label="Đơn vị", help_text="Mọi người trong tệp thuộc đơn vị này hoặc đơn vị trực thuộc nó.")
    file = forms.FileField(
        label="Tệp danh sách", help_text=".xlsx hoặc .xls như đơn vị vẫn dùng; tiêu đề cột viết cách nào cũng được.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )  # fmt: skip
    day = DayField(label="Có hiệu lực từ ngày", initial=today)
    kind = forms.ChoiceField(label="Đối tượng khi tệp không ghi", choices=KINDS, initial="civil_servant")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: UnitField = self.fields["unit"]  # type: ignore[assignment]
        offered = field.offer(viewer.paths("officer"), viewer.day)
        tops = [pk for pk, name in offered if not name.startswith(INDENT)]
        if len(tops) == 1:
            field.initial = tops[0]


class ChoicesForm(forms.Form):
    sheet = forms.ChoiceField(label="Trang tính")
    day = DayField(label="Có hiệu lực từ ngày", help_text="")
    kind = forms.ChoiceField(label="Đối tượng khi tệp không ghi", choices=KINDS)
    create_units = forms.BooleanField(label="Lập các đơn vị chưa có", required=False)
    end_missing = forms.BooleanField(label="Kết thúc vị trí của người không có trong danh sách", required=False)

    def __init__(self, *args: Any, sheets: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
