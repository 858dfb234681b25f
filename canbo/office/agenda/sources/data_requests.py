"""Requests about personal data that wait for the officer over the person: first that receipt is told, then the answer,
by the law's days. One query a crowd, five where something waits."""

from __future__ import annotations

from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.profiles import access
from canbo.office.profiles.models import DataRequest
from canbo.office.profiles.queries.requests import Case, cases


def waiting(crowd: Crowd) -> Waits:
    """One entry a request, for everybody who may answer it."""
    paths = crowd.paths("officer")
    if not paths:
        return
    rows = DataRequest.objects.filter(person__in=access.answered(paths), answers=None).select_related("person")
    open_ones = cases(rows.order_by("pk"), crowd.day)
    places = access.places([one.row.person_id for one in open_ones]) if open_ones else {}
    for one in open_ones:
        for viewer in crowd.viewers:
            if access.may_answer(viewer, one.row.person, places.get(one.row.person_id, ())):
                yield viewer.account.pk, _entry(one)


def _entry(one: Case) -> Entry:
    new = one.state == "new"
    return Entry(
        f"data-request-{one.row.pk}", one.row.receipt_due if new else one.due,
        "Xác nhận đã nhận yêu cầu về dữ liệu" if new else "Trả lời yêu cầu về dữ liệu", one.kind,
        reverse("profiles:data_request", args=[one.row.pk]), "personal", "Xác nhận" if new else "Trả lời",
        one.row.person.full_name,
    )  # fmt: skip
