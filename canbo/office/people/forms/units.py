"""Forms about units: adding, renaming, moving, merging, splitting, closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField, today
from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.units import unit_choices

UNIT_KINDS = [
    ("office", "Phòng, ban, văn phòng"),
    ("ward", "Phường, xã, đặc khu"),
    ("district", "Quận, huyện"),
    ("school", "Trường học"),
    ("service", "Đơn vị sự nghiệp"),
    ("party", "Tổ chức đảng"),
    ("front", "Mặt trận, đoàn thể"),
    ("group", "Tổ, bộ phận"),
]


class DayForm(forms.Form):
    """The day a page shows."""

    ngay = PickedDay(label="Ngày", required=False)


class TreeForm(DayForm):
    """What the tree shows: a day, a name."""

    q = forms.CharField(label="Tên đơn vị", required=False)


class UnitForm(forms.Form):
    """A new unit below another."""

    parent = UnitField(label="Thuộc")
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    short_name = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)
    kind = forms.ChoiceField(label="Loại", choices=UNIT_KINDS)
    heading = forms.ChoiceField(
        label="Tiêu đề văn bản", choices=[("", "Như đơn vị cấp trên"), ("state", "Nhà nước"), ("party", "Đảng")],
        required=False,
    )  # fmt: skip
    code = forms.CharField(label="Mã", max_length=40, required=False, help_text="Để trống, máy tự đặt.")
    valid_from = DayField(label="Có hiệu lực từ ngày", initial=today)
    own_agency = forms.BooleanField(
        label="Là cơ quan có hồ sơ và nhật ký riêng", required=False,
        help_text="Phường, xã, trường học, cơ quan độc lập. Phòng, ban thuộc cơ quan thì không đánh dấu.",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(viewer.paths("officer"), viewer.day)  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What every change of a unit asks for."""

    day = DayField(label="Từ ngày", initial=today)
    document = forms.CharField(
        label="Văn bản", max_length=200, required=False, help_text="Số, ngày của quyết định hoặc nghị quyết."
    )

    def __init__(self, *args: Any, unit: Unit, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.viewer = unit, viewer
        self.order_fields([*(name for name in self.fields if name not in {"day", "document"}), "day", "document"])


class RenameForm(ChangeForm):
    name = forms.CharField(label="Tên mới", max_length=200)
    short_name = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)


class MoveForm(ChangeForm):
    parent = UnitField(label="Chuyển về")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(self.viewer.paths("officer"), self.viewer.day)  # type: ignore[attr-defined]


class MergeForm(ChangeForm):
    """The other units, the new one's name and place, and who heads it."""

    others = forms.MultipleChoiceField(label="Sáp nhập cùng", widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label="Tên đơn vị mới", max_length=200)
    short_name = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)
    parent = UnitField(label="Thuộc")
    head = forms.ChoiceField(
        label="Người đứng đầu đơn vị mới", required=False,
        help_text="Những người đứng đầu khác chuyển sang “Chờ bố trí chức vụ”. Chưa chọn thì mọi chức vụ giữ nguyên.",
    )  # fmt: skip

    def __init__(self, *args: Any, heads: Sequence[Posting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths, day = self.viewer.paths("officer"), self.viewer.day
        family = {self.unit.path[:end] for end in range(7, len(self.unit.path) + 1, 7)}
        named = dict(unit_choices(paths, day))
        others = Unit.objects.filter(pk__in=[int(pk) for pk in named]).exclude(path__in=family)
        others = others.exclude(path__startswith=self.unit.path).order_by("path")
        siblings_first = sorted(others, key=lambda unit: (unit.parent_id != self.unit.parent_id, unit.path))
        self.fields["others"].choices = [(str(unit.pk), unit.name) for unit in siblings_first]  # type: ignore[attr-defined]
        empty = "" if self.unit.parent_id else "Không có cấp trên"
        self.fields["parent"].offer(paths, day, empty)  # type: ignore[attr-defined]
        self.fields["parent"].required = bool(self.unit.parent_id)
        self.initial.setdefault("parent", self.unit.parent_id)
        self.fields["head"].choices = [  # type: ignore[attr-defined]
            ("", "Chưa chọn"),
            *((str(p.pk), f"{p.person.full_name} – {p.post.title}, {p.post.unit.name}") for p in heads),
        ]

    def clean_others(self) -> list[Unit]:
        return list(Unit.objects.filter(pk__in=self.cleaned_data["others"]).order_by("path"))

    def clean_head(self) -> Posting | None:
        chosen = self.cleaned_data["head"]
        return Posting.objects.select_related("post").get(pk=chosen) if chosen else None


class SplitForm(ChangeForm):
    """The names of the new units; who goes where is asked beside it, with one choice a person."""

    names = forms.CharField(
        label="Các đơn vị mới", widget=forms.Textarea(attrs={"rows": 4}), help_text="Mỗi dòng một tên, ít nhất hai."
    )

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) < 2:
            raise forms.ValidationError("Hãy nhập ít nhất hai tên, mỗi tên một dòng.")
        return names


class CloseForm(ChangeForm):
    """Only the day and the document."""
