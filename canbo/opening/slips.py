"""Slips: made and printed by the trustees, and those not taken voided before anybody can cast.

The codes stand on paper alone. The file to print holds them too: it is removed once printed, and the command says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from canbo.paperwork.dates import short_date
from canbo.paperwork.documents.blocks import Paper, Slip, Slips
from canbo.paperwork.documents.pdf import to_pdf
from canbo.rulebook.ballot import codes as grouping
from canbo.rulebook.ballot import handover, slip
from canbo.rulebook.ballot.manifest import Group, Manifest
from canbo.rulebook.errors import RuleError

CANNOT = (
    "Không ai ghi phiếu nào của ai. Ý kiến được khóa trên máy của bạn; chỉ khi hết hạn và đủ người giữ khóa cùng mở "
    "mới đọc được, khi đó các phiếu đã bị xáo trộn.",
    "Chúng tôi không thể bảo vệ bạn nếu máy bị theo dõi, có người nhìn màn hình, hay bạn viết chi tiết khiến người "
    "khác nhận ra. Hãy dùng máy riêng.",
)
VOTE = (
    CANNOT[0].replace("Ý kiến được khóa", "Lựa chọn được khóa"),
    "Chúng tôi không thể bảo vệ bạn nếu máy bị theo dõi hay có người nhìn màn hình. Hãy dùng máy riêng.",
)
EXACT = "Kết quả công bố đúng số phiếu từng mức; nếu mọi người chọn giống nhau thì ai cũng biết mỗi người chọn gì."


def make(manifest: Manifest, random: Callable[[int], bytes] = os.urandom) -> tuple[dict[str, list[bytes]], str]:
    """The codes of each group in random order, and the text of `slips.json`. RuleError where the survey hands out
    tokens instead."""
    if manifest.way != "slips":
        raise RuleError("đợt này phát phiếu trực tuyến, không in phiếu")
    codes, marks = {}, {}
    for group in manifest.groups:
        codes[group.id], marks[group.id] = slip.make(group.invited + group.spare, manifest.hash, group.id, random)
    return codes, handover.slips_text(manifest, marks)


def link(address: str, manifest: Manifest, group: str, code: bytes) -> str:
    """Where the QR code of a slip leads; what follows # stays on the voter's device."""
    return f"{address.rstrip('/')}/#{manifest.hash}.{group}.{slip.write(code)}"


def pdf(manifest: Manifest, group: Group, codes: Sequence[bytes], address: str) -> bytes:
    """The slips of a group to cut apart and fold: identical but for the code."""
    first, last = _day(manifest.opens), _day(manifest.closes)
    days = ("Gửi ngày", first) if first == last else ("Gửi từ", f"{first} đến hết {last}")
    vote = manifest.profile == "vote"
    told = (*VOTE, EXACT) if vote else CANNOT
    slips = tuple(
        Slip(
            heading="PHIẾU TÍN NHIỆM" if vote else "PHIẾU LẤY Ý KIẾN",
            pairs=(("Đợt", manifest.title), ("Nhóm", group.label), days),
            secret=("Mã phiếu", grouping.slip(slip.write(code))),
            small=(f"Gõ mã tại {address} hoặc quét mã QR. Mã đợt: {grouping.digest(manifest.hash[:16])}…", *told),
            link=link(address, manifest, group.id, code),
        )
        for code in codes
    )
    title = f"{'Phiếu tín nhiệm' if vote else 'Phiếu lấy ý kiến'} - {group.label}"
    return to_pdf(Paper(title, (Slips(slips),), size=10, margins=(12, 12, 12, 12), page_numbers=False))


def void(manifest: Manifest, marks: Mapping[str, Sequence[str]], lines: Iterable[str]) -> str:
    """The text of `handed.json`: the slips not taken, each a line with its code as typed or its link as scanned.

    RuleError names the line whose code was never printed or came before.
    """
    printed = {mark: group for group, found in marks.items() for mark in found}
    voided: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _marks(manifest, line.strip()) & set(printed)
        if len(found) != 1 or found <= voided:
            raise RuleError(f"dòng {number}: phiếu này không phải phiếu đã in của đợt, hoặc đã ghi ở dòng trên")
        voided |= found
    return handover.handed_text(manifest, handover.Handed(tuple(sorted(voided)), {}))


def _marks(manifest: Manifest, line: str) -> set[str]:
    """The marks a line may mean: its code under every group of the survey."""
    code = slip.read(line.rpartition(".")[2] if "#" in line else line)
    return {mark for group in manifest.groups for mark in slip.marks([code], manifest.hash, group.id)}


def taken(marks: Mapping[str, Sequence[str]], handed: handover.Handed) -> dict[str, tuple[int, int]]:
    """Printed and taken slips of each group, for the minutes."""
    voided = set(handed.voided)
    return {group: (len(found), len(found) - len(voided & set(found))) for group, found in marks.items()}


def _day(iso: str) -> str:
    from datetime import date

    return short_date(date.fromisoformat(iso))
