"""Time of saving, submitting and closing, beside raw statements that write the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import measuring
from agency_history import Vector, close, vector
from agency_pages import browser
from agency_place import ABOVE, DECIDER, PERSON, REVIEWER, Agency
from django.db import close_old_connections, connection, transaction
from django.urls import reverse

from canbo.office.base.models import Event
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions
from canbo.office.evaluations.models import Assignee, Draft, Marking, Sheet, State
from canbo.office.results import actions as results
from canbo.office.results.models import Decision, Notice
from canbo.paperwork.numbers import format_hundredths

SAVE_MS, CLOSE_SECONDS = 30, 5
Rows = Sequence[Sequence[object]]


def saving(agency: Agency) -> None:
    """Print the time of saving one draft again and again, and of handing in forty reviews one by one."""
    cycle = Cycle.objects.filter(agency=agency.root.agency_id).latest("starts")
    print(f"\nSAVING, target {SAVE_MS} ms at the median")
    _drafts(agency, cycle)
    _submissions(agency, cycle)


def _drafts(agency: Agency, cycle: Cycle) -> None:
    account = agency.account(PERSON)
    sheet = Sheet.objects.select_related("cycle").get(cycle=cycle, person=account.person)
    version = 0

    def save() -> None:
        nonlocal version
        marks, _ = vector(cycle.rules_id, sheet.form, 60 + version % 30)
        row = actions.save_draft(
            actor=account, person=account.person, sheet=sheet, step="self", marks=marks, words={}, facts={},
            version=version,
        )  # fmt: skip
        version = row.version

    save()
    few = len(measuring.queries(save))
    timing = measuring.timed(save)
    draft = Draft.objects.get(sheet=sheet)

    def bare() -> None:
        Draft.objects.filter(pk=draft.pk).update(marks=draft.marks)

    floor = measuring.timed(bare)
    _line("save_draft", timing, floor, f"{few} queries; baseline: one UPDATE of that row")
    send = _sending(agency, sheet, version)
    few = len(measuring.queries(send))
    _line("the whole request that saves a draft", measuring.timed(send), floor, f"{few} queries; baseline as above")


def _sending(agency: Agency, sheet: Sheet, version: int) -> measuring.Call:
    """What the page's script sends after somebody typed a mark: all marks of the sheet."""
    client, address = browser(agency, PERSON), reverse("evaluations:draft", args=[sheet.pk, "self"])

    def send() -> None:
        nonlocal version
        marks, _ = vector(sheet.cycle.rules_id, sheet.form, 60 + version % 30)
        sent = {f"m{at}": format_hundredths(mark) for at, mark in enumerate(marks)}
        close_old_connections()
        answer = client.post(address, {**sent, "version": version})
        if answer.status_code != 200:
            raise RuntimeError(f"saving answers {answer.status_code}: {answer.content.decode()[:200]}")
        version = answer.json()["version"]

    return send


def _submissions(agency: Agency, cycle: Cycle) -> None:
    account = agency.account(REVIEWER)
    mine = Assignee.objects.filter(sheet__cycle=cycle, step="review", person=account.person)
    every = list(mine.filter(sheet__state__stage="review").select_related("sheet__cycle").order_by("id"))
    _requests(agency, [row.sheet for row in every[::2]])
    waiting = every[1::2]
    spent, few = [], 0
    for row in waiting:
        marks, _ = vector(cycle.rules_id, row.sheet.form, 80)

        def submit(sheet: Sheet = row.sheet, marks: Vector = marks) -> None:
            actions.submit(
                actor=account, person=account.person, sheet=sheet, step="review", marks=marks, words={}, facts={}
            )

        with measuring.counting() as seen:
            spent.append(measuring.once(submit))
        few = len(seen)
    made = Marking.objects.filter(sheet__in=[row.sheet_id for row in waiting], step="review").order_by("id")
    rows = _rows(Marking, made)
    events = _rows(Event, Event.objects.filter(verb="evaluations.submitted").order_by("-id")[: len(rows)])
    bare = []
    with copies(Marking, Event):
        for row, marking, event in zip(waiting, rows, events, strict=True):
            bare.append(measuring.once(lambda *_, one=(row.sheet_id, marking, event): _submit_bare(*one)))
    _line("submit", measuring.of(spent), measuring.of(bare), f"{few} queries; baseline: two INSERTs and an UPDATE")


