"""Forms about the record: filters, an entry, a reason to read, an upload."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField
from canbo.office.people.models import KINDS
from canbo.office.profiles.queries.standing import Item
from canbo.office.profiles.sheets.records import beside
from canbo.rulebook import personal
from canbo.rulebook.personal import Field
from canbo.rulebook.standards.reading import NONE


class RecordsFilter(forms.Form):
    """Whose records a list shows."""

    q = forms.CharField(label="Họ tên, mã số", required=False)
    unit = UnitField(label="Đơn vị", required=False)
    kind = forms.ChoiceField(label="Đối tượng", required=False, choices=[("", "Tất cả"), *KINDS])
    lacks = forms.ChoiceField(label="Hồ sơ thiếu", required=False)

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.readable, who.day, "Tất cả")  # type: ignore[attr-defined]
        named = [(one.key, one.label) for one in personal.fields().values() if one.type in ("steps", "day")]
        self.fields["lacks"].choices = [("", "–"), *named]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """An entry of one field; which boxes there are follows from the field."""

    day = DayField(label="Từ ngày (được cấp, có hiệu lực)", required=False)
    until = DayField(label="Đến trước ngày", required=False, help_text="Bỏ trống nếu không có thời hạn.")
    detail = forms.CharField(label="Ngành, nơi cấp", required=False, max_length=300)
    paper = forms.CharField(label="Văn bằng, quyết định", required=False, max_length=300)
    field_order = ("text", "day", "until", "detail", "paper")

    def __init__(self, field: Field, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in ("day", "until", "detail", "paper"):
            if part not in beside(field):
                del self.fields[part]
        self.fields["text"] = _value(field)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The text as the record keeps it."""
        data = super().clean() or self.cleaned_data
        if isinstance(data.get("text"), date):
            data["text"] = data["text"].isoformat()
        return data


def _value(field: Field) -> forms.Field:
    if field.type == "day":
        return DayField(label=field.label)
    if field.steps:
        none = [(NONE, "Chưa có")] if field.type == "steps" else []
        return forms.ChoiceField(label=field.label, choices=[("", "Chọn"), *field.steps.items(), *none])
    hint = "Ghi “Không” nếu biết chắc là không có." if field.none else ""
    return forms.CharField(label=field.label, max_length=500, help_text=hint)


def entry_values(one: Item) -> dict[str, object]:
    """What the form of a correction starts from."""
    text: object = date.fromisoformat(one.text) if personal.find(one.field).type == "day" else one.text
    return {"text": text, "day": one.day, "until": one.until, "detail": one.detail, "paper": one.paper}


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SensitiveForm(forms.Form):
    """Which sensitive fields are to be read, and why."""

    keys = forms.MultipleChoiceField(label="Mục cần xem", widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(
        label="Lý do xem", max_length=300, help_text="Được lưu lại; người có dữ liệu thấy ai đã xem, mục nào, vì sao."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.key, one.label) for one in personal.fields().values() if one.sensitive]
        self.fields["keys"].choices = named  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A file of records."""

    unit = UnitField(label="Đơn vị", help_text="Mọi người trong tệp thuộc đơn vị này hoặc đơn vị trực thuộc nó.")
    file = forms.FileField(
        label="Tệp Excel", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="Mỗi người một hàng, tìm theo cột Mã số; các cột khác như tệp mẫu, thiếu cột nào cũng được.",
    )  # fmt: skip

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.begins, who.day)  # type: ignore[attr-defined]
