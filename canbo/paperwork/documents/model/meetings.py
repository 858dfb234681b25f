"""Minutes of a meeting, an invitation, slips with one-time codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canbo.paperwork.documents.model.common import Letterhead, Signatory, SignatureSpace


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
    """The vote on one person. `about`: what stands beside the name; `counts` follow the minutes' `choices`."""

    full_name: str
    about: str
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
    about: str = "Chức vụ, chức danh"  # the heading of what stands beside the names
    proposals: str = "Đề nghị xếp loại"  # the heading of the lines' last column


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
