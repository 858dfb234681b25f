"""Closing a cycle: what is left is decided as the rules have it, and the ceiling report is kept as it stood.

Thousands of sheets are decided in transactions of several hundred: a crash between two leaves whole decisions and no
closing; run again it goes on with what is undecided and closes once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Assignee, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.results import access, bases, ceilings
from canbo.office.results.actions.deciding import Choice, decide_as, hold, viewer_of
from canbo.office.results.models import Closing, Decision

CHUNK = 800  # most agencies are decided in one
Progress = Callable[[int, int], None]


def decide_rest(
    *, actor: Account, person: Person, cycle: Cycle, today: date | None = None, progress: Progress | None = None,
    viewer: Viewer | None = None,
) -> int:  # fmt: skip
    """Decide every sheet of the cycle that waits for this head and is ready, at the level the rules give; how many.

    In transactions of `CHUNK` sheets; what is not ready is refused there, and whatever is decided already is left as it
    is, so it may be repeated. `viewer`: the actor's rights, where they are read already.
    """
    viewer = viewer or viewer_of(actor, person, today)
    waiting = undecided(viewer, cycle)
    done = 0
    for start in range(0, len(waiting), CHUNK):
        part = waiting[start : start + CHUNK]
        report = decide_as(viewer, actor, person, cycle, map(Choice, part))
        done += len(report.done)
        if progress is not None:
            progress(start + len(part), len(waiting))
    return done


def undecided(viewer: Viewer, cycle: Cycle) -> list[int]:
    """The sheets of a cycle not decided yet on which the viewer decides, in the order of the tree."""
    mine = Assignee.objects.filter(
        agency=cycle.agency_id, sheet__cycle=cycle, step=bases.DECIDE, person__in=viewer.principals, ended_at=None
    )
    rows = State.objects.filter(agency=cycle.agency_id, cycle=cycle, sheet__in=mine.values("sheet_id"))
    rows = rows.exclude(stage__in=SETTLED).exclude(sheet__person__in=viewer.principals[:1])
    return list(rows.order_by("unit_path", "sheet_id").values_list("sheet_id", flat=True))


def close(
    *, actor: Account, person: Person, cycle: Cycle, number: str = "", reason: str = "", exceptional: bool = False,
    document: str = "", today: date | None = None, viewer: Viewer | None = None,
) -> Closing:  # fmt: skip
    """Close a cycle as it is decided: the report of its ceilings is kept. Closing again without anything decided since
    gives the closing there is.

    `exceptional` takes the exceptional ceiling and needs the `document` that states its ground. ActionError where the
    ceiling is exceeded or sheets are left undecided without a `reason`, or nothing is decided yet. NotAssigned for
    whoever decides nothing in the cycle. `viewer` as for `decide_rest`.
    """
    viewer = viewer or viewer_of(actor, person, today)
    if not access.decides_in(viewer, cycle):
        raise NotAssigned("Kỳ này không giao cho người đang thao tác quyết định.")
    with transaction.atomic():
        hold(cycle)
        before = newest(cycle)
        if before is not None and not decided_since(before):
            return before
        found = ceilings.of(cycle, exceptional=exceptional)
        check(found, reason, exceptional, document)
        row = Closing.objects.create(
            agency_id=cycle.agency_id, cycle=cycle, number=number.strip()[:60], exceptional=exceptional,
            exceptional_document=document.strip()[:200] if exceptional else "",
            report={"undecided": found.undecided, "groups": [panel.data() for panel in found.panels]},
            reason=reason.strip()[:1000], by=actor,
        )  # fmt: skip
        data = {"over": found.over, "undecided": found.undecided, "exceptional": exceptional}
        journal.record(agency_id=cycle.agency_id, actor=actor, verb="results.closed", subject=row, data=data)
    return row


def newest(cycle: Cycle) -> Closing | None:
    """The closing that stands."""
    return Closing.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by("-id").first()


def decided_since(closing: Closing) -> bool:
    """Whether anything in the cycle was decided or corrected after it was closed."""
    rows = Decision.objects.filter(agency=closing.agency_id, sheet__cycle=closing.cycle_id)
    return rows.filter(at__gt=closing.at).exists()


def check(found: ceilings.Ceilings, reason: str, exceptional: bool, document: str) -> None:
    """ActionError where this cannot be closed so."""
    if exceptional and (found.rule is None or found.rule.exceptional_share is None):
        raise ActionError("Quy định của kỳ này không có tỷ lệ đặc biệt. Hãy bỏ chọn tỷ lệ đặc biệt.")
    if exceptional and not document.strip():
        raise ActionError("Hãy ghi văn bản công nhận tập thể có thành tích để áp dụng tỷ lệ đặc biệt.")
    if found.over and not reason.strip():
        raise ActionError(
            f"Số người ở mức “{found.level}” vượt tỷ lệ, cần xem lại ít nhất {found.over} người. "
            "Hãy điều chỉnh bằng quyết định sửa, hoặc ghi lý do vẫn chốt."
        )
    if found.undecided and not reason.strip():
        raise ActionError(f"Còn {found.undecided} phiếu chưa quyết định. Hãy quyết định nốt, hoặc ghi lý do vẫn chốt.")
