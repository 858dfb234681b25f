"""Examining a subtree for signals against levelling: begun by its officer, renewed by the clock, written as records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from canbo.office.base import jobs, journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, Agency, Job
from canbo.office.cycles.models import Cycle
from canbo.office.insight.levelling import source as sources
from canbo.office.insight.levelling.finding import EVALUATORS, Found, Progress, Seen, find, silent
from canbo.office.insight.levelling.source import Source
from canbo.office.insight.models import Examination, Examined, Signal
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Unit
from canbo.office.results.models import Closing
from canbo.rulebook.errors import RuleError
from canbo.rulebook.levelling import UNITS, Finding, Settings, sentence
from canbo.rulebook.levelling.severity import Severity
from canbo.rulebook.levelling.words import SEVERITY

KIND = "insight.examining"
RUNNING = ("waiting", "running")
BATCH = 500


def start(*, actor: Account, unit: Unit, starts: date, ends: date, settings: Settings, next_url: str = "") -> Job:
    """Queue an examination of the closed periods of a unit's subtree within these days; of an agency only one at a
    time: where one of theirs is queued or runs, that one. NotTheirs for whoever is not its organisation officer;
    ActionError where no period of these days has been closed, or somebody else's examination of the agency runs."""
    if not Viewer(actor).holds("officer", path=unit.path):
        raise NotTheirs("Chỉ cán bộ tổ chức phụ trách đơn vị mới làm được việc này.")
    _must_have(unit, starts, ends)
    with transaction.atomic():
        job = _queue(actor, unit, starts, ends, settings, clock=False, next_url=next_url)
    if job.owner_id != actor.pk:
        raise ActionError(f"“{job.label}” đang chạy, do người khác bắt đầu. Hãy đợi xong rồi làm lại.")
    return job


def renew(today: date) -> list[Job]:
    """Queue again what was examined before, where a period has been closed since: the same stretch of time, moved on to
    the last period closed, by the same settings. Of an agency at most once a day."""
    made = []
    newest = Examination.objects.values("unit").annotate(newest=Max("id")).order_by().values("newest")
    for row in Examination.objects.filter(pk__in=newest).select_related("unit").order_by("id"):
        last = Closing.objects.filter(subtree([row.unit.path], "cycle__unit__path")).order_by("-at").first()
        before = Job.objects.filter(kind=KIND, agency=row.agency_id).order_by("-id").first()
        if (
            last is None
            or before is None
            or last.at <= before.created_at
            or timezone.localdate(before.created_at) >= today
        ):
            continue
        ends = max(row.ends, last.cycle.ends)
        moved = row.starts + (ends - row.ends) if ends > row.ends else row.starts
        with transaction.atomic():
            settings = Settings(**row.settings)
            made.append(_queue(before.owner, row.unit, _month(moved), ends, settings, clock=True))
    return made


def _queue(
    owner: Account, unit: Unit, starts: date, ends: date, settings: Settings, *, clock: bool, next_url: str = ""
) -> Job:
    Agency.objects.select_for_update().get(pk=unit.agency_id)
    running = Job.objects.filter(kind=KIND, agency=unit.agency_id, state__in=RUNNING).order_by("id").first()
    if running is not None:
        return running
    arguments = {
        "unit": unit.pk, "starts": starts.isoformat(), "ends": ends.isoformat(), "settings": asdict(settings),
        "clock": clock, "next": next_url,
    }  # fmt: skip
    label = f"Xem xét dấu hiệu cào bằng: {unit.name}"[:200]
    return jobs.start(kind=KIND, label=label, agency_id=unit.agency_id, actor=owner, arguments=arguments)


