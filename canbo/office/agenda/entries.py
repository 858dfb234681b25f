"""What stands in the calendar and on the first page. One shape for all: a day, what, about what, where, of which kind.

`sources` makes them. Nothing here or there holds a mark, a grade or a ground; names of people and of tasks are kept
apart in `inside`, which leaves the house neither by letter nor by feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from canbo.office.cycles.holidays import Vietnam
from canbo.rulebook import process

KINDS = {
    "cycle": "Đánh giá",
    "commitment": "Cam kết",
    "work": "Công việc",
    "opinion": "Lấy ý kiến",
    "petition": "Kiến nghị",
    "signature": "Chữ ký",
    "personal": "Dữ liệu cá nhân",
    "notice": "Thông báo",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be done, or to be done by a day.

    `uid` is the same every time the same thing is asked for. `inside`: what only its reader may see, once logged in.
    `note`: who was told that it is late, and why. `done`: nothing of it waits any more.
    """

    uid: str
    day: date | None
    what: str
    about: str
    url: str
    kind: str
    action: str = "Mở"
    inside: str = ""
    note: str = ""
    done: bool = False

    @property
    def detail(self) -> str:
        """What a page shows beside `what`."""
        return ", ".join(part for part in (self.inside, self.about) if part)

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def work_by(self) -> date | None:
        """The last working day before a deadline on a day off; None on a working day. The law moves no deadline."""
        day = self.day
        if day is None or process.is_working(day, Vietnam()):
            return None
        while not process.is_working(day, Vietnam()):
            day -= timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By day, those without one last; on a day by kind, then as they were found."""
    kinds = list(KINDS)
    return sorted(entries, key=lambda entry: (entry.day or date.max, kinds.index(entry.kind)))
