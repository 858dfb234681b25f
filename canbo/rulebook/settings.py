"""Settings: declaring the holes a pack leaves, and judging what an adopting body puts into them.

A value is plain JSON with numbers in hundredths: choice → its key; count, days → whole number; points, share →
hundredths; flag → true/false; split → {part: hundredths}; due → {period kind: {"month_offset", "day"}};
day_of_year → {"month", "day"};
items → {item or heading key: text} or the item texts in order, each a text or {"path": [heading…], "label": text};
bands → [{"key", "label", "short", "min"}] from the best level down, or {key: min} with the declared labels.
`normal` brings every shape to the first one named.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args, get_type_hints

from canbo.rulebook import amounts
from canbo.rulebook.model import Citation, PeriodKind, Setting
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.source import Node

TYPES = get_args(get_type_hints(Setting)["type"])
_NUMBERS = ("points", "share", "count", "days")
_NEEDED = {"choice": ("choices",), "split": ("parts", "total"), "bands": ("parts",), "items": ("form",)}
_FIELDS = (
    "help",
    "default",
    "choices",
    "parts",
    "total",
    "form",
    "minimum",
    "maximum",
    "optional",
    "largest_at_least",
    "cite",
)


def read_all(node: Node, reader: Reader, inherited: Citation | None) -> dict[str, Setting]:
    """The `settings` section, in its order."""
    own, entries = section(node)
    cite = reader.cite(own, inherited, node) if own else inherited
    return {key: _read(key, entry, reader, cite) for key, entry in entries.items()}


def _read(key: str, node: Node, reader: Reader, inherited: Citation | None) -> Setting:
    given = node.fields(("label", "type"), _FIELDS)
    kind = one_of(given["type"], TYPES)
    for needed in _NEEDED.get(kind, ()):
        if needed not in given:
            raise node.fail(f"thiết lập kiểu {kind} thiếu “{needed}”", f"{needed}: …")
    number = _count if kind in ("count", "days") else _share if kind == "share" else reader.points
    setting = Setting(
        key=key,
        label=given["label"].scalar,
        help=given["help"].scalar if "help" in given else "",
        type=kind,
        default=None,
        cite=reader.cite(given.get("cite"), inherited, node),
        choices=_pairs(given.get("choices")),
        parts=_pairs(given.get("parts")),
        total=reader.points(given["total"]) if "total" in given else None,
        form=given["form"].scalar if "form" in given else "",
        minimum=number(given["minimum"]) if "minimum" in given else None,
        maximum=number(given["maximum"]) if "maximum" in given else None,
        optional=given["optional"].flag if "optional" in given else False,
        largest_at_least=reader.points(given["largest_at_least"]) if "largest_at_least" in given else None,
    )
    if "default" not in given or given["default"].is_null:
        return setting
    default = normal(setting, value(setting, given["default"]))
    problem = fault(setting, default)
    if problem:
        raise given["default"].fail(f"giá trị mặc định: {problem}", "một giá trị hợp lệ")
    return replace(setting, default=default)


def _pairs(node: Node | None) -> tuple[tuple[str, str], ...]:
    return tuple((key, label.scalar) for key, label in node.entries().items()) if node else ()


def _count(node: Node) -> int:
    found = amounts.whole(node.scalar)
    if found is None or found < 0:
        raise node.fail(f"“{node.brief}” không phải là số nguyên", "một số nguyên không âm")
    return found


def _share(node: Node) -> int:
    found = amounts.percent(node.scalar)
    if found is None:
        raise node.fail(f"“{node.brief}” không phải là tỷ lệ", "tỷ lệ có dấu %, như 20%")
    return found


def _points(node: Node) -> int:
    found = amounts.hundredths(node.scalar)
    if found is None:
        raise node.fail(f"“{node.brief}” không phải là số điểm", "một số tối đa hai chữ số thập phân")
    return found


def value(setting: Setting, node: Node) -> object:
    """A setting's value as a pack or a case writes it in YAML (points as decimals, shares with %)."""
    if node.is_null:
        return None
    match setting.type:
        case "choice":
            return node.scalar
        case "count" | "days":
            return _count(node)
        case "points":
            return _points(node)
        case "share":
            return _share(node)
        case "flag":
            return node.flag
        case "split":
            return {key: _points(part) for key, part in node.entries().items()}
        case "due":
            return {key: _due(part) for key, part in node.entries().items()}
        case "day_of_year":
            return {key: _count(part) for key, part in node.fields(("month", "day")).items()}
        case "items":
            if node.is_list:
                return [_wording(element) for element in node.elements()]
            return {key: _wording(part) for key, part in node.entries().items()}
        case "bands":
            if node.is_list:
                return [_band(element) for element in node.elements()]
            return {key: None if part.is_null else bound(part) for key, part in node.entries().items()}


def _due(node: Node) -> dict[str, int]:
    given = node.fields(("day",), ("month_offset",))
    return {
        "month_offset": _count(given["month_offset"]) if "month_offset" in given else 0,
        "day": _count(given["day"]),
    }


def _wording(node: Node) -> object:
    """An item's text, alone or with the headings above it."""
    if not node.is_mapping:
        return node.scalar
    given = node.fields(("label",), ("path",))
    path = [element.scalar for element in given["path"].elements()] if "path" in given else []
    return {"path": path, "label": given["label"].scalar}


def bound(node: Node) -> int:
    """A level's lower bound: points ("90") or, on the percent basis, with its sign ("90%")."""
    return _share(node) if node.scalar.endswith("%") else _points(node)


def normal(setting: Setting, given: object) -> object:
    """A value in its one shape (see above): only `bands` has two that mean the same."""
    if setting.type != "bands" or not isinstance(given, Mapping):
        return given
    labels = dict(setting.parts)
    return [
        {"key": key, "label": labels.get(key, ""), "short": labels.get(key, ""), "min": least}
        for key, least in given.items()
    ]


