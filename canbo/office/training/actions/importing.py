"""Past turns from Excel: uploaded, previewed, carried out whole or not at all."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import subtree
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.training.actions import acting
from canbo.office.training.actions.finishing import qualify
from canbo.office.training.models import Course, Sending, TrainingImport, TrainingResult
from canbo.office.training.turn_file import Known, Reading, Row, codes, read


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
    """The file of an import, read again for today's people."""
    data = files.read(entry.file)
    return read(data, entry.file.name, _known(entry, codes(data, entry.file.name)))


def _known(entry: TrainingImport, named: set[str]) -> Known:
    held = Posting.objects.filter(subtree([entry.unit.path], "post__unit__path")).values("person_id")
    rows = Person.objects.filter(pk__in=held).annotate(small=Lower("code")).values_list("small", "pk", "full_name")
    return {small: (pk, name) for small, pk, name in rows if small in named}


def carry_out(*, actor: Account, entry: TrainingImport) -> int:
    """Let an import's turns count, all or none; how many. Run again it changes nothing. ActionError where a row is
    wrong."""
    acting.keeper(actor, entry.unit.path)
    found = reading_of(entry)
    if found.problems:
        raise ActionError(f"Tệp còn {len(found.problems)} lỗi. Chưa nhập gì. Hãy sửa tệp và tải lên lại.")
    with transaction.atomic():
        held = TrainingImport.objects.select_for_update().get(agency=entry.agency_id, pk=entry.pk)
        if held.done_at is None:
            _write(actor, held, found)
    return len(found.rows)


def _write(actor: Account, entry: TrainingImport, found: Reading) -> None:
    """Courses with their turns and results: a course of an import is over, and who is in the file completed it."""
    courses = {row.lesson: _course(actor, entry, row, found) for row in found.rows}
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
    acting.record(actor, entry.agency_id, "turns_imported", [(entry, {"turns": len(turns)})])


def _course(actor: Account, entry: TrainingImport, row: Row, found: Reading) -> Course:
    kind, _, step = row.qualification.partition(":")
    return Course(
        agency_id=entry.agency_id, unit=entry.unit, name=row.course, content=row.content, kind=kind, step=step,
        organiser=row.organiser, starts=row.starts, ends=row.ends,
        places=sum(one.lesson == row.lesson for one in found.rows), by=actor,
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
