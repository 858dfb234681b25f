"""A report: parts of text, each with its tables."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.paperwork.documents.model.common import Align, Letterhead, Signatory


@dataclass(frozen=True)
class Grid:
    """A table: (heading, share of the width, alignment) of each column, and the rows as texts. `total`: the last row is
    one of totals."""

    columns: tuple[tuple[str, float, Align], ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    size: float = 12


@dataclass(frozen=True)
class Part:
    """A headed part; an empty heading makes none."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    grid: Grid | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Tờ trình, kế hoạch, báo cáo: headed parts. `addressee` gives "Kính gửi: …"; `bases` stand first, in italics."""

    letterhead: Letterhead
    title: str
    abstract: str
    parts: tuple[Part, ...]
    signatory: Signatory
    addressee: str = ""
    bases: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    landscape: bool = False
