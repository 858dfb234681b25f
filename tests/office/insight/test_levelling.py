"""Examining closed months against levelling: what is found, how often it is written, who is told, and in what words."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.office.base import jobs
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event, Job
from canbo.office.evaluations.models import Marking, Sheet
from canbo.office.insight.actions import examining
from canbo.office.insight.levelling import source
from canbo.office.insight.models import Examination, Examined, Signal
from canbo.office.people.models import Grant
from canbo.rulebook.levelling import Settings
from tests.office.insight import examination as examples
from tests.office.insight.examination import LEVELLED, alike, closed_month, honest, person, plan
from tests.town import START, Town


def found(row: Examination) -> set[tuple[str, str]]:
    rows = Signal.objects.filter(examined__examination=row, found=True).select_related(
        "examined__unit", "examined__evaluator"
    )
    return {(str(one.examined.unit or one.examined.evaluator), one.signal) for one in rows}


def test_the_one_levelled_unit_and_its_evaluator_are_found_and_nobody_else(ward: Town) -> None:
    row = examples.examined(ward)
    assert (row.cycles, row.sheets) == (2, 240)
    signals = {"spread", "alike", "same_marks", "top", "halo", "copied"}
    assert found(row) == {(who, one) for who in ("Phòng số 6", "Nguyễn o5 -1") for one in signals}
    one = Examined.objects.get(examination=row, unit=ward.units[LEVELLED])
    assert (one.people, one.sheets, one.totals) == (10, 20, {"90": 20})
    spread = one.signals.get(signal="spread")
    assert spread.words.startswith("Điểm sát nhau: 0 điểm, các đơn vị khác thường là ")
    assert spread.words.endswith("Công việc thật sự giống nhau cũng cho điểm sát nhau.")
    other = Examined.objects.get(examination=row, evaluator=person(LEVELLED, -1)).signals.get(signal="alike")
    assert ", các người chấm khác thường là " in other.words


def test_reading_in_many_small_parts_finds_the_same(ward: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """One evaluator marks in two units, the first and the last, so that no part has all of theirs."""
    cycle = closed_month(ward, {"o0": honest, "o11": honest}, 8)
    for sheet in Sheet.objects.filter(cycle=cycle, unit=ward.units["o11"]):
        marked = sheet.markings.get(step="review")
        Marking.objects.create(
            agency_id=sheet.agency_id, sheet=sheet, step="review", author=person("o0", -1), account=marked.account,
            marks=marked.marks, total=marked.total,
        )  # fmt: skip
    whole = examples.examined(ward)
    monkeypatch.setattr(source, "PART", 15)
    again = examples.examined(ward)

    def rows(row: Examination) -> list[tuple[object, ...]]:
        of = Signal.objects.filter(examined__examination=row).order_by(
            "examined__path", "examined__evaluator", "signal"
        )
        return list(
            of.values_list("examined__unit", "examined__evaluator", "signal", "people", "value", "rate", "words")
        )

    assert rows(again) == rows(whole)
    assert len(rows(whole)) > 150


def test_queries_do_not_grow_with_sheets(town: Town) -> None:
    examples.units(town, 12)
    closed_month(town, plan(), 1)
    with CaptureQueriesContext(connection) as one:
        examples.examined(town)
    for number in (2, 3, 4):
        closed_month(town, plan(), number)
    with CaptureQueriesContext(connection) as four:
        examples.examined(town)
    assert abs(len(four) - len(one)) <= 2  # rows are written in batches


def test_a_job_run_again_writes_nothing_and_of_an_agency_only_one_runs(ward: Town) -> None:
    first = examples.job(ward)
    assert examples.job(ward, settings=Settings(people=9)).pk == first.pk
    jobs.perform(first)
    again = jobs.perform(Job.objects.get(pk=first.pk))
    assert (Examination.objects.count(), again.state) == (1, "done")
    assert again.message == "Đã xem 240 phiếu của 2 kỳ đã chốt: 1 đơn vị có dấu hiệu."
    assert (again.done, again.total) == (240, 240)
    assert Event.objects.filter(verb="insight.examined").count() == 1
    assert examples.job(ward).pk != first.pk


def test_another_officer_is_told_to_wait(ward: Town) -> None:
    """The clock's examination, too, belongs to who began the one before; its page is theirs alone."""
    Grant.objects.create(account=ward.accounts["khoa"], role="officer", unit=ward.units["ward"], valid_from=START)
    examples.job(ward)
    with pytest.raises(ActionError, match="đang chạy, do người khác bắt đầu"):
        examples.job(ward, by="khoa")


