"""The words of a paper's head and signature as each style writes them, for both renderers.

State: NĐ 30/2020/NĐ-CP, Annex I. Party: QĐ 399-QĐ/TW and HD 05-HD/VPTW (2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from canbo.paperwork.dates import long_date
from canbo.paperwork.documents.model import Letterhead, Signatory, Style

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATIONAL_MOTTO = "Độc lập - Tự do - Hạnh phúc"
COMMITTEE = "ỦY BAN NHÂN DÂN"
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclass(frozen=True)
class Head:
    """`left` and `right` as lines; the last bold line of each stands over a rule (`star` instead, on the left)."""

    superior: str
    issuer: str
    number: str
    star: bool
    name: str
    motto: str
    place_and_date: str


def head(letterhead: Letterhead) -> Head:
    """The lines of the head."""
    party = letterhead.style == "party"
    # The Party's number has no colon after "Số", the State's has.
    number = letterhead.number or ("         " if party else "        /")
    return Head(
        superior=letterhead.superior.upper(),
        issuer=_broken(letterhead.issuer.upper()),
        number=f"Số {number}" if party else f"Số: {number}",
        star=party,
        name=PARTY_NAME if party else NATIONAL_NAME,
        motto="" if party else NATIONAL_MOTTO,
        place_and_date=f"{letterhead.place}, {written_day(letterhead.dated)}",
    )


def _broken(issuer: str) -> str:
    """A people's committee writes whose it is on a line of its own."""
    return issuer.replace(f"{COMMITTEE} ", f"{COMMITTEE}\n", 1) if issuer.startswith(f"{COMMITTEE} ") else issuer


def written_day(day: date | None) -> str:
    """The day in words, or room to write it."""
    return long_date(day) if day else "ngày ..... tháng ..... năm ........"


def capacity_lines(signatory: Signatory, style: Style) -> tuple[str, ...]:
    """The lines over a signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".

    ValueError when a Party paper is to be signed in place of somebody: the Party has no "K/T".
    """
    mark = "T/{}" if style == "party" else "T{}."
    lines = []
    if signatory.on_behalf_of:
        lines.append(f"{mark.format('M')} {signatory.on_behalf_of.upper()}")
    if signatory.in_place_of:
        if style == "party":
            raise ValueError("Văn bản của Đảng không ký thay (K/T). Hãy ghi T/M hoặc T/L.")
        lines.append(f"KT. {signatory.in_place_of.upper()}")
    if signatory.by_order_of:
        lines.append(f"{mark.format('L')} {signatory.by_order_of.upper()}")
    return (*lines, signatory.position.upper())
