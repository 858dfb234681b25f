"""Taking back an act recorded wrongly: by who did it, or who leads from that seat or a higher one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.models import Posting
from canbo.office.work.access import Command
from canbo.office.work.actions import acting, reviewing
from canbo.office.work.models import Act

FIXED = ("void", "accept", "deliver", "move")


@dataclass(frozen=True)
class Seats:
    """Which units those who acted led, and from when until when (that day excluded), by person id."""

    led: dict[int, list[tuple[str, date, date | None]]]

    @classmethod
    def of(cls, acts: Iterable[Act]) -> Seats:
        """Those in whose name these acts were done. One query."""
        people = {act.on_behalf_of_id or act.person_id for act in acts}
        leading = Q(post__rank="head") | Q(post__rank="deputy", acting=True)
        rows = Posting.objects.filter(leading, person__in=people)
        led: dict[int, list[tuple[str, date, date | None]]] = {}
        for person, path, first, end in rows.values_list("person_id", "post__unit__path", "valid_from", "valid_to"):
            led.setdefault(person, []).append((path, first, end))
        return cls(led)

    def top(self, act: Act, paths: Collection[str]) -> str | None:
        """The highest unit over these paths led, on the day of the act, by who it was done for."""
        day = timezone.localdate(act.at)
        held = self.led.get(act.on_behalf_of_id or act.person_id, [])
        tops = [
            top
            for top, first, end in held
            if first <= day and (end is None or day < end) and any(path.startswith(top) for path in paths)
        ]
        return min(tops, key=len, default=None)


def may_correct(command: Command, seats: Seats, act: Act, person: int, paths: Collection[str]) -> bool:
    """Whether a superior of the person may take an act back: who did it or for whom it was done, who leads the same
    unit today, or one above it. Nobody from a lower seat."""
    if command.person is None or command.person.pk == person:
        return False
    if command.person.pk in (act.person_id, act.on_behalf_of_id):
        return True
    top = seats.top(act, paths)
    own = (path for principal, led in command.paths.items() if principal != person for path in led)
    return top is not None and any(top.startswith(path) for path in own)


def correct(*, actor: Account, act: int, reason: str) -> Act:
    """Void an act that was recorded wrongly (a review, a due day, a pause …), with a reason; the right one is then
    recorded anew. ActionError where something done later rests on it, or it was done from a seat above the actor's;
    a confirmed objective cause is taken back by the level that confirms it."""
    command = acting.command_of(actor)
    with transaction.atomic():
        row = Act.objects.filter(pk=act).exclude(kind__in=FIXED).first()
        if row is None:
            raise NotTheirs("Không có việc này, hoặc việc này không ghi lại được.")
        case = acting.one(row.assignment_id)
        posted = acting.postings([case.row.person_id], timezone.localdate())
        paths = acting.paths_of(case.row, posted)
        by = acting.seat(command, case.row.person_id, paths, "ghi lại việc")
        if case.act(act) is None:
            raise ActionError("Việc này đã được ghi lại rồi. Hãy tải lại trang.")
        if not may_correct(command, Seats.of([row]), row, case.row.person_id, paths):
            raise ActionError("Lần ghi này của cấp trên. Chỉ người đã ghi hoặc cấp trên của người đó mới bỏ được.")
        if row.kind.startswith("excuse") or row.objective:
            reviewing.may_excuse(command, case, posted)
        if any(one.of_id == act for one in case.alive):
            raise ActionError("Đã có việc làm sau dựa trên lần này. Hãy ghi lại lần sau trước.")
        made = acting.make(actor, by, case, "void", of_id=act, text=acting.reason(reason, "ghi lại"))
        acting.write(actor, [(case, made)])
    return made
