"""Fields that several forms share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from canbo.office.people.models import Unit
from canbo.office.people.queries.units import unit_choices


class DayField(forms.DateField):
    """A day typed day first; offers today."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 01/07/2026.")
        kwargs.setdefault("widget", forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))
        kwargs.setdefault("error_messages", {"invalid": "Không hiểu ngày này. Hãy ghi ngày/tháng/năm."})
        super().__init__(**kwargs)


class PickedDay(forms.DateField):
    """A day for the filter of a list, day first: the browser's own calendar would show it its own way."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "numeric", "size": "10", "placeholder": "ngày/tháng/năm"}
        super().__init__(widget=forms.DateInput(attrs=attrs), **kwargs)


class UnitField(forms.ChoiceField):
    """A unit chosen from the tree of a day; `cleaned_data` holds the Unit."""

    def __init__(self, **kwargs: Any) -> None:
        self.rows: QuerySet[Unit] = Unit.objects.none()
        super().__init__(**kwargs)

    def offer(self, paths: Iterable[str], day: date, empty: str = "") -> None:
        """Offer the units under the paths that exist on the day; `empty` labels the choice of none."""
        choices = unit_choices(paths, day)
        self.choices = [("", empty or "Chọn đơn vị"), *choices] if empty or len(choices) != 1 else choices
        self.rows = Unit.objects.filter(pk__in=[int(pk) for pk, _ in choices]).select_related("agency")

    def clean(self, value: Any) -> Unit | None:
        chosen = super().clean(value)
        return self.rows.get(pk=int(chosen)) if chosen else None


def today() -> date:
    """The site's day."""
    return timezone.localdate()