def _requests(agency: Agency, sheets: Sequence[Sheet]) -> None:
    """Hand in reviews through their pages, as a reviewer does who fills in a whole sheet and sends it."""
    client, spent, few = browser(agency, REVIEWER), [], 0
    for sheet in sheets:
        marks, _ = vector(sheet.cycle.rules_id, sheet.form, 80)
        sent = {f"m{at}": format_hundredths(mark) for at, mark in enumerate(marks)}
        sent |= {"do": "submit", "step": "review", "version": "0"}
        address = reverse("evaluations:sheet", args=[sheet.pk])

        def send(address: str = address, sent: dict[str, str] = sent) -> None:
            close_old_connections()
            answer = client.post(address, sent)
            if answer.status_code != 302:
                raise RuntimeError(f"handing in answers {answer.status_code}")

        with measuring.counting() as seen:
            spent.append(measuring.once(send))
        few = len(seen)
    timing = measuring.of(spent)
    _line("the whole request that hands in a review", timing, timing, f"{few} queries; its draft is kept first")


def _submit_bare(sheet: int, marking: Sequence[object], event: Sequence[object]) -> None:
    with transaction.atomic():
        _insert(Marking, [marking])
        _insert(Event, [event])
        State.objects.filter(sheet=sheet).update(stage="decide")


def _line(name: str, timing: measuring.Timing, baseline: measuring.Timing, note: str) -> None:
    miss = "  SLOW" if timing.median > SAVE_MS else ""
    print(f"{timing}  n {timing.n}  {timing.over(baseline):5.1f} x {baseline.median:5.1f} ms  {name}: {note}{miss}")


def closing(agency: Agency) -> None:
    """Close the months that wait for their decisions, one after another, and write the same rows bare."""
    print(f"\nCLOSING a month, target {CLOSE_SECONDS} s: decide every sheet, close, publish")
    waiting = Cycle.objects.filter(agency=agency.root.agency_id, closings=None).order_by("starts")
    head, above = agency.account(DECIDER), agency.account(ABOVE)
    for cycle in list(waiting)[:-1]:
        results.decide_rest(actor=above, person=above.person, cycle=cycle)
        with measuring.counting() as seen:
            deciding = measuring.once(
                lambda cycle=cycle: results.decide_rest(actor=head, person=head.person, cycle=cycle)
            )
            publishing = measuring.once(lambda cycle=cycle: close(agency, cycle))
        total, bare = (deciding.wall + publishing.wall) / 1000, _closing_bare(cycle).wall / 1000
        miss = "  SLOW" if total > CLOSE_SECONDS else ""
        print(
            f"{total:6.2f} s = {deciding.wall / 1000:5.2f} decide + {publishing.wall / 1000:5.2f} close and publish; "
            f"cpu {(deciding.cpu + publishing.cpu) / 1000:5.2f}; {len(seen)} statements; "
            f"{total / bare:5.1f} x {bare:.3f} s, the same rows by executemany into bare tables{miss}"
        )


def _closing_bare(cycle: Cycle) -> measuring.Sample:
    """The time to write the rows of a closed month by `executemany`, in one transaction, into bare tables."""
    decisions = Decision.objects.filter(sheet__cycle=cycle)
    events = Event.objects.filter(subject_type="results.decision", subject_id__in=decisions.values("id"))
    found = {
        Decision: _rows(Decision, decisions),
        Event: _rows(Event, events),
        Notice: _rows(Notice, Notice.objects.filter(decision__in=decisions)),
    }
    states = list(State.objects.filter(cycle=cycle).values_list("stage", "total", "level", "id"))
    with copies(*found):

        def write() -> None:
            with transaction.atomic():
                for model, rows in found.items():
                    _insert(model, rows)
                with connection.cursor() as cursor:
                    for _ in ("decided", "published"):
                        cursor.executemany(
                            "UPDATE sheet_state SET stage = %s, total = %s, level = %s WHERE id = %s", states
                        )

        return measuring.once(write)


class copies:
    """Tables of the same columns, without keys, indexes and triggers, named bench_<table>; gone afterwards."""

    def __init__(self, *models: type) -> None:
        self.tables = [model._meta.db_table for model in models]

    def __enter__(self) -> None:
        self._each('CREATE TABLE "bench_{0}" AS SELECT * FROM "{0}" WHERE 1 = 0')

    def __exit__(self, *error: object) -> None:
        self._each('DROP TABLE "bench_{0}"')

    def _each(self, sql: str) -> None:
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(sql.format(table))


def _rows(model: type, wanted: Iterable[object]) -> Rows:
    """The raw rows of a queryset's objects."""
    ids = [getattr(one, "pk", one) for one in wanted]
    with connection.cursor() as cursor:
        marks = ",".join(["%s"] * len(ids))
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" WHERE id IN ({marks})', ids)
        return cursor.fetchall()


def _insert(model: type, rows: Rows) -> None:
    """Insert raw rows into the model's copy."""
    with connection.cursor() as cursor:
        marks = ",".join(["%s"] * len(rows[0]))
        cursor.executemany(f'INSERT INTO "bench_{model._meta.db_table}" VALUES ({marks})', rows)
