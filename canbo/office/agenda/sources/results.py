"""Results: petitions to answer, answers, notices to receive. A constant number of queries a crowd."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.evaluations.models import Assignee
from canbo.office.people.access import Viewer, subtree
from canbo.office.regulations.receipts import unread_by
from canbo.office.results.models import Notice, Petition

# How long an answer to a petition stays on the first page; the results keep it for ever.
ANSWER_SHOWN = timedelta(days=10)
MOST_NOTICES = 12
MOST_ANNOUNCEMENTS = 5


def waiting(crowd: Crowd) -> Waits:
    """Petitions, answers, notices; announcements where one viewer asks, since they have no deadline."""
    yield from petitions(crowd)
    yield from notices(crowd)
    if not crowd.pressing:
        yield from answers(crowd)
        yield from announcements(crowd)


def petitions(crowd: Crowd) -> Waits:
    """Petitions to answer: on sheets one decides on, and in the officer's subtrees; never one's own. Two queries."""
    held = Assignee.objects.filter(step="decide", ended_at=None)
    mine = held.filter(sheet=OuterRef("decision__sheet"), person__in=crowd.seats)
    under = subtree(crowd.paths("officer"), "decision__sheet__unit_path")
    rows = Petition.objects.filter(Q(Exists(mine)) | under, answers=None).order_by("answer_due", "id")
    found = list(rows.select_related("person", "decision__sheet__cycle"))
    deciders: dict[int, list[Viewer]] = {}
    for sheet, person in held.filter(sheet__in=[row.decision.sheet_id for row in found]).values_list("sheet", "person"):
        deciders.setdefault(sheet, []).extend(crowd.seats.get(person, ()))
    for row in found:
        sheet_row = row.decision.sheet
        entry = Entry(
            f"answer-{row.pk}", row.answer_due, "Trả lời kiến nghị", sheet_row.cycle.name,
            reverse("results:petition", args=[row.pk]), "petition", "Trả lời", inside=str(row.person),
        )  # fmt: skip
        who = [*deciders.get(sheet_row.pk, ()), *crowd.covering(sheet_row.unit_path, "officer")]
        for account in dict.fromkeys(v.account.pk for v in who if v.person is None or v.person.pk != row.person_id):
            yield account, entry


def answers(crowd: Crowd) -> Waits:
    """Answers to one's own petitions, for as long as somebody may not have seen them. One query."""
    rows = Petition.objects.filter(person__in=crowd.persons, answers__at__date__gte=crowd.day - ANSWER_SHOWN)
    for row in rows.select_related("decision__sheet__cycle"):
        yield crowd.persons[row.person_id].account.pk, Entry(
            f"answered-{row.pk}", None, "Xem trả lời kiến nghị", row.decision.sheet.cycle.name,
            reverse("results:petition", args=[row.pk]), "petition", "Xem",
        )  # fmt: skip


def notices(crowd: Crowd) -> Waits:
    """Results not received yet (the newest twelve); the day is the last one for a petition, while there is one."""
    rows = Notice.objects.filter(person__in=crowd.persons, reads=None)
    if crowd.pressing:
        rows = rows.filter(petition_until__gte=crowd.day)
    told: Counter[int] = Counter()
    for row in rows.select_related("decision__sheet__cycle").order_by("-id"):
        told[row.person_id] += 1
        if told[row.person_id] > MOST_NOTICES:
            continue
        until = row.petition_until
        yield crowd.persons[row.person_id].account.pk, Entry(
            f"notice-{row.pk}", until if until and until >= crowd.day else None, "Nhận thông báo kết quả xếp loại",
            row.decision.sheet.cycle.name, reverse("results:result", args=[row.decision.sheet_id]), "notice",
            "Xem kết quả",
        )  # fmt: skip


def announcements(crowd: Crowd) -> Waits:
    """Announcements to one's units that one has not confirmed (the five newest). One query a viewer."""
    for viewer in crowd.viewers:
        for row in unread_by(viewer)[:MOST_ANNOUNCEMENTS]:
            yield viewer.account.pk, Entry(
                f"read-{row.pk}", None, "Đọc thông báo", row.title,
                reverse("regulations:announcement", args=[row.pk]), "notice", "Đọc",
            )  # fmt: skip
