"""Values and conditions in the words of an office, for traces, comparisons and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from canbo.rulebook import amounts
from canbo.rulebook.conditions import MEASURES, Vocabulary
from canbo.rulebook.model import (
    AllOf,
    AnyOf,
    Ceiling,
    Commitment,
    Condition,
    DayOfYear,
    Due,
    Fact,
    FactValue,
    Item,
    Not,
    Override,
    PeriodKind,
    Rules,
    Setting,
    Test,
)

_SHARES = {
    "is": "bằng {}",
    "below": "dưới {}",
    "at_most": "không quá {}",
    "at_least": "từ {} trở lên",
    "above": "trên {}",
}
PERIODS: dict[str, str] = {"month": "tháng", "quarter": "quý", "year": "năm"}
CARRIED = {"once": "chỉ tính ở kỳ có hạn ban đầu", "again": "phần chưa xong tính lại ở kỳ có hạn mới"}
OBJECTIVE_BY = {"superior": "cấp trên trực tiếp", "decider": "cấp có thẩm quyền quyết định xếp loại"}
ROUNDINGS = {"floor": "xuống", "half_up": "từ một nửa trở lên", "half_even": "về số chẵn", "ceiling": "lên"}
OPEN = "do đơn vị quy định"


def level(rules: Vocabulary, key: str | None) -> str:
    """A level's name; "không xếp loại" for None."""
    return "không xếp loại" if key is None else next((one.label for one in rules.levels if one.key == key), key)


def fact_value(rules: Vocabulary, fact: Fact | None, value: FactValue | None, measure: str = "") -> str:
    """A fact's value in words."""
    if value is None:
        return "chưa có thông tin"
    kind = fact.type if fact else {"total": "points", "percent": "share"}.get(measure, "level")
    match kind:
        case "flag":
            return "có" if value else "không"
        case "share":
            return amounts.shown_share(int(value))
        case "points":
            return f"{amounts.shown(int(value))} điểm"
        case "level":
            return f"“{level(rules, str(value))}”"
        case "months":
            return f"{value} tháng"
        case _:
            return str(value)


def condition(rules: Vocabulary, given: Condition) -> str:
    """A condition as a phrase."""
    match given:
        case Not(of=inner):
            return f"không thuộc trường hợp ({condition(rules, inner)})"
        case AllOf(of=parts):
            return " và ".join(_inner(rules, part) for part in parts)
        case AnyOf(of=parts):
            return " hoặc ".join(_inner(rules, part) for part in parts)
        case Test():
            return _test(rules, given)


def _inner(rules: Vocabulary, part: Condition) -> str:
    phrase = condition(rules, part)
    return f"({phrase})" if isinstance(part, AllOf | AnyOf) else phrase


def _test(rules: Vocabulary, test: Test) -> str:
    fact = next((fact for fact in rules.facts if fact.key == test.fact), None)
    label = fact.label if fact else MEASURES[test.fact]
    if fact is not None and fact.type == "flag":
        return label if test.value else f"không: {label}"
    return f"{label} {_SHARES[test.op].format(fact_value(rules, fact, test.value, test.fact))}"


def effect(rules: Rules, rule: Override) -> str:
    """What an override does."""
    match rule.effect:
        case "set":
            return f"xếp loại “{level(rules, rule.level)}”"
        case "cap":
            return f"không cao hơn “{level(rules, rule.level)}”"
        case "cap_to":
            label = next(fact.label for fact in rules.facts if fact.key == rule.fact)
            return f"không cao hơn: {label}"
        case "not_rated":
            return "không xếp loại"


def denominator(rules: Rules, rule: Ceiling) -> str:
    """Of whom a ceiling is a share."""
    if rule.denominator == "rated":
        return "số người được xếp loại"
    keys = [one.key for one in rules.levels]
    below = level(rules, keys[min(keys.index(rule.level) + 1, len(keys) - 1)])
    return f"số người xếp loại “{below}”" + (" trở lên" if rule.denominator == "good_or_better" else "")


def mark(item: Item, value: object) -> str:
    """A mark as read on the sheet."""
    scale = item.scale
    if value is None:
        return "chưa chấm"
    number = amounts.divide(value, 1, "half_up") if not isinstance(value, int) else value  # type: ignore[arg-type]
    if scale.kind == "met":
        return "đạt" if number else "chưa đạt"
    if scale.kind == "percent":
        return amounts.shown_share(number)
    if scale.kind == "choice":
        label = next((choice.label for choice in scale.choices if choice.value == number), "")
        return f"{amounts.shown_share(number)} ({label})" if label else amounts.shown_share(number)
    return f"{amounts.shown(number)}/{amounts.shown(scale.max)} điểm"


def scale(item: Item) -> str:
    """How an item is marked."""
    given = item.scale
    match given.kind:
        case "met":
            return f"đạt {amounts.shown(given.max)} điểm, chưa đạt 0 điểm"
        case "percent":
            return "tỷ lệ 0%–100%"
        case "choice":
            return "; ".join(f"{amounts.shown_share(choice.value)}: {choice.label}" for choice in given.choices)
        case "points":
            return f"{amounts.shown(given.min)}–{amounts.shown(given.max)} điểm, bước {amounts.shown(given.step)}"


def dues(given: Mapping[PeriodKind, Due]) -> str:
    """The deadlines of a step."""
    if not given:
        return "không đặt hạn"
    return "; ".join(f"kỳ {PERIODS[kind]}: {_due(due)}" for kind, due in sorted(given.items()))


def _due(due: Due) -> str:
    day = "ngày cuối" if due.day == 31 else f"ngày {due.day}"
    return f"{day} của tháng cuối kỳ" if not due.month_offset else f"{day}, {due.month_offset} tháng sau tháng cuối kỳ"


def day_of_year(given: DayOfYear) -> str:
    """A day as an office writes it without the year: "30/01"."""
    return f"{given.day:02d}/{given.month:02d}"


def commitment(given: Commitment) -> str:
    """By when the year's commitment is signed: "năm 2021: trước ngày 10/10; hằng năm: trước ngày 30/01"."""
    before = "trước ngày" if given.strict else "chậm nhất ngày"
    parts = [f"năm {year}: {before} {day_of_year(day)}" for year, day in sorted(given.years.items())]
    if given.every:
        parts.append(f"hằng năm: {before} {day_of_year(given.every)}")
    return "; ".join(parts)


def setting_value(setting: Setting, value: object) -> str:
    """A setting's value in words."""
    if value is None:
        return "chưa quy định" if setting.optional else OPEN
    match setting.type:
        case "choice":
            return dict(setting.choices).get(str(value), str(value))
        case "flag":
            return "có" if value else "không"
        case "points":
            return f"{amounts.shown(int(str(value)))} điểm"
        case "share":
            return amounts.shown_share(int(str(value)))
        case "days":
            return f"{value} ngày"
        case "split" if isinstance(value, Mapping):
            return "; ".join(f"{label}: {amounts.shown(value[key])}" for key, label in setting.parts)
        case "due" if isinstance(value, Mapping):
            return dues({kind: Due(**due) for kind, due in value.items()})
        case "day_of_year" if isinstance(value, Mapping):
            return day_of_year(DayOfYear(**value))
        case "items" if isinstance(value, list | Mapping):
            return f"{len(value)} nội dung"
        case "bands" if isinstance(value, list):
            return "; ".join(f"{band['label']}: từ {amounts.shown(band['min'] or 0)}" for band in value)
        case _:
            return str(value)
