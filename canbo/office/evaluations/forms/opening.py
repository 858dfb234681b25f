"""Opening a cycle: which unit, which regulation, which period; then deadlines and what happens afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption
from canbo.rulebook import Rules, Step
from canbo.rulebook.process import Period

KINDS = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}
LAST = {"month": 12, "quarter": 4, "year": 1}


class UnitForm(forms.Form):
    """For which unit and below."""

    unit = forms.ChoiceField(label="Đơn vị")

    def __init__(self, units: Sequence[Unit], data: Any = None) -> None:
        super().__init__(data)
        choices = [(str(unit.pk), unit.name) for unit in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self.fields["unit"].initial = choices[0][0] if choices else None


class PeriodForm(forms.Form):
    """By which regulation, which month, quarter or year."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    adoption = forms.ChoiceField(label="Theo quy định")
    kind = forms.ChoiceField(label="Loại kỳ")
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    number = forms.IntegerField(label="Tháng hoặc quý", min_value=1, max_value=12, required=False)

    def __init__(self, adoptions: Sequence[tuple[Adoption, Rules]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.rules = {str(row.pk): rules for row, rules in adoptions}
        named = [(str(row.pk), f"{row.number}: {row.title}") for row, _ in adoptions]
        kinds = [kind for kind in KINDS if any(kind in rules.periods for _, rules in adoptions)]
        self.fields["adoption"].choices = named  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period as well, under `period`."""
        found = super().clean() or self.cleaned_data
        kind, number = found.get("kind"), found.get("number") or 1
        if kind is None or "adoption" not in found or "year" not in found:
            return found
        if kind not in self.rules[found["adoption"]].periods:
            known = ", ".join(KINDS[one].lower() for one in self.rules[found["adoption"]].periods)
            self.add_error("kind", f"Quy định này chỉ đánh giá theo {known}.")
        elif number > LAST[kind]:
            self.add_error("number", f"{KINDS[kind]} chỉ có từ 1 đến {LAST[kind]}.")
        else:
            found["period"] = Period(kind, found["year"], number)
        return found


class DeadlinesForm(forms.Form):
    """A deadline for each step (empty: none), and what happens afterwards."""

    repeats = forms.BooleanField(
        label="Tự mở kỳ sau khi kỳ sau bắt đầu", required=False,
        help_text="Thôi tự mở bất cứ lúc nào ở trang Kỳ đánh giá.",
    )  # fmt: skip
    with_points = forms.BooleanField(label="Khi công bố thì kèm điểm", required=False)

    def __init__(self, steps: Sequence[Step], proposed: dict[str, date], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for step in steps:
            self.fields[f"due_{step.key}"] = forms.DateField(
                label=f"Hạn: {step.label}", required=False, initial=proposed.get(step.key),
                help_text="" if step.key in proposed else "Quy định không nêu hạn. Để trống nếu không đặt.",
            )  # fmt: skip
        self.order_fields([*(f"due_{step.key}" for step in steps), "repeats", "with_points"])
        self.steps = steps

    @property
    def deadlines(self) -> dict[str, date]:
        """The days entered, by step."""
        found = {step.key: self.cleaned_data.get(f"due_{step.key}") for step in self.steps}
        return {key: day for key, day in found.items() if day is not None}


def running(today: date, kinds: Sequence[str]) -> dict[str, Any]:
    """What to offer first: the running period of the shortest kind."""
    kind = next((one for one in KINDS if one in kinds), "month")
    number = {"month": today.month, "quarter": (today.month + 2) // 3, "year": 1}[kind]
    return {"kind": kind, "year": today.year, "number": number}
