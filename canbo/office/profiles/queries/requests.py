"""Requests about data: one's own, an officer's, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from canbo.office.people.access import Viewer
from canbo.office.profiles import access
from canbo.office.profiles.models import DataAnswer, DataExtension, DataReceipt, DataRequest
from canbo.rulebook import personal

STATES = {"new": "Chờ xác nhận", "open": "Chờ trả lời", "done": "Đã trả lời"}


@dataclass(frozen=True)
class Case:
    """A request with its records."""

    row: DataRequest
    receipt: DataReceipt | None
    extension: DataExtension | None
    answer: DataAnswer | None
    today: date

    @property
    def kind(self) -> str:
        return personal.request_law().kinds[self.row.kind].label

    @property
    def state(self) -> str:
        """A key of `STATES`."""
        return "done" if self.answer else "open" if self.receipt else "new"

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def due(self) -> date:
        """By when the answer is owed."""
        return self.extension.until if self.extension else self.row.answer_due

    @property
    def late(self) -> bool:
        """Whether the next step is past its day."""
        owed = {"new": self.row.receipt_due, "open": self.due}.get(self.state)
        return owed is not None and self.today > owed


def cases(rows: Iterable[DataRequest], today: date) -> list[Case]:
    """These requests with their records; three queries."""
    held = list(rows)
    pks = [row.pk for row in held]
    receipts = {one.request_id: one for one in DataReceipt.objects.filter(request__in=pks).select_related("by__person")}
    extensions = {one.request_id: one for one in DataExtension.objects.filter(request__in=pks)}
    answers = {one.request_id: one for one in DataAnswer.objects.filter(request__in=pks).select_related("by__person")}
    return [Case(row, receipts.get(row.pk), extensions.get(row.pk), answers.get(row.pk), today) for row in held]


def seen(viewer: Viewer) -> QuerySet[DataRequest]:
    """One's own requests, and those of the people an officer answers for."""
    mine = Q(person=viewer.person) if viewer.person else Q(pk__in=[])
    rows = DataRequest.objects.filter(mine | Q(person__in=access.answered(viewer.paths("officer"))))
    return rows.select_related("person", "agency").order_by("-pk")
