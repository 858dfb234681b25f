"""Forms of the agenda. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from canbo.office.agenda.entries import KINDS
from canbo.office.agenda.habits import Habit
from canbo.office.agenda.sheets import LETTER_STATES

VIEWS = [("month", "Tháng"), ("list", "Danh sách")]


class CalendarForm(forms.Form):
    """The filters of the calendar; the month travels along."""

    unit = forms.ChoiceField(label="Lịch của", required=False)
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả"), *KINDS.items()])
    view = forms.ChoiceField(label="Xem theo", required=False, choices=VIEWS)
    month = forms.RegexField(r"^[12]\d{3}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput)

    def __init__(self, units: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Tôi"), *units]  # type: ignore[attr-defined]


class LettersForm(forms.Form):
    """The filter of the list of letters."""

    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *LETTER_STATES.items()])


class HabitForm(forms.Form):
    """How an agency reminds."""

    enabled = forms.BooleanField(
        label="Gửi thư nhắc việc", required=False,
        help_text="Mỗi người nhiều nhất một thư một ngày, chỉ khi có việc đến hạn; "
        "thư không có điểm, mức xếp loại hay kỷ luật.",
    )  # fmt: skip
    days_before = forms.IntegerField(label="Nhắc trước (ngày)", min_value=0, max_value=30)
    hour = forms.IntegerField(label="Giờ gửi (0–23)", min_value=0, max_value=23)
    escalate_after = forms.IntegerField(
        label="Báo người đứng đầu khi quá hạn từ (ngày)", min_value=1, max_value=60, required=False,
        help_text="Để trống: không báo. Quy định của Nhà nước không nêu việc này; chỉ đặt khi cơ quan có văn bản.",
    )  # fmt: skip
    basis = forms.CharField(label="Văn bản của cơ quan", max_length=200, required=False)

    def habit(self) -> Habit:
        """What was chosen."""
        return Habit(**self.cleaned_data)
