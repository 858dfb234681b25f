"""Attacks on planning and structure: what a number of few people gives away, officers about themselves, numbers and
days beyond any, ids of others."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Delegation, Grant
from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.drafts import Draft
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions import planning_public as public
from canbo.office.talent.actions import structure
from canbo.office.talent.models import (
    Arrangement,
    CadrePlan,
    Headcount,
    PlanApproval,
    PlanEntry,
    PlanFact,
    PlanPotential,
    PlanStep,
    ProgrammeValue,
)
from canbo.office.talent.queries.planning_candidates import candidate
from canbo.office.talent.queries.planning_checks import check
from canbo.office.talent.queries.planning_lists import standing
from canbo.office.talent.structure_sheets import CODE, NAME, read
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.office.profiles.record import put_all
from tests.office.regulations.adopted import make_officer
from tests.office.talent import arranged, planned
from tests.office.talent.planned import BEGAN
from tests.town import START, Town


@pytest.fixture
def plan(town: Town) -> CadrePlan:
    return planned.planned(town)


def test_before_and_after_somebody_joined_names_nobodys_ethnicity(town: Town, plan: CadrePlan) -> None:
    """With the day in the address a head could count twice: the difference of one is one person, by name."""
    put_all(town, *((key, "ethnicity", "Kinh") for key in ("mai", "nam", "hoa", "dung")), ("binh", "ethnicity", "Tày"))
    post = plan.posts.get()
    planned.enter(town, post, "binh", day=BEGAN + timedelta(days=9))
    days = [BEGAN, BEGAN + timedelta(days=9)]
    for sees, told in ((True, [(0, 4), (1, 5)]), (False, [None, None])):
        counted = []
        for day in days:
            ethnic = next(one for one in check(plan, day, sees=sees).targets if one.key == "ethnic")
            counted.append((ethnic.held, ethnic.people) if ethnic.told else None)
        assert counted == told
    where = reverse("talent:plan_check", args=[plan.pk])
    for key, shown in (("lan", False), ("trang", True), ("khoa", True)):
        asked = {"day": f"{days[1]:%d/%m/%Y}"}
        page = town.client(key).get(where, asked).content.decode()
        assert ("1/5" in page, "chỉ cán bộ tổ chức và người kiểm tra" in page) == (shown, not shown), key
        data = town.client(key).get(where, asked | {"xuat": "xlsx"}).content
        assert ("1/5" in cells(data)) == shown, key
    kept = public.approve(
        actor=town.accounts["trang"], plan=plan, number="1", day=days[1], authority="A", reason="Theo biên bản"
    )
    assert {"held": 1, "of": 5}.items() <= next(r for r in kept.report["targets"] if "thiểu số" in r["label"]).items()


def cells(data: bytes) -> list[object]:
    return [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True) for cell in row]


def test_a_discipline_is_not_read_off_a_condition_without_a_reason(town: Town, plan: CadrePlan) -> None:
    """ "Not fit", with every other condition met, would say of whom it is what it does not say."""
    draft = Draft(town.persons["mai"].pk, "discipline", "Khiển trách", date(2025, 6, 1), date(2099, 6, 1))
    put(actor=town.accounts["trang"], drafts=[draft])
    entry = next(line.entry for line in standing(plan, BEGAN) if str(line.person) == "Lê Thị Mai")
    (told,) = candidate(plan, entry.person, timezone.localdate()).posts
    assert told.condition == "chưa rõ"
    where = reverse("talent:plan_check", args=[plan.pk])
    head, officer = (town.client(key).get(where).context["check"].broken for key in ("lan", "trang"))
    hidden = [next(row for row in rows if row.label == "Điều kiện phải xem hồ sơ") for rows in (head, officer)]
    named = [[str(line.person) for line in row.lines] for row in hidden]
    assert (named[0], "Lê Thị Mai" in named[1]) == ([], True)


def test_an_officer_confirms_and_sees_nothing_of_themselves(town: Town, plan: CadrePlan) -> None:
    make_officer(town, "mai", "ward")
    entry = next(line.entry for line in standing(plan, BEGAN) if str(line.person) == "Lê Thị Mai")
    with pytest.raises(ActionError, match="Không tự ghi về mình"):
        lists.confirm(actor=town.accounts["mai"], entry=entry, fact="appointing", value=False, document="CV")
    with pytest.raises(ActionError, match="Không tự ghi về mình"):
        lists.see_potential(actor=town.accounts["mai"], entry=entry, level="high", day=BEGAN, document="BB")
    assert (PlanFact.objects.count(), PlanPotential.objects.count()) == (0, 0)


def test_a_list_over_its_maxima_needs_more_than_spaces_as_a_reason(town: Town, plan: CadrePlan) -> None:
    for reason in ("", "   \n\t"):
        with pytest.raises(ActionError, match="Cần ghi lý do"):
            public.approve(actor=town.accounts["trang"], plan=plan, number="1", day=BEGAN, authority="A", reason=reason)
    posted = {"number": "1", "day": f"{BEGAN:%d/%m/%Y}", "authority": "A", "reason": " "}
    assert town.client("trang").post(reverse("talent:plan_approve", args=[plan.pk]), posted).status_code == 422
    assert not PlanApproval.objects.exists()


@pytest.mark.parametrize("typed", ["9" * 5000, "-1", "²", "1e3", "5001"])
def test_a_count_of_ballots_beyond_any_is_told(town: Town, plan: CadrePlan, typed: str) -> None:
    entry = standing(plan, BEGAN)[0].entry
    posted = {
        "step": "review", "held_on": f"{BEGAN:%d/%m/%Y}", "invited": "20", "present": "18", "returned": "18",
        "chair": "A", "document": "BB", f"agree_{entry.pk}": typed, f"disagree_{entry.pk}": "0",
    }  # fmt: skip
    answer = town.client("trang").post(reverse("talent:plan_step", args=[plan.pk]), posted)
    assert (answer.status_code, PlanStep.objects.count()) == (422, 0)


@pytest.mark.parametrize("typed", ["9" * 5000, "-3", "²", "1,5", "=1+1"])
def test_a_headcount_that_is_none_is_told_by_its_row(town: Town, typed: str) -> None:
    head = [TableColumn(title) for title in (CODE, NAME, "Công chức")]
    data = write_table(Table("BC", head, [("MH-AB-VP", "Văn phòng", typed)]))
    with pytest.raises(ActionError, match="2"):
        read(data, "a.xlsx", [town.units["office"]])
    assert not Headcount.objects.exists()


@pytest.mark.parametrize("typed", ["1" + "0" * 19, "-5"])
def test_a_figure_of_a_programme_beyond_any_is_told(town: Town, typed: str) -> None:
    target = planned.furnish(town)["target"]
    posted = {"day": "01/01/2026", "value": typed, "source": "BC"}
    answer = town.client("trang").post(reverse("talent:programme_target", args=[target]), posted)
    assert (answer.status_code, ProgrammeValue.objects.count()) == (422, 0)


def test_a_decision_of_a_proposal_is_not_dated_ahead(town: Town) -> None:
    arranged.furnish(town)
    row = Arrangement.objects.filter(decisions=None, drops=None).first()
    assert row is not None
    with pytest.raises(ActionError, match="ở sau hôm nay"):
        structure.decide(
            actor=town.accounts["trang"], row=row, agreed=True, authority="A", document="QĐ", reason="",
            day=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip


def test_an_officer_of_another_agency_reaches_no_line_of_a_plan_by_its_id(town: Town, plan: CadrePlan) -> None:
    make_officer(town, "xa", "school")
    entry, post = standing(plan, BEGAN)[0].entry, plan.posts.get()
    posted: dict[str, Any] = {"day": f"{BEGAN:%d/%m/%Y}", "reason": "X", "document": "QĐ"}
    for name, pk in (("candidate_in", entry.pk), ("candidate_out", entry.pk), ("candidate_confirm", entry.pk),
                     ("candidate_potential", entry.pk), ("plan_approve", plan.pk), ("plan_publish", plan.pk),
                     ("plan_entry", plan.pk)):  # fmt: skip
        assert town.client("xa").post(reverse(f"talent:{name}", args=[pk]), posted).status_code == 404, name
    mine = planned.begun(town, name="Khác")
    rows = [lists.Row(post, town.persons["anh"])]
    with pytest.raises(ActionError, match="không thuộc quy hoạch này"):
        lists.enter(actor=town.accounts["trang"], plan=mine, act="proposed", rows=rows, day=BEGAN)
    with pytest.raises(NotTheirs):
        lists.enter(actor=town.accounts["xa"], plan=plan, act="proposed", rows=rows, day=BEGAN)
    assert PlanEntry.objects.count() == 4


def test_who_stands_in_for_the_officers_head_keeps_no_plan(town: Town, plan: CadrePlan) -> None:
    """A deputy acting for the head reads as the head does and keeps nothing: the officer's role is not delegated."""
    Delegation.objects.create(
        principal=town.persons["lan"], deputy=town.persons["hung"], valid_from=START, valid_to=date(2099, 1, 1),
        document="1", by=town.accounts["lan"],
    )  # fmt: skip
    client = town.client("hung")
    assert client.get(reverse("talent:plan", args=[plan.pk])).status_code == 200
    assert client.get(reverse("talent:plan_approve", args=[plan.pk])).status_code == 404
    assert client.get(reverse("profiles:sensitive", args=[town.persons["nam"].pk])).status_code == 404
    assert not Grant.objects.filter(account=town.accounts["hung"]).exists()
