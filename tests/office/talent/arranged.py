"""Headcount and a proposal for the tests."""

from __future__ import annotations

from datetime import date

from canbo.office.talent.actions import structure as acts
from canbo.office.talent.models import Arrangement
from canbo.office.talent.structure_sheets import Given
from tests.town import Town

DAY = date(2026, 1, 1)


def assigned(
    town: Town, *numbers: tuple[str, str, int], day: date = DAY, document: str = "QĐ 01", by: str = "trang"
) -> int:
    """(unit, kind, number) assigned from a day."""
    given = [Given(town.units[unit], kind, number) for unit, kind, number in numbers]
    return acts.assign(actor=town.accounts[by], given=given, day=day, document=document)


def proposed(town: Town, who: str = "nam", unit: str = "economy", by: str = "trang") -> Arrangement:
    """Somebody proposed as deputy head of a division."""
    return acts.propose(
        actor=town.accounts[by], person=town.persons[who], act="transfer", unit=town.units[unit],
        title="Phó Trưởng phòng", day=date(2027, 1, 1), strengths="Tổng hợp, ngân sách", reason="Phòng thiếu cấp phó",
    )  # fmt: skip


def furnish(town: Town) -> dict[str, int]:
    """One of everything, by the kinds of `tests/attacks/walking.py`."""
    assigned(town, ("office", "civil_servant", 4))
    return {"arrangement": proposed(town).pk}
