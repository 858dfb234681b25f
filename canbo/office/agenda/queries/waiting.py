"""What waits, and what stands in the calendar: the sources together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry, Span, in_order
from canbo.office.agenda.sources import (
    commitments,
    data_requests,
    dated,
    escalated,
    opinions,
    planning,
    results,
    sheets,
    signatures,
    work,
)
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit

SOURCES: tuple[Callable[[Crowd], Waits], ...] = (
    sheets.waiting, escalated.waiting, commitments.waiting, work.waiting, opinions.waiting, results.waiting,
    signatures.waiting, data_requests.waiting, planning.waiting,
)  # fmt: skip


def waiting(crowd: Crowd) -> dict[int, list[Entry]]:
    """What waits for each of the crowd, by account, the most pressing first; who waits for nothing is absent."""
    found: dict[int, list[Entry]] = {}
    for source in SOURCES:
        for account, entry in source(crowd):
            found.setdefault(account, []).append(entry)
    return {account: in_order(entries) for account, entries in found.items()}


def todos(viewer: Viewer) -> list[Entry]:
    """What waits for one viewer, with who was told of what is long overdue."""
    return escalated.noted(viewer, waiting(Crowd.of(viewer)).get(viewer.account.pk, []))


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the first page and what stands under it."""

    key: str
    label: str
    entries: tuple[Entry, ...]


def groups(entries: list[Entry], day: date) -> list[Group]:
    """The entries under Quá hạn, Hôm nay, Tuần này, Sau đó, Không có hạn; an empty heading is left out.

    "Tuần này" ends on Sunday.
    """
    sunday = day + timedelta(days=6 - day.weekday())
    heads = {"late": "Quá hạn", "today": "Hôm nay", "week": "Tuần này", "later": "Sau đó", "open": "Không có hạn"}
    found: dict[str, list[Entry]] = {key: [] for key in heads}
    for entry in entries:
        found[_group(entry.day, day, sunday)].append(entry)
    return [Group(key, heads[key], tuple(rows)) for key, rows in found.items() if rows]


def _group(due: date | None, day: date, sunday: date) -> str:
    if due is None:
        return "open"
    if due <= day:
        return "today" if due == day else "late"
    return "week" if due <= sunday else "later"


def personal(viewer: Viewer, span: Span) -> list[Entry]:
    """The viewer's own deadlines from a day to a day."""
    return in_order(
        [
            *dated.personal(viewer, span), *commitments.personal(viewer, span), *work.personal(viewer, span),
            *opinions.personal(viewer, span),
        ]
    )  # fmt: skip


def of_unit(viewer: Viewer, unit: Unit, span: Span) -> list[Entry]:
    """The deadlines of a unit and what is below it, from a day to a day. The viewer must read there."""
    return in_order(
        [
            *dated.of_unit(unit, span), *commitments.of_unit(viewer, unit, span), *work.of_unit(unit, span),
            *opinions.of_unit(unit, span),
        ]
    )  # fmt: skip
