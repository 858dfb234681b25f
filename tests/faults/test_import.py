"""A worker killed in the middle of a roster import: nothing of it is there, or all; run again it is there once."""

from __future__ import annotations

from datetime import date

from django.core.management import call_command

from canbo.office.base import jobs
from canbo.office.base.models import Event, Job
from canbo.office.demo.names import invent
from canbo.office.people.actions import imports
from canbo.office.people.export import ROSTER
from canbo.office.people.models import Person, Post, Posting, RosterImport
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.faults.place import CANBO, WORKER, Place, perform, until
from tests.town import Town

NEW = 2000
DAY = date(2025, 7, 1)
UNITS = ("Văn phòng", "Phòng Kinh tế")
DONE = f"Thêm {NEW} người, thay đổi 1, giữ nguyên 0, lập 0 đơn vị, kết thúc 0 vị trí."
# People, postings, postings closed, posts, whether the import is marked done, its events in the journal.
BEFORE = (13, 13, 0, 13, False, 0)
AFTER = (13 + NEW, 13 + NEW + 1, 1, 13 + 2, True, 1)
MOMENTS = [
    ('INSERT INTO "person"', 'INSERT INTO "person"'),
    ('UPDATE "posting"',),
    ('INSERT INTO "posting"', 'INSERT INTO "posting"'),
    ('UPDATE "roster_import"',),
    ('INSERT INTO "journal_event"', "COMMIT"),
]


def queued(town: Town) -> Job:
    """The import of 2,000 new people and one who moves, waiting for the worker."""
    blank = dict.fromkeys([name for name, _ in ROSTER], "")
    rows = [{"full_name": "Phạm Quốc Nam", "birth": "06/01/1980", "code": "CB0006", "unit_name": UNITS[1],
             "post_title": "Chuyên viên", "kind": "Công chức"}]  # fmt: skip
    for number in range(NEW):
        one = invent("faults", number)
        rows.append({"full_name": one.full_name, "birth": f"{one.day:02}/{one.month:02}/{one.year}",
                     "code": f"MOI{number:05}", "unit_name": UNITS[number % 2], "post_title": "Cộng tác viên",
                     "kind": "Công chức"})  # fmt: skip
    lines = [tuple((blank | {"ordinal": str(number)} | row).values()) for number, row in enumerate(rows, start=1)]
    columns = [TableColumn(vocabulary().title_of(name)) for name, _ in ROSTER]
    officer = town.accounts["trang"]
    entry = imports.upload(
        actor=officer, unit=town.units["ward"], name="ds.xlsx", data=write_table(Table("DS", columns, lines)), day=DAY,
        kind="civil_servant",
    )  # fmt: skip
    plan = imports.plan_of(entry, officer)
    assert plan.errors == ()
    return imports.start(actor=officer, entry=entry, digest=plan.digest, back="/")


def standing() -> tuple[int, int, int, int, bool, int]:
    entry = RosterImport.objects.get()
    events = Event.objects.filter(verb="people.imported", subject_id=entry.pk).count()
    closed = Posting.objects.filter(valid_to=DAY).count()
    return (
        Person.objects.count(), Posting.objects.count(), closed, Post.objects.count(), entry.done_at is not None, events
    )  # fmt: skip


def finished(job: Job) -> None:
    """The job is done as if nothing had happened, and the import stands once."""
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", DONE)
    assert standing() == AFTER
    call_command("check", "journal", "distribution")


def test_an_import_killed_at_any_moment_is_whole_or_absent(place: Place, town: Town) -> None:
    job = queued(town)
    for moments in MOMENTS:
        place.killed_at(*moments)
        assert (moments, standing()) == (moments, BEFORE)
        job.refresh_from_db()
        assert job.state == "running"
        assert jobs.revive() == 1
    place.killed_at('INSERT INTO "journal_event"', "COMMIT", 'UPDATE "job"')  # all is in, nobody was told
    assert standing() == AFTER
    assert jobs.revive() == 1
    place.work()
    finished(job)
    assert jobs.revive() == 0


def test_an_import_killed_from_outside_is_carried_out_once(place: Place, town: Town) -> None:
    job = queued(town)
    for _ in range(2):
        worker = place.start(*CANBO, *WORKER)
        until(lambda: Job.objects.get(pk=job.pk).state != "waiting", "the import begins")
        place.kill(worker)
        assert standing() in (BEFORE, AFTER)
        jobs.revive()
    place.work()
    finished(job)


def test_two_workers_share_the_queue_and_an_import_is_carried_out_once(place: Place, town: Town) -> None:
    job = queued(town)
    place.at_once("BEGIN|django_tasks", command=WORKER)  # before either looks into the queue
    finished(job)
    assert place.said().count("state=SUCCESSFUL") == 1


def test_two_processes_carry_out_one_import_once(place: Place, town: Town) -> None:
    job = queued(town)
    place.at_once('UPDATE "job"', command=perform(job))
    finished(job)
