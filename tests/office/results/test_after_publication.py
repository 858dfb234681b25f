"""Petitions within their days, answers, corrections; and grades recomputed from a file alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Event, StoredFile
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.queries import check_states
from canbo.office.results import actions, queries
from canbo.office.results.models import Decision, Notice, Petition, PetitionAnswer, Summary
from canbo.office.results.queries import check_summaries
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.town import Town

FIVE = adopted.CIVIL | {"petition_days": 5, "petition_days_type": "calendar", "petition_answer_days": 10}


def published(town: Town, *keys: str, settings: dict[str, Any] = FIVE, day: date = DAY) -> Cycle:
    """July decided, closed and published for some, on a day."""
    due = dict.fromkeys(month.DUE, date(2099, 1, 1))
    cycle = month.opened(town, adoption=adopted.adopt(town, settings=settings), due=due)
    decided.ready(town, *keys)
    decided.decide_all(town, cycle, keys)
    decided.close(town, cycle, today=day)
    decided.publish(town, cycle, today=day)
    return cycle


def notice(town: Town, key: str) -> Notice:
    """The notice of the result that stands."""
    return Notice.objects.get(person=town.persons[key], decision__corrections=None)


def petition(town: Town, key: str = "nam", **changes: Any) -> Petition:
    given: dict[str, Any] = {
        "text": "Đề nghị xem lại điểm tiến độ",
        "today": DAY,
        "notice": notice(town, key),
    } | changes
    return actions.petition(actor=town.accounts[key], person=town.persons[key], **(given | changes))


def answer(town: Town, found: Petition, by: str = "lan", **changes: Any) -> PetitionAnswer:
    given: dict[str, Any] = {
        "accepted": False,
        "manner": "writing",
        "text": "Giữ nguyên kết quả",
        "today": DAY,
    } | changes
    return actions.answer(actor=town.accounts[by], person=town.persons[by], petition=found, **(given | changes))


def test_the_last_day_is_in_time_and_the_next_is_not(town: Town) -> None:
    published(town, "nam", "hoa")
    petition(town, "nam", today=date(2026, 7, 25))
    with pytest.raises(ActionError, match=r"hết hạn kiến nghị \(ngày cuối là 25/07/2026\)"):
        petition(town, "hoa", today=date(2026, 7, 26))
    assert Event.objects.filter(verb="results.petitioned").count() == 1


def test_working_days_leave_out_tet(town: Town) -> None:
    """Published on Thursday 12 February 2026: Friday 13 is a working day, then Tết until Friday 20."""
    settings = FIVE | {"petition_days": 2, "petition_days_type": "working", "petition_answer_days": 1}
    published(town, "nam", settings=settings, day=date(2026, 2, 12))
    assert notice(town, "nam").petition_until == date(2026, 2, 23)
    row = petition(town, today=date(2026, 2, 13))
    assert row.answer_due == date(2026, 2, 23)


def test_once_a_decision_and_by_its_person(town: Town) -> None:
    published(town, "nam", "hoa")
    petition(town)
    with pytest.raises(ActionError, match="mỗi kết quả chỉ kiến nghị một lần"):
        petition(town)
    with pytest.raises(NotAssigned):
        actions.petition(
            actor=town.accounts["nam"],
            person=town.persons["nam"],
            notice=notice(town, "hoa"),
            text="Thay bạn",
            today=DAY,
        )


def test_a_file_comes_along_and_must_be_what_it_says(town: Town) -> None:
    published(town, "nam")
    with pytest.raises(ActionError, match=r"không phải là .pdf"):
        petition(town, upload=("minh-chung.pdf", b"MZ\x90"))
    assert Petition.objects.count() == 0
    row = petition(town, upload=("minh-chung.pdf", b"%PDF-1.7 ..."))
    assert (StoredFile.objects.get(), StoredFile.objects.get().name) == (row.file, "minh-chung.pdf")


def test_an_accepted_petition_makes_a_correcting_decision_and_a_new_notice(town: Town) -> None:
    published(town, "nam", "hoa")
    old = Decision.objects.get(sheet=month.sheet(town, "nam"))
    row = answer(town, petition(town), accepted=True, level="excellent", text="Bổ sung minh chứng đúng hạn")
    new = Decision.objects.get(corrects=old)
    assert (new.level, new.computed_level, new.reason) == (
        "excellent", "good", "Chấp nhận kiến nghị: Bổ sung minh chứng đúng hạn",
    )  # fmt: skip
    assert (month.state(town, "nam").stage, month.state(town, "nam").level) == ("published", "excellent")
    counted = dict(Summary.objects.filter(sheets__gt=0).values_list("level", "sheets"))
    assert counted == {"good": 1, "excellent": 1}
    assert (check_summaries(), check_states(queries.outcomes())) == ([], [])
    assert notice(town, "nam").decision == new
    with pytest.raises(ActionError, match="không xem xét lần hai"):
        petition(town)
    with pytest.raises(ActionError, match="đã được trả lời"):
        answer(town, row.petition)


@pytest.mark.parametrize("who", ["nam", "mai", "khoa", "duc", "xa"])
def test_others_do_not_answer(town: Town, who: str) -> None:
    published(town, "nam")
    with pytest.raises(NotAssigned):
        answer(town, petition(town), by=who)


def test_the_officer_records_that_a_result_is_kept_but_changes_none(town: Town) -> None:
    published(town, "nam", "trang")
    row = petition(town)
    with pytest.raises(NotAssigned):
        answer(town, row, by="trang", accepted=True, level="excellent")
    answer(town, row, by="trang")
    with pytest.raises(NotAssigned):
        answer(town, petition(town, "trang"), by="trang")
    assert Decision.objects.count() == 2


def test_corrections_form_a_chain_and_each_names_the_one_before(town: Town) -> None:
    published(town, "nam")
    first = Decision.objects.get()
    second = decided.correct(town, "nam", level="completed")
    with pytest.raises(Conflict, match="vừa sửa kết quả"):
        decided.correct(town, "nam", level="excellent", replaces=first.pk)
    third = decided.correct(town, "nam", replaces=second.pk)
    assert [(row.corrects_id, row.level) for row in queries.decisions_of(first.sheet)] == [
        (None, "good"), (first.pk, "completed"), (second.pk, "good"),
    ]  # fmt: skip
    assert queries.standing(first.sheet) == third
    assert Notice.objects.count() == 3
    assert (check_summaries(), check_states(queries.outcomes())) == ([], [])


def test_a_correction_needs_a_reason_and_its_decider(town: Town) -> None:
    published(town, "nam")
    with pytest.raises(ActionError, match="lý do"):
        decided.correct(town, "nam", reason=" ")
    for who in ("nam", "mai", "trang", "xa"):
        with pytest.raises(NotAssigned):
            decided.correct(town, "nam", by=who)


def test_a_correction_rests_on_what_is_known_by_then(town: Town) -> None:
    published(town, "nam")
    actions.record_ground(
        actor=town.accounts["trang"], person=town.persons["nam"], fact="disciplined", value=True,
        day=date(2026, 7, 10), document="15/QĐ-UBND", today=DAY,
    )  # fmt: skip
    assert Decision.objects.get().level == "good"
    assert decided.correct(town, "nam").level == "not_completed"


def replayed(path: Path) -> subprocess.CompletedProcess[str]:
    """The auditor's command, in a process of its own without any settings of the office."""
    command = [sys.executable, "-m", "canbo", "rules", "grade", str(path)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": "", "CANBO_DATA": "/nonexistent"}
    )


@pytest.mark.slow
def test_a_dossier_is_recomputed_without_the_server_and_tampering_shows(town: Town, tmp_path: Path) -> None:
    published(town, "nam")
    found = queries.dossier(month.sheet(town, "nam"))
    path = tmp_path / "ho-so.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    done = replayed(path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Hoàn thành tốt nhiệm vụ" in done.stdout
    assert queries.recompute(month.sheet(town, "nam"), Decision.objects.get()).ok
    for change in ({"stated": found["stated"] | {"level": "excellent"}}, {"marks": [1000] * 3 + [9000] * 3}):
        path.write_text(json.dumps(found | change), encoding="utf-8")
        assert replayed(path).returncode == 1
