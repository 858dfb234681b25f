"""Drafts, submissions, returns: who may, when, once. The faults found in peers are refused here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.cycles import actions as cycles
from canbo.office.evaluations import actions, queries
from canbo.office.evaluations.errors import DraftConflict, MarksMissing, MarksRefused, NotAssigned
from canbo.office.evaluations.models import Assignee, Draft, Extension, Marking, Return, Word
from canbo.office.people.models import Delegation
from tests.office.evaluations import month
from tests.office.evaluations.month import STAFF, STAFF_TOTAL, case, sheet, state, submit
from tests.office.regulations import adopted
from tests.town import Town, build


def save(town: Town, by: str, about: str, marks: tuple[int | None, ...], version: int, step: str = "self") -> Draft:
    return actions.save_draft(
        actor=town.accounts[by], person=town.persons[by], sheet=sheet(town, about), step=step, marks=marks, words={},
        facts={}, version=version, today=month.DAY,
    )  # fmt: skip


def test_from_the_own_marks_to_the_decider(town: Town) -> None:
    month.opened(town)
    own = submit(town, "nam", "nam", words={1: "Hoàn thành lớp bồi dưỡng", 2: " "})
    assert (own.total, own.late, state(town, "nam").stage, state(town, "nam").self_total) == (
        STAFF_TOTAL, False, "review", STAFF_TOTAL,
    )  # fmt: skip
    assert list(Word.objects.values_list("item", "text")) == [(1, "Hoàn thành lớp bồi dưỡng")]
    submit(town, "mai", "nam", "review", marks=(800, *STAFF[1:]), comment="Cần chủ động hơn")
    row = state(town, "nam")
    assert (row.stage, row.self_total, row.review_total) == ("decide", STAFF_TOTAL, STAFF_TOTAL - 100)
    marked = queries.current_markings([sheet(town, "nam").pk])[sheet(town, "nam").pk]
    assert {step: marking.author.full_name for step, marking in marked.items()} == {
        "self": "Phạm Quốc Nam", "review": "Lê Thị Mai",
    }  # fmt: skip
    assert Event.objects.filter(verb="evaluations.submitted").count() == 2
    assert queries.check_states() == []


# ---- faults found in peers ----


OUTSIDERS = {
    "self": ("xa", "hoa", "mai"),
    "review": ("xa", "hoa", "dung", "nam", "trang", "lan", "khoa"),
}


@pytest.mark.parametrize("step", list(OUTSIDERS))
def test_an_outsider_who_posts_marks_is_refused(town: Town, step: str) -> None:
    month.opened(town)
    if step == "review":
        submit(town, "nam", "nam")
    before = Marking.objects.count()
    for who in OUTSIDERS[step]:
        with pytest.raises(NotAssigned):
            submit(town, who, "nam", step)
        with pytest.raises(NotAssigned):
            save(town, who, "nam", STAFF, 0, step)
    assert (Marking.objects.count(), Draft.objects.count()) == (before, 0)


def test_another_account_cannot_act_as_a_person(town: Town) -> None:
    month.opened(town)
    with pytest.raises(NotAssigned):
        actions.submit(
            actor=town.accounts["hoa"], person=town.persons["nam"], sheet=sheet(town, "nam"), step="self", marks=STAFF,
            words={}, facts={}, today=month.DAY,
        )  # fmt: skip


def test_a_second_submit_doubles_nothing(town: Town) -> None:
    month.opened(town)
    first = submit(town, "nam", "nam")
    assert submit(town, "nam", "nam") == first
    with pytest.raises(ActionError, match="đã gửi lúc"):
        submit(town, "nam", "nam", marks=(1000, *STAFF[1:]))
    assert list(Marking.objects.values_list("pk", flat=True)) == [first.pk]
    assert Event.objects.filter(verb="evaluations.submitted").count() == 1


def test_a_second_reviewer_waits_for_his_turn_and_marks_once(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    people = [town.persons["mai"], town.persons["hung"]]
    actions.reassign(actor=town.accounts["hoa"], sheets=[], step="review", people=people)
    actions.reassign(actor=town.accounts["trang"], sheets=[sheet(town, "nam").pk], step="review", people=people)
    with pytest.raises(ActionError, match="Chưa đến lượt"):
        submit(town, "hung", "nam", "review")
    submit(town, "mai", "nam", "review")
    assert state(town, "nam").stage == "review"
    submit(town, "hung", "nam", "review")
    assert (state(town, "nam").stage, Marking.objects.filter(step="review").count()) == ("decide", 2)


def test_after_the_deadline_marks_are_refused_and_the_draft_stays(town: Town) -> None:
    month.opened(town)
    save(town, "nam", "nam", STAFF, 0)
    late = month.DUE["self"] + timedelta(days=1)
    with pytest.raises(ActionError, match=r"Đã quá hạn bước .* \(25/07/2026\).*gia hạn"):
        submit(town, "nam", "nam", today=late)
    assert (Marking.objects.count(), Draft.objects.count()) == (0, 1)
    submit(town, "nam", "nam", today=month.DUE["self"])
    assert (Marking.objects.count(), Draft.objects.count()) == (1, 0)


def test_late_marks_are_taken_where_the_adopting_body_accepts_them(town: Town) -> None:
    month.opened(town, adoption=adopted.adopt(town, settings=adopted.CIVIL | {"accept_late": "accept"}))
    after = month.DUE["self"] + timedelta(days=1)
    submit(town, "nam", "nam", today=month.DUE["self"])
    submit(town, "mai", "mai", today=after)
    assert list(Marking.objects.order_by("id").values_list("late", flat=True)) == [False, True]
    pages = [
        town.client("trang").get(f"/phieu/{sheet(town, key).pk}/").content.decode().count("sau hạn")
        for key in ("nam", "mai")
    ]
    assert pages == [0, 2]  # in the steps, and in what happened


def test_extended_time_counts_for_the_cycle_and_for_one_sheet(town: Town) -> None:
    cycle = month.opened(town)
    late = month.DUE["self"] + timedelta(days=1)
    actions.extend_sheet(
        actor=town.accounts["trang"], sheet=sheet(town, "nam"), step="self", due=late, reason="Đi công tác"
    )
    submit(town, "nam", "nam", today=late)
    with pytest.raises(ActionError, match="Đã quá hạn"):
        submit(town, "hoa", "hoa", today=late)
    cycles.extend(actor=town.accounts["trang"], cycle=cycle, step="self", due=late, reason="Mất mạng")
    submit(town, "hoa", "hoa", today=late)
    with pytest.raises(NotAssigned):
        actions.extend_sheet(actor=town.accounts["mai"], sheet=sheet(town, "anh"), step="self", due=late, reason="Tự ý")


def test_a_mark_out_of_its_scale_is_refused_item_by_item(town: Town) -> None:
    month.opened(town)
    for mark in (99900, 1001, -25, 40000, 910):  # 999; over the maximum; below zero; beyond smallint; off its step
        with pytest.raises(MarksRefused) as refused:
            submit(town, "nam", "nam", marks=(900, mark, *STAFF[2:]))
        assert list(refused.value.problems) == [1]
        with pytest.raises(MarksRefused):
            save(town, "nam", "nam", (900, mark, *STAFF[2:]), 0)
    assert (Marking.objects.count(), Draft.objects.count()) == (0, 0)


def test_items_without_a_mark_need_a_word(town: Town) -> None:
    month.opened(town)
    marks = (None, *STAFF[1:-1], None)
    with pytest.raises(MarksMissing, match="Còn 2 mục chưa chấm") as missing:
        submit(town, "nam", "nam", marks=marks)
    assert missing.value.indices == (0, 5)
    assert submit(town, "nam", "nam", marks=marks, allow_missing=True).total < STAFF_TOTAL


# ---- drafts ----


def test_two_screens_do_not_overwrite_one_another(town: Town) -> None:
    month.opened(town)
    save(town, "nam", "nam", (900, None, None, None, None, None), 0)
    save(town, "nam", "nam", (900, 850, None, None, None, None), 1)
    with pytest.raises(DraftConflict, match=r"mục 2: ở đó 8,5, ở đây 7") as conflict:
        save(town, "nam", "nam", (900, 700, None, None, None, None), 1)
    assert (conflict.value.version, conflict.value.stored[:2]) == (2, (900, 850))
    assert Draft.objects.get().marks[:2] == (900, 850)
    assert save(town, "nam", "nam", (900, 700, None, None, None, None), 2).version == 3


def test_a_repeated_request_is_no_conflict(town: Town) -> None:
    month.opened(town)
    save(town, "nam", "nam", STAFF, 0)
    assert save(town, "nam", "nam", STAFF, 0).version == 1


def test_drafts_are_no_records(town: Town) -> None:
    month.opened(town)
    before = Event.objects.count()
    save(town, "nam", "nam", STAFF, 0)
    assert (Event.objects.count(), state(town, "nam").self_total) == (before, None)


POSTGRES = connection.vendor == "postgresql"


def at_once(*calls: Callable[[], None]) -> None:
    """Run the calls in threads that start together. SQLite lets one writer in at a time (BEGIN IMMEDIATE), and the
    tests' in-memory database knows no waiting: there they run one after another."""
    if not POSTGRES:
        for call in calls:
            call()
        return
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], None]) -> None:
        start.wait()
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=POSTGRES)
@pytest.mark.parametrize("second", [900, 800])
def test_two_savers_at_once(second: int) -> None:
    """Whoever comes second with something else is told; the same request sent twice is taken once."""
    town, outcomes = build(), []
    month.opened(town)

    def saver(mark: int) -> None:
        try:
            save(town, "nam", "nam", (mark, *STAFF[1:]), 0)
            outcomes.append("saved")
        except DraftConflict:
            outcomes.append("told")

    at_once(lambda: saver(900), lambda: saver(second))
    assert sorted(outcomes) == (["saved", "saved"] if second == 900 else ["saved", "told"])
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=POSTGRES)
def test_two_submits_at_once_make_one_marking() -> None:
    town, outcomes = build(), []
    month.opened(town)

    def sender(mark: int) -> None:
        try:
            submit(town, "nam", "nam", marks=(mark, *STAFF[1:]))
            outcomes.append("sent")
        except ActionError:
            outcomes.append("told")

    at_once(lambda: sender(900), lambda: sender(800))
    assert (sorted(outcomes), Marking.objects.count()) == (["sent", "told"], 1)


