"""The ward's year 2025 before its council: ratings published, conduct confirmed. What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from canbo.office.awards import actions
from canbo.office.awards.law import CHOICES
from canbo.office.awards.models import Award, AwardDecision, AwardFact, AwardRound, Proposal
from canbo.office.awards.queries import Line, of_year
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet, State
from canbo.office.people.models import Unit
from canbo.office.regulations.actions import choosing
from canbo.office.regulations.models import Adoption
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import Town

YEAR = 2025
LAW = "luat_06_2022"
WARD = ("lan", "hung", "mai", "nam", "hoa", "trang", "ha", "dung", "anh", "binh")


def good(keys: Iterable[str]) -> dict[str, Any]:
    """Everybody's level for `rated`."""
    return dict.fromkeys(keys, "good")


def rated(town: Town, unit: str = "ward", year: int = YEAR, kind: str = "year", **levels: str) -> Cycle:
    """A year's (or a month's, as number 1) published results of an agency's people: as they stand on record."""
    top = town.units[unit]
    adoption = Adoption.objects.first() or adopted.adopt(town)
    period = Period(kind, year, 1)  # type: ignore[arg-type]
    cycle, _ = Cycle.objects.get_or_create(
        agency=top.agency, unit=top, adoption=adoption, rules_id=adoption.rules_id, period_kind=kind, year=year,
        number=1, defaults={"starts": period.starts, "ends": period.ends, "name": period.label},
    )  # fmt: skip
    for key, level in levels.items():
        person = town.persons[key]
        home = person.postings.get(primary=True, valid_to=None).post.unit
        unit_row = home if home.path.startswith(top.path) else top
        published(cycle, unit_row, level, person=person)
    return cycle


def published(cycle: Cycle, unit: Unit, level: str, **whom: Any) -> State:
    """A published result of a person or a collective."""
    sheet = Sheet.objects.create(
        agency=cycle.agency, cycle=cycle, unit=unit, unit_path=unit.path, form="staff", kind="civil_servant", **whom
    )
    return State.objects.create(
        agency=cycle.agency, sheet=sheet, cycle=cycle, unit_path=unit.path, stage="published", total=8000, level=level
    )


def choose(town: Town, unit: str = "ward", by: str = "trang", **values: Any) -> None:
    """The body fills the law, from the first day it was in force."""
    choosing.choose(
        CHOICES, actor=town.accounts[by], unit=town.units[unit], instrument=LAW,
        values={"award_years": "fresh", **values}, valid_from=date(2024, 1, 1), document="Quy chế 01",
    )  # fmt: skip


def fact(town: Town, key: str, fact: str, value: Any, year: int = YEAR, by: str = "trang") -> AwardFact:
    return actions.record_fact(
        actor=town.accounts[by], person=town.persons[key], year=year, fact=fact, value=value, document="BB 01"
    )


def conduct(town: Town, *but: str) -> int:
    return actions.confirm_conduct(
        actor=town.accounts["trang"], unit=town.units["ward"], year=YEAR, document="BB 12",
        but=[town.persons[key].pk for key in but],
    )  # fmt: skip


def line(town: Town, key: str, year: int = YEAR, unit: str = "ward") -> Line:
    people, collectives = of_year([town.units[unit].path], year)
    wanted = ("person", town.persons[key].pk) if key in town.persons else ("collective", town.units[key].pk)
    return next(one for one in (*people, *collectives) if one.member.key == wanted)


def round_of(town: Town, kind: str = "year", year: int = YEAR, **changes: Any) -> AwardRound:
    given: dict[str, Any] = {"unit": town.units["ward"], "name": f"Đợt {kind}", "month": None} | changes
    return actions.open_round(actor=town.accounts["trang"], kind=kind, year=year, **given)


def propose(town: Town, round: AwardRound, title: str, *keys: str, reason: str = "") -> actions.Report:
    choices = [actions.Choice(subject(town, key), title, reason, reason) for key in keys]
    return actions.propose(actor=town.accounts["trang"], round=round, choices=choices)


def subject(town: Town, key: str) -> tuple[str, int]:
    return ("person", town.persons[key].pk) if key in town.persons else ("collective", town.units[key].pk)


def meet(town: Town, round: AwardRound, agree: int, present: int = 7, invited: int = 9) -> None:
    """Everybody proposed gets so many ayes of those present."""
    counts = [actions.Count(one.pk, agree, present - agree, 0) for one in Proposal.objects.filter(round=round)]
    actions.hold_council(
        actor=town.accounts["trang"], round=round, held_on=date(2026, 1, 5), invited=invited, present=present,
        chair="Trần Thị Lan", secretary="Ngô Thu Trang", counts=counts,
    )  # fmt: skip


def decide(town: Town, round: AwardRound, **changes: Any) -> AwardDecision:
    given: dict[str, Any] = {
        "chosen": list(Proposal.objects.filter(round=round, drops=None).values_list("pk", flat=True)),
        "number": "12/QĐ-UBND", "day": date(2026, 1, 12), "authority": "Bí thư Đảng ủy Trần Thị Lan",
    } | changes  # fmt: skip
    return actions.decide(actor=town.accounts["trang"], round=round, **given)


def merited(town: Town) -> Award:
    """Nam given a certificate of merit for one occasion, in 2025."""
    round = round_of(town, "occasion")
    propose(town, round, "merit", "nam", reason="Có thành tích trong chuyển đổi số")
    return decide(town, round).awards.get()


TITLES = ("Mã số", "Họ và tên", "Năm", "Nội dung", "Giá trị", "Văn bản")


def file(*rows: tuple[object, ...]) -> bytes:
    return write_table(Table("GN", [TableColumn(title) for title in TITLES], [tuple(map(str, row)) for row in rows]))


def furnish(town: Town) -> dict[str, int]:
    """For the walk over all addresses: a round with a proposal, an award of Nam's, a fact about Hoa, an import."""
    open_round = round_of(town, "occasion")
    propose(town, open_round, "merit", "hoa")
    entry = actions.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="gn.xlsx",
        data=file(("CB0007", "", 2025, "Danh hiệu đã được tặng", "không", "QĐ 1")),
    )  # fmt: skip
    return {
        "award": merited(town).pk, "award_round": open_round.pk, "award_fact": fact(town, "hoa", "conduct", True).pk,
        "proposal": Proposal.objects.get(round=open_round).pk, "award_import": entry.pk,
    }  # fmt: skip
