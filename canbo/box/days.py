"""The end of a day, and of a survey: what arrived goes onto the board under a new head, in the order of the leaves.

docs/decisions/0005-box.md says what happens when the clock is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max

from canbo.box import clock, key, papers, settings
from canbo.box.models import Arrival, Ballot, Head, Paper
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import board, handover

MOVE = """
INSERT INTO box_ballot (leaf, survey, signer, counter, body, head)
SELECT leaf, survey, signer, counter, body, %s FROM box_arrival WHERE survey = %s ORDER BY leaf
ON CONFLICT DO NOTHING
"""
KEPT = {handover.MANIFEST: Paper.MANIFEST, handover.SLIPS: Paper.SLIPS, handover.HANDED: Paper.HANDED}


def heads(survey: str) -> tuple[handover.Head, ...]:
    """The heads of a survey's board, first to last."""
    rows = Head.objects.filter(survey=survey).order_by("number")
    return tuple(handover.Head(*row) for row in rows.values_list("number", "size", "root", "signature", "key"))


def heads_text(survey: str) -> str:
    """All heads of a survey as a file that anybody may keep and hold against a later one."""
    return handover.heads_text(papers.manifest(survey), heads(survey))


def leaves(survey: str) -> list[str]:
    """All leaves on a survey's board, in its order."""
    return list(Ballot.objects.filter(survey=survey).order_by("head", "leaf").values_list("leaf", flat=True))


def end_days() -> list[str]:
    """Put a head over every day that ended since the last one; the surveys that have a new head."""
    ended = []
    for survey, kinds in papers.surveys().items():
        if Paper.HANDED in kinds and Paper.CLOSED not in kinds and _end_day(survey):
            ended.append(survey)
    if ended:
        _scrub()
    return ended


def at_rest(stays: int) -> bool:
    """Whether there is nothing to take, to hand on or to show: every survey here was opened and its last day is more
    than so many days over, and the inbox holds no other."""
    found, today = papers.surveys(), clock.today()
    known = all(
        Paper.OPENED in kinds and (today - papers.window(papers.manifest(survey)).closes).days > stays
        for survey, kinds in found.items()
    )
    return known and all(folder.name in found for folder in settings.INBOX.glob("*/"))


def close(survey: str) -> handover.Head:
    """End a survey for good: the head it closes with. Nothing is taken any more, whatever the clock says.

    RuleError before its last day is over by the clock. A vote ends at its meeting, when its chair says so and somebody
    types the command: for it RuleError before its first day only.
    """
    manifest = papers.manifest(survey)
    days, today = papers.window(manifest), clock.today()
    if manifest.profile == "vote" and today < days.opens:
        raise RuleError(f"chưa đến ngày lấy phiếu ({days.opens:%d/%m/%Y})")
    if manifest.profile != "vote" and today <= days.closes:
        raise RuleError(f"đợt còn nhận ý kiến đến hết ngày {days.closes:%d/%m/%Y}")
    try:
        papers.handed(survey)
    except papers.Unknown:
        raise RuleError("chưa công bố số phiếu đã phát, hòm chưa nhận phiếu nào") from None
    with transaction.atomic():
        _alone()
        if Paper.objects.filter(survey=survey, kind=Paper.CLOSED).exists():
            return papers.closed(survey)
        last = Head.objects.filter(survey=survey).aggregate(Max("number"))["number__max"]
        due = min(days.number(today), days.last)
        number = due if last is None else max(due, last + 1)
        if last is None or last < due or Arrival.objects.filter(survey=survey).exists():
            _put_head(survey, number)
        found = heads(survey)[-1]
        text = handover.heads_text(manifest, [found])
        Paper.objects.create(survey=survey, kind=Paper.CLOSED, text=text)
    _scrub()
    return found


def export(survey: str, to: Path) -> handover.Head:
    """Close a survey and write everything the opening needs into a new folder; the head it is all under."""
    head = close(survey)
    folder = to / survey
    folder.mkdir(parents=True)
    for name, kind in KEPT.items():
        (folder / name).write_text(papers.text(survey, kind), encoding="utf-8")
    (folder / handover.HEADS).write_text(heads_text(survey), encoding="utf-8")
    with (folder / handover.BALLOTS).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{text}\n" for text in _texts(survey))
    return head


def _texts(survey: str) -> Iterator[str]:
    rows = Ballot.objects.filter(survey=survey).order_by("head", "leaf")
    return rows.values_list("body", flat=True).iterator(chunk_size=500)


def _end_day(survey: str) -> bool:
    """A head for the last day that is over, unless that day or a later one has one."""
    days = papers.window(papers.manifest(survey))
    over = min(days.number(clock.today()) - 1, days.last)
    with transaction.atomic():
        _alone()
        if Paper.objects.filter(survey=survey, kind=Paper.CLOSED).exists():
            return False
        last = Head.objects.filter(survey=survey).aggregate(Max("number"))["number__max"]
        if over < 0 or (last is not None and over <= last):
            return False
        _put_head(survey, over)
    return True


def _put_head(survey: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [number, survey])
    Arrival.objects.filter(survey=survey).delete()
    found = leaves(survey)
    head = handover.Head(number, len(found), board.root(found))
    signed = handover.signed_head(papers.manifest(survey), head, key.private())
    Head.objects.create(survey=survey, **asdict(signed))


def _alone() -> None:
    """Until the transaction ends, nobody else casts: SQLite has one writer, PostgreSQL is asked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE box_arrival IN SHARE ROW EXCLUSIVE MODE")


def _scrub() -> None:
    """Leave nothing of the order of arrival in the files: what was moved is overwritten or written anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (FULL) box_arrival")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
