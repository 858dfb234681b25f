"""Past turns from Excel: uploaded, previewed, carried out whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import refuse_faulty
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import subtree
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.training.actions.finishing import qualify
from canbo.office.training.models import Course, Sending, TrainingImport, TrainingResult
from canbo.office.training.turn_file import Known, Reading, Row, Turn, codes, read
from canbo.paperwork.names import search_key


@transaction.atomic
def upload(*, actor: Account, unit: Unit, name: str, data: bytes) -> TrainingImport:
    """Keep an uploaded table of a unit's turns; nothing counts yet. ActionError where it cannot be read; wrong rows are
    named by the preview."""
    acting.keeper(actor, unit.path)
    content_type = files.check_upload(name, data)
    codes(data, name)
    file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
    return TrainingImport.objects.create(agency_id=unit.agency_id, unit=unit, file=file, by=actor)


def reading_of(entry: TrainingImport) -> Reading:
    """The file of an import, read again for today's people and, until it counts, for the turns they have by now."""
    data = files.read(entry.file)
    known = _known(entry, codes(data, entry.file.name))
    found = read(data, entry.file.name, known, () if entry.done_at else _held([pk for pk, _ in known.values()]))
    return Reading(found.rows, (*found.problems, *_gone(entry, found)))


def _gone(entry: TrainingImport, found: Reading) -> list[str]:
    """Rows of courses that began after somebody had left the unit: who sent them then has them."""
    rows = Posting.objects.filter(
        subtree([entry.unit.path], "post__unit__path"), person__in={row.person for row in found.rows}
    )
    last: dict[int, date] = {}
    for person, end in rows.values_list("person_id", "valid_to"):
        last[person] = max(last.get(person, date.min), end or date.max)
    return [
        f"{row.name} đã rời đơn vị trước ngày khai giảng {row.starts:%d/%m/%Y}. Hãy bỏ hàng."
        for row in found.rows
        if last[row.person] <= row.starts
    ]


def _held(people: Collection[int]) -> set[Turn]:
    """The turns these people have."""
    rows = Sending.objects.filter(person__in=people, drops=None, course__endings=None)
    told = rows.values_list("person_id", "course__name", "course__starts")
    return {(person, search_key(name), starts) for person, name, starts in told}


def _known(entry: TrainingImport, named: set[str]) -> Known:
    held = Posting.objects.filter(subtree([entry.unit.path], "post__unit__path")).values("person_id")
    rows = Person.objects.filter(pk__in=held).annotate(small=Lower("code")).values_list("small", "pk", "full_name")
    return {small: (pk, name) for small, pk, name in rows if small in named}


def carry_out(*, actor: Account, entry: TrainingImport) -> int:
    """Let an import's turns count, all or none; how many. Run again it changes nothing. ActionError where a row is
    wrong."""
    acting.keeper(actor, entry.unit.path)
    with transaction.atomic():
        held = TrainingImport.objects.select_for_update().get(agency=entry.agency_id, pk=entry.pk)
        found = reading_of(held)
        if held.done_at is None:
            refuse_faulty(found.problems)
            _write(actor, held, found)
    return len(found.rows)


def _write(actor: Account, entry: TrainingImport, found: Reading) -> None:
    """Courses with their turns and results: a course of an import is over, and who is in the file completed it."""
    seats = Counter(row.lesson for row in found.rows)
    courses = {row.lesson: _course(actor, entry, row, seats[row.lesson]) for row in found.rows}
    Course.objects.bulk_create(list(courses.values()), batch_size=500)
    places = _places(entry, found)
    turns = [_turn(actor, entry, row, courses[row.lesson], places[row.person, row.starts]) for row in found.rows]
    Sending.objects.bulk_create(turns, batch_size=500)
    TrainingResult.objects.bulk_create(
        [
            TrainingResult(
                agency_id=entry.agency_id, sending=turn, result="completed", day=row.ends,
                certificate=row.certificate, by=actor,
            )
            for turn, row in zip(turns, found.rows, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    qualify(
        actor,
        [(turn, row.ends, row.certificate) for turn, row in zip(turns, found.rows, strict=True) if row.qualification],
    )
    entry.done_at = timezone.now()
    entry.save(update_fields=["done_at"])
    journal.record_all(actor, "training.turns_imported", [(entry, {"turns": len(turns)})])


def _course(actor: Account, entry: TrainingImport, row: Row, seats: int) -> Course:
    kind, _, step = row.qualification.partition(":")
    return Course(
        agency_id=entry.agency_id, unit=entry.unit, name=row.course, content=row.content, kind=kind, step=step,
        organiser=row.organiser, starts=row.starts, ends=row.ends,
        places=seats, by=actor,
    )  # fmt: skip


def _places(entry: TrainingImport, found: Reading) -> dict[tuple[int, date], Posting]:
    """Where each worked in the unit when their course began, else where they worked in it next or last."""
    rows = Posting.objects.filter(
        subtree([entry.unit.path], "post__unit__path"), person__in={row.person for row in found.rows}
    )
    held: dict[int, list[Posting]] = {}
    for posting in rows.select_related("post__unit").order_by("-primary", "valid_from", "id"):
        held.setdefault(posting.person_id, []).append(posting)
    places = {}
    for row in found.rows:
        mine = held[row.person]
        there = [
            one for one in mine if one.valid_from <= row.starts and not (one.valid_to and one.valid_to <= row.starts)
        ]
        places[row.person, row.starts] = (there or mine)[0]
    return places


def _turn(actor: Account, entry: TrainingImport, row: Row, course: Course, place: Posting) -> Sending:
    return Sending(
        agency_id=entry.agency_id, course=course, person_id=row.person, unit=place.post.unit,
        post_title=place.post.title, day=row.starts, document=row.document, outcome="none", source=entry, by=actor,
    )  # fmt: skip
