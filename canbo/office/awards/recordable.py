"""What may be recorded of a year beside the results: the facts the law speaks of, and titles decided elsewhere."""

from __future__ import annotations

from canbo.office.awards import law
from canbo.rulebook.model import Fact

TITLES = "titles"
COUNTED = "member_share"  # from what other people hold


def recordable() -> dict[str, Fact]:
    """The facts that may be recorded: all the latest law speaks of, but what is counted from other people's."""
    return {one.key: one for one in law.latest().words.facts if one.key != COUNTED}


def fault(fact: str, value: object, collective: bool) -> str:
    """What is wrong with a fact's value, in Vietnamese; empty where nothing is."""
    titles = law.titles()
    of = "collective" if collective else "person"
    if fact == TITLES:
        known = isinstance(value, list) and all(key in titles and titles[key].of == of for key in value)
        return "" if known else "không có danh hiệu như vậy cho đối tượng này"
    one = recordable().get(fact)
    if one is None:
        return "không có nội dung ghi nhận này"
    if one.type == "flag":
        return "" if isinstance(value, bool) else "ghi có hoặc không"
    return "" if value in [level.key for level in law.latest().words.levels] else "không có mức xếp loại này"
