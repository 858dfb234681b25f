"""Forms about persons and their postings."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.actions.postings import Terms
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField, today
from canbo.office.people.models import KINDS, Person, Posting
from canbo.paperwork.dates import DateError, parse_date, short_date

RANKS = [("head", "Người đứng đầu"), ("deputy", "Cấp phó"), ("staff", "Không giữ chức vụ")]


class RollForm(forms.Form):
    """The filters of the list of persons."""

    q = forms.CharField(label="Họ tên, mã số", required=False)
    unit = UnitField(label="Đơn vị", required=False)
    kind = forms.ChoiceField(label="Đối tượng", required=False, choices=[("", "Tất cả"), *KINDS])
    rank = forms.ChoiceField(label="Chức vụ", required=False, choices=[("", "Tất cả"), *RANKS])
    ngay = PickedDay(label="Ngày", required=False)


class BirthField(forms.CharField):
    """A date of birth or only its year; `cleaned_data` holds the columns of Person."""

    def clean(self, value: Any) -> dict[str, object]:
        text = super().clean(value)
        if not text:
            return {"birth_date": None, "birth_year": None}
        try:
            born = parse_date(text)
        except DateError as error:
            raise forms.ValidationError(str(error)) from error
        return {"birth_date": born.day, "birth_year": born.year}


class FactsForm(forms.Form):
    """Who a person is."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth = BirthField(label="Ngày sinh", required=False, help_text="Ngày/tháng/năm, hoặc chỉ năm.")
    sex = forms.ChoiceField(label="Giới tính", required=False, choices=[("", "–"), ("F", "Nữ"), ("M", "Nam")])
    code = forms.CharField(label="Mã số", max_length=40, required=False)
    education = forms.CharField(label="Trình độ chuyên môn", max_length=60, required=False)
    political_theory = forms.CharField(label="Lý luận chính trị", max_length=30, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)

    def facts(self) -> dict[str, object]:
        """The columns of Person besides name and code."""
        data = self.cleaned_data
        names = ("sex", "education", "political_theory", "email", "phone")
        return {**data["birth"], **{name: data[name] for name in names}}


def facts_of(person: Person) -> dict[str, object]:
    """What the form of facts starts from."""
    born = short_date(person.birth_date) if person.birth_date else person.birth_year or ""
    names = ("full_name", "sex", "code", "education", "political_theory", "email", "phone")
    return {"birth": born, **{name: getattr(person, name) for name in names}}


class TermsForm(forms.Form):
    """On what terms a post is held."""

    kind = forms.ChoiceField(label="Đối tượng", choices=KINDS)
    task_group = forms.CharField(
        label="Nhóm nhiệm vụ tương đồng", max_length=80, required=False,
        help_text="Những người cùng nhóm được so sánh với nhau khi tính tỷ lệ.",
    )  # fmt: skip
    primary = forms.BooleanField(label="Vị trí chính", required=False, initial=True)
    acting = forms.BooleanField(label="Phụ trách, tạm quyền", required=False)
    evaluated_by = UnitField(
        label="Đơn vị đánh giá", required=False, help_text="Chỉ chọn khi cấp trên quản lý, đánh giá người này."
    )
    day = DayField(label="Từ ngày", initial=today)

    def __init__(self, *args: Any, viewer: Viewer, above: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tops = {*viewer.paths("officer"), *([above[:7]] if above else [])}
        self.fields["evaluated_by"].offer(tops, viewer.day, "Cơ quan của chính đơn vị")  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """The terms typed."""
        data = self.cleaned_data
        return Terms(data["kind"], data["task_group"], data["primary"], data["acting"], data["evaluated_by"])


def terms_of(posting: Posting) -> dict[str, object]:
    """What the form of terms starts from."""
    names = ("kind", "task_group", "primary", "acting")
    return {"evaluated_by": posting.evaluated_by_id or "", **{name: getattr(posting, name) for name in names}}


class PostingForm(TermsForm):
    """A post in a unit, for a person."""

    unit = UnitField(label="Đơn vị")
    title = forms.CharField(label="Chức vụ, chức danh", max_length=160)
    rank = forms.ChoiceField(label="Cấp chức vụ", choices=RANKS, initial="staff")
    key = forms.BooleanField(label="Cán bộ chủ chốt", required=False)
    replace = forms.BooleanField(label="Thôi vị trí chính hiện tại từ cùng ngày", required=False)
    field_order: tuple[str, ...] = (
        "unit",
        "title",
        "rank",
        "kind",
        "task_group",
        "evaluated_by",
        "day",
        "primary",
        "replace",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["unit"].offer(viewer.paths("officer"), viewer.day)  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A post nobody holds yet."""

    title = forms.CharField(label="Chức vụ, chức danh", max_length=160)
    rank = forms.ChoiceField(label="Cấp chức vụ", choices=RANKS, initial="staff")
    key = forms.BooleanField(label="Cán bộ chủ chốt", required=False)
    day = DayField(label="Từ ngày", initial=today)


class NewPersonForm(FactsForm, PostingForm):
    """A person with a first post."""

    field_order = ("full_name", "birth", "sex", "code", "unit", "title", "rank", "kind", "task_group", "day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["replace"]


class EndForm(forms.Form):
    """When a posting ends."""

    day = DayField(label="Thôi giữ từ ngày", initial=today, help_text="Ngày đầu tiên không còn giữ vị trí này.")