# ---- returns ----


def test_a_return_with_a_reason_opens_the_step_again(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    month.send_back(town, "mai", "nam")
    assert (state(town, "nam").stage, state(town, "nam").self_total) == ("self", None)
    assert queries.check_states() == []
    again = submit(town, "nam", "nam", marks=(850, *STAFF[1:]))
    assert (again.total, Marking.objects.count(), Return.objects.get().reason) == (
        STAFF_TOTAL - 50, 2, "Thiếu minh chứng",
    )  # fmt: skip


def test_the_decider_returns_to_the_reviewer(town: Town) -> None:
    month.opened(town)
    month.reviewed(town, "nam", "mai")
    month.send_back(town, "lan", "nam", "review")
    assert (state(town, "nam").stage, state(town, "nam").self_total, state(town, "nam").review_total) == (
        "review", STAFF_TOTAL, None,
    )  # fmt: skip


def test_only_those_it_concerns_return(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    for who in ("nam", "hoa", "dung", "xa", "khoa", "ha", "quan_tri"):
        with pytest.raises(NotAssigned):
            actions.send_back(
                actor=town.accounts[who], person=town.persons.get(who), sheet=sheet(town, "nam"), to_step="self",
                reason="Không rõ",
            )  # fmt: skip
    assert Return.objects.count() == 0


def test_what_cannot_be_returned(town: Town) -> None:
    month.opened(town)
    with pytest.raises(ActionError, match="chưa có gì để trả lại"):
        month.send_back(town, "lan", "nam")
    submit(town, "nam", "nam")
    with pytest.raises(ActionError, match="lý do trả lại"):
        month.send_back(town, "mai", "nam", reason="  ")
    with pytest.raises(ActionError, match="chưa có gì để trả lại"):
        month.send_back(town, "mai", "nam", "decide")
    assert Return.objects.count() == 0


def test_a_sheet_returned_after_its_deadline_gets_time(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    after = month.DUE["self"] + timedelta(days=1)
    month.send_back(town, "mai", "nam", today=after)
    assert list(Extension.objects.values_list("step", "due")) == [("self", month.DUE["review"])]
    submit(town, "nam", "nam", today=after)


def test_taking_back_what_nobody_has_acted_on(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    given: dict[str, Any] = {
        "actor": town.accounts["nam"],
        "person": town.persons["nam"],
        "sheet": sheet(town, "nam"),
        "step": "self",
    }
    actions.withdraw(**given, today=month.DAY)
    assert state(town, "nam").stage == "self"
    month.reviewed(town, "nam", "mai")
    with pytest.raises(ActionError, match="Người chấm sau đã chấm"):
        actions.withdraw(**given, today=month.DAY)
    with pytest.raises(NotAssigned):
        actions.withdraw(**given | {"actor": town.accounts["hoa"], "person": town.persons["hoa"]}, today=month.DAY)


# ---- who acts ----


def delegate(town: Town, principal: str, deputy: str) -> None:
    Delegation.objects.create(
        principal=town.persons[principal], deputy=town.persons[deputy], document="05/GUQ", by=town.accounts["trang"],
        valid_from=date(2026, 7, 1), valid_to=date(2026, 8, 1),
    )  # fmt: skip


def test_a_delegate_marks_for_the_reviewer_between_two_days(town: Town) -> None:
    month.opened(town, due=month.FAR)
    submit(town, "nam", "nam")
    submit(town, "hoa", "hoa")
    delegate(town, "mai", "trang")
    marking = submit(town, "trang", "nam", "review")
    assert (marking.author, marking.on_behalf_of, state(town, "nam").stage) == (
        town.persons["trang"], town.persons["mai"], "decide",
    )  # fmt: skip
    with pytest.raises(NotAssigned):
        submit(town, "trang", "hoa", "review", today=date(2026, 8, 1))


def test_a_delegate_never_judges_himself(town: Town) -> None:
    month.opened(town)
    submit(town, "trang", "trang")
    delegate(town, "mai", "trang")
    with pytest.raises(NotAssigned):
        submit(town, "trang", "trang", "review")
    with pytest.raises(NotAssigned):
        submit(town, "trang", "mai")


def test_reassigning_keeps_the_history(town: Town) -> None:
    month.opened(town)
    pk = sheet(town, "nam").pk
    actions.reassign(actor=town.accounts["trang"], sheets=[pk], step="review", people=[town.persons["dung"]])
    rows = Assignee.objects.filter(sheet=pk, step="review").order_by("id")
    assert [(row.person.full_name, row.ended_at is None) for row in rows] == [
        ("Lê Thị Mai", False), ("Vũ Tiến Dũng", True),
    ]  # fmt: skip
    submit(town, "nam", "nam")
    with pytest.raises(NotAssigned):
        submit(town, "mai", "nam", "review")
    submit(town, "dung", "nam", "review")
    report = actions.reassign(actor=town.accounts["trang"], sheets=[pk], step="review", people=[town.persons["mai"]])
    assert "đã chấm phiếu" in str(report.refused[0][1])


def test_nobody_is_assigned_to_judge_himself_or_by_a_stranger(town: Town) -> None:
    month.opened(town)
    pk = sheet(town, "nam").pk
    for step in ("review", "decide"):
        report = actions.reassign(actor=town.accounts["trang"], sheets=[pk], step=step, people=[town.persons["nam"]])
        assert "chính mình" in str(report.refused[0][1])
    for key in ("mai", "ha", "xa", "khoa", "quan_tri"):
        report = actions.reassign(actor=town.accounts[key], sheets=[pk], step="review", people=[])
        assert isinstance(report.refused[0][1], NotAssigned)
    assert [row.person for row in case(town, "nam").holders("review")] == [town.persons["mai"]]


def test_the_officer_is_not_officer_over_himself(town: Town) -> None:
    month.opened(town)
    report = actions.reassign(
        actor=town.accounts["trang"], sheets=[sheet(town, "trang").pk], step="review", people=[town.persons["dung"]]
    )
    assert isinstance(report.refused[0][1], NotAssigned)


# ---- many at once ----


def test_approving_many_takes_over_their_own_marks(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    pks = [sheet(town, key).pk for key in ("nam", "hoa", "anh")]
    report = actions.approve_many(actor=town.accounts["mai"], person=town.persons["mai"], sheets=pks, today=month.DAY)
    assert (report.done, [(str(row.person), str(error)) for row, error in report.refused]) == (
        [pks[0]],
        [
            ("Đỗ Thị Hoa", "Đỗ Thị Hoa chưa gửi điểm tự chấm. Hãy nhắc người đó trước."),
            ("Hoàng Ngọc Ánh", "Phiếu này không giao cho người đang thao tác."),
        ],
    )
    assert (state(town, "nam").review_total, case(town, "nam").current()["review"].comment) == (
        STAFF_TOTAL, "Đồng ý với điểm tự chấm.",
    )  # fmt: skip


def test_a_locked_cycle_and_a_decided_sheet_take_nothing(town: Town) -> None:
    cycle = month.opened(town)
    month.reviewed(town, "nam", "mai")
    actions.set_outcomes(
        town.units["ward"].agency_id, {sheet(town, "nam").pk: actions.Outcome("decided", STAFF_TOTAL, "good")}
    )
    with pytest.raises(ActionError, match="đã có quyết định"):
        month.send_back(town, "lan", "nam")
    assert queries.check_states() == []
    cycles.lock(actor=town.accounts["trang"], cycle=cycle)
    with pytest.raises(ActionError, match="đã khóa"):
        submit(town, "hoa", "hoa")
    with pytest.raises(ActionError, match="đã khóa"):
        save(town, "hoa", "hoa", STAFF, 0)


def test_a_summary_that_lies_is_found(town: Town) -> None:
    month.opened(town)
    submit(town, "nam", "nam")
    row = state(town, "nam")
    row.stage, row.self_total = "decide", 1
    row.save()
    pk = sheet(town, "nam").pk
    assert queries.check_states() == [
        f"phiếu {pk}: stage ghi 'decide', hồ sơ là 'review'",
        f"phiếu {pk}: self_total ghi 1, hồ sơ là {STAFF_TOTAL}",
    ]
    row.delete()
    assert queries.check_states() == [f"phiếu {pk}: thiếu dòng tóm tắt"]
    assert queries.check_states({pk: actions.Outcome("decided", 1, "good")}) != []


def test_an_undecided_sheet_that_claims_a_decision_is_found(town: Town) -> None:
    month.opened(town)
    actions.set_outcomes(
        town.units["ward"].agency_id, {sheet(town, "nam").pk: actions.Outcome("published", STAFF_TOTAL, "good")}
    )
    assert queries.check_states() == []
    pk = sheet(town, "nam").pk
    assert queries.check_states({}) == [
        f"phiếu {pk}: stage ghi 'published', hồ sơ là 'self'",
        f"phiếu {pk}: total ghi {STAFF_TOTAL}, hồ sơ là None",
        f"phiếu {pk}: level ghi 'good', hồ sơ là ''",
    ]


def test_nothing_of_an_act_stays_when_it_fails(town: Town) -> None:
    month.opened(town)

    def stops_halfway() -> None:
        with transaction.atomic():
            submit(town, "nam", "nam")
            raise RuntimeError("the machine stops")

    with pytest.raises(RuntimeError):
        stops_halfway()
    assert (Marking.objects.count(), Event.objects.filter(verb="evaluations.submitted").count()) == (0, 0)
    assert state(town, "nam").stage == "self"
