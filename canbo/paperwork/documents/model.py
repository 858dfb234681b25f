"""The content of every official form, free of layout. The same dataclass becomes the Word file and the PDF.

Marks and points are whole hundredths of a point (8750 is 87,5); None is "not marked". Names of levels, criteria,
legal grounds and every other text of law are given by the caller. Long texts may hold line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True)
class AccountSlip:
    full_name: str
    unit_name: str
    login: str
    code: str


@dataclass(frozen=True)
class AccountSlips:
    """One-time log-in codes to cut out. `address` is printed and put into the QR code; codes are shown once."""

    office: str
    address: str
    slips: tuple[AccountSlip, ...]
    valid_until: date | None = None
    instructions: Sequence[str] = ()


@dataclass(frozen=True)
class VoteLine:
    """The vote on one person. `counts` follow the minutes' `choices`."""

    full_name: str
    post_title: str
    counts: tuple[int, ...]
    proposal: str = ""


@dataclass(frozen=True)
class MeetingMinutes:
    """Biên bản of a unit's meeting on evaluation. `journal_head` is the sealed head of the journal, if printed."""

    letterhead: Letterhead
    title: str
    abstract: str
    opening: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    discussion: tuple[str, ...]
    choices: tuple[str, ...]
    votes: tuple[VoteLine, ...]
    conclusion: tuple[str, ...]
    signatures: tuple[SignatureSpace, ...]
    ballots: str = ""  # "Số phiếu phát ra …, thu về …, hợp lệ …"
    journal_head: str = ""
    proposals: str = "Đề nghị xếp loại"  # the heading of the lines' last column


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


@dataclass(frozen=True)
class Invitation:
    """Thư mời to answer at an address. `facts` stand beside the QR code of `address`; `sections` are headings with
    lines; `codes` are what whoever is asked compares, each a label and its code as grouped."""

    letterhead: Letterhead
    title: str
    abstract: str
    addressee: str
    opening: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    address: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    survey: str  # over the codes: what they are of
    compare: tuple[str, ...]  # how the codes are compared
    codes: tuple[tuple[str, str], ...]
    signatory: Signatory


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


Document = (
    ScoreSheet
    | SummaryRoster
    | Notice
    | Decision
    | TraceSheet
    | AccountSlips
    | MeetingMinutes
    | Commitment
    | Invitation
    | Report
)
