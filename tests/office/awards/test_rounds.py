"""Rounds: proposed with reasons, counted exactly, ceilings told and never cut, decided once, awards that stay."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from docx import Document as word_file

from canbo.office.awards import actions, papers, queries
from canbo.office.awards.law import CHOICES
from canbo.office.awards.models import Award, Proposal
from canbo.office.awards.queries.rounds import Standing
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Unit
from canbo.office.regulations.actions import choosing
from canbo.office.results.papers import frame as frames
from canbo.paperwork.documents import render
from canbo.paperwork.documents.certificates import render as printed
from tests.office.awards import year
from tests.town import Town


def ready(town: Town, **chosen: Any) -> None:
    """Four people of whom three qualify for Lao động tiên tiến and two for Chiến sĩ thi đua cơ sở."""
    year.choose(town, **chosen)
    year.rated(town, nam="excellent", hoa="excellent", anh="good", binh="completed")
    year.conduct(town)


def test_who_does_not_qualify_is_proposed_only_with_a_reason_and_stays_marked(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    report = year.propose(town, round, "advanced_worker", "nam", "hoa", "anh", "binh", "xa")
    assert (report.done, [why[:12] for _, why in report.refused]) == (3, ["chưa đủ điều", "không thuộc "])
    assert year.propose(town, round, "advanced_worker", "nam").refused[0][1] == "đã được đề nghị rồi"
    year.propose(town, round, "advanced_worker", "binh", reason="Có thành tích đột xuất")
    assert dict(Proposal.objects.values_list("person__full_name", "outcome"))["Bùi Đức Bình"] == "no"


def test_counts_come_to_those_present(town: Town) -> None:
    ready(town, council_quorum=7500, council_majority=9000)
    round = year.round_of(town)
    year.propose(town, round, "base_fighter", "nam", "hoa")
    first, second = [one.proposal for one in Standing(round).lines]
    held: dict[str, Any] = {
        "actor": town.accounts["trang"],
        "round": round,
        "held_on": date(2026, 1, 5),
        "invited": 9,
        "present": 7,
    }
    said: dict[str, Any] = {"chair": "Lan", "secretary": "Trang"}
    for counts in ([(7, 1, 0)], [(6, 0, 0)], [(8, -1, 0)]):
        with pytest.raises(ActionError, match="cộng được"):
            actions.hold_council(**held, **said, counts=[actions.Count(first.pk, *row) for row in counts])
    actions.hold_council(**held, **said, counts=[actions.Count(first.pk, 7, 0, 0), actions.Count(second.pk, 6, 0, 1)])
    standing = Standing(round)
    assert [one.carried for one in standing.lines] == [True, False]
    assert standing.quorum(standing.meetings[0]) is True
    with pytest.raises(ActionError, match="1 đề nghị không đủ số phiếu"):
        year.decide(town, round)
    assert year.decide(town, round, chosen=[first.pk]).awards.count() == 1


def test_no_share_chosen_means_no_conclusion(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    year.propose(town, round, "base_fighter", "nam", "hoa")
    year.meet(town, round, agree=0)
    standing = Standing(round)
    assert [one.carried for one in standing.lines] == [None, None]
    assert [(one.allowed, one.over) for one in standing.ceilings] == [(None, None)]


def test_a_ceiling_passed_asks_for_a_reason_and_cuts_nobody(town: Town) -> None:
    ready(town, base_fighter_share=4000)
    round = year.round_of(town)
    year.propose(town, round, "advanced_worker", "nam", "hoa", "anh")
    year.propose(town, round, "base_fighter", "nam", "hoa")
    [ceiling] = Standing(round).ceilings
    assert (ceiling.held, ceiling.denominator, ceiling.allowed, ceiling.over) == (2, 3, 1, 1)
    with pytest.raises(ActionError, match="vượt tỷ lệ Chiến sĩ thi đua cơ sở \\(2, tối đa 1\\)"):
        year.decide(town, round)
    row = year.decide(town, round, reason="Tập thể có thành tích đặc biệt")
    assert (row.awards.count(), row.report[0]["allowed"]) == (5, 1)


def test_a_round_is_decided_once_and_then_closed(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    year.propose(town, round, "advanced_worker", "nam")
    year.decide(town, round)
    for again in (
        lambda: year.decide(town, round),
        lambda: year.propose(town, round, "advanced_worker", "hoa"),
        lambda: year.meet(town, round, 7),
        lambda: actions.drop(actor=town.accounts["trang"], proposal=Proposal.objects.get(), reason="Thôi"),
    ):
        with pytest.raises(ActionError, match="đã có quyết định"):
            again()


def test_only_the_officer_of_the_unit_keeps_rounds(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    for key in ("lan", "nam", "ha", "khoa", "xa", "quan_tri"):
        with pytest.raises(NotTheirs):
            actions.propose(actor=town.accounts[key], round=round, choices=[])


def test_money_is_the_multiple_of_what_the_body_set_or_not_known(town: Town) -> None:
    ready(town)
    first, second = year.round_of(town), year.round_of(town)
    year.propose(town, first, "advanced_worker", "nam")
    assert year.decide(town, first).awards.get().amount is None
    choosing.choose(
        CHOICES, actor=town.accounts["trang"], unit=town.units["ward"], instrument="nd_152_2025",
        values={"base_salary": 2_340_000}, valid_from=date(2025, 7, 1), document="NĐ về lương cơ sở",
    )  # fmt: skip
    year.propose(town, second, "base_fighter", "nam")
    assert year.propose(town, second, "base_fighter", "hoa").refused  # the year's Lao động tiên tiến went without her
    award = year.decide(town, second).awards.get()
    assert (award.amount, award.register) == (2_340_000, 2)


def test_a_month_under_3814_brings_what_the_body_set_for_its_level(town: Town) -> None:
    year.rated(town, kind="month", nam="excellent", hoa="good")
    choosing.choose(
        CHOICES, actor=town.accounts["trang"], unit=town.units["ward"], instrument="hn_3814_2018",
        values={"reward_a": 500_000}, valid_from=date(2018, 7, 1), document="Quy chế chi tiêu nội bộ",
    )  # fmt: skip
    round = year.round_of(town, "month", month=1)
    found = {one.member.name: (one.outcome, one.amount) for one in queries.candidates(round)}
    assert found["Phạm Quốc Nam"] == ("yes", 500_000)
    assert (found["Đỗ Thị Hoa"], found["Hoàng Ngọc Ánh"]) == (("yes", None), ("unknown", None))
    assert year.propose(town, round, "month", "nam", "anh").done == 1
    assert year.decide(town, round).awards.get().amount == 500_000
    assert not papers.printable(Award.objects.get())


def test_collectives_given_merit_are_counted_as_the_report_publishes_them(town: Town) -> None:
    round = year.round_of(town, "occasion", 2020, name="Tổng kết chương trình")
    year.propose(town, round, "merit", "office", "economy", "nam", reason="Thực hiện tốt chương trình")
    decision = year.decide(town, round, day=date(2020, 6, 18))
    asked = ([town.units["district"].path], date(2020, 1, 1), date(2020, 12, 31))
    [tally] = queries.awarded(*asked)
    assert (tally.label, tally.people, tally.collectives) == ("Giấy khen", 1, 2)
    actions.withdraw(
        actor=town.accounts["trang"], award=decision.awards.get(collective=town.units["office"]), document="QĐ 9",
        reason="Kê khai sai", day=date(2020, 9, 1),
    )  # fmt: skip
    assert queries.awarded(*asked)[0].collectives == 1
    with pytest.raises(ActionError, match="đã bị hủy"):
        actions.withdraw(
            actor=town.accounts["trang"], award=decision.awards.get(collective=town.units["office"]),
            document="QĐ 9", reason="Kê khai sai", day=date(2020, 9, 1),
        )  # fmt: skip


def test_the_certificate_of_who_left_has_the_unit_of_the_day(town: Town) -> None:
    award = year.merited(town)
    town.persons["nam"].postings.update(valid_to=date(2026, 3, 1))
    Unit.objects.filter(pk=town.units["office"].pk).update(valid_to=date(2026, 3, 1))
    client = town.client("nam")
    answer = client.get(f"/khen-thuong/da-khen/{award.pk}/docx/")
    assert answer.status_code == 200
    words = "\n".join(line.text for line in word_file(io.BytesIO(answer.content)).paragraphs)
    assert "GIẤY KHEN" in words
    assert "Chuyên viên\nVăn phòng" in words


def test_every_paper_of_a_round_prints(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    year.propose(town, round, "base_fighter", "nam", "hoa")
    year.meet(town, round, agree=7)
    year.decide(town, round)
    standing = Standing(round)
    frame = frames.frame(town.units["ward"], frames.defaults(town.units["ward"], date(2026, 1, 12)))
    for made in (
        papers.submission(frame, standing, "Chủ tịch"), papers.minutes(frame, standing, standing.meetings[0]),
        papers.decision(frame, standing),
    ):  # fmt: skip
        assert render(made, "pdf").startswith(b"%PDF-")
        assert render(made, "docx").startswith(b"PK")
    assert printed(papers.certificates(frame, standing.awards), "pdf").count(b"/Type /Page\n") in (0, 2)


def test_what_was_written_before_the_decision_does_not_bear_its_number(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    year.propose(town, round, "base_fighter", "nam")
    year.meet(town, round, agree=7)
    year.decide(town, round)
    standing = Standing(round)
    signed = standing.decision
    assert signed is not None
    first = frames.defaults(town.units["ward"], signed.day) | {"number": signed.number}
    frame = frames.frame(town.units["ward"], first)
    heads = {kind: papers.framed(kind, frame, standing).letterhead for kind in papers.PAPERS}
    assert {kind: (head.number, head.dated) for kind, head in heads.items()} == {
        papers.SUBMISSION: ("", None), papers.MINUTES: ("", standing.meetings[-1].held_on),
        papers.DECISION: (signed.number, signed.day),
    }  # fmt: skip
    own = papers.framed(papers.SUBMISSION, frames.frame(town.units["ward"], first | {"number": "3/TTr"}), standing)
    assert own.letterhead.number == "3/TTr"


def test_whom_the_rules_fit_stand_first_and_are_ticked_by_one_link(town: Town) -> None:
    ready(town)
    round = year.round_of(town)
    where = f"/khen-thuong/dot/{round.pk}/de-nghi/"
    fits = [one for one in queries.candidates(round) if one.outcome == "yes"]
    plain, ticked = (town.client("trang").get(where + query).content.decode() for query in ("", "?chon=du"))
    rows = re.findall(r'<input type="checkbox" name="choice"[^>]*>', ticked)
    assert ["checked" in row for row in rows] == [True] * len(fits) + [False] * (len(rows) - len(fits))
    assert 0 < len(fits) < len(rows)
    assert "checked" not in plain
