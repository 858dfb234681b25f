"""How shares and changes of shares are written: `{% load insight %}`. All are in tenths of a percent."""

from __future__ import annotations

from typing import Literal

from django import template

from canbo.office.base.templatetags.canbo import ABSENT, points

register = template.Library()


@register.filter
def tenths(value: int | Literal[""] | None) -> str:
    """277 → "27,7%"; None → "–"."""
    return ABSENT if value is None or value == "" else points(int(value) * 10) + "%"


@register.filter
def change(value: int | Literal[""] | None) -> str:
    """A change in percentage points: 21 → "+2,1", -5 → "−0,5"; None → ""."""
    if value is None or value == "":
        return ""
    return ("+" if value > 0 else "−" if value < 0 else "±") + points(abs(value) * 10)
