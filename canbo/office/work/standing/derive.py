"""Where an assignment stands, derived from its acts in order. Pure: no database, no clock.

Due days come in *terms*. A new due day given before the old one is missed replaces it, and so does one given because
it was missed for an objective cause; one given after it was missed adds a term, and the missed one is a delay of
every piece delivered later. So "a new due day after a missed one" makes a second delay when it is missed too.

A piece that fails a review is delivered again. Whether it came in time is judged by its first delivery, so that one
fault is not counted both as poor quality and as delay; only where the reviewer set a day for the rework, missing that
day is a further delay. An excuse of a delivery excuses every delay its pieces have met until then.

A delivery was finished on the day its person says, unless the reviewer found another. What is withdrawn or moved away
before any due day was missed no longer counts as assigned; after a missed one it does, for whoever missed it, though
nobody waits for it any more (`forgone`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from canbo.office.base.errors import ActionError


class Deed(NamedTuple):
    """One act as the derivation reads it; `on` is the day a new due day was given, None for other acts."""

    pk: int
    kind: str
    of: int | None
    pieces: int
    day: date | None
    objective: bool
    on: date | None


class Fate(NamedTuple):
    """So many accepted pieces with the same history: failed reviews and delays of each piece, how many of those are
    excused, and the term (0 the first) under which they were first delivered."""

    pieces: int
    failed: int
    excused_failed: int
    delays: int
    excused_delays: int
    term: int


@dataclass(slots=True)
class Batch:
    """A delivery: pieces not yet reviewed, and what their chain of deliveries has met so far."""

    pieces: int
    failed: int
    excused_failed: int
    delays: int
    excused_delays: int
    term: int


@dataclass(slots=True)
class Derived:
    """The standing of one assignment (see models.Standing). `forgone`: pieces still counted that nobody waits for;
    `withdrawn`: while deriving, pieces handed in at that moment and taken back later."""

    quantity: int
    terms: list[date]
    missed: int = 0
    accepted: bool = False
    paused_from: date | None = None
    resumed_on: date | None = None
    closed: bool = False
    forgone: int = 0
    delivered: int = 0
    withdrawn: int = 0
    batches: dict[int, Batch] = field(default_factory=dict)
    failures: dict[int, Batch] = field(default_factory=dict)
    rework_by: dict[int, date | None] = field(default_factory=dict)
    fates: list[Fate] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return sum(fate.pieces for fate in self.fates)

    @property
    def pending(self) -> int:
        """Pieces delivered that wait for the review."""
        return sum(batch.pieces for batch in self.batches.values())

    @property
    def redo(self) -> int:
        """Pieces that failed a review and were not delivered again."""
        return sum(batch.pieces for batch in self.failures.values())

    @property
    def rest(self) -> int:
        """Pieces still to be delivered for the first time."""
        return self.quantity - self.delivered - self.forgone

    @property
    def due(self) -> date | None:
        """The day being waited for; None where nothing is awaited, or the work is paused."""
        if self.paused_from is not None:
            return None
        if self.rest:
            return self.terms[-1]
        return min((day for pk in self.failures if (day := self.rework_by[pk])), default=None)

    @property
    def stage(self) -> str:
        if self.pending:
            return "review"
        if self.paused_from is not None:
            return "paused"
        if self.redo:
            return "redo"
        if self.rest:
            return "doing" if self.accepted or self.delivered else "new"
        return "closed" if self.closed and not self.fates else "done"

    def is_missed(self, on: date) -> bool:
        """Whether the current due day has passed on a day with pieces still to come."""
        return self.rest > 0 and self.terms[-1] < min(on, self.paused_from or on)

    def has_missed(self, on: date) -> bool:
        """Whether this or an earlier due day was missed with pieces still to come."""
        return self.is_missed(on) or (self.rest > 0 and (self.missed > 0 or len(self.terms) > 1))


class Later(NamedTuple):
    """What later acts say of earlier ones, by their ids: excused, and the day a reviewer found for a delivery."""

    excused: set[int | None]
    days: dict[int | None, date | None]


def derive(quantity: int, due: date, deeds: Iterable[Deed], missed: int = 0) -> Derived:
    """The standing after these acts, oldest first. ActionError (Vietnamese) at the first act that cannot be."""
    given = list(deeds)
    void = {deed.of for deed in given if deed.kind == "void"}
    alive = [deed for deed in given if deed.kind != "void" and deed.pk not in void]
    later = Later(
        {deed.of for deed in alive if deed.kind in ("excuse_review", "excuse_delay")},
        {deed.of: deed.day for deed in alive if deed.kind == "day"},
    )
    taken_back = {deed.pk: deed.pieces for deed in given if deed.kind == "deliver" and not deed.of and deed.pk in void}
    found = Derived(quantity, [due], missed)
    for deed in given:
        if deed.kind == "void":
            found.withdrawn -= taken_back.get(deed.of or 0, 0)
        elif deed.pk in void:
            found.withdrawn += taken_back.get(deed.pk, 0)
        else:
            _STEPS[deed.kind](found, deed, later)
    return found


def _accept(found: Derived, deed: Deed, later: Later) -> None:
    found.accepted = True


def _deliver(found: Derived, deed: Deed, later: Later) -> None:
    day = later.days.get(deed.pk) or _day(deed)
    if found.paused_from is not None:
        raise ActionError("Việc này đang tạm dừng. Hãy ghi làm tiếp trước khi nộp sản phẩm.")
    if deed.of is None:
        if deed.pieces > found.rest:
            raise ActionError(f"Chỉ còn {found.rest} sản phẩm phải nộp. Hãy sửa lại số lượng.")
        found.delivered += deed.pieces
        late = found.missed + sum(term < day for term in found.terms)
        batch = Batch(deed.pieces, 0, 0, late, late if deed.pk in later.excused else 0, len(found.terms) - 1)
    else:
        batch = _redone(found, deed, day, deed.pk in later.excused)
    found.batches[deed.pk] = batch


def _redone(found: Derived, deed: Deed, day: date, is_excused: bool) -> Batch:
    failed = found.failures.get(deed.of or 0)
    if failed is None or deed.pieces > failed.pieces:
        left = failed.pieces if failed else 0
        raise ActionError(f"Chỉ còn {left} sản phẩm phải làm lại của lần nghiệm thu đó. Hãy sửa lại số lượng.")
    failed.pieces -= deed.pieces
    wanted = found.rework_by[deed.of or 0]
    delays = failed.delays + (wanted is not None and day > wanted)
    excused = delays if is_excused else failed.excused_delays
    return Batch(deed.pieces, failed.failed, failed.excused_failed, delays, excused, failed.term)


def _reviewed(found: Derived, deed: Deed) -> Batch:
    """The pieces a review takes from its delivery, with their history so far."""
    batch = found.batches.get(deed.of or 0)
    if batch is None or deed.pieces > batch.pieces:
        left = batch.pieces if batch else 0
        raise ActionError(f"Lần nộp đó chỉ còn {left} sản phẩm chưa nghiệm thu. Hãy tải lại trang.")
    batch.pieces -= deed.pieces
    return Batch(deed.pieces, batch.failed, batch.excused_failed, batch.delays, batch.excused_delays, batch.term)


def _pass(found: Derived, deed: Deed, later: Later) -> None:
    made = _reviewed(found, deed)
    found.fates.append(Fate(made.pieces, made.failed, made.excused_failed, made.delays, made.excused_delays, made.term))


def _fail(found: Derived, deed: Deed, later: Later) -> None:
    made = _reviewed(found, deed)
    made.failed += 1
    made.excused_failed += deed.pk in later.excused
    found.failures[deed.pk] = made
    found.rework_by[deed.pk] = deed.day


def _excuse(found: Derived, deed: Deed, later: Later) -> None:
    """Counted where the act it excuses is; here only that there is something to excuse."""
    if deed.kind == "excuse_review" and deed.of not in found.failures:
        raise ActionError("Không có lần không đạt nào để xác nhận nguyên nhân khách quan. Hãy tải lại trang.")


def _dated(found: Derived, deed: Deed, later: Later) -> None:
    """Counted where the delivery is; here only that there is one."""
    if deed.of not in found.batches:
        raise ActionError("Không có lần nộp nào để xác định ngày hoàn thành. Hãy tải lại trang.")


def _due(found: Derived, deed: Deed, later: Later) -> None:
    if deed.on is not None and found.is_missed(deed.on) and not deed.objective:
        found.terms.append(_day(deed))
    else:
        found.terms[-1] = _day(deed)


def _pause(found: Derived, deed: Deed, later: Later) -> None:
    if found.paused_from is not None or not found.rest:
        raise ActionError("Việc này đang tạm dừng hoặc không còn gì phải làm.")
    if found.resumed_on is not None and _day(deed) < found.resumed_on:
        raise ActionError(f"Việc này đã tạm dừng đến {found.resumed_on:%d/%m/%Y}. Hãy chọn ngày từ hôm đó.")
    found.paused_from = _day(deed)


def _resume(found: Derived, deed: Deed, later: Later) -> None:
    begun, day = found.paused_from, _day(deed)
    if begun is None or day < begun:
        raise ActionError("Việc này không tạm dừng vào ngày đó. Hãy chọn ngày không trước ngày bắt đầu tạm dừng.")
    if found.terms[-1] >= begun:
        found.terms[-1] += timedelta(days=(day - begun).days)
    found.paused_from, found.resumed_on = None, day


def _leave(found: Derived, deed: Deed, later: Later) -> None:
    rest = found.rest - found.withdrawn
    if not rest or deed.pieces > rest:
        raise ActionError("Không còn phần nào chưa nộp để hủy hoặc chuyển.")
    found.quantity -= deed.pieces
    found.forgone += rest - deed.pieces
    found.closed, found.paused_from = True, None


_STEPS = {
    "accept": _accept,
    "deliver": _deliver,
    "pass": _pass,
    "fail": _fail,
    "day": _dated,
    "excuse_review": _excuse,
    "excuse_delay": _excuse,
    "due": _due,
    "pause": _pause,
    "resume": _resume,
    "cancel": _leave,
    "move": _leave,
}


def _day(deed: Deed) -> date:
    if deed.day is None:
        raise ActionError("Chưa có ngày. Hãy nhập ngày.")
    return deed.day


def is_told_late(day: date, handed: date, terms: Iterable[date]) -> bool:
    """Whether a delivery was said to be finished by a due day, and handed in after it."""
    return any(day <= term < handed for term in terms)
