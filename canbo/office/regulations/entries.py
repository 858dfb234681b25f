"""What is typed into a setting, and the value it means. A value is plain JSON in hundredths, as the rulebook takes it;
typed texts are as an office writes: comma decimals, % optional, empty for "not decided"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from canbo.paperwork.numbers import NumberError, format_hundredths, parse_hundredths
from canbo.rulebook import PeriodKind, Setting
from canbo.rulebook import settings as rulebook_settings
from canbo.rulebook.amounts import natural

PERIOD_NAMES: dict[PeriodKind, str] = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}
BAND_NAMES = (("label", "Tên mức", "text"), ("short", "Viết tắt", "text"))
Typed = Mapping[str, str]


class EntryError(ValueError):
    """What was typed is no value of the setting; the message is Vietnamese and says what to type."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a setting: its name in the form, its label ("" where the setting's own label says it), the text in
    it, and what it takes: "text", "number" or one of `choices`."""

    name: str
    label: str
    text: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""


def entries(setting: Setting, periods: Sequence[PeriodKind], typed: Typed) -> list[Entry]:
    """The inputs of a setting (none for `items`, which have a screen of their own), filled with what was typed."""

    def made(name: str, label: str, kind: str = "number", unit: str = "", **more: Any) -> Entry:
        return Entry(name, label, typed.get(name, ""), kind, unit=unit, **more)

    key = setting.key
    match setting.type:
        case "choice":
            return [made(key, "", "choice", choices=(("", "Chưa chọn"), *setting.choices))]
        case "flag":
            return [made(key, "", "choice", choices=(("", "Chưa chọn"), ("true", "Có"), ("false", "Không")))]
        case "split":
            return [made(f"{key}.{part}", label, unit="điểm") for part, label in setting.parts]
        case "due":
            return [
                made(f"{key}.{kind}.{part}", f"{PERIOD_NAMES[kind]}: {label}", unit=unit)
                for kind in periods
                for part, label, unit in (("day", "ngày", ""), ("offset", "sau tháng cuối kỳ", "tháng"))
            ]
        case "bands":
            return [
                made(f"{key}.{part}.{column}", name, kind)
                for part, label in setting.parts
                for column, name, kind in (("min", f"{label}: từ", "number"), *BAND_NAMES)
            ]
        case "day_of_year":
            return [made(key, "ngày/tháng", "text")]
        case "items":
            return []
        case _:
            units = {"points": "điểm", "share": "%", "days": "ngày"}
            return [made(key, "", unit=units.get(setting.type, ""))]


def shown(setting: Setting, value: object) -> dict[str, str]:
    """A value as it would be typed, by input name; empty for None."""
    key = setting.key
    if value is None:
        return {}
    match setting.type:
        case "flag":
            return {key: "true" if value else "false"}
        case "points" | "share" if isinstance(value, int):
            return {key: format_hundredths(value)}
        case "split" if isinstance(value, Mapping):
            return {f"{key}.{part}": format_hundredths(points) for part, points in value.items()}
        case "due" if isinstance(value, Mapping):
            return {
                f"{key}.{kind}.{part}": str(due[field])
                for kind, due in value.items()
                for part, field in (("day", "day"), ("offset", "month_offset"))
            }
        case "bands":
            bands: Any = rulebook_settings.normal(setting, value)
            texts = {f"{key}.{band['key']}.{part}": band[part] for band in bands for part in ("label", "short")}
            lows = {f"{key}.{band['key']}.min": band["min"] for band in bands}
            return texts | {name: "" if low is None else format_hundredths(low) for name, low in lows.items()}
        case "day_of_year" if isinstance(value, Mapping):
            return {key: f"{value['day']:02d}/{value['month']:02d}"}
        case "items":
            return {}
        case _:
            return {key: str(value)}


def read(setting: Setting, typed: Typed) -> object | None:
    """The value typed, None where everything is empty. EntryError where it is no value the setting takes."""
    if not any(text.strip() for name, text in typed.items() if not name.endswith((".label", ".short", ".offset"))):
        return None
    value = _read(setting, {name: text.strip() for name, text in typed.items()})
    problem = rulebook_settings.fault(setting, value)
    if problem:
        raise EntryError(problem[:1].upper() + problem[1:] + ".")
    return value


def _read(setting: Setting, typed: Typed) -> object:
    key = setting.key
    match setting.type:
        case "choice":
            return typed[key]
        case "flag":
            return typed[key] == "true"
        case "points":
            return number(typed[key])
        case "share":
            return number(typed[key].removesuffix("%"))
        case "count" | "days":
            return whole(typed[key])
        case "split":
            return {part: number(typed.get(f"{key}.{part}", ""), label) for part, label in setting.parts}
        case "due":
            return _due(key, typed)
        case "day_of_year":
            day, _, month = typed[key].replace("-", "/").partition("/")
            return {"month": whole(month.strip(), "Tháng"), "day": whole(day.strip(), "Ngày")}
        case _:
            return [_band(f"{key}.{part}", part, label, typed) for part, label in setting.parts]


def _due(key: str, typed: Typed) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kind, name in PERIOD_NAMES.items():
        day, offset = typed.get(f"{key}.{kind}.day", ""), typed.get(f"{key}.{kind}.offset", "")
        if day:
            found[kind] = {"month_offset": whole(offset or "0", name), "day": whole(day, name)}
    return found


def _band(name: str, key: str, label: str, typed: Typed) -> dict[str, object]:
    text = typed.get(f"{name}.label") or label
    low = typed.get(f"{name}.min", "").removesuffix("%")
    return {"key": key, "label": text, "short": typed.get(f"{name}.short") or text, "min": number(low, label)}


def number(text: str, label: str = "") -> int:
    """Typed points or percents in hundredths; EntryError naming the part."""
    try:
        return parse_hundredths(text)
    except NumberError as error:
        raise EntryError(f"{label}: {error}" if label else str(error)) from error


def whole(text: str, label: str = "") -> int:
    """A typed whole number, not negative; EntryError naming the part."""
    found = natural(text, 4)
    if found is None:
        raise EntryError(f"{label + ': ' if label else ''}“{text}” không phải là số nguyên. Hãy nhập một số như 5.")
    return found


def default_of(setting: Setting) -> dict[str, str]:
    """What an untouched input shows: the pack's default, or for bands the suggested names of the levels."""
    if setting.type == "bands" and setting.default is None:
        key = setting.key
        return {f"{key}.{part}.{column}": label for part, label in setting.parts for column in ("label", "short")}
    return shown(setting, setting.default)
