"""Deciding: by whom, on what, once; what the rules make of grounds; what is kept of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Event
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.queries import check_states
from canbo.office.people.models import Delegation
from canbo.office.results import actions, queries
from canbo.office.results.models import Decision, Ground, Summary
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY, STAFF_TOTAL
from tests.office.results import decided
from tests.town import START, Town


def test_the_head_takes_what_the_rules_give(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    row = decided.decide(town, "nam")
    assert (row.total, row.computed_level, row.level, row.reason) == (STAFF_TOTAL, "good", "good", "")
    assert (row.marks, row.decider, row.on_behalf_of) == (list(month.STAFF), town.persons["lan"], None)
    state = month.state(town, "nam")
    assert (state.stage, state.total, state.level) == ("decided", STAFF_TOTAL, "good")
    assert list(Summary.objects.values_list("unit__code", "kind", "level", "sheets", "points")) == [
        ("MH-AB-VP", "civil_servant", "good", 1, STAFF_TOTAL)
    ]
    event = Event.objects.get(verb="results.decided")
    assert event.data == {"sheet": row.sheet_id, "total": STAFF_TOTAL, "rank": 2}
    assert queries.check_summaries() == []
    assert check_states(queries.outcomes()) == []


def test_another_level_needs_a_reason(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    with pytest.raises(ActionError, match="khác mức theo quy định"):
        decided.decide(town, "nam", level="completed")
    row = decided.decide(town, "nam", level="completed", reason="Còn việc chậm do chủ quan")
    assert (row.computed_level, row.level, row.reason) == ("good", "completed", "Còn việc chậm do chủ quan")


def test_the_database_wants_the_reason_too(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    row = decided.decide(town, "nam")
    row.pk, row.level, row.corrects_id = None, "completed", row.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nobody_decides_about_oneself(town: Town) -> None:
    """Not even a deputy who stands in for the head."""
    month.opened(town)
    decided.ready(town, "hung", "nam")
    Delegation.objects.create(
        principal=town.persons["lan"], deputy=town.persons["hung"], document="01/UQ", by=town.accounts["trang"],
        valid_from=START, valid_to=date(2099, 1, 1),
    )  # fmt: skip
    with pytest.raises(NotAssigned):
        decided.decide(town, "hung", by="hung")
    row = decided.decide(town, "nam", by="hung")
    assert (row.decider, row.on_behalf_of) == (town.persons["hung"], town.persons["lan"])


@pytest.mark.parametrize("who", ["nam", "mai", "trang", "ha", "khoa", "duc", "xa"])
def test_only_the_decider_decides(town: Town, who: str) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    with pytest.raises(NotAssigned):
        decided.decide(town, "nam", by=who)
    with pytest.raises(NotAssigned):
        actions.decide(actor=town.accounts[who], person=town.persons["lan"], sheet=month.sheet(town, "nam"), today=DAY)
    assert Decision.objects.count() == 0


def test_a_second_head_is_told(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    with pytest.raises(Conflict, match="Trần Thị Lan đã quyết định phiếu của Phạm Quốc Nam lúc"):
        decided.decide(town, "nam", level="excellent", reason="Ý kiến khác")
    assert Decision.objects.count() == 1


def test_a_basis_changed_since_the_page_was_opened_is_refused(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    seen = f"{STAFF_TOTAL}:good"
    month.submit(town, "lan", "nam", "decide", marks=(1000, 1000, 1000, 10000, 10000, 10000))
    with pytest.raises(Conflict, match="đã thay đổi từ lúc mở trang"):
        decided.decide(town, "nam", seen=seen)
    assert decided.decide(town, "nam", seen="10000:excellent").total == 10000


def test_a_sheet_not_before_the_head_is_not_decided(town: Town) -> None:
    month.opened(town)
    month.submit(town, "nam", "nam")
    with pytest.raises(ActionError, match="chưa đến bước quyết định"):
        decided.decide(town, "nam")


def test_after_the_deadline_it_must_be_extended(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam")
    with pytest.raises(ActionError, match=r"quá hạn quyết định \(31/07/2026\). Hãy đề nghị cán bộ tổ chức"):
        decided.decide(town, "nam", today=date(2026, 8, 1))
    decided.decide(town, "nam", today=date(2026, 7, 31))


def discipline(town: Town, about: str = "nam", **changes: object) -> Ground:
    given = {
        "person": town.persons[about], "fact": "disciplined", "value": True, "day": date(2026, 7, 10),
        "degree": "Khiển trách", "document": "15/QĐ-UBND ngày 10/7/2026", "today": DAY,
    } | changes  # fmt: skip
    return actions.record_ground(actor=town.accounts["trang"], **given)  # type: ignore[arg-type]


def test_discipline_comes_before_the_points(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam", "hoa")
    discipline(town)
    row = decided.decide(town, "nam")
    assert (row.total, row.computed_level, row.level) == (STAFF_TOTAL, "not_completed", "not_completed")
    assert row.kept["facts"] == {"disciplined": True}
    assert decided.decide(town, "hoa").level == "good"


def test_a_ground_taken_back_or_of_another_month_does_not_count(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam", "hoa")
    ground = discipline(town)
    discipline(town, "hoa", day=date(2026, 6, 30))
    actions.revoke_ground(actor=town.accounts["trang"], ground=ground, document="Kết luận lại", today=DAY)
    assert (decided.decide(town, "nam").level, decided.decide(town, "hoa").level) == ("good", "good")
    with pytest.raises(ActionError, match="đã được hủy"):
        actions.revoke_ground(actor=town.accounts["trang"], ground=ground, document="Lần hai", today=DAY)


def test_the_journal_never_says_what_a_ground_is(town: Town) -> None:
    month.opened(town)
    ground = discipline(town)
    event = Event.objects.get(verb="results.ground_recorded")
    assert (event.subject_id, event.data) == (ground.pk, {})


@pytest.mark.parametrize(("who", "about"), [("trang", "trang"), ("lan", "nam"), ("ha", "nam"), ("trang", "xa")])
def test_only_the_officer_records_grounds_and_not_about_herself(town: Town, who: str, about: str) -> None:
    month.opened(town)
    with pytest.raises(NotAssigned):
        actions.record_ground(
            actor=town.accounts[who], person=town.persons[about], fact="disciplined", value=True,
            day=date(2026, 7, 10), document="15/QĐ", today=DAY,
        )  # fmt: skip


QUERIES = 26


def queries_of_deciding(town: Town, keys: tuple[str, ...]) -> int:
    decided.ready(town, *keys)
    sheets = [month.sheet(town, key).pk for key in keys]
    cycle = month.sheet(town, keys[0]).cycle
    with CaptureQueriesContext(connection) as counted:
        report = actions.decide_many(
            actor=town.accounts["lan"], person=town.persons["lan"], cycle=cycle,
            choices=[actions.Choice(pk) for pk in sheets], today=DAY,
        )  # fmt: skip
    assert (len(report.done), report.refused) == (len(keys), [])
    return len(counted)


def test_deciding_takes_the_same_queries_for_one_and_for_three(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "binh", "mai")
    decided.decide(town, "binh")
    decided.decide(town, "mai")
    few = queries_of_deciding(town, ("anh",))
    assert few <= QUERIES
    assert queries_of_deciding(town, ("nam", "hoa", "trang")) == few


def refused(town: Town, *keys: str) -> tuple[list[str], int]:
    """What the head is told of sheets that cannot be decided any more, and the queries it takes."""
    cycle, choices = month.sheet(town, keys[0]).cycle, [actions.Choice(month.sheet(town, key).pk) for key in keys]
    with CaptureQueriesContext(connection) as counted:
        report = actions.decide_many(
            actor=town.accounts["lan"], person=town.persons["lan"], cycle=cycle, choices=choices, today=DAY
        )
    assert report.done == []
    return [str(error) for _, error in report.refused], len(counted)


def test_refusing_names_everybody_in_one_query(town: Town) -> None:
    cycle = month.opened(town)
    keys = ("nam", "hoa", "trang", "anh")
    decided.ready(town, *keys)
    decided.decide_all(town, cycle, keys)
    one, few = refused(town, "nam")
    every, many = refused(town, *keys)
    assert (one[0], many) == (every[0], few)
    assert all(str(town.persons[key]) in said for key, said in zip(keys, every, strict=True))


def kept(decision: Decision) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """All that is kept of a decision but ids and moments: its columns, its inputs as read back, its event."""
    row = Decision.objects.select_related("sheet__cycle").get(pk=decision.pk)
    event = Event.objects.get(verb="results.decided", subject_id=row.pk)
    assert journal.digest(event) == event.digest
    return columns(row, "id", "at"), row.inputs(row.sheet), columns(event, "id", "at", "subject_id", "digest")


def columns(row: Decision | Event, *passing: str) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in passing}


def test_one_decided_alone_is_kept_as_among_all(town: Town) -> None:
    """The page that decides one sheet and the closing that decides the rest judge and keep the same to the letter."""
    cycle = month.opened(town)
    decided.ready(town, "mai", nam=9500, hoa=8000, trang=4000, anh=9200)
    alone = {}
    for key in ("mai", "nam", "hoa", "trang", "anh"):
        with transaction.atomic():
            alone[month.sheet(town, key).pk] = kept(decided.decide(town, key))
            transaction.set_rollback(True)
    assert not Decision.objects.exists()
    actions.decide_rest(actor=town.accounts["lan"], person=town.persons["lan"], cycle=cycle, today=DAY)
    assert {row.sheet_id: kept(row) for row in Decision.objects.all()} == alone
