"""A commitment and its promises."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.paperwork.documents.model.common import Letterhead, SignatureSpace
from canbo.paperwork.documents.model.sheets import Person


@dataclass(frozen=True)
class Promise:
    """One item committed to, and what the person promises for it in their own words ("" where nothing further)."""

    number: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class PromiseGroup:
    """A criterion with its items; an empty title makes no heading row."""

    title: str
    items: tuple[Promise, ...]


@dataclass(frozen=True)
class Commitment:
    """Bản cam kết of one person for one year. `replaces` tells which earlier one it takes the place of, if any;
    `reference` where it is kept. The lower margin stays free for the stamps of those who sign."""

    letterhead: Letterhead
    title: str
    abstract: str
    person: Person
    opening: tuple[str, ...]
    groups: tuple[PromiseGroup, ...]
    closing: tuple[str, ...]
    signatures: tuple[SignatureSpace, ...]
    replaces: str = ""
    reference: str = ""
