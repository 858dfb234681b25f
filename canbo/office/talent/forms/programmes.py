"""Forms of programmes. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from canbo.office.base.holes import MOST, bounded
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField
from canbo.office.talent.actions.programmes import LONGEST, PARTS
from canbo.office.talent.models import Programme
from canbo.office.talent.models.programmes import DIRECTIONS


class FigureField(forms.CharField):
    """A number with up to two decimals; `cleaned_data` holds hundredths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip().removesuffix("%")
        return bounded(text, MOST) if text else None


class ProgrammeForm(forms.Form):
    """A new programme."""

    unit = UnitField(label="Đơn vị")
    name = forms.CharField(label="Tên chương trình", max_length=300)
    document = forms.CharField(
        label="Văn bản", max_length=200, help_text="Ví dụ: Chương trình số 01-CTr/QU ngày 15/10/2020."
    )
    first_year = forms.IntegerField(label="Từ năm", min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label="Đến năm", min_value=2000, max_value=2100)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.begins, found.day)  # type: ignore[attr-defined]


class TargetForm(forms.Form):
    """A target, or its correction."""

    label = forms.CharField(
        label="Chỉ tiêu", max_length=300, help_text="Ví dụ: cán bộ trong quy hoạch được đào tạo đạt chuẩn."
    )
    direction = forms.ChoiceField(label="Yêu cầu", choices=DIRECTIONS)
    aim = FigureField(label="Mức cần đạt", max_length=20)
    measure = forms.CharField(label="Đơn vị tính", max_length=40, help_text="Ví dụ: %, lượt, tập thể.")
    answers = UnitField(label="Đơn vị chịu trách nhiệm")
    reason = forms.CharField(label="Lý do điều chỉnh", max_length=300)

    def __init__(self, programme: Programme, found: Viewer, corrects: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].offer([programme.unit.path], found.day)  # type: ignore[attr-defined]
        if not corrects:
            del self.fields["reason"]


class ValueForm(forms.Form):
    """What was measured."""

    day = DayField(label="Tính đến ngày")
    value = FigureField(label="Số liệu", max_length=20)
    source = forms.CharField(label="Nguồn số liệu", max_length=200, help_text="Báo cáo, thống kê, số và ngày.")


class ReviewForm(forms.Form):
    """The text of the final review, by parts."""

    def __init__(self, texts: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        for key, label in PARTS.items():
            area = forms.Textarea(attrs={"rows": 5})
            self.fields[key] = forms.CharField(
                label=label, required=False, widget=area, initial=texts.get(key, ""), max_length=LONGEST
            )
        self.fields["results"].help_text = "Số liệu của từng chỉ tiêu được tự điền ở đầu phần này."
