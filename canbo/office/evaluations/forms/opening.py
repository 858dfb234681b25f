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
GO_ON = "Đánh dấu vào đây nếu vẫn muốn mở kỳ, hoặc sửa lại ở trên."
NO_DEADLINE = "Chưa đặt hạn cho bước nào: không ai được nhắc theo hạn, và không lần gửi nào bị coi là quá hạn."


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
    span = forms.ChoiceField(label="Kỳ")
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)

    def __init__(self, adoptions: Sequence[tuple[Adoption, Rules]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.rules = {str(row.pk): rules for row, rules in adoptions}
        named = [(str(row.pk), f"{row.number}: {row.title}") for row, _ in adoptions]
        kinds = [kind for kind in KINDS if any(kind in rules.periods for _, rules in adoptions)]
        spans = [(KINDS[kind], [_span(kind, number) for number in range(1, LAST[kind] + 1)]) for kind in kinds]
        self.fields["adoption"].choices = named  # type: ignore[attr-defined]
        self.fields["span"].choices = spans  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period as well, under `period`."""
        found = super().clean() or self.cleaned_data
        if not {"span", "adoption", "year"} <= found.keys():
            return found
        kind, _, number = found["span"].partition("-")
        if kind in self.rules[found["adoption"]].periods:
            found["period"] = Period(kind, found["year"], int(number))
        else:
            known = ", ".join(KINDS[one].lower() for one in self.rules[found["adoption"]].periods)
            self.add_error("span", f"Quy định này chỉ đánh giá theo {known}.")
        return found


def _span(kind: str, number: int) -> tuple[str, str]:
    """A month, quarter or year as it is chosen: its value and its name."""
    return f"{kind}-{number}", "Cả năm" if kind == "year" else f"{KINDS[kind]} {number}"


class DeadlinesForm(forms.Form):
    """A deadline for each step (empty: none), and what happens afterwards.

    What is seldom meant, a period that has not begun or no deadline at all, is confirmed with a tick.
    """

    use_required_attribute = False  # what is wrong is said here, not in the browser's own words

    repeats = forms.BooleanField(
        label="Tự mở kỳ sau khi kỳ sau bắt đầu", required=False,
        help_text="Thôi tự mở bất cứ lúc nào ở trang Kỳ đánh giá.",
    )  # fmt: skip
    with_points = forms.BooleanField(label="Khi công bố thì kèm điểm", required=False)

    def __init__(
        self, steps: Sequence[Step], proposed: dict[str, date], data: Any = None, initial: Any = None,
        begins: date | None = None,
    ) -> None:  # fmt: skip
        """`begins`: the first day of a period that has not begun yet."""
        super().__init__(data, initial=initial)
        for step in steps:
            self.fields[f"due_{step.key}"] = forms.DateField(
                label=f"Hạn: {step.label}", required=False, initial=proposed.get(step.key),
                help_text="" if step.key in proposed else "Quy định không nêu hạn. Để trống nếu không đặt.",
            )  # fmt: skip
        self.order_fields([*(f"due_{step.key}" for step in steps), "repeats", "with_points"])
        doubts = [f"Kỳ này đến {begins:%d/%m/%Y} mới bắt đầu."] if begins else []
        if data is not None and not any(data.get(f"due_{step.key}", "").strip() for step in steps):
            doubts.append(NO_DEADLINE)
        if doubts:
            self.fields["confirmed"] = forms.BooleanField(
                label="Vẫn mở kỳ này", help_text=" ".join(doubts), error_messages={"required": GO_ON}
            )
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
    return {"span": f"{kind}-{number}", "year": today.year}
