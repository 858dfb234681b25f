"""Results as papers: the summary roster, the notice, the decision."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.paperwork.documents.model.common import Letterhead, Mark, Signatory, SignatureSpace
from canbo.paperwork.documents.model.reports import Grid


@dataclass(frozen=True)
class RosterLine:
    """One person of a summary. `marks` follow the summary's `mark_columns`."""

    full_name: str
    post_title: str
    marks: tuple[Mark, ...]
    level: str
    note: str = ""


@dataclass(frozen=True)
class RosterSection:
    """The people of one unit or similar-task group; an empty title makes no heading row."""

    title: str
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True)
class LevelCount:
    """How many people have a level; `share` is already worded ("23,8%")."""

    level: str
    count: int
    share: str = ""


@dataclass(frozen=True)
class SummaryRoster:
    """Bảng tổng hợp kết quả of a unit. `ceiling` is the line telling the ceiling, its base and whether it is kept."""

    letterhead: Letterhead
    title: str
    period: str
    mark_columns: tuple[str, ...]
    sections: tuple[RosterSection, ...]
    counts: tuple[LevelCount, ...] = ()
    ceiling: tuple[str, ...] = ()
    signatures: tuple[SignatureSpace, ...] = ()
    footnote: str = ""


@dataclass(frozen=True)
class Notice:
    """Thông báo of a result to one person. `paragraphs` come before the table of facts, `closing` after it."""

    letterhead: Letterhead
    title: str
    abstract: str
    addressee: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signatory: Signatory
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Quyết định on rating. `authority` is the line in capitals before the bases; `articles` hold whole texts
    ("Điều 1. …", each may have several lines). `annex` is the appended list."""

    letterhead: Letterhead
    title: str
    abstract: str
    authority: str
    bases: tuple[str, ...]
    articles: tuple[str, ...]
    signatory: Signatory
    recipients: tuple[str, ...] = ()
    enacting_word: str = "QUYẾT ĐỊNH:"
    annex_title: str = ""
    annex_columns: tuple[str, ...] = ()  # titles of the mark columns
    annex: tuple[RosterSection, ...] = ()
    annex_grid: Grid | None = None  # instead of a list of levels
