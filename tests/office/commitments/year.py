"""The ward's commitments of 2026 under Decree 335, which the ward asks to be signed before 30 January: what the tests
of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from canbo.office.commitments import actions, standing
from canbo.office.commitments.models import Commitment, CommitmentSigning, Framework
from canbo.office.commitments.preparing import Plan
from canbo.office.commitments.standing import Case
from canbo.office.regulations.models import Adoption
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.office.regulations import adopted
from tests.town import PASSWORD, Town

YEAR = 2026
DAY = date(2026, 1, 20)
LAST = date(2026, 1, 29)
ASKED = adopted.CIVIL | {"commitment_day": {"month": 1, "day": 30}}


def adopt(town: Town, **fields: Any) -> Adoption:
    return adopted.adopt(town, **({"settings": ASKED} | fields))


def opened(town: Town, *, adoption: Adoption | None = None, **changes: Any) -> Plan:
    """The round, opened by the ward's officer on 20 January."""
    given: dict[str, Any] = {"unit": town.units["ward"], "year": YEAR, "today": DAY} | changes
    return actions.open_round(actor=town.accounts[given.pop("by", "trang")], adoption=adoption or adopt(town), **given)


def furnish(town: Town) -> dict[str, int]:
    """For the walk over all addresses: Nam's commitment, not signed yet, and a framework."""
    adoption = Adoption.objects.filter(unit=town.units["ward"])[0]
    opened(town, adoption=adoption)
    table = Table("KNL", [TableColumn("Vị trí việc làm"), TableColumn("Năng lực")], [("Chuyên viên", "Giao tiếp")])
    entry = actions.upload_frameworks(
        actor=town.accounts["trang"], unit=town.units["ward"], valid_from=DAY, name="a.xlsx", data=write_table(table)
    )
    actions.carry_out(actor=town.accounts["trang"], entry=entry)
    framework = Framework.objects.get(source=entry)
    return {"commitment": of(town, "nam").pk, "framework": framework.pk, "framework_import": entry.pk}


def url(name: str, *args: object) -> str:
    return reverse(f"commitments:{name}", args=args)


def of(town: Town, key: str) -> Commitment:
    """Somebody's newest commitment."""
    return Commitment.objects.filter(person=town.persons[key]).order_by("-number")[0]


def case(town: Town, key: str) -> Case:
    found = standing.one(of(town, key).pk)
    assert found is not None
    return found


def write(town: Town, key: str, words: dict[str, str], version: int = 0, by: str | None = None, **changes: Any) -> Any:
    """Somebody writes words in their own commitment."""
    given: dict[str, Any] = {
        "actor": town.accounts[by or key],
        "person": town.persons[by or key],
        "today": DAY,
    } | changes
    return actions.save_draft(commitment=of(town, key).pk, words=words, version=version, **given)


def sign(town: Town, by: str, about: str, **changes: Any) -> CommitmentSigning:
    """Somebody signs somebody's commitment with the password, on 20 January."""
    given: dict[str, Any] = {
        "actor": town.accounts[by],
        "person": town.persons[by],
        "today": DAY,
        "password": PASSWORD,
    } | changes
    return actions.sign(commitment=of(town, about).pk, **given)


def send_back(town: Town, by: str, about: str, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "actor": town.accounts[by],
        "person": town.persons[by],
        "today": DAY,
        "reason": "Nêu rõ thời hạn",
    } | changes
    return actions.send_back(commitment=of(town, about).pk, **given)


def withdraw(town: Town, by: str, about: str, **changes: Any) -> Any:
    given: dict[str, Any] = {"actor": town.accounts[by], "today": DAY, "reason": "Lập nhầm biểu"} | changes
    return actions.withdraw(commitment=of(town, about).pk, **given)
