"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.opinions.plans import Asked, Plan
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField
from canbo.paperwork.names import tidy
from canbo.rulebook.release import FLOOR

KINDS = [
    ("scale", "Thang mức, chọn một, từ tốt đến kém"), ("choice", "Chọn một phương án"),
    ("many", "Chọn nhiều phương án"), ("text", "Ý kiến viết"),
]  # fmt: skip
WAYS = [("slips", "Phiếu giấy, phát tại hội nghị"), ("tokens", "Nhận phiếu trực tuyến, đăng nhập bằng tài khoản")]
HOLDERS = 7
LONGEST_TEXT = 500


WHAT = [("opinions", "Lấy ý kiến góp ý về người đứng đầu"), ("vote", "Lấy phiếu tín nhiệm")]


class BeginForm(forms.Form):
    """A campaign to begin."""

    what = forms.ChoiceField(label="Loại", choices=WHAT)
    unit = UnitField(label="Đơn vị tổ chức")
    title = forms.CharField(label="Tên đợt", max_length=200)
    key = forms.SlugField(label="Mã đợt", max_length=60, help_text="Chữ không dấu, số, gạch ngang; ví dụ LYK-2026-05.")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """How ballots are handed out, windows and thresholds."""

    way = forms.ChoiceField(
        label="Cách phát phiếu", choices=WAYS,
        help_text="Phiếu giấy dùng được cho mọi đối tượng. Nhận phiếu trực tuyến chỉ dùng cho người có tài khoản.",
    )  # fmt: skip
    issues = DayField(
        label="Nhận phiếu trực tuyến từ ngày", required=False,
        help_text="Chỉ khi nhận phiếu trực tuyến. Ngày/tháng/năm, ví dụ 01/07/2026.",
    )  # fmt: skip
    issued_by = DayField(
        label="Nhận phiếu trực tuyến đến hết ngày", required=False,
        help_text="Phải trước ngày nhận ý kiến: ai nhận phiếu và ai gửi ý kiến không được cùng lúc.",
    )  # fmt: skip
    opens = DayField(label="Nhận ý kiến từ ngày", required=False)
    closes = DayField(label="Nhận ý kiến đến hết ngày", required=False)
    k = forms.IntegerField(
        label="Ngưỡng công bố (k)", min_value=FLOOR, max_value=100,
        help_text="Nhóm có ít ý kiến hơn số này không được công bố riêng.",
    )  # fmt: skip
    k_text = forms.IntegerField(label="Ngưỡng cho phần viết", min_value=FLOOR, max_value=200)
    k_invited = forms.IntegerField(
        label="Số mời tối thiểu của một nhóm", min_value=FLOOR, max_value=200,
        help_text="Nhóm mời ít hơn được gộp trước khi bắt đầu.",
    )  # fmt: skip
    need = forms.IntegerField(label="Số người giữ khóa cần để mở hòm", min_value=1, max_value=HOLDERS)
    spare = forms.IntegerField(label="Phiếu in thêm mỗi nhóm", min_value=0, max_value=50)


class QuestionForm(forms.Form):
    """A question."""

    text = forms.CharField(label="Câu hỏi", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Kiểu trả lời", choices=KINDS)
    options = forms.CharField(
        label="Các phương án, mỗi dòng một phương án", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Với thang mức, ghi mức tốt nhất trước. Bỏ trống với ý kiến viết.",
    )  # fmt: skip
    most = forms.IntegerField(
        label="Số ký tự tối đa của ý kiến viết", required=False, min_value=1, max_value=LONGEST_TEXT,
        initial=LONGEST_TEXT,
    )  # fmt: skip
    required = forms.BooleanField(label="Bắt buộc trả lời", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rows = [tidy(line) for line in data.get("options", "").splitlines() if tidy(line)]
        if data.get("kind") == "text":
            rows = []
        elif len(rows) < 2 or len(set(rows)) < len(rows) or len(rows) > 30:
            self.add_error("options", "Cần từ 2 đến 30 phương án, không trùng nhau.")
        return data | {"options": rows}

    def asked(self, key: str) -> Asked:
        """The question typed, with an id ("" for a new one)."""
        data, text = self.cleaned_data, self.cleaned_data["kind"] == "text"
        most = (data["most"] or LONGEST_TEXT) if text else 0
        return Asked(key, tidy(data["text"]), data["kind"], tuple(data["options"]), data["required"], most)


class AudienceForm(forms.Form):
    """An audience."""

    label = forms.CharField(label="Đối tượng được hỏi", max_length=60)
    set = forms.ChoiceField(label="Trả lời bộ câu hỏi")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["set"].choices = [(one.id, one.label) for one in plan.sets]  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """A name."""

    label = forms.CharField(label="Tên bộ câu hỏi", max_length=120)


class SubjectForm(forms.Form):
    """A unit that is in the software, or any by its name."""

    unit = UnitField(label="Đơn vị trong phần mềm", required=False)
    level = forms.CharField(label="Cấp, loại", max_length=60, help_text="Ví dụ: Phường; Mầm non. Dùng để cộng kết quả.")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file from the trustees' station."""

    file = forms.FileField(label="Tệp", widget=forms.ClearableFileInput(attrs={"accept": ".json"}))


class ThemeForm(forms.Form):
    """What the readers found."""

    text = forms.CharField(
        label="Tổng hợp của người đọc", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ghi theo chủ đề, “nhiều ý kiến”, “một số ý kiến”; không trích nguyên văn.",
    )  # fmt: skip
    readers = forms.CharField(label="Hai người đọc", max_length=300)


class ResponseForm(forms.Form):
    """A head's answer, with steps and days."""

    text = forms.CharField(label="Tiếp thu, giải trình", widget=forms.Textarea(attrs={"rows": 8}))
    what1 = forms.CharField(label="Việc sẽ làm 1", required=False, max_length=500)
    due1 = DayField(label="Xong trước ngày", required=False)
    what2 = forms.CharField(label="Việc sẽ làm 2", required=False, max_length=500)
    due2 = DayField(label="Xong trước ngày", required=False)
    what3 = forms.CharField(label="Việc sẽ làm 3", required=False, max_length=500)
    due3 = DayField(label="Xong trước ngày", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for at in (1, 2, 3):
            if data.get(f"what{at}") and not data.get(f"due{at}") and f"due{at}" not in self.errors:
                self.add_error(f"due{at}", "Hãy ghi ngày xong việc này.")
        return data

    @property
    def steps(self) -> list[tuple[str, Any]]:
        rows = [(self.cleaned_data[f"what{at}"], self.cleaned_data[f"due{at}"]) for at in (1, 2, 3)]
        return [row for row in rows if row[0]]