def carry_out(job: Job, progress: Progress = lambda done, of: None) -> Examination:
    """Do what a job asks and write it, once however often the job is run. ActionError where nothing is closed there."""
    done = Examination.objects.filter(agency=job.agency_id, job=job.pk).first()
    if done is not None:
        return done
    given = job.arguments
    unit = Unit.objects.get(pk=given["unit"])
    starts, ends = date.fromisoformat(given["starts"]), date.fromisoformat(given["ends"])
    settings = Settings(**given["settings"])
    cycles = _must_have(unit, starts, ends)
    try:
        found = find(Source(unit.path, cycles), unit, settings, progress)
    except RuleError as error:
        raise ActionError(f"Không xem xét được: {error}.") from error
    actor = None if given["clock"] else job.owner
    with transaction.atomic():
        row = Examination.objects.create(
            agency_id=unit.agency_id, unit=unit, starts=starts, ends=ends, settings=asdict(settings),
            cycles=len(cycles), sheets=found.sheets, job=job.pk, by=actor,
        )  # fmt: skip
        _write(row, found, settings)
        data = {"cycles": len(cycles), "sheets": found.sheets}
        journal.record(agency_id=row.agency_id, actor=actor, verb="insight.examined", subject=row, data=data)
    return row


def _must_have(unit: Unit, starts: date, ends: date) -> Sequence[Cycle]:
    if found := sources.closed(unit, starts, ends):
        return found
    raise ActionError(
        f"Từ {starts:%d/%m/%Y} đến {ends:%d/%m/%Y} chưa có kỳ nào của “{unit.name}” được chốt. "
        "Hãy chọn khoảng thời gian khác, hoặc chờ chốt kết quả."
    )


def _write(row: Examination, found: Found, settings: Settings) -> None:
    """The rows of an examination, in batches."""
    paths = dict(Unit.objects.filter(pk__in=found.seen_units).values_list("pk", "path"))
    made: list[tuple[Examined, list[Signal]]] = []
    for pk, seen in found.seen_units.items():
        one = _examined(row, seen, found.units[pk], settings, unit_id=pk, path=paths[pk])
        made.append((one, _signals(row, found.units[pk], UNITS)))
    for pk, seen in found.seen_evaluators.items():
        findings = found.evaluators.get(pk, ())
        signals = _signals(row, findings, EVALUATORS)
        signals += _severity(row, found.severities.get(pk), settings)
        one = _examined(row, seen, findings, settings, evaluator_id=pk, path=seen.path)
        if any(signal.signal == SEVERITY for signal in signals):
            one.silence = ""
        if findings or not one.silence:
            made.append((one, signals))
    Examined.objects.bulk_create((one for one, _ in made), batch_size=BATCH)
    for one, signals in made:
        for signal in signals:
            signal.examined = one
    every = (signal for one, signals in made if not one.silence for signal in signals)
    while batch := list(islice(every, BATCH)):
        Signal.objects.bulk_create(batch)


def _examined(row: Examination, seen: Seen, findings: Iterable[Finding], settings: Settings, **who: object) -> Examined:
    told, small = [one for one in findings if one.rate is not None], seen.people < settings.people
    hits = [one.rate for one in told if one.found and one.rate is not None]
    return Examined(
        agency_id=row.agency_id, examination=row, people=seen.people, sheets=seen.sheets,
        totals={} if small else {str(point): count for point, count in sorted(seen.totals.items())},
        found=len(hits), least=min(hits, default=None),
        silence="" if told else next(silent(findings), "không đủ dữ liệu"), **who,
    )  # fmt: skip


def _signals(row: Examination, findings: Iterable[Finding], others: str) -> list[Signal]:
    return [
        Signal(
            agency_id=row.agency_id, signal=one.signal, people=one.people, value=one.value, typical=one.typical,
            rate=one.rate, found=one.found, words=sentence(one, others) if one.found else one.silence,
        )
        for one in findings
    ]  # fmt: skip


def _severity(row: Examination, told: Severity | None, settings: Settings) -> list[Signal]:
    """An evaluator beside those who marked the same sheets; nothing where it cannot be told, which the page says."""
    if told is None or told.value is None or told.rate is None:
        return []
    found = told.rate * 10_000 <= settings.rate
    return [
        Signal(
            agency_id=row.agency_id, signal=SEVERITY, people=told.people, value=told.value, low=told.low,
            high=told.high, rate=told.rate, found=found,
        )
    ]  # fmt: skip


def _month(day: date) -> date:
    """The first day of the month nearest to a day: a stretch moved on by months of unequal length."""
    return (day + timedelta(days=15)).replace(day=1)
