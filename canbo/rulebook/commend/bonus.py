"""Money with a title or a monthly level: a multiple of the base salary, or an amount the body sets. Whole đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from canbo.rulebook import document
from canbo.rulebook.amounts import divide
from canbo.rulebook.document import Document
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation
from canbo.rulebook.reader import Reader, section

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Amount:
    """`times` hundredths of the base salary, or a `fixed` sum in đồng; neither: the body has not set it."""

    times: int | None
    fixed: int | None
    cite: Citation


@cache
def library() -> tuple[Document, ...]:
    """The shipped instruments on money, by the day they came into force."""
    files = [*FOLDER.glob("bonus_*.yaml"), *FOLDER.glob("monthly_*.yaml")]
    return document.by_day(map(load, files))


def load(path: Path) -> Document:
    """An instrument from its file, checked whole. PackError names file, line and what was expected."""
    found = document.read(path, ("instrument", "settings", "amounts"))
    _read(found, found.trial())
    return found


def amounts(key: str, given: Mapping[str, object]) -> dict[str, Amount]:
    """What each title (or level) brings under a body's settings. RuleError: no such instrument; SettingsError."""
    one = document.named(library(), key, "tiền thưởng")
    reader = one.reader(given)
    base = reader.values.get("base_salary")
    return {name: _filled(amount, base) for name, amount in _read(one, reader).items()}


def amount(found: Mapping[str, Amount], key: str) -> int | None:
    """The đồng for a title or level; None where nobody has set it. RuleError where the instrument knows no such key."""
    if key not in found:
        raise RuleError(f"không có mức thưởng cho “{key}”")
    return found[key].fixed


def _filled(one: Amount, base: object) -> Amount:
    if one.times is None or not isinstance(base, int):
        return one
    return Amount(one.times, divide(one.times * base, 100, "half_up"), one.cite)


def _read(found: Document, reader: Reader) -> dict[str, Amount]:
    own, entries = section(found.content["amounts"])
    inherited = reader.cite(own, None, found.content["amounts"]) if own else None
    read = {}
    for key, node in entries.items():
        given = node.fields((), ("times", "fixed", "cite"))
        if ("times" in given) == ("fixed" in given):
            raise node.fail("cần đúng một trong hai: times (hệ số lương cơ sở) hoặc fixed (đồng)", "times: 0.3")
        if "times" in given and "base_salary" not in reader.settings:
            raise node.fail("hệ số cần mức lương cơ sở", "thiết lập base_salary")
        times = reader.points(given["times"]) if "times" in given else None
        fixed = reader.count_or_none(given["fixed"]) if "fixed" in given else None
        read[key] = Amount(times, fixed, reader.cite(given.get("cite"), inherited, node))
    return read
