"""Forms of the cycles room. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from canbo.office.people.forms.fields import DayField

STATES = [("", "Tất cả"), ("open", "Đang mở"), ("overdue", "Đã hết hạn"), ("locked", "Đã khóa")]
KINDS = [("", "Tất cả"), ("month", "Tháng"), ("quarter", "Quý"), ("year", "Năm")]


class ListForm(forms.Form):
    """The filters of the list of cycles."""

    agency = forms.ChoiceField(label="Cơ quan", required=False)
    year = forms.ChoiceField(label="Năm", required=False)
    kind = forms.ChoiceField(label="Kỳ", required=False, choices=KINDS)
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=STATES)

    def __init__(self, agencies: Sequence[tuple[int, str]], years: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Tất cả"), *((str(pk), name) for pk, name in agencies)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "Tất cả"), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """More time for a step."""

    step = forms.ChoiceField(label="Bước")
    due = DayField(label="Hạn mới")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ghi rõ để người được đánh giá hiểu.")

    def __init__(self, steps: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class LockForm(forms.Form):
    """Locking may say why."""

    reason = forms.CharField(label="Lý do (không bắt buộc)", max_length=300, required=False)


class ReasonForm(forms.Form):
    """An act that must say why."""

    reason = forms.CharField(label="Lý do", max_length=300)
