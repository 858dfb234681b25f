"""What a person may ask about their own data and by when it is answered; what may be deleted after its time."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from canbo.rulebook.model import Citation
from canbo.rulebook.process import add_days
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.source import Node
from canbo.rulebook.source import sections as read_sections

FILE = Path(__file__).parent / "requests.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, counted so."""

    label: str
    days: int
    count: Literal["calendar", "working"]
    cite: Citation

    def until(self, day: date, holidays: Container[date]) -> date:
        """The last day of the term that begins the day after `day`."""
        return add_days(day, self.days, self.count, holidays)

    @property
    def shown(self) -> str:
        return f"{self.days} ngày{' làm việc' if self.count == 'working' else ''}"


@dataclass(frozen=True, slots=True)
class RequestLaw:
    """By when a request is acknowledged and, by its kind, answered; by how much the answer may be put off, once."""

    receipt: Term
    extension: Term
    kinds: Mapping[str, Term]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data with whether it may be deleted after its time, and what is meant or why not."""

    key: str
    label: str
    deletes: bool
    what: str
    cite: Citation


@cache
def request_law() -> RequestLaw:
    """The terms of requests. PackError names file and line."""
    node, reader = read_sections([FILE], FILE.parent)["requests"], Reader("", {}, {})
    given = node.fields(("cite", "receipt", "extension", "kinds"))
    cite = reader.cite(given["cite"], None, node)
    kinds = {key: _term(entry, reader, cite) for key, entry in given["kinds"].entries().items()}
    return RequestLaw(_term(given["receipt"], reader, cite), _term(given["extension"], reader, cite), kinds, cite)


@cache
def retention() -> Mapping[str, Kept]:
    """The kinds of data that are kept, by key."""
    node, reader = read_sections([FILE], FILE.parent)["retention"], Reader("", {}, {})
    own, entries = section(node)
    inherited = reader.cite(own, None, node)
    found = {}
    for key, entry in entries.items():
        given = entry.fields(("label", "deletes", "what"), ("cite",))
        cite = reader.cite(given.get("cite"), inherited, entry)
        found[key] = Kept(key, reader.text(given["label"]), given["deletes"].flag, reader.text(given["what"]), cite)
    return found


def _term(node: Node, reader: Reader, inherited: Citation) -> Term:
    given = node.fields(("label", "days", "count"), ("cite",))
    days = reader.count(given["days"])
    if days < 1:
        raise given["days"].fail("thời hạn phải từ 1 ngày", "một số nguyên dương")
    count = one_of(given["count"], ("calendar", "working"))
    return Term(reader.text(given["label"]), days, count, reader.cite(given.get("cite"), inherited, node))
