"""What a letter says: what is overdue and what is soon due, each with its address. No names, marks, grades, grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from canbo.office.agenda.entries import Entry
from canbo.paperwork.dates import short_date


@dataclass(frozen=True, slots=True)
class Text:
    """A letter's subject and its two bodies."""

    subject: str
    text: str
    html: str


def pressing(entries: Sequence[Entry], day: date, days_before: int) -> list[Entry]:
    """What is overdue, or due within so many days."""
    return [entry for entry in entries if entry.day and entry.day <= day + timedelta(days=days_before)]


def compose(name: str, entries: Sequence[Entry], day: date) -> Text:
    """The digest of these entries for somebody, on a day."""
    late = [entry for entry in entries if entry.day and entry.day < day]
    soon = [entry for entry in entries if entry.day and entry.day >= day]
    counted = [f"{len(rows)} {words}" for rows, words in ((late, "việc quá hạn"), (soon, "việc sắp đến hạn")) if rows]
    context = {
        "name": name, "day": day, "groups": [("Quá hạn", late), ("Sắp đến hạn", soon)], "site": settings.SITE,
        "home": reverse("home"), "own": reverse("agenda:own"),
    }  # fmt: skip
    return Text(
        f"Nhắc việc {short_date(day)}: {', '.join(counted)}",
        render_to_string("agenda/letter.txt", context),
        render_to_string("agenda/letter.html", context),
    )
