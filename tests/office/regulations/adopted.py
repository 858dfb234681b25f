"""Regulations adopted in the town, as an officer would: a draft filled in, then adopted."""

from __future__ import annotations

from datetime import date
from typing import Any

from canbo.office.people.models import Grant
from canbo.office.regulations import actions
from canbo.office.regulations.models import Adoption, AdoptionDraft
from tests.town import START, Town

CIVIL: dict[str, Any] = {"general_split": {"ethics": 1000, "capacity": 1000, "innovation": 1000}}
OLD: dict[str, Any] = {"completed_unmet_limit": 2000}
CAPITAL: dict[str, Any] = {}
REFINEMENT = """\
refines: hn_3814_2018
lineage: {issuer: Phường An Bình, number: 05-KH/ĐU, title: "Ví dụ: bộ tiêu chí của phường", issued: 2018-06-25}
cite: {instrument: 05-KH/ĐU, article: Phụ lục, confidence: ours, note: Ví dụ.}
forms:
  staff:
    discipline:
      discipline_all:
        heading: "Ví dụ: Ý thức tổ chức kỷ luật"
        items:
          discipline_law: {label: "Ví dụ: Chấp hành pháp luật", scale: {kind: points, max: 12, step: 0.5}}
          discipline_hours: {label: "Ví dụ: Chấp hành giờ giấc", scale: {kind: points, max: 8, step: 0.5}}
"""


def draft(
    town: Town, unit: str = "ward", pack: str = "nd_335_2025", actor: str = "trang", refines: Adoption | None = None,
    settings: dict[str, Any] | None = None, **fields: Any,
) -> AdoptionDraft:  # fmt: skip
    """A draft filled in but for what `fields` and `settings` leave out."""
    made = actions.draft_adoption(
        actor=town.accounts[actor], unit=town.units[unit], pack_key="" if refines else pack, refines=refines
    )
    given: dict[str, Any] = {"kind": "Quyết định", "number": "12/QĐ-UBND", "title": "Áp dụng quy định đánh giá"}
    given |= {"issued": date(2026, 1, 5), "valid_from": date(2026, 1, 1)}
    given["settings"] = CIVIL if settings is None else settings
    return actions.save_draft(actor=town.accounts[actor], draft=made, **(given | fields))


def adopt(town: Town, unit: str = "ward", actor: str = "trang", **fields: Any) -> Adoption:
    """An adoption in force; by default Decree 335 for the ward from 01/01/2026."""
    return actions.adopt(actor=town.accounts[actor], draft=draft(town, unit, actor=actor, **fields))


def adopt_frame(town: Town, unit: str = "district", actor: str = "khoa", **fields: Any) -> Adoption:
    """The City's frame of 2018, adopted by the district."""
    make_officer(town, actor, unit)
    day = date(2018, 7, 1)
    given = {"pack": "hn_3814_2018", "settings": CAPITAL, "number": "2460-QĐ/QU", "issued": day, "valid_from": day}
    return adopt(town, unit, actor, **(given | fields))


def make_officer(town: Town, key: str, unit: str) -> None:
    """Give somebody the officer's role over a unit."""
    lookup = {"account": town.accounts[key], "role": "officer", "unit": town.units[unit]}
    Grant.objects.get_or_create(**lookup, defaults={"valid_from": START})
