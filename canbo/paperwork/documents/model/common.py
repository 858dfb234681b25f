"""What the papers share: their head, who signs, the legal grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Style = Literal["state", "party"]
Align = Literal["left", "center", "right"]
Mark = int | bool | None  # hundredths of a point; True/False for met / not met; None: not marked


@dataclass(frozen=True)
class Letterhead:
    """The head of a paper. `style` "state" is NĐ 30/2020's, "party" that of HD 05-HD/VPTW (2026).

    `issuer` stands in bold over a rule (a star, for the Party); `superior` above it. `number` is written whole
    ("12/QĐ-UBND"); empty leaves room to write one. `dated` None leaves day and month to be filled in by hand.
    """

    issuer: str
    place: str
    superior: str = ""
    number: str = ""
    dated: date | None = None
    style: Style = "state"


@dataclass(frozen=True)
class Signatory:
    """Who signs, in what capacity. `on_behalf_of` gives TM. (the Party: T/M), `in_place_of` KT., `by_order_of` TL."""

    position: str
    name: str = ""
    on_behalf_of: str = ""
    in_place_of: str = ""
    by_order_of: str = ""


@dataclass(frozen=True)
class Ground:
    """A ground that decides the level before the points do, with the article it rests on."""

    text: str
    citation: str = ""


@dataclass(frozen=True)
class SignatureSpace:
    """A place to sign on a form. `statement` is one line over it, such as the day of signing."""

    title: str
    name: str = ""
    statement: str = ""
