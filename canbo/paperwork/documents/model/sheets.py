"""A person's sheet of marks, and how a result came about."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.paperwork.documents.model.common import Ground, Letterhead, Mark, SignatureSpace


@dataclass(frozen=True)
class Person:
    """The identity block of a sheet. `facts` are further (label, value) lines in the caller's words."""

    full_name: str
    post_title: str
    unit_name: str
    birth: str = ""  # as recorded: a date or only a year
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One item of a group. `marks` follow the sheet's `mark_columns`; `remarks` are (who, text)."""

    number: str
    title: str
    maximum: int | None
    marks: tuple[Mark, ...]
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CriteriaGroup:
    number: str
    title: str
    maximum: int | None
    marks: tuple[Mark, ...]
    items: tuple[Criterion, ...]


@dataclass(frozen=True)
class ScoreSheet:
    """Phiếu đánh giá of one person (or collective) in one period."""

    letterhead: Letterhead
    title: str
    period: str
    person: Person
    mark_columns: tuple[str, ...]
    groups: tuple[CriteriaGroup, ...]
    total: tuple[Mark, ...]
    levels: tuple[str, ...]  # all levels of the regulation, best first
    level: str = ""  # the decided one; "" while undecided
    grounds: tuple[Ground, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()  # (heading, text): self, reviewer, head
    signatures: tuple[SignatureSpace, ...] = ()
    regulation: str = ""
    maximum: int | None = None
    footnote: str = ""  # e.g. the fingerprint of the rules and of the trace


@dataclass(frozen=True)
class TraceNode:
    """One step of how a grade came about: what, how much (worded), by which article, from which steps below."""

    label: str
    value: str = ""
    citation: str = ""
    children: tuple[TraceNode, ...] = ()


@dataclass(frozen=True)
class TraceSheet:
    """Bản giải trình cách tính of one grade."""

    letterhead: Letterhead
    title: str
    facts: tuple[tuple[str, str], ...]
    roots: tuple[TraceNode, ...]
    footnote: str = ""
