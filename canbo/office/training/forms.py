"""Forms of this room. They read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.base.holes import WholeField
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, LongSelect, PickedDay, UnitField
from canbo.office.people.queries.units import unit_choices
from canbo.office.training import law
from canbo.office.training.models import RESULTS, TrainingPlan
from canbo.office.training.queries.needs import SOURCES
from canbo.rulebook.training import TrainingRules

AREA = forms.Textarea(attrs={"rows": 3})
MONEY = "Đồng; để trống nếu chưa rõ."


class NeedFilter(forms.Form):
    """Whose needs, and which."""

    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=LongSelect)
    source = forms.ChoiceField(label="Từ đâu", required=False, choices=[("", "Tất cả"), *SOURCES.items()])
    what = forms.CharField(label="Nội dung", required=False)
    q = forms.CharField(label="Tên", required=False)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Tất cả"), *unit_choices(found.readable, found.day)]  # type: ignore[attr-defined]


class TurnFilter(forms.Form):
    """Turns between two days."""

    since = PickedDay(label="Từ ngày", required=False)
    until = PickedDay(label="Đến ngày", required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=LongSelect)
    step = forms.ChoiceField(label="Trình độ", required=False)
    q = forms.CharField(label="Tên người, lớp", required=False)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Tất cả"), *unit_choices(found.readable, found.day)]  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", "Tất cả"), *law.steps().items()]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """A plan of a year."""

    unit = UnitField(label="Đơn vị")
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)
    name = forms.CharField(label="Tên kế hoạch", max_length=200)
    money = WholeField(False, label="Kinh phí", required=False, help_text=MONEY)
    document = forms.CharField(
        label="Văn bản", max_length=200, required=False, help_text="Số, ngày; để trống nếu là dự thảo."
    )

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.begins, found.day)  # type: ignore[attr-defined]


class CourseForm(forms.Form):
    """A course."""

    unit = UnitField(label="Đơn vị")
    name = forms.CharField(label="Tên lớp, khóa", max_length=200)
    content = forms.ChoiceField(label="Nhóm nội dung", required=False)
    qualification = forms.ChoiceField(
        label="Trình độ đạt được", required=False, help_text="Khi ghi kết quả hoàn thành, trình độ này vào hồ sơ."
    )
    organiser = forms.CharField(label="Nơi mở lớp", max_length=200, required=False)
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày")
    hours = forms.IntegerField(label="Số giờ học", required=False, min_value=1, max_value=20000)
    places = forms.IntegerField(label="Số chỗ", min_value=1, max_value=100000)
    cost = WholeField(False, label="Chi phí mỗi người", required=False, help_text=MONEY)
    postgraduate = forms.BooleanField(
        label="Đào tạo sau đại học", required=False, help_text="Xét điều kiện cử đi, cam kết phục vụ và đền bù."
    )

    def __init__(self, found: Viewer, plan: TrainingPlan | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = [plan.unit.path] if plan else found.begins
        self.fields["unit"].offer(paths, found.day)  # type: ignore[attr-defined]
        if plan:
            self.fields["unit"].initial = plan.unit_id
        self.fields["content"].choices = [("", "Chưa ghi"), *law.contents().items()]  # type: ignore[attr-defined]
        self.fields["qualification"].choices = [("", "Không"), *law.steps().items()]  # type: ignore[attr-defined]


class AllotForm(forms.Form):
    """Places of a course for a unit."""

    unit = UnitField(label="Đơn vị")
    places = forms.IntegerField(label="Số chỗ", min_value=0, max_value=100000)

    def __init__(self, path: str, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer([path], found.day)  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """By which document and on which day people are sent."""

    day = DayField(label="Ngày cử")
    document = forms.CharField(label="Văn bản cử", max_length=200, help_text="Số, ký hiệu, ngày ban hành.")


class ReasonForm(forms.Form):
    """A reason, where an act needs nothing else."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=AREA)


class ResultForm(forms.Form):
    """What came of a turn."""

    result = forms.ChoiceField(label="Kết quả", choices=RESULTS, widget=forms.RadioSelect)
    day = DayField(label="Ngày kết thúc, cấp văn bằng")
    attended = forms.IntegerField(label="Số giờ có mặt", required=False, min_value=0, max_value=20000)
    certificate = forms.CharField(
        label="Văn bằng, chứng chỉ", required=False, max_length=200, help_text="Số, ngày cấp."
    )
    cost = WholeField(False, label="Chi phí thực tế", required=False, help_text=MONEY)


class PayBackForm(forms.Form):
    """What is paid back."""

    case = forms.ChoiceField(label="Trường hợp")
    day = DayField(label="Ngày thôi phục vụ")
    cost = WholeField(False, label="Chi phí đào tạo (đồng)")
    document = forms.CharField(
        label="Văn bản", max_length=200, help_text="Quyết định thôi việc, hoặc biên bản của hội đồng."
    )

    def __init__(self, rules: TrainingRules | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = (rules.repayment or {}) if rules else {}
        self.fields["case"].choices = [(key, case.label) for key, case in cases.items()]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A file of past turns."""

    unit = UnitField(label="Đơn vị", help_text="Tệp chỉ gồm người của đơn vị này.")
    file = forms.FileField(label="Tệp Excel", allow_empty_file=True)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]
