"""Short forms: a return, who acts on a sheet, more time."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.evaluations.actions.assigning import ASSIGNABLE
from canbo.office.evaluations.actions.returning import LONGEST_REASON
from canbo.office.evaluations.cases import Case
from canbo.office.people.access import above, current
from canbo.office.people.models import Person, Posting


class ReturnForm(forms.Form):
    """To which step, and why."""

    to_step = forms.ChoiceField(label="Trả về bước", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Người nhận đọc lý do này. Ghi rõ mục nào cần sửa.",
    )  # fmt: skip

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        marked = {row.step for row in case.standing}
        choices = [(step.key, step.label) for step in case.steps if step.key in marked]
        self.fields["to_step"].choices = choices  # type: ignore[attr-defined]
        self.fields["to_step"].initial = choices[0][0] if choices else None


class PeopleField(forms.CharField):
    """People named by their codes, in their turn."""

    def to_python(self, value: Any) -> list[Person]:  # type: ignore[override]
        codes = [code.strip() for code in (super().to_python(value) or "").replace(";", ",").split(",")]
        codes = [code for code in dict.fromkeys(codes) if code]
        found = {person.code: person for person in Person.objects.filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            raise forms.ValidationError(f"Không có người mang mã {', '.join(missing)}. Hãy chọn từ danh sách gợi ý.")
        return [found[code] for code in codes]


class AssignForm(forms.Form):
    """Who acts in a step: one person, or several reviewers in their turn."""

    step = forms.ChoiceField(label="Bước")
    people = PeopleField(
        label="Mã người được giao", required=False,
        help_text="Nhiều người nhận xét thì ghi các mã theo thứ tự chấm, cách nhau bằng dấu phẩy. Để trống: bỏ giao.",
    )  # fmt: skip

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        steps = [step for step in case.steps if step.key in ASSIGNABLE]
        if case.sheet.person_id:
            steps = [step for step in steps if step.key != "self"]
        self.fields["step"].choices = [(step.key, step.label) for step in steps]  # type: ignore[attr-defined]
        self.fields["people"].widget.attrs["list"] = "nguoi"
        self.nearby = nearby(case)


def nearby(case: Case) -> list[tuple[str, str]]:
    """Code and name of the leaders of the sheet's unit and of the units above: the usual choices."""
    rows = Posting.objects.filter(current(case.sheet.cycle.ends), post__rank__in=["head", "deputy"])
    rows = rows.filter(post__unit__path__in=above(case.sheet.unit_path)).exclude(person=case.sheet.person_id)
    found = rows.order_by("-post__unit__path", "post__rank").values_list(
        "person__code", "person__full_name", "post__title"
    )
    return [(code, f"{name}, {title}") for code, name, title in found[:30]]


class ExtendForm(forms.Form):
    """A later deadline for one sheet's step."""

    step = forms.ChoiceField(label="Bước")
    due = forms.DateField(label="Hạn mới", help_text="Ngày/tháng/năm, ví dụ 25/11/2026.")
    reason = forms.CharField(label="Lý do", max_length=300)

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, auto_id="more_%s")
        self.fields["step"].choices = [(step.key, step.label) for step in case.steps]  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """A file, the item it is evidence for (empty: the whole sheet), a note."""

    file = forms.FileField()
    item = forms.IntegerField(required=False)
    note = forms.CharField(required=False, max_length=300)
