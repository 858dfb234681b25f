"""How figures, dates and grades are written on a page: `{% load canbo %}`.

The filters are pure functions. Figures are Vietnamese: decimals with a comma, thousands with a dot; dates are
day/month/year (Django's own Vietnamese format reads 03/04 as 4 March).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

register = template.Library()

ABSENT = "–"


@register.filter
def points(hundredths: int | Literal[""] | None) -> str:
    """Hundredths of a point as written on paper: 8750 → "87,5"; 10000 → "100"; None (or a missing name) → "–"."""
    if hundredths is None or hundredths == "":
        return ABSENT
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    digits = f"{rest:02d}".rstrip("0")
    return sign + f"{whole:,}".replace(",", ".") + (f",{digits}" if digits else "")


@register.filter
def money(whole: int | None) -> str:
    """A sum in whole đồng with dots: 2340000 → "2.340.000"; None → "–"."""
    return ABSENT if whole is None else f"{whole:,}".replace(",", ".")


@register.filter
def share(value: Fraction | Decimal | float | None) -> str:
    """A share of one as a percentage with at most one decimal, half up: Fraction(3, 8) → "37,5%"; None → "–"."""
    if value is None or value == "":
        return ABSENT
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    tenths = int((exact * 1000).quantize(Decimal(1), ROUND_HALF_UP))
    return points(tenths * 10) + "%"


@register.filter
def vidate(value: date | datetime | None) -> str:
    """A day as dd/mm/yyyy (a moment: its day in the site's time zone); None → "–"."""
    if not value:
        return ABSENT
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


@register.filter
def isoday(value: str) -> str:
    """A day kept as text ("2026-11-21") as dd/mm/yyyy; "" → "–"."""
    return vidate(date.fromisoformat(value) if value else None)


@register.filter
def vidatetime(value: datetime | None) -> str:
    """A moment in the site's time zone as "14:05 21/11/2026"; None → "–"."""
    if not value:
        return ABSENT
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M} {vidate(value)}"


@register.filter
def days_left(deadline: date | datetime | int | None, today: date | None = None) -> str:
    """A deadline in words: "còn 2 ngày", "hôm nay", "quá hạn 3 ngày".

    `deadline` is a day, a moment (its local day counts) or a number of days left; `today` defaults to the site's
    day. Calendar days: a count of working days is the rulebook's business and is passed as a number.
    """
    if deadline is None or deadline == "":
        return ""
    if isinstance(deadline, datetime):
        deadline = timezone.localtime(deadline).date() if timezone.is_aware(deadline) else deadline.date()
    left = (deadline - (today or timezone.localdate())).days if isinstance(deadline, date) else deadline
    if left == 0:
        return "hôm nay"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


def merge_query(query: QueryDict, changes: Mapping[str, object]) -> str:
    """The query string with some keys replaced; None or "" removes a key.

    Any change that does not itself name a page goes back to the first page, since page 7 of another list means
    nothing. Returns "?" where nothing is left, so that the link still clears the query.
    """
    merged = query.copy()
    for key, value in ({"page": None} | dict(changes)).items():
        if value is None or value == "":
            merged.pop(key, None)
        else:
            merged[key] = str(value)
    return "?" + merged.urlencode()


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """`{% query_with unit=5 q=None %}`: the page's own query string with these keys replaced (`merge_query`)."""
    request = context.get("request")
    return merge_query(request.GET if request else QueryDict(), changes)


@register.inclusion_tag("base/parts/sort.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, num: bool = False, css: str = "") -> dict[str, object]:
    """A `<th>` whose link sorts the list by `key`: first up, then down (`?sort=key`, `?sort=-key`)."""
    request = context.get("request")
    query = request.GET if request else QueryDict()
    current = query.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    following = f"-{key}" if order == "ascending" else key
    return {
        "label": label,
        "order": order,
        "css": f"{'num ' if num else ''}{css}".strip(),
        "href": merge_query(query, {"sort": following}),
    }


@register.inclusion_tag("base/parts/grade.html")
def grade_badge(level: int | None, word: str = "", big: bool = False) -> dict[str, object]:
    """A grade: its word, and a hue for its level (1 best … 4, 0 or None not rated).

    The word comes from the rule pack, since the words of a level changed with the years.
    """
    return {"level": level, "word": word, "big": big}


@register.inclusion_tag("base/parts/bar.html")
def share_bar(parts: Iterable[Mapping[str, Any]], total: int | None = None) -> dict[str, object]:
    """A bar of shares inside a table: `parts` of {level: 0–4 or "ink", count, label}, in order.

    `total` is the whole in the same unit, by default the sum of the counts. Drawn in thousandths with attributes
    only, because the content security policy forbids inline style.
    """
    rows = list(parts)
    whole = sum(row["count"] for row in rows) if total is None else total
    drawn, left, counted = [], 0, 0
    for row in rows:
        counted += row["count"]
        right = min(1000, round(1000 * counted / whole)) if whole else 0
        drawn.append({"x": str(left), "width": str(right - left), "level": row["level"]})
        left = right
    words = "; ".join(f"{row['label']}: {row['count']}" for row in rows)
    return {"parts": drawn, "words": words}


@register.simple_tag
def page_links(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers worth a link, with an ellipsis (`page.paginator.ELLIPSIS`) between the far ones."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's own input with the look of this site (Bootstrap's class for its kind)."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return field.as_widget()
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    else:
        css = "form-control"
    extra = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {extra}".strip()})


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is a single tick box, which stands before its label."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_options(field: BoundField) -> bool:
    """Whether the field is a group of radio buttons or tick boxes, which takes a legend."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