def _band(node: Node) -> dict[str, object]:
    given = node.fields(("key", "label", "short"), ("min",))
    least = given.get("min")
    return {
        "key": given["key"].scalar,
        "label": given["label"].scalar,
        "short": given["short"].scalar,
        "min": None if least is None or least.is_null else bound(least),
    }


def fault(setting: Setting, given: object) -> str | None:
    """What is wrong with a value given for a setting (Vietnamese), or None."""
    if setting.type in _NUMBERS:
        return _number_fault(setting, given)
    match setting.type:
        case "choice":
            known = [key for key, _ in setting.choices]
            return None if given in known else "chọn một trong: " + ", ".join(label for _, label in setting.choices)
        case "flag":
            return None if isinstance(given, bool) else "chọn có hoặc không"
        case "split":
            return _split_fault(setting, given)
        case "due":
            return _due_fault(given)
        case "day_of_year":
            return amounts.day_of_year_fault(given)
        case "items":
            return _items_fault(given)
        case _:
            return _bands_fault(setting, given)


def _number_fault(setting: Setting, given: object) -> str | None:
    if not isinstance(given, int) or isinstance(given, bool):
        return "nhập một số"
    show = amounts.shown_share if setting.type == "share" else amounts.shown if setting.type == "points" else str
    low = 0 if setting.minimum is None else setting.minimum
    if given < low:
        return f"không được nhỏ hơn {show(low)}"
    high = 10000 if setting.type == "share" and setting.maximum is None else setting.maximum
    return f"không được lớn hơn {show(high)}" if high is not None and given > high else None


def _split_fault(setting: Setting, given: object) -> str | None:
    names = [key for key, _ in setting.parts]
    if not isinstance(given, Mapping) or set(given) != set(names):
        return "nhập đủ các phần: " + ", ".join(label for _, label in setting.parts)
    if any(not isinstance(part, int) or isinstance(part, bool) or part < 0 for part in given.values()):
        return "mỗi phần là một số điểm không âm"
    total = sum(given.values())
    if total != setting.total:
        return f"tổng các phần là {amounts.shown(total)}, phải bằng {amounts.shown(setting.total or 0)}"
    if setting.largest_at_least is not None and max(given.values()) < setting.largest_at_least:
        return f"phần lớn nhất phải từ {amounts.shown(setting.largest_at_least)} trở lên"
    return None


def _due_fault(given: object) -> str | None:
    if not isinstance(given, Mapping) or not given or not set(given) <= set(get_args(PeriodKind)):
        return "nhập ngày cho kỳ tháng, quý hoặc năm"
    for due in given.values():
        fits = (
            isinstance(due, Mapping)
            and set(due) == {"month_offset", "day"}
            and all(isinstance(part, int) and not isinstance(part, bool) for part in due.values())
        )
        if not fits or not 1 <= due["day"] <= 31 or not 0 <= due["month_offset"] <= 12:
            return "ngày từ 1 đến 31, số tháng sau kỳ từ 0 đến 12"
    return None


def _items_fault(given: object) -> str | None:
    if not isinstance(given, list | Mapping):
        return "nhập nội dung cho từng mục"
    for wording in given.values() if isinstance(given, Mapping) else given:
        text = wording.get("label") if isinstance(wording, Mapping) else wording
        path = wording.get("path", []) if isinstance(wording, Mapping) else []
        if not isinstance(text, str) or not isinstance(path, list) or not all(isinstance(head, str) for head in path):
            return "nội dung mỗi mục là một câu, có thể kèm tên tiêu chí"
    return None


def _bands_fault(setting: Setting, given: object) -> str | None:
    names = [key for key, _ in setting.parts]
    if not isinstance(given, list) or not all(
        isinstance(band, Mapping) and set(band) == {"key", "label", "short", "min"} for band in given
    ):
        return "mỗi mức gồm tên, tên tắt và điểm thấp nhất"
    if [band["key"] for band in given] != names:
        return "nhập đủ các mức, từ cao xuống thấp: " + ", ".join(label for _, label in setting.parts)
    if any(not str(band["label"]).strip() or not str(band["short"]).strip() for band in given):
        return "mỗi mức cần tên và tên tắt"
    bounds = [band["min"] for band in given if band["min"] is not None]
    if any(not isinstance(bound, int) or isinstance(bound, bool) or bound < 0 for bound in bounds):
        return "điểm thấp nhất là một số không âm"
    if any(low >= high for high, low in itertools.pairwise(bounds)):
        return "điểm thấp nhất phải giảm dần từ mức cao xuống mức thấp"
    return None


def sample(setting: Setting, other: bool = False) -> object:
    """The default, or a stand-in with which the rest of a pack can be read and checked before anybody has chosen.

    `other` gives a different stand-in: what changes with it is what the adopting body decides.
    """
    if setting.default is not None or setting.optional:
        return setting.default
    match setting.type:
        case "choice":
            return setting.choices[-1 if other else 0][0]
        case "flag":
            return other
        case "split":
            filled = setting.parts[-1 if other else 0][0]
            return {key: setting.total if key == filled else 0 for key, _ in setting.parts}
        case "due":
            return {kind: {"month_offset": 0, "day": 30 if other else 31} for kind in get_args(PeriodKind)}
        case "day_of_year":
            return {"month": 1, "day": 1 + other}
        case "items":
            return {}
        case "bands":
            size = len(setting.parts)
            return [
                {"key": key, "label": label, "short": label, "min": 100 * (size - rank) + other}
                for rank, (key, label) in enumerate(setting.parts, start=1)
            ]
        case _:
            return max(setting.minimum or 0, 1) + other
