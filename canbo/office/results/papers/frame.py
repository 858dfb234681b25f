"""What every paper has: letterhead, who signs, numbering of parts, and how marks and traces are carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from canbo.office.people.access import current
from canbo.office.people.models import Posting, Unit
from canbo.paperwork.documents import model
from canbo.rulebook import Item, Trace

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
OFFICE_WORDS = ("phường ", "xã ", "thị trấn ", "quận ", "huyện ", "thành phố ", "tỉnh ")


@dataclass(frozen=True)
class Frame:
    """What somebody filled in beside the results: heading, number, place, day, who signs."""

    style: model.Style
    issuer: str
    place: str
    position: str
    superior: str = ""
    number: str = ""
    dated: date | None = None
    name: str = ""
    on_behalf_of: str = ""
    in_place_of: str = ""

    @property
    def letterhead(self) -> model.Letterhead:
        return model.Letterhead(self.issuer, self.place, self.superior, self.number, self.dated, self.style)

    @property
    def signatory(self) -> model.Signatory:
        return model.Signatory(self.position, self.name, self.on_behalf_of, self.in_place_of)


def frame(unit: Unit, given: Mapping[str, Any]) -> Frame:
    """The frame of a unit's papers with what was filled in."""
    return Frame(style=unit.heading, **given)  # type: ignore[arg-type]  # a database choice of the same two words


def defaults(unit: Unit, day: date) -> dict[str, Any]:
    """What the form of a unit's papers begins with: its names, its head of the day. Two queries."""
    head = (
        Posting.objects.filter(current(day), post__unit=unit, post__rank="head")
        .select_related("post", "person")
        .first()
    )
    place = unit.short_name or unit.name
    for word in OFFICE_WORDS:
        if place.lower().startswith(word):
            place = place[len(word) :]
    return {
        "superior": unit.parent.name if unit.parent else "", "issuer": unit.name, "number": "", "place": place,
        "dated": day, "on_behalf_of": "", "in_place_of": "", "position": head.post.title if head else "",
        "name": head.person.full_name if head else "",
    }  # fmt: skip


def roman(number: int) -> str:
    """A part's number, from 1."""
    return ROMAN[number - 1] if number <= len(ROMAN) else str(number)


def mark(item: Item, value: int | None) -> model.Mark:
    """A mark as its column shows it: ticked where the scale is met or not, else hundredths."""
    return value == item.scale.max if item.scale.kind == "met" and value is not None else value


def title(item: Item) -> str:
    """An item's words under its headings; marks in percent say so."""
    words = " – ".join((*item.path, item.label))
    return f"{words} (%)" if item.scale.kind in ("percent", "choice") else words


def trace_node(trace: Trace) -> model.TraceNode:
    """A trace as the printed one: the same text as the page's."""
    return model.TraceNode(trace.label, trace.value, trace.cite, tuple(trace_node(child) for child in trace.children))
