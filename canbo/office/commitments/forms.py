"""Forms of this room. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from canbo.office.commitments import prefilling
from canbo.office.commitments.queries.board import COUNTED
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField, today
from canbo.office.regulations.models import Adoption

OTHER_KEYS = [("withdrawn", "Đã rút")]


class YearFilter(forms.Form):
    """Which year and criteria set a board shows."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    pack = forms.ChoiceField(label="Bộ tiêu chí", required=False)

    def __init__(self, years: Iterable[int], packs: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        if len(packs) > 1:
            self.fields["pack"].choices = [("", "Tất cả"), *packs.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["pack"]


class PeopleFilter(YearFilter):
    """Which commitments of a board."""

    key = forms.ChoiceField(label="Tình trạng", required=False)
    q = forms.CharField(label="Họ tên", required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(key, label) for key, label in COUNTED]
        self.fields["key"].choices = [("", "Tất cả"), *words, *OTHER_KEYS]  # type: ignore[attr-defined]


class RoundUnitForm(forms.Form):
    """Which unit a round is for."""

    unit = UnitField(label="Đơn vị", help_text="Mọi người của đơn vị này và các đơn vị bên dưới.")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    """Which year and regulation a round is for, what it begins with, and the last day where the rules give none."""

    adoption = forms.ChoiceField(label="Quy định")
    year = forms.TypedChoiceField(label="Năm", coerce=int)
    prefill = forms.ChoiceField(label="Lời cam kết ban đầu", choices=prefilling.SOURCES, widget=forms.RadioSelect)
    due = DayField(
        label="Hạn ký khi quy định không đặt hạn", required=False,
        help_text="Cho người đến sau hạn chung, hoặc khi quy định không có hạn. Bỏ trống nếu không đặt.",
    )  # fmt: skip

    def __init__(self, adoptions: Sequence[Adoption], years: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), f"{row.number}: {row.title}") for row in adoptions]
        self.fields["adoption"].choices = named  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """The password again, to sign."""

    password = forms.CharField(
        label="Mật khẩu đăng nhập", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Nhập lại mật khẩu để xác nhận chính bạn ký. Văn bản được đóng dấu bằng chứng thư của cơ quan.",
    )  # fmt: skip


class SignedFileForm(forms.Form):
    """A PDF signed outside."""

    file = forms.FileField(
        label="Tệp PDF đã ký", widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text="Chính tệp vừa tải về, đã ký bằng chứng thư số của bạn. Đừng in hay lưu lại thành tệp khác.",
    )  # fmt: skip


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(ReasonForm):
    """A day from which something holds no more, and why."""

    day = DayField(label="Thôi áp dụng từ ngày", initial=today)
    field_order = ["day", "reason"]


class FrameworkFilter(forms.Form):
    """Which frameworks a list shows."""

    q = forms.CharField(label="Vị trí việc làm", required=False)


class UploadForm(forms.Form):
    """A file of competency frameworks."""

    unit = UnitField(label="Đơn vị", help_text="Khung áp dụng cho đơn vị này và các đơn vị bên dưới.")
    valid_from = DayField(label="Áp dụng từ ngày", initial=today)
    file = forms.FileField(
        label="Tệp Excel", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="Có các cột: Vị trí việc làm, Nhóm năng lực, Năng lực, Mức yêu cầu, Mô tả.",
    )  # fmt: skip

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]
