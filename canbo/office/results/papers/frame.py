"""What every paper has: letterhead, who signs, numbering of parts, and how marks and traces are carried over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from canbo.office.people.access import current
from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.units import place_of
from canbo.paperwork.documents import model
from canbo.rulebook import Item, Trace

# A title of one side never signs under the other's heading: the secretary is no head of the people's committee.
PARTY_POSTS = ("bí thư đảng", "bí thư chi bộ", "bí thư quận", "bí thư huyện", "bí thư thành", "bí thư tỉnh")
STATE_POSTS = ("chủ tịch ủy ban nhân dân", "chủ tịch ubnd")
BLANK = "." * 30
NOBODY = "Chưa rõ ai đứng đầu cơ quan có tiêu đề này. Hãy nhập chức vụ người ký; bản in tự động để trống chỗ này."
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


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
    def signs(self) -> str:
        """The signer's title, or room to write it."""
        return self.position or BLANK

    @property
    def authority(self) -> str:
        """Who decides, in full: "Chủ tịch Ủy ban nhân dân phường Long Biên"."""
        if not self.position:
            return BLANK
        words = self.position.split()
        for start in range(1, len(words)):
            if self.issuer.lower().startswith(" ".join(words[start:]).lower()):
                return " ".join((*words[:start], self.issuer))
        return f"{self.position} {self.issuer}"

    @property
    def signatory(self) -> model.Signatory:
        return model.Signatory(self.signs, self.name, self.on_behalf_of, self.in_place_of)


def frame(unit: Unit, given: Mapping[str, Any]) -> Frame:
    """The frame of a unit's papers with what was filled in."""
    return Frame(style=unit.heading, **given)  # type: ignore[arg-type]  # a database choice of the same two words


def defaults(unit: Unit, day: date) -> dict[str, Any]:
    """What the form of a unit's papers begins with: its names, who signs on the day, "" where that is not known. Two
    queries."""
    head = signer(unit, day)
    name = unit.short_name or unit.name
    return {
        "superior": unit.parent.name if unit.parent else "", "issuer": _issuer(unit, head),
        "number": "", "place": place_of(name), "dated": day,
        "on_behalf_of": "", "in_place_of": "", "position": head.post.title if head else "",
        "name": head.person.full_name if head else "",
    }  # fmt: skip


def signer(unit: Unit, day: date) -> Posting | None:
    """The head of the body whose heading the unit's papers have: the unit's own head unless of the other side, else the
    one person of that side leading it (the committee's chair under a secretary). None where nobody or several fit."""
    rows = Posting.objects.filter(current(day), Q(post__unit=unit) | Q(post__unit__parent=unit, post__rank="head"))
    found = list(rows.exclude(post__rank="staff").select_related("post", "person").order_by("id"))
    heads = [row for row in found if row.post.unit_id == unit.pk and row.post.rank == "head"]
    own = [row for row in heads if side(row.post.title) in ("", unit.heading)]
    fitting = own or [row for row in found if side(row.post.title) == unit.heading and not _second(row.post.title)]
    return fitting[0] if len(fitting) == 1 else None


def _issuer(unit: Unit, head: Posting | None) -> str:
    """The body whose head signs: a ward's people's committee or Party committee, named by the head's own title; else
    the unit."""
    body = re.sub(r"^(Bí thư|Chủ tịch) ", "", head.post.title) if head else ""
    if head is None or not side(head.post.title) or unit.name.lower().startswith(body.lower()):
        return unit.name
    kind, _, place = unit.name.partition(" ")
    # "Quận ủy" names its level itself; "Đảng ủy" and "Ủy ban nhân dân" do not.
    whose = place if body.lower() == f"{kind} ủy".lower() else unit.name[:1].lower() + unit.name[1:]
    return f"{body} {whose}"


def side(title: str) -> str:
    """Whose head a title names: "party", "state", or "" where the title does not tell."""
    plain = title.lower().removeprefix("phó ")
    if plain.startswith(PARTY_POSTS):
        return "party"
    return "state" if plain.startswith(STATE_POSTS) else ""


def _second(title: str) -> bool:
    return title.lower().startswith("phó ")


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
