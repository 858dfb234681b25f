"""Who qualifies: results and records read together for everybody at once; nothing guessed; constant queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.awards import actions
from canbo.office.awards.law import law_for
from canbo.office.awards.models import AwardImport
from canbo.office.awards.queries import counts, of_year
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Post, Posting, Unit
from tests.office.awards import year
from tests.office.awards.year import YEAR
from tests.town import Town


def outcomes(town: Town, key: str, **where: object) -> dict[str, str]:
    line = year.line(town, key, **where)  # type: ignore[arg-type]
    return {title: line.outcome(title) for title in line.findings}


def test_a_year_of_the_ward(town: Town) -> None:
    year.choose(town)
    year.rated(town, nam="excellent", hoa="good", mai="good", anh="completed")
    assert year.conduct(town, "mai") == 8  # everybody of the ward but Mai and the officer, who records it
    year.fact(town, "hoa", "initiative", True)
    year.fact(town, "mai", "conduct", False)
    found = {key: list(outcomes(town, key).values())[:2] for key in ("nam", "hoa", "mai", "anh", "binh", "trang")}
    assert found == {
        "nam": ["yes", "yes"], "hoa": ["yes", "yes"], "mai": ["no", "no"], "anh": ["no", "no"],
        "binh": ["unknown", "unknown"], "trang": ["unknown", "unknown"],
    }  # fmt: skip
    people, _ = of_year([town.units["ward"].path], YEAR)
    assert next((one.title, one.yes, one.no, one.unknown) for one in counts(people)) == ("advanced_worker", 2, 2, 6)
    assert year.line(town, "anh").earliest("base_fighter") == YEAR + 1


def test_eight_queries_whatever_the_number(town: Town) -> None:
    year.choose(town)
    year.rated(town, **year.good(year.WARD))
    for unit, number in (("economy", 3), ("district", 12)):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            people, _ = of_year([town.units[unit].path], YEAR)
        assert (len(people), len(captured)) == (number, 8)


def test_a_title_on_years_in_a_row_waits_for_the_body_to_say_how_they_count(town: Town) -> None:
    year.rated(town, nam="excellent")
    line = year.line(town, "nam")
    assert line.outcome("province_fighter") == "unknown"
    assert [lack.known for lack in line.findings["province_fighter"].lacks] == [False]
    assert (line.earliest("province_fighter"), line.outcome("advanced_worker")) == (None, "unknown")


def test_titles_of_years_before_the_software_come_by_their_paper(town: Town) -> None:
    year.choose(town)
    year.rated(town, nam="excellent")
    year.conduct(town)
    for when in (2023, 2024):
        assert outcomes(town, "nam")["province_fighter"] == "unknown"
        year.fact(town, "nam", "titles", ["advanced_worker", "base_fighter"], when)
    assert outcomes(town, "nam")["province_fighter"] == "yes"
    year.fact(town, "nam", "titles", [], 2024)
    line = year.line(town, "nam")
    assert (line.outcome("province_fighter"), line.earliest("province_fighter")) == ("no", 2027)


def test_a_decided_round_makes_its_year_known_for_everybody_it_covered(town: Town) -> None:
    year.choose(town)
    year.rated(town, nam="excellent", hoa="excellent")
    year.conduct(town)
    round = year.round_of(town)
    year.propose(town, round, "advanced_worker", "nam")
    year.decide(town, round)
    assert year.line(town, "nam").held == frozenset({"advanced_worker"})
    assert year.line(town, "hoa").held == frozenset()
    assert year.line(town, "nam", 2026).record.titles == {2025: {"advanced_worker"}}


def test_years_under_no_shipped_law_are_shown_and_not_judged(town: Town) -> None:
    year.rated(town, year=2023, nam="excellent")
    line = year.line(town, "nam", 2023)
    assert (line.findings, line.rating) == ({}, "Hoàn thành xuất sắc nhiệm vụ")
    assert law_for(town.units["ward"].path, 2023).rules is None


def test_two_ratings_of_one_year_in_two_places_are_not_chosen_between(town: Town) -> None:
    year.choose(town)
    year.rated(town, nam="excellent")
    cycle = year.rated(town, "district")
    year.published(cycle, town.units["district"], "excellent", person=town.persons["nam"])
    assert year.line(town, "nam").rating == "Hoàn thành xuất sắc nhiệm vụ"
    year.published(cycle, town.units["district"], "good", person=town.persons["hoa"])
    year.rated(town, hoa="completed")
    line = year.line(town, "hoa")
    assert (line.rating, line.outcome("advanced_worker"), len(line.notes)) == ("", "unknown", 1)
    year.fact(town, "hoa", "rating", "completed")
    assert year.line(town, "hoa").outcome("advanced_worker") == "no"


def test_who_moved_is_listed_where_they_were_last_in_the_year(town: Town) -> None:
    nam = town.persons["nam"]
    nam.postings.update(valid_to=date(2025, 7, 1))
    post = Post.objects.create(
        unit=town.units["economy"], title="Chuyên viên", rank="staff", valid_from=date(2025, 7, 1)
    )
    Posting.objects.create(person=nam, post=post, kind="civil_servant", valid_from=date(2025, 7, 1))
    assert [len(of_year([town.units[unit].path], YEAR)[0]) for unit in ("office", "economy", "ward")] == [4, 4, 10]
    assert year.line(town, "nam", 2024).member.unit == "Văn phòng"


def test_a_unit_that_ended_in_the_year_is_there_with_its_last_day(town: Town) -> None:
    Unit.objects.filter(pk=town.units["economy"].pk).update(valid_to=date(2025, 7, 1))
    assert year.line(town, "economy").member.left == date(2025, 7, 1)
    _, later = of_year([town.units["ward"].path], 2026)
    assert [one.member.name for one in later] == ["Phường An Bình", "Văn phòng"]


def test_a_collective_is_told_by_its_share_even_while_some_members_are_not_known(town: Town) -> None:
    year.choose(town, advanced_collective_share=6000)
    cycle = year.rated(town, dung="good", anh="good")
    year.published(cycle, town.units["economy"], "good", collective=town.units["economy"])
    year.conduct(town)
    assert outcomes(town, "economy") == {"advanced_collective": "yes", "excellent_collective": "no"}
    year.choose(town, advanced_collective_share=7000)
    assert outcomes(town, "economy")["advanced_collective"] == "unknown"
    year.rated(town, binh="not_completed")
    assert outcomes(town, "economy")["advanced_collective"] == "no"


def test_only_the_officer_records_and_never_about_oneself(town: Town) -> None:
    for by in ("lan", "nam", "ha", "khoa", "quan_tri", "xa"):
        with pytest.raises(NotTheirs):
            year.fact(town, "nam", "conduct", True, by=by)
    with pytest.raises(ActionError, match="chính mình"):
        year.fact(town, "trang", "conduct", True)
    with pytest.raises(ActionError, match="không có mức"):
        year.fact(town, "nam", "rating", "wonderful")
    with pytest.raises(ActionError, match="không có nội dung"):
        year.fact(town, "nam", "member_share", 5000)


def test_a_fact_is_taken_back_once_and_stands_on_record(town: Town) -> None:
    row = year.fact(town, "nam", "initiative", True)
    actions.revoke_fact(actor=town.accounts["trang"], fact=row, document="BB 02")
    assert year.line(town, "nam").record.facts[YEAR].get("initiative") is None
    with pytest.raises(ActionError, match="đã được hủy"):
        actions.revoke_fact(actor=town.accounts["trang"], fact=row, document="BB 02")


def test_a_file_is_taken_whole_or_not_at_all_with_every_wrong_row_named(town: Town) -> None:
    def upload(*rows: tuple[object, ...]) -> AwardImport:
        return actions.upload(
            actor=town.accounts["trang"], unit=town.units["ward"], name="gn.xlsx", data=year.file(*rows)
        )

    bad = upload(
        ("CB9999", "", 2025, "Danh hiệu đã được tặng", "không", "QĐ 1"),
        ("CB0006", "Đỗ Thị Hoa", 2025, "Danh hiệu đã được tặng", "không", "QĐ 1"),
        ("CB0006", "", 25, "Danh hiệu đã được tặng", "không", "QĐ 1"),
        ("CB0006", "", 2025, "Chiều cao", "có", "QĐ 1"),
        ("CB0006", "", 2025, "Danh hiệu đã được tặng", "Anh hùng", "QĐ 1"),
        ("CB0006", "", 2025, "Danh hiệu đã được tặng", "không", ""),
        ("CB0008", "Ngô Thu Trang", 2025, "Danh hiệu đã được tặng", "không", "QĐ 1"),
    )  # fmt: skip
    reading = actions.reading_of(bad)
    assert [problem.partition(":")[0] for problem in reading.problems] == [f"Hàng {row}" for row in range(2, 9)]
    with pytest.raises(ActionError, match="7 lỗi"):
        actions.carry_out(actor=town.accounts["trang"], entry=bad)
    held = "Chiến sĩ thi đua bộ, ban, ngành, tỉnh; Lao động tiên tiến"
    good = upload(
        ("cb0006", "phạm quốc nam", 2024, "Danh hiệu đã được tặng", held, "QĐ 1"),
        ("MH-AB-VP", "", 2024, "Danh hiệu đã được tặng", "Tập thể lao động xuất sắc", "QĐ 1"),
        ("CB0007", "", 2025, "Có sáng kiến hoặc đề tài được công nhận trong năm", "x", "QĐ 2"),
        ("CB0007", "", 2025, "Mức xếp loại của năm", "Hoàn thành tốt nhiệm vụ", "QĐ 2"),
    )  # fmt: skip
    assert [actions.carry_out(actor=town.accounts["trang"], entry=good) for _ in range(2)] == [4, 4]
    assert year.line(town, "nam").record.titles == {2024: {"advanced_worker", "province_fighter"}}
    assert year.line(town, "office").record.titles == {2024: {"excellent_collective"}}
    assert year.line(town, "hoa").record.facts[YEAR] == {"initiative": True, "rating": "good"}
