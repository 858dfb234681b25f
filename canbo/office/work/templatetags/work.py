"""How the pages of work write coefficients, converted points and stages."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import template

from canbo.office.work.catalogue_file import shown
from canbo.office.work.models import STAGES
from canbo.office.work.queries.figures import UNIT, Figures, Row
from canbo.rulebook.workload import Ratios

register = template.Library()
_LABELS = dict(STAGES)


@register.filter
def coefficient(value: int) -> str:
    """3000 ten-thousandths: "0,3"."""
    return shown(value)


@register.filter
def converted(value: Fraction | None) -> str:
    """Converted points with a comma, at most four decimals."""
    return "" if value is None else shown(round(value * UNIT))


@register.filter
def stage_label(key: str) -> str:
    """A stage in words."""
    return _LABELS[key]


@register.filter
def ratios_of(figures: Figures | None) -> Ratios | None:
    """The ratios of figures, None where there is nothing to divide by."""
    found = figures.ratios if figures else None
    return found if isinstance(found, Ratios) else None


@register.filter
def passed(row: Row) -> int:
    """The accepted pieces that count in the period."""
    return sum(fate.pieces for fate in row.fates)


@register.filter
def total(lines: Iterable[Any], name: str) -> Fraction:
    """The sum of a figure over the lines."""
    return sum((getattr(line, name) for line in lines), Fraction(0))
