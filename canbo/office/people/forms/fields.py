"""Fields that several forms share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core import validators
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from canbo.office.people.models import Unit
from canbo.office.people.queries.units import unit_choices

SELECTED = SafeString(" selected")
# No day of a person or a paper lies outside; of the year 1, sums of days leave the calendar.
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
WITHIN: list[Callable[[Any], None]] = [
    validators.MinValueValidator(FIRST, f"Hãy ghi ngày từ năm {FIRST.year} đến năm {LAST.year}."),
    validators.MaxValueValidator(LAST, f"Hãy ghi ngày từ năm {FIRST.year} đến năm {LAST.year}."),
]


class DayField(forms.DateField):
    """A day typed day first; offers today."""

    default_validators = WITHIN

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 01/07/2026.")
        kwargs.setdefault("widget", forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))
        kwargs.setdefault("error_messages", {"invalid": "Không hiểu ngày này. Hãy ghi ngày/tháng/năm."})
        super().__init__(**kwargs)


class PickedDay(forms.DateField):
    """A day for the filter of a list, day first: the browser's own calendar would show it its own way."""

    default_validators = WITHIN

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "numeric", "size": "14", "placeholder": "ngày/tháng/năm"}
        super().__init__(widget=forms.DateInput(attrs=attrs), **kwargs)


class LongSelect(forms.Select):
    """A choice among many, joined as text: Django renders a template for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        given = self.build_attrs({**self.attrs, "name": name}, attrs)
        return format_html("<select{}>{}</select>", flatatt(given), options)


class UnitField(forms.ChoiceField):
    """A unit chosen from the tree of a day; `cleaned_data` holds the Unit."""

    widget = LongSelect

    def __init__(self, **kwargs: Any) -> None:
        self.rows: QuerySet[Unit] = Unit.objects.none()
        super().__init__(**kwargs)

    def offer(self, paths: Iterable[str], day: date, empty: str = "") -> list[tuple[str, str]]:
        """Offer the units under the paths that exist on the day, and return them (id, name indented by depth);
        `empty` labels the choice of none."""
        choices = unit_choices(paths, day)
        self.choices = [("", empty or "Chọn đơn vị"), *choices] if empty or len(choices) != 1 else choices
        self.rows = Unit.objects.filter(pk__in=[int(pk) for pk, _ in choices]).select_related("agency")
        return choices

    def clean(self, value: Any) -> Unit | None:
        chosen = super().clean(value)
        return self.rows.get(pk=int(chosen)) if chosen else None


def today() -> date:
    """The site's day."""
    return timezone.localdate()
