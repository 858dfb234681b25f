"""Which rank a title means, where a roster only says the title and perhaps "leader"."""

from __future__ import annotations

from canbo.paperwork.names import tidy

# A title that begins so heads its unit; the head of a unit goes by its kind ("Tổ trưởng", "Hiệu trưởng").
HEADS = (
    "bí thư", "chủ tịch", "giám đốc", "tổng giám đốc", "trưởng", "chánh văn phòng", "chánh thanh tra", "chủ nhiệm",
    "hiệu trưởng", "tổ trưởng", "đội trưởng", "viện trưởng", "cục trưởng", "chi cục trưởng", "vụ trưởng",
    "chỉ huy trưởng", "trạm trưởng", "tổng biên tập",
)  # fmt: skip


def rank_of(title: str, leader: bool | None) -> str:
    """head, deputy or staff. "Phó" anywhere is a deputy; a mark in the roster's column "leader" makes one of any title.

    A blank there says nothing: offices leave it blank for deputies.
    """
    words = tidy(title).lower()
    if "phó" in words.replace(",", " ").split():
        return "deputy"
    if words.startswith(HEADS):
        return "head"
    return "deputy" if leader else "staff"
