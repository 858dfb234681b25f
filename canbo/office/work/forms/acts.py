"""Short forms about one assignment: handing in, reviewing, a new due day, a pause, moving the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from canbo.office.people.forms.fields import DayField, LongSelect, today
from canbo.office.work.actions.acting import LONGEST
from canbo.office.work.cases import Case

WORDS = forms.Textarea(attrs={"rows": 2})


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class DeliverForm(forms.Form):
    """Pieces finished, when, a note, evidence."""

    redo = forms.ChoiceField(label="Nộp", required=False)
    pieces = forms.IntegerField(label="Số lượng", min_value=1)
    day = DayField(label="Ngày hoàn thành", initial=today)
    note = forms.CharField(label="Ghi chú", required=False, max_length=LONGEST, widget=WORDS)
    evidence = forms.FileField(
        label="Minh chứng", required=False, widget=FilesInput(attrs={"multiple": True}),
        help_text="PDF, Word, Excel hoặc ảnh; chọn được nhiều tệp.",
    )  # fmt: skip

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        derived = case.derived
        choices = [("", f"Phần chưa nộp (còn {derived.rest})")] if derived.rest else []
        for pk, batch in derived.failures.items():
            if batch.pieces:
                choices.append((str(pk), f"Làm lại {batch.pieces} sản phẩm không đạt"))
        self.fields["redo"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            self.fields["redo"].widget = forms.HiddenInput()
            self.fields["redo"].initial = choices[0][0] if choices else ""
        self.fields["pieces"].initial = derived.rest or derived.redo


class ReviewForm(forms.Form):
    """What a superior says of one delivery."""

    delivery = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Kết quả", widget=forms.RadioSelect,
        choices=[("pass", "Đạt yêu cầu"), ("fail", "Không đạt, có lỗi nghiêm trọng, phải làm lại")],
    )  # fmt: skip
    pieces = forms.IntegerField(label="Số lượng", min_value=1)
    text = forms.CharField(
        label="Nhận xét, lý do", required=False, max_length=LONGEST, widget=WORDS,
        help_text="Bắt buộc khi không đạt, khi xác nhận nguyên nhân khách quan hoặc xác định lại ngày hoàn thành.",
    )  # fmt: skip
    rework_by = DayField(label="Hạn làm lại", required=False, help_text="Để trống nếu không đặt hạn làm lại.")
    finished = DayField(
        label="Ngày hoàn thành theo người nghiệm thu", required=False,
        help_text="Để trống nếu đúng như người nộp khai. Chỉ ghi được ngày sau ngày khai, đến ngày nộp, kèm lý do.",
    )  # fmt: skip
    objective = forms.BooleanField(label="Không đạt do nguyên nhân khách quan", required=False)
    late_excused = forms.BooleanField(label="Chậm do nguyên nhân khách quan", required=False)


class DueForm(forms.Form):
    due = DayField(label="Hạn mới")
    objective = forms.BooleanField(label="Hạn cũ bị lỡ do nguyên nhân khách quan", required=False)
    reason = forms.CharField(label="Lý do", max_length=LONGEST)


class PauseForm(forms.Form):
    day = DayField(label="Tạm dừng từ ngày", initial=today)
    reason = forms.CharField(label="Lý do", max_length=LONGEST)


class ResumeForm(forms.Form):
    day = DayField(label="Làm tiếp từ ngày", initial=today)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Lý do", max_length=LONGEST,
        help_text="Chưa lỡ hạn thì phần này không tính là đã giao nữa. Đã lỡ hạn thì vẫn tính; nếu lỡ vì nguyên nhân "
        "khách quan, hãy đổi hạn và đánh dấu nguyên nhân khách quan trước khi hủy.",
    )  # fmt: skip


class MoveForm(forms.Form):
    """To whom the rest goes."""

    person = forms.TypedChoiceField(label="Người nhận", coerce=int, widget=LongSelect)
    due = DayField(label="Hạn mới")
    reason = forms.CharField(label="Lý do", max_length=LONGEST)

    def __init__(self, people: Sequence[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "Chọn người"), *people]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """An act (its id) and why."""

    act = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Lý do", max_length=LONGEST)
