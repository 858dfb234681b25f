"""Attacks on commendation: officers about themselves, past the council and its quorum, round beside round, other years
to look behind a wall, numbers beyond any."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.office.awards import actions, papers
from canbo.office.awards.models import Award, AwardDecision, AwardFact, CouncilMeeting, Proposal
from canbo.office.awards.queries.rounds import Standing
from canbo.office.base.errors import ActionError
from canbo.office.people.models import Post, Posting
from tests.office.awards import year
from tests.office.awards.year import decide, meet, propose, round_of
from tests.office.evaluations.test_marking import POSTGRES, at_once
from tests.office.regulations.adopted import make_officer
from tests.town import Town, build

SHARES: dict[str, Any] = {"council_quorum": 6667, "council_majority": 6667}


def qualified(town: Town, *keys: str) -> None:
    year.rated(town, **year.good(keys))
    year.conduct(town)


def moved(town: Town, day: date = date(2026, 1, 1)) -> None:
    """Nam goes to the school."""
    nam = town.persons["nam"]
    Posting.objects.filter(person=nam).update(valid_to=day)
    post = Post.objects.get(unit=town.units["school"])
    Posting.objects.create(person=nam, post=post, kind="public_employee", valid_from=day)
    make_officer(town, "xa", "school")


def test_an_officer_does_not_propose_themselves(town: Town) -> None:
    row = round_of(town, "occasion")
    report = propose(town, row, "merit", "trang", "nam", reason="Có thành tích")
    assert (report.done, [why for _, why in report.refused]) == (
        1, ["không tự đề nghị khen thưởng mình; hãy nhờ cán bộ tổ chức khác"],
    )  # fmt: skip
    posted = {"choice": [f"person-{town.persons['trang'].pk}-merit"]}
    assert town.client("trang").post(reverse("awards:candidates", args=[row.pk]), posted).status_code == 422
    assert Proposal.objects.get().person == town.persons["nam"]


def test_another_officers_file_is_no_way_to_record_about_oneself(town: Town) -> None:
    make_officer(town, "mai", "ward")
    line = (town.persons["trang"].code, "", 2025, "Danh hiệu đã được tặng", "Lao động tiên tiến", "QĐ 1")
    entry = actions.upload(actor=town.accounts["mai"], unit=town.units["ward"], name="gn.xlsx", data=year.file(line))
    with pytest.raises(ActionError, match="chính mình"):
        actions.carry_out(actor=town.accounts["trang"], entry=entry)
    assert not AwardFact.objects.exists()
    assert actions.carry_out(actor=town.accounts["mai"], entry=entry) == 1


def test_a_file_is_no_way_to_record_of_a_year_elsewhere(town: Town) -> None:
    """Nam left for the school in 2026: by a form the ward records nothing of that year; by a file neither."""
    moved(town)
    lines = [(town.persons["nam"].code, "", when, "Danh hiệu đã được tặng", "không", "QĐ 1") for when in (2025, 2026)]
    entry = actions.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=year.file(*lines))
    problems = actions.reading_of(entry).problems
    assert ([one[:40] for one in problems], len(problems)) == (["Phạm Quốc Nam: năm 2026 công tác ở đơn v"], 1)
    with pytest.raises(ActionError, match="1 lỗi"):
        actions.carry_out(actor=town.accounts["trang"], entry=entry)
    assert not AwardFact.objects.exists()


@pytest.mark.parametrize("typed", ["²025", "1" * 5000, "2025.5", "-2025", "٢٠٢٥"])
def test_a_year_that_is_none_is_told_by_its_row(town: Town, typed: str) -> None:
    line = (town.persons["nam"].code, "", typed, "Danh hiệu đã được tặng", "không", "QĐ 1")
    entry = actions.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=year.file(line))
    assert [one.partition(":")[0] for one in actions.reading_of(entry).problems] == ["Hàng 2"]
    assert town.client("trang").get(reverse("awards:import", args=[entry.pk])).status_code == 200


def test_what_never_came_before_the_council_asks_for_a_reason_once_the_body_has_set_its_share(town: Town) -> None:
    year.choose(town, **SHARES)
    qualified(town, "nam", "hoa")
    row = round_of(town)
    propose(town, row, "advanced_worker", "nam", "hoa")
    with pytest.raises(ActionError, match="2 đề nghị không đủ số phiếu của hội đồng, hoặc chưa qua hội đồng"):
        decide(town, row)
    decided = decide(town, row, reason="Họp lại sau, theo ý kiến Ban Thường vụ")
    assert (decided.awards.count(), decided.reason != "") == (2, True)


def test_two_who_agree_are_no_council(town: Town) -> None:
    """Two of nine came and both agreed: all of those present, and yet no decision of the council."""
    year.choose(town, **SHARES)
    qualified(town, "nam")
    row = round_of(town)
    propose(town, row, "advanced_worker", "nam")
    meet(town, row, agree=2, present=2, invited=9)
    [line] = Standing(row).lines
    assert (line.wanting, line.carried) == (True, False)
    assert "không đủ thành viên" in town.client("trang").get(reverse("awards:decide", args=[row.pk])).content.decode()
    with pytest.raises(ActionError, match="1 đề nghị"):
        decide(town, row)
    meet(town, row, agree=7, present=7, invited=9)
    assert decide(town, row).awards.count() == 1


@pytest.mark.parametrize(("agree", "disagree", "abstain"), [(8, 0, 0), (3, 3, 0), (-1, 8, 0), (7, 1, -1), (0, 0, 0)])
def test_a_count_is_of_those_present_and_of_nobody_else(town: Town, agree: int, disagree: int, abstain: int) -> None:
    row = round_of(town, "occasion")
    propose(town, row, "merit", "nam", reason="Có thành tích")
    count = actions.Count(Proposal.objects.get().pk, agree, disagree, abstain)
    with pytest.raises(ActionError, match="phải bằng 7"):
        actions.hold_council(
            actor=town.accounts["trang"], round=row, held_on=date(2026, 1, 5), invited=9, present=7, chair="A",
            secretary="B", counts=[count],
        )  # fmt: skip
    assert not CouncilMeeting.objects.exists()


def test_a_round_beside_a_round_gives_nobody_the_same_twice(town: Town) -> None:
    """The ceiling is a share of a round: a second round of the year would give it out again."""
    qualified(town, "nam", "hoa")
    first, second = round_of(town), round_of(town, name="Đợt bổ sung")
    for row in (first, second):
        propose(town, row, "advanced_worker", "nam")
    propose(town, second, "advanced_worker", "hoa")
    award = decide(town, first).awards.get()
    with pytest.raises(ActionError, match="Đã được tặng ở đợt khác: Phạm Quốc Nam"):
        decide(town, second, number="13/QĐ")
    actions.withdraw(
        actor=town.accounts["trang"], award=award, document="QĐ 14", reason="Nhầm đợt", day=timezone.localdate()
    )
    assert decide(town, second, number="13/QĐ").awards.count() == 2


def test_what_the_body_chooses_afterwards_does_not_change_what_was_passed(town: Town) -> None:
    """The share is raised to all the day after, from the year before on: the round still says it was passed."""
    year.choose(town, base_fighter_share=1000)
    keys = ("nam", "hoa", "anh", "binh")
    qualified(town, *keys)
    for key in keys:
        year.fact(town, key, "initiative", True)
    row = round_of(town)
    propose(town, row, "advanced_worker", *keys)
    propose(town, row, "base_fighter", *keys[:2])
    decide(town, row, reason="Thành tích vượt trội")
    before = [(one.held, one.denominator, one.allowed, one.over) for one in Standing(row).ceilings]
    year.choose(town, base_fighter_share=10000)
    assert [(one.held, one.denominator, one.allowed, one.over) for one in Standing(row).ceilings] == before
    assert before == [(2, 4, 0, 2)]
    page = town.client("trang").get(reverse("awards:round", args=[row.pk])).content.decode()
    assert "2 trên 4 Lao động tiên tiến; tối đa 0" in page


def test_an_award_is_not_withdrawn_ahead(town: Town) -> None:
    award = year.merited(town)
    with pytest.raises(ActionError, match="ở sau hôm nay"):
        actions.withdraw(
            actor=town.accounts["trang"], award=award, document="QĐ", reason="X",
            day=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip


def test_another_year_is_no_window_into_a_place_that_is_not_ones_own(town: Town) -> None:
    """Of a year in which Nam was nowhere, or in the ward, the ward sees what was here, not what the school recorded."""
    year.fact(town, "nam", "conduct", True)
    moved(town)
    year.fact(town, "nam", "conduct", False, year=2026, by="xa")
    where = reverse("awards:person", args=[town.persons["nam"].pk])
    for key in ("lan", "trang", "ha"):
        client = town.client(key)
        for asked in ("2026", "1999", "2031", "9" * 5000, "²"):
            page = client.get(where, {"nam": asked})
            assert page.status_code == 404, (key, asked)
        page = client.get(where, {"nam": "2025"})
        assert [row.year for row, _, _ in page.context["facts"]] == [2025]
    assert len(town.client("xa").get(where, {"nam": "2026"}).context["facts"]) == 2
    assert len(town.client("nam").get(reverse("awards:mine")).context["facts"]) == 2
    told = town.client("trang").get(reverse("awards:facts")).content.decode()
    assert told.count("Phạm Quốc Nam") == 1
    about = town.client("trang").get(reverse("awards:fact_person", args=[town.persons["nam"].pk]))
    assert [row.year for row, _, _ in about.context["rows"]] == [2025]


def test_a_reader_elsewhere_is_no_officer_there(town: Town) -> None:
    """Xa is officer of the school and reads the office: its people she reads about, and records nothing about."""
    make_officer(town, "xa", "school")
    from canbo.office.people.models import Grant
    from tests.town import START

    Grant.objects.create(account=town.accounts["xa"], role="reader", unit=town.units["office"], valid_from=START)
    where = reverse("awards:fact_person", args=[town.persons["nam"].pk])
    given = {"year": "2025", "fact": "conduct", "value": "có", "document": "BB"}
    assert [town.client("xa").get(where).status_code, town.client("xa").post(where, given).status_code] == [404, 404]
    assert not AwardFact.objects.exists()


def test_no_paper_of_what_has_not_happened(town: Town) -> None:
    row = round_of(town, "occasion")
    propose(town, row, "merit", "nam", reason="Có thành tích")
    where = reverse("awards:papers", args=[row.pk])
    asked = {field.name: "x" for field in town.client("trang").get(where).context["form"]} | {"dated": "01/02/2026"}
    for kind in (
        "minutes",
        papers.MINUTES,
        f"{papers.CERTIFICATES}-0",
        f"{papers.CERTIFICATES}-9999999",
        "../../etc/passwd",
    ):
        answer = town.client("trang").get(where, asked | {"tai": f"{kind}.pdf"})
        assert answer.status_code in (404, 422), kind


@pytest.mark.slow
@pytest.mark.django_db(transaction=POSTGRES)
def test_of_two_decisions_at_once_one_is_told() -> None:
    town = build()
    row = round_of(town, "occasion")
    propose(town, row, "merit", "nam", reason="Có thành tích")
    outcomes: list[str] = []

    def one() -> Any:
        try:
            decide(town, row)
            outcomes.append("done")
        except ActionError:
            outcomes.append("told")

    at_once(one, one)
    assert (sorted(outcomes), AwardDecision.objects.count(), Award.objects.count()) == (["done", "told"], 1, 1)
