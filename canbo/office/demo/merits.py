"""Commendation as the sources tell it and as a ward does it: District 10's seven collectives, a year of a ward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canbo.office.awards import actions
from canbo.office.awards.law import CHOICES
from canbo.office.awards.models import AwardRound, Proposal
from canbo.office.awards.queries import candidates
from canbo.office.demo import clock
from canbo.office.demo.places import Place, agency, data, district
from canbo.office.demo.play import dice
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.actions import choosing
from canbo.paperwork.workbook import Table, TableColumn, write_table

YEAR = 2025
COLUMNS = ("Mã số", "Họ và tên", "Năm", "Nội dung", "Giá trị", "Văn bản")
RATING, INITIATIVE = "Mức xếp loại của năm", "Có sáng kiến hoặc đề tài được công nhận trong năm"
HELD = "Danh hiệu đã được tặng"
FIGHTER = "Lao động tiên tiến; Chiến sĩ thi đua cơ sở"
ADVANCED, BASE = "advanced_worker", "base_fighter"


def district_10() -> Place:
    """S4: the district's conference of 18/06/2020, where seven collectives were given certificates of merit."""
    plan = data("quan_10")
    city = agency(plan["city"], plan["from"], None)
    place = district("quan_10", "tochuc.quan10", city)
    Unit.objects.filter(path__startswith=place.root.path).exclude(pk=place.root.pk).update(invented=True)
    given = plan["merit"]
    with clock.on(given["day"]):
        round = actions.open_round(
            actor=place.officer, unit=place.root, kind="occasion", year=given["day"].year, name=given["name"]
        )
        chosen = [("collective", place.units[code].pk) for code in given["collectives"]]
        propose(place, round, [actions.Choice(key, "merit", given["achievement"]) for key in chosen])
        decide(place, round, given["number"], given["authority"], given["day"])
    return place


def propose(place: Place, round: AwardRound, choices: Sequence[actions.Choice]) -> None:
    """Put forward; nobody may be refused."""
    report = actions.propose(actor=place.officer, round=round, choices=choices)
    if report.refused:
        raise RuntimeError(f"{round.name}: {report.refused[0][1]}")


def decide(place: Place, round: AwardRound, number: str, authority: str, day: date, reason: str = "") -> None:
    """The decision on everybody who was put forward."""
    chosen = Proposal.objects.filter(round=round, drops=None).values_list("pk", flat=True)
    actions.decide(
        actor=place.officer, round=round, chosen=list(chosen), number=number, day=day, authority=authority,
        reason=reason,
    )  # fmt: skip


def the_ward(place: Place, ward: Unit, people: Sequence[Person]) -> None:
    """The new ward's year 2025: what was rated and held before by their papers, a round, the council, the decision; the
    year 2026 waits for its ratings."""
    with clock.on(date(2026, 1, 5)):
        choose(place, ward)
        entry = actions.upload(actor=place.officer, unit=ward, name="ghi-nhan-2025.xlsx", data=table(people))
        actions.carry_out(actor=place.officer, entry=entry)
        without = [one.pk for one in people if dice(one.code, "conduct") % 17 == 0]
        actions.confirm_conduct(
            actor=place.officer, unit=ward, year=YEAR, document="Biên bản họp cơ quan (ví dụ)", but=without
        )
    with clock.on(date(2026, 1, 9)):
        round = actions.open_round(
            actor=place.officer, unit=ward, kind="year", year=YEAR, name=f"Thi đua, khen thưởng năm {YEAR}"
        )
        propose(place, round, choices(round))
    with clock.on(date(2026, 1, 14)):
        council(place, round)
    with clock.on(date(2026, 1, 20)):
        reason = "Ví dụ: người đứng đầu ghi lý do khen khi vượt tỷ lệ của quy chế."
        decide(place, round, "15/QĐ-UBND (ví dụ)", "Chủ tịch Ủy ban nhân dân phường", date(2026, 1, 20), reason)


def choose(place: Place, ward: Unit) -> None:
    """What the ward's own regulation says, as an example."""
    shares = {"base_fighter_share": 1500, "advanced_collective_share": 5000, "excellent_collective_share": 7000}
    council = {"council_quorum": 6600, "council_majority": 9000, "council_base": "present"}
    chosen: dict[str, dict[str, object]] = {
        "luat_06_2022": {"award_years": "fresh", **shares, **council}, "nd_152_2025": {"base_salary": 2_340_000},
    }  # fmt: skip
    for instrument, values in chosen.items():
        choosing.choose(
            CHOICES, actor=place.officer, unit=ward, instrument=instrument, values=values, valid_from=date(2025, 7, 1),
            document="Quy chế thi đua, khen thưởng của phường (ví dụ)",
        )  # fmt: skip


def table(people: Sequence[Person]) -> bytes:
    """The records of the years before, as an office would keep them."""
    rows = []
    for one in people:
        said = (one.code, one.full_name)
        roll = dice(one.code, "rating") % 100
        level = "Hoàn thành xuất sắc nhiệm vụ" if roll < 18 else "Hoàn thành nhiệm vụ" if roll > 93 else ""
        rows.append((*said, str(YEAR), RATING, level or "Hoàn thành tốt nhiệm vụ", "TB xếp loại năm 2025 (ví dụ)"))
        if roll % 11 == 0:
            rows.append((*said, str(YEAR), INITIATIVE, "có", "QĐ công nhận sáng kiến (ví dụ)"))
        for year in (2023, 2024):
            held = FIGHTER if roll < 12 else "không" if roll > 80 else "Lao động tiên tiến"
            rows.append((*said, str(year), HELD, held, f"QĐ khen thưởng năm {year} (ví dụ)"))
    return write_table(Table("Ghi nhận", [TableColumn(title) for title in COLUMNS], rows))


def choices(round: AwardRound) -> list[actions.Choice]:
    """Who qualifies for the two titles of the ward, and one who does not, with a reason."""
    every = [one for one in candidates(round) if one.title in (ADVANCED, BASE)]
    found = [actions.Choice(one.member.key, one.title) for one in every if one.outcome == "yes"]
    other = next(one for one in every if one.title == ADVANCED and one.outcome == "no")
    reason = "Ví dụ: có thành tích đột xuất trong ứng phó mưa bão."
    return [*found, actions.Choice(other.member.key, other.title, reason, reason)]


def council(place: Place, round: AwardRound) -> None:
    """Nine members, eight there: nearly all agree."""
    rows = Proposal.objects.filter(round=round).order_by("id").values_list("pk", flat=True)
    voted = [(pk, dice(at, "vote") % 9 // 8) for at, pk in enumerate(rows)]
    counts = [actions.Count(pk, 8 - against, against, 0) for pk, against in voted]
    actions.hold_council(
        actor=place.officer, round=round, held_on=date(2026, 1, 14), invited=9, present=8,
        chair="Chủ tịch Hội đồng (ví dụ)", secretary="Thư ký Hội đồng (ví dụ)", counts=counts,
        notes="Hội đồng nghe báo cáo thành tích, thảo luận và bỏ phiếu kín.",
    )  # fmt: skip
