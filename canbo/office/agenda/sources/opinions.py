"""Opinions: a ballot to take online, an answer to give, what heads promised. A constant number of queries a crowd.

Everybody invited is reminded alike while a box takes answers: nobody can know who gave one. Of taking a ballot its
owner alone is told, also that it was taken, so that nobody takes it in another's name unnoticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry, Span
from canbo.office.opinions import queries as opinions
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit

TAKEN = "Tài khoản của bạn đã được cấp phiếu; nếu không phải bạn nhận, hãy báo ban tổ chức"


def waiting(crowd: Crowd) -> Waits:
    """A ballot waits to be taken until the last day for it; then, for everybody invited, the box to be answered."""
    for one in opinions.running(crowd.persons):
        step = one.step(crowd.day)
        if step in ("issuing", "casting"):
            what = TAKEN if step == "issuing" and one.row.issued else ""
            yield crowd.persons[one.row.person_id].account.pk, _entry(one, step == "issuing", what)


def _entry(one: opinions.Invited, taking: bool, what: str = "") -> Entry:
    where = reverse("opinions:mine", args=[one.campaign.pk])
    uid = f"{'take' if taking else 'answer-box'}-{one.row.pk}"
    what = what or ("Nhận phiếu lấy ý kiến kín" if taking else "Gửi ý kiến, nếu đã nhận phiếu")
    return Entry(uid, _last(one, taking), what, one.campaign.title, where, "opinion", "Xem")


def _last(one: opinions.Invited, taking: bool) -> date:
    return date.fromisoformat(one.manifest.issued_by if taking else one.manifest.closes)


def personal(viewer: Viewer, span: Span) -> Iterator[Entry]:
    """The last days of the viewer's own ballots, the same for everybody invited, since calendars leave the house; what
    they promised as head, by when. At most six queries."""
    for one in opinions.running([viewer.person.pk] if viewer.person else []):
        for taking in (True, False):
            if _last(one, taking) in span:
                yield _entry(one, taking)
    for promise in opinions.promised_by(viewer, span.first, span.last):
        yield Entry(
            f"promise-{promise.response}-{promise.number}", promise.due, "Việc hứa làm sau lấy ý kiến", promise.title,
            reverse("opinions:subject", args=[promise.campaign, promise.about]), "opinion", "Xem", inside=promise.what,
        )  # fmt: skip


def of_unit(unit: Unit, span: Span) -> Iterator[Entry]:
    """The last days of the unit's campaigns; how much its heads promised by a day. Two queries."""
    for window in opinions.windows([unit.path], span.first, span.last):
        where = reverse("opinions:campaign", args=[window.campaign])
        for key, day, what in (
            ("taken", window.taken, "Hết hạn nhận phiếu lấy ý kiến"), ("closes", window.closes, window.over),
        ):  # fmt: skip
            if day in span:
                yield Entry(f"{key}-{window.campaign}", day, what, window.title, where, "opinion", "Xem")
    counts = Counter(
        (promise.campaign, promise.title, promise.unit, promise.due)
        for promise in opinions.promised_in([unit.path], span.first, span.last)
    )
    for (campaign, title, name, due), number in counts.items():
        yield Entry(
            f"promised-{campaign}-{due}", due, f"{number} việc hứa làm sau lấy ý kiến", f"{name}, {title}",
            reverse("opinions:campaigns"), "opinion", "Xem",
        )  # fmt: skip
