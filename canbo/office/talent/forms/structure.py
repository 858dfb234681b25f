"""Forms about headcount and arrangement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField, today
from canbo.office.people.forms.picking import PersonField
from canbo.office.people.models import KINDS, Person, Posting
from canbo.office.talent.models.structure import ACTS
from canbo.office.talent.queries.arrangement import STATES


class StructureFilter(forms.Form):
    """Which units, as of when."""

    unit = UnitField(label="Đơn vị", required=False)
    ngay = PickedDay(label="Ngày", required=False)

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.readable, who.day, "Tất cả")  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """The numbers of one unit."""

    day = DayField(label="Từ ngày", initial=today)
    document = forms.CharField(label="Văn bản giao", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in KINDS:
            self.fields[key] = forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False)

    def numbers(self) -> dict[str, int]:
        """The numbers typed, by kind; what was left empty stays as it is."""
        return {key: self.cleaned_data[key] for key, _ in KINDS if self.cleaned_data.get(key) is not None}


class AssignFileForm(forms.Form):
    """The numbers of many units as a file."""

    unit = UnitField(label="Đơn vị", help_text="Mọi đơn vị trong tệp là đơn vị này hoặc trực thuộc nó.")
    day = DayField(label="Từ ngày", initial=today)
    document = forms.CharField(label="Văn bản giao", max_length=200)
    file = forms.FileField(
        label="Tệp Excel", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="Theo tệp mẫu: mỗi đơn vị một hàng, mỗi đối tượng một cột; ô trống giữ nguyên.",
    )  # fmt: skip

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(who.begins, who.day)  # type: ignore[attr-defined]


class ArrangementFilter(forms.Form):
    """Which proposals a list shows."""

    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *STATES.items()])


class ProposeForm(forms.Form):
    """A proposal."""

    person = PersonField(label="Người được đề xuất")
    act = forms.ChoiceField(label="Hình thức", choices=ACTS)
    unit = UnitField(label="Đến đơn vị")
    title = forms.CharField(label="Chức vụ, vị trí đề xuất", max_length=160)
    day = DayField(label="Đề xuất từ ngày", initial=today)
    strengths = forms.CharField(label="Năng lực, sở trường", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    reason = forms.CharField(label="Lý do đề xuất", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, who: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Posting.objects.filter(subtree(who.begins, "post__unit__path"), valid_to=None)
        rows = Person.objects.filter(Q(pk__in=mine.values("person_id")))
        self.fields["person"].offer(rows, who)  # type: ignore[attr-defined]
        self.fields["unit"].offer(who.begins, who.day)  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What was decided of a proposal."""

    agreed = forms.TypedChoiceField(
        label="Quyết định", choices=[("1", "Đồng ý"), ("0", "Không đồng ý")], coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    authority = forms.CharField(label="Cấp có thẩm quyền", max_length=160)
    document = forms.CharField(label="Văn bản", max_length=200, required=False, help_text="Cần khi đồng ý.")
    day = DayField(label="Ngày quyết định", initial=today)
    reason = forms.CharField(label="Lý do", max_length=500, required=False, help_text="Cần khi không đồng ý.")


class DropForm(forms.Form):
    """Why a proposal is taken back."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
