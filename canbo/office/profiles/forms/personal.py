"""Forms about one's own data: a request, its answer, how long data is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.profiles.models.personal import OUTCOMES
from canbo.office.profiles.queries.requests import STATES
from canbo.rulebook import personal


class AskForm(forms.Form):
    """What is asked, and of which data."""

    kind = forms.ChoiceField(label="Yêu cầu", widget=forms.RadioSelect)
    text = forms.CharField(
        label="Nội dung", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dữ liệu nào, vì sao; muốn sửa thì ghi điều đúng và văn bản chứng minh.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = personal.request_law().kinds.items()
        named = [(key, f"{term.label} (trả lời trong {term.shown})") for key, term in kinds]
        self.fields["kind"].choices = named  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer."""

    outcome = forms.ChoiceField(label="Kết quả", choices=OUTCOMES, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Nội dung trả lời", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đã làm gì, từ ngày nào; nếu từ chối thì vì sao, theo quy định nào.",
    )  # fmt: skip


class RequestsFilter(forms.Form):
    """Which requests a list shows."""

    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *STATES.items()])


class RetentionForm(forms.Form):
    """How long one kind of data is kept."""

    days = forms.IntegerField(
        label="Giữ bao nhiêu ngày",
        min_value=1,
        max_value=36500,
        required=False,
        help_text="Bỏ trống: chưa xóa tự động.",
    )
    basis = forms.CharField(label="Căn cứ", max_length=300, help_text="Văn bản quy định thời hạn lưu của cơ quan.")