def test_what_was_found_cannot_be_rewritten(ward: Town) -> None:
    row = examples.examined(ward)
    for rows in (Examination.objects.filter(pk=row.pk), row.examined.all(), Signal.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Signal.objects.update(found=False)


def test_only_an_officer_begins_and_only_where_something_is_closed(ward: Town) -> None:
    for key in ("lan", "ha", "khoa", "xa"):
        with pytest.raises(NotTheirs):
            examples.job(ward, by=key)
    with pytest.raises(ActionError, match="chưa có kỳ nào của “Phường An Bình” được chốt"):
        examining.start(
            actor=ward.accounts["trang"], unit=ward.units["ward"], starts=date(2025, 1, 1), ends=date(2025, 12, 31),
            settings=Settings(),
        )  # fmt: skip


def test_small_groups_keep_their_totals_to_themselves(town: Town) -> None:
    """Seven people, one person, and an evaluator of one: not a number of theirs is written."""
    examples.units(town, 14)
    closed_month(town, plan(12))
    small = closed_month(town, {}, 8)
    for key, people in (("o12", 7), ("o13", 1)):
        examples.sheets(town, small, key, alike, people)
    row = examples.examined(town)
    for key in ("o12", "o13"):
        for who in ({"unit": town.units[key]}, {"evaluator": person(key, -1)}):
            one = Examined.objects.get(examination=row, **who)
            assert (one.silence, one.totals, one.signals.count()) == (
                "dưới 8 người: không nói gì về nhóm nhỏ", {}, 0,
            )  # fmt: skip


def test_severity_is_told_only_where_two_marked_the_same_sheets(town: Town) -> None:
    """The second reviewer of two offices marks three points lower, give or take; of the others it cannot be told."""
    examples.units(town, 12)
    cycle = closed_month(town, plan(levelled=""))
    chance, second = Random(4), person("second", 0)
    for sheet in Sheet.objects.filter(cycle=cycle, unit__in=[town.units["o0"], town.units["o1"]]):
        total = sheet.markings.get(step="review").total - 300 + 25 * chance.randint(-4, 4)
        Marking.objects.create(
            agency_id=sheet.agency_id, sheet=sheet, step="review", author=second, account=town.accounts["mai"],
            marks=(900,) * 6, total=total,
        )  # fmt: skip
    row = examples.examined(town)
    told = Signal.objects.filter(examined__examination=row, signal="severity").select_related("examined")
    values = {one.examined.evaluator_id: one for one in told}
    assert values[second.pk].people == 20
    assert (values[second.pk].low or 0) < 300 < (values[second.pk].high or 0)
    assert person("o5", -1).pk not in values
    page = town.client("trang").get(f"/buc-tranh/cao-bang/{values[second.pk].examined_id}/").content.decode()
    assert "Trên 20 người có người khác cùng chấm: thấp hơn" in page


def test_where_units_are_few_an_honest_spread_of_the_agency_still_tells(town: Town) -> None:
    examples.units(town, 2)
    closed_month(town, plan(2, "o1"))
    silent = examples.examined(town)
    assert set(silent.examined.values_list("silence", flat=True)) >= {"chỉ có 1 đơn vị khác để so sánh, cần ít nhất 10"}
    assert "độ chênh hợp lý" in town.client("trang").get("/buc-tranh/cao-bang/").content.decode()
    told = examples.examined(town, Settings(honest=350))
    assert found(told) == {("Phòng số 2", "spread"), ("Nguyễn o1 -1", "spread")}


# By the clock


def later(days: int) -> date:
    return date.fromordinal(timezone.localdate().toordinal() + days)


def test_the_clock_renews_once_a_day_what_was_examined_after_a_period_is_closed(ward: Town) -> None:
    assert examining.renew(later(1)) == []  # nothing was ever examined
    row = examples.examined(ward)
    assert examining.renew(later(1)) == []  # nothing closed since
    closed_month(ward, plan(), 8)
    assert examining.renew(later(0)) == []  # examined today already
    [job] = examining.renew(later(1))
    assert examining.renew(later(1)) == []  # queued
    jobs.perform(job)
    again = Examination.objects.latest("id")
    assert (again.by, again.cycles, again.settings, again.starts) == (None, 3, row.settings, row.starts)
    assert examining.renew(later(2)) == []


def test_the_clock_moves_a_stretch_of_time_on_to_the_last_period_closed(ward: Town) -> None:
    done = examining.start(
        actor=ward.accounts["trang"], unit=ward.units["ward"], starts=date(2026, 6, 1), ends=date(2026, 7, 31),
        settings=Settings(people=9),
    )  # fmt: skip
    jobs.perform(done)
    closed_month(ward, plan(), 8)
    [job] = examining.renew(later(1))
    given = job.arguments
    assert (given["starts"], given["ends"], given["settings"]["people"]) == ("2026-07-01", "2026-08-31", 9)
