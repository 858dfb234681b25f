"""Typed reading of a pack's values: literals, citations, holes filled from settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from canbo.rulebook import amounts
from canbo.rulebook.model import Citation, Fact, Setting
from canbo.rulebook.source import Node

Confidence = Literal["A", "A/B", "B", "C", "ours"]


class _NoHole:
    """The mark of a node that is a value of its own."""


NO_HOLE = _NoHole()


@dataclass
class Reader:
    """What reading a pack needs to know: its number, its settings with their values, and the names declared.

    `strict` is off while the pack is only being looked at (holes hold samples): what depends on a sample
    is then not judged. `touched` lists the settings met, in order, so a check can tell whether one was.
    """

    number: str
    settings: Mapping[str, Setting]
    values: Mapping[str, object]
    strict: bool = False
    touched: list[str] = field(default_factory=list)
    levels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)

    def fill(self, node: Node, *types: str) -> object:
        """The value of the setting a hole names, or NO_HOLE; dangling names and wrong types are refused."""
        name = node.hole
        if name is None:
            return NO_HOLE
        key, _, part = name.partition(".")
        setting = self.settings.get(key)
        if setting is None:
            raise node.fail(f"không có thiết lập “{key}”", "một trong " + ", ".join(self.settings))
        if setting.type not in types:
            raise node.fail(f"thiết lập “{key}” kiểu {setting.type} không dùng được ở đây", " hoặc ".join(types))
        self.touched.append(key)
        value = self.values[key]
        if setting.type == "split" and not part:
            raise node.fail(
                f"thiết lập “{key}” có nhiều phần", f"{{setting: {key}.{setting.parts[0][0]}}} hoặc phần khác"
            )
        return _part(setting, value, part, node) if part else value

    def text(self, node: Node, allowed: Collection[str] = ()) -> str:
        """A text; with `allowed`, one of those."""
        value = self.fill(node, "choice", "bands")
        if value is NO_HOLE:
            value = node.scalar
        else:
            self._check_choices(node, allowed)
        if allowed and value not in allowed:
            raise node.fail(f"“{value}” không dùng được ở đây", "một trong " + ", ".join(allowed))
        if node.is_null or not str(value).strip():
            raise node.fail("chữ để trống", "một câu hoặc một từ")
        return str(value)

    def _check_choices(self, node: Node, allowed: Collection[str]) -> None:
        setting = self.settings[str(node.hole).partition(".")[0]]
        wrong = [value for value, _ in setting.choices if allowed and value not in allowed]
        if wrong:
            raise node.fail(f"thiết lập “{setting.key}” cho chọn “{wrong[0]}”", "một trong " + ", ".join(allowed))

    def points(self, node: Node) -> int:
        """Points as hundredths."""
        value = self.points_or_none(node)
        if value is None:
            raise node.fail("chưa có số điểm", "một số như 30 hoặc 8.5")
        return value

    def points_or_none(self, node: Node) -> int | None:
        """Points as hundredths; None where null or an optional setting left open."""
        value = self.fill(node, "points", "split", "bands")
        if value is NO_HOLE:
            value = None if node.is_null else amounts.hundredths(node.scalar)
            if value is None and not node.is_null:
                raise node.fail(
                    f"“{node.brief}” không phải là số điểm", "một số tối đa hai chữ số thập phân, như 89.99"
                )
        if value is not None and not isinstance(value, int):
            raise node.fail("ở đây cần một số điểm", "tên phần của thiết lập, như {setting: khóa.phần}")
        return value

    def share(self, node: Node) -> int:
        """A share as hundredths of a percent, written "20%"."""
        value = self.share_or_none(node)
        if value is None:
            raise node.fail(f"“{node.brief}” không phải là tỷ lệ", "tỷ lệ có dấu %, như 20%")
        return value

    def share_or_none(self, node: Node) -> int | None:
        """A share; None where null or an optional setting left open."""
        value = self.fill(node, "share")
        if value is NO_HOLE:
            value = None if node.is_null else amounts.percent(node.scalar)
            if value is None and not node.is_null:
                raise node.fail(f"“{node.brief}” không phải là tỷ lệ", "tỷ lệ có dấu %, như 20%")
        return value if isinstance(value, int) else None

    def count(self, node: Node) -> int:
        """A whole number of things, days or months."""
        value = self.count_or_none(node)
        if value is None:
            raise node.fail("chưa có số", "một số nguyên")
        return value

    def count_or_none(self, node: Node) -> int | None:
        """A whole number; None where null or an optional setting left open."""
        value = self.fill(node, "count", "days")
        if value is NO_HOLE:
            if node.is_null:
                return None
            value = amounts.whole(node.scalar)
            if value is None:
                raise node.fail(f"“{node.brief}” không phải là số nguyên", "một số nguyên")
        return value if isinstance(value, int) else None

    def weight(self, node: Node) -> int:
        """A weight: a whole number, or a part of a split (only the proportions of weights matter)."""
        value = self.fill(node, "split", "count") if node.hole is not None else NO_HOLE
        if value is NO_HOLE:
            return self.count(node)
        if not isinstance(value, int):
            raise node.fail("ở đây cần một trọng số", "tên phần của thiết lập, như {setting: khóa.phần}")
        return value

    def flag(self, node: Node) -> bool:
        """true or false."""
        value = self.fill(node, "flag")
        return node.flag if value is NO_HOLE else bool(value)

    def texts(self, node: Node, allowed: Collection[str] = ()) -> tuple[str, ...]:
        """A list of texts (each one of `allowed`, where given), without repeats."""
        found = tuple(self.text(element, allowed) for element in node.elements())
        if len(set(found)) < len(found):
            raise node.fail("danh sách có giá trị lặp lại", "mỗi giá trị một lần")
        return found

    def cite(self, node: Node | None, inherited: Citation | None, place: Node) -> Citation:
        """The citation of a value: its own (what it leaves out comes from the enclosing one) or the inherited."""
        if node is None:
            if inherited is None:
                raise place.fail(
                    "giá trị không có căn cứ", "cite: {article: …, confidence: …} ở đây hoặc ở mục bao ngoài"
                )
            return inherited
        given = node.fields((), ("article", "confidence", "note", "instrument"))
        base = inherited or Citation(self.number, "", "ours")
        if inherited is None and not {"article", "confidence"} <= given.keys():
            raise node.fail("căn cứ chưa đủ", "cite: {article: …, confidence: A|A/B|B|C|ours}")
        return Citation(
            instrument=given["instrument"].scalar if "instrument" in given else base.instrument,
            article=given["article"].scalar if "article" in given else base.article,
            confidence=one_of(given["confidence"], get_args(Confidence)) if "confidence" in given else base.confidence,
            note=given["note"].scalar if "note" in given else "",
        )


def one_of(node: Node, allowed: Collection[str]) -> Any:
    """A scalar that must be one of `allowed` (typed Any: the caller's Literal holds just these)."""
    if node.scalar not in allowed:
        raise node.fail(f"“{node.brief}” không dùng được ở đây", "một trong " + ", ".join(allowed))
    return node.scalar


def day(node: Node) -> date:
    """An ISO day (2026-01-01)."""
    try:
        return date.fromisoformat(node.scalar)
    except ValueError as error:
        raise node.fail(f"“{node.brief}” không phải là ngày", "ngày dạng 2026-01-01") from error


def day_or_none(node: Node | None) -> date | None:
    """An ISO day, or None where absent or null."""
    return None if node is None or node.is_null else day(node)


def section(node: Node) -> tuple[Node | None, dict[str, Node]]:
    """A keyed section split into its own `cite` and the rest."""
    entries = dict(node.entries())
    return entries.pop("cite", None), entries


def _part(setting: Setting, value: object, part: str, node: Node) -> object:
    """One part of a split or of bands: `split.key`, `bands.level` (its bound), `bands.level.label`."""
    names = [key for key, _ in setting.parts]
    name, _, aspect = part.partition(".")
    if name not in names:
        raise node.fail(f"thiết lập “{setting.key}” không có phần “{name}”", "một trong " + ", ".join(names))
    if setting.type == "split" and isinstance(value, dict):
        return value[name]
    if setting.type == "bands" and isinstance(value, list):
        band = next(band for band in value if band["key"] == name)
        if aspect in ("", "min", "label", "short"):
            return band[aspect or "min"]
    raise node.fail(f"thiết lập “{setting.key}” không có phần “{part}”", "{setting: khóa.phần}")
