"""The agency that is measured: its tree of units, its people and the few of them whose pages are opened. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from canbo import rulebook
from canbo.office.base.models import Account
from canbo.office.demo.crowd import Seat, fill
from canbo.office.people.actions.units import create_unit, found_agency
from canbo.office.people.models import Grant, Unit
from canbo.office.regulations.actions.adopting import adopt
from canbo.office.regulations.actions.drafts import draft_adoption, save_draft
from canbo.office.regulations.models import Adoption

SINCE = date(2018, 7, 1)
PACK = "hn_3814_2018"
OFFICER, REVIEWER, DECIDER, PERSON, ABOVE = "officer", "reviewer", "decider", "person", "above"
SECTIONS_A_DEPARTMENT = 6


@dataclass(frozen=True)
class Size:
    """How big an agency is made. `reviewed`: how many people stand under the reviewer whose pages are measured."""

    people: int = 2000
    units: int = 60
    months: int = 24
    reviewed: int = 40


SMALLEST = Size(people=5, units=2, months=1, reviewed=2)
LARGE, SMALL = "LON", "MOT"


@dataclass(frozen=True)
class Agency:
    """An agency under its own parent, whose head decides on the agency's head."""

    prefix: str
    root: Unit
    adoption: Adoption

    def account(self, role: str) -> Account:
        """The account of one of the named roles."""
        return Account.objects.select_related("person").get(username=f"{self.prefix}.{role}")


def found(prefix: str, size: Size, refinement: str = "") -> Agency:
    """Make the units, the people and the adoption of an agency: of its own refinement where one is given."""
    city = found_agency(actor=None, name=f"Cấp trên {prefix}", code=f"{prefix}-TP", valid_from=SINCE, invented=True)
    keeper = Account.objects.create_user(f"{prefix}.keeper", "x")
    Grant.objects.create(account=keeper, role="officer", unit=city, valid_from=SINCE)
    root = found_agency(actor=None, name=f"Cơ quan {prefix}", code=prefix, valid_from=SINCE, parent=city, invented=True)
    departments, sections = _units(keeper, root, size)
    plan, named = _seats(prefix, root, departments, sections, size)
    fill(f"{prefix}-TP", [_seat(city, "head")], SINCE, {0: f"{prefix}.{ABOVE}"})
    fill(prefix, plan, SINCE, named)
    officer = Account.objects.get(username=f"{prefix}.{OFFICER}")
    Grant.objects.create(account=officer, role="officer", unit=root, valid_from=SINCE)
    return Agency(prefix, root, _adopt(officer, root, refinement))


def again(prefix: str) -> Agency:
    """The agency made before in this database."""
    root = Unit.objects.select_related("agency").get(code=prefix)
    return Agency(prefix, root, Adoption.objects.filter(unit=root).latest("id"))


def _units(keeper: Account, root: Unit, size: Size) -> tuple[list[Unit], list[Unit]]:
    """Departments below the root and sections below them: `size.units` with the root."""
    number = max(1, round((size.units - 1) / (SECTIONS_A_DEPARTMENT + 1))) if size.units > 2 else 0
    departments = [_unit(keeper, root, f"Phòng số {at + 1}") for at in range(number)]
    sections = []
    for at in range(size.units - 1 - number):
        above = departments[at % number] if number else root
        sections.append(_unit(keeper, above, f"Tổ số {at + 1}"))
    return departments, sections


def _unit(keeper: Account, parent: Unit, name: str) -> Unit:
    return create_unit(actor=keeper, parent=parent, name=name, valid_from=SINCE, invented=True)


def _seats(
    prefix: str, root: Unit, departments: list[Unit], sections: list[Unit], size: Size
) -> tuple[list[Seat], dict[int, str]]:
    """Every seat, and the user names of those whose pages are opened, by position. The first section is the reviewer's
    and has exactly `size.reviewed` people under its head; the others share the rest evenly."""
    plan = [_seat(root, "head"), _seat(root, "staff")]
    named = {0: f"{prefix}.{DECIDER}", 1: f"{prefix}.{OFFICER}"}
    plan += [_seat(unit, "head") for unit in departments]
    first, *others = sections
    named[len(plan)], named[len(plan) + 1] = f"{prefix}.{REVIEWER}", f"{prefix}.{PERSON}"
    plan += [_seat(first, "head"), *[_seat(first, "staff")] * size.reviewed]
    plan += [_seat(unit, "head") for unit in others]
    left = size.people - len(plan)
    plan += [_seat(others[at % len(others)], "staff") for at in range(left if others else 0)]
    return plan, named


def _seat(unit: Unit, rank: str) -> Seat:
    title = {"head": "Trưởng đơn vị", "staff": "Chuyên viên"}[rank]
    group = {"head": "Lãnh đạo", "staff": "Tham mưu"}[rank]
    return Seat(unit, title, rank, "civil_servant", group, rank == "head")


def example() -> str:
    """The example of a refinement that ships with the pack: nine items."""
    found = Path(rulebook.__file__).parent / "packs" / PACK / "examples" / "quan_hai_ba_trung.yaml"
    return found.read_text(encoding="utf-8")


def _adopt(officer: Account, root: Unit, refinement: str) -> Adoption:
    """The City's monthly frame of 100 points, split into items."""
    frame = _adoption(officer, root, "3814-QĐ/TU")
    return _adoption(officer, root, "2460-QĐ/QU", frame, refinement or example())


def _adoption(
    officer: Account, root: Unit, number: str, refines: Adoption | None = None, refinement: str = ""
) -> Adoption:
    draft = draft_adoption(actor=officer, unit=root, pack_key="" if refines else PACK, refines=refines)
    draft = save_draft(
        actor=officer, draft=draft, kind="Quyết định", number=number, title=f"Theo {number}", issued=SINCE,
        valid_from=SINCE, settings=None, refinement=refinement,
    )  # fmt: skip
    return adopt(actor=officer, draft=draft)
