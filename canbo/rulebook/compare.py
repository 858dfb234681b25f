"""Two packs, or two sets of rules, side by side in words a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from canbo.rulebook import amounts, words
from canbo.rulebook.model import Rules
from canbo.rulebook.pack import Pack

NONE = "không có"
_DAYS = {"calendar": "ngày", "working": "ngày làm việc"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: where (keys), what it is called, and both values in words."""

    path: str
    label: str
    a: str
    b: str


Row = tuple[str, str, str]


def diff(a: Rules | Pack, b: Rules | Pack) -> tuple[Difference, ...]:
    """Everything that differs, in the order of `a`, then what only `b` has. Packs are compared with their defaults;
    what an adopting body must choose shows as such."""
    left = {path: (label, value) for path, label, value in rows(a)}
    right = {path: (label, value) for path, label, value in rows(b)}
    found = []
    for path in [*left, *(path for path in right if path not in left)]:
        label = (left.get(path) or right[path])[0]
        one, two = (side[path][1] if path in side else NONE for side in (left, right))
        if one != two:
            found.append(Difference(path, label, one, two))
    return tuple(found)


def rows(given: Rules | Pack) -> Iterator[Row]:
    """Everything rules or a pack say, as (path, label, value in words); what a body must choose shows as such."""
    if isinstance(given, Rules):
        yield from _rules(given)
        return
    other = {path: value for path, _, value in _rules(given.other_specimen())}
    for path, label, value in _rules(given.specimen):
        yield path, label, value if other.get(path) == value else words.OPEN
    for setting in given.settings:
        yield f"settings.{setting.key}", f"Thiết lập: {setting.label}", words.setting_value(setting, setting.default)


def _rules(rules: Rules) -> Iterator[Row]:
    instrument = rules.instrument
    yield "instrument.number", "Số văn bản", instrument.number
    yield "instrument.title", "Tên văn bản", instrument.title
    yield "instrument.in_force", "Có hiệu lực từ", f"{instrument.in_force:%d/%m/%Y}"
    yield "instrument.ends", "Hết hiệu lực", f"{instrument.ends:%d/%m/%Y}" if instrument.ends else "chưa"
    yield "periods", "Kỳ đánh giá", ", ".join(words.PERIODS[kind] for kind in rules.periods)
    yield from _forms(rules)
    yield from _levels(rules)
    yield from _ceiling(rules)
    yield from _procedure(rules)


def _forms(rules: Rules) -> Iterator[Row]:
    for form in rules.forms:
        at = f"forms.{form.key}"
        yield at, f"Biểu {form.label}", f"{amounts.shown(form.max)} điểm"
        for group in form.groups:
            yield f"{at}.{group.key}", f"{form.label}: {group.label}", f"tối đa {amounts.shown(group.max)} điểm"
            for item in group.items:
                name = " – ".join((*item.path, item.label))
                weight = f", trọng số {item.weight}" if group.combine == "weighted" else ""
                yield (
                    f"{at}.{group.key}.{item.key}",
                    f"{form.label}: {group.label}",
                    f"{name}: {words.scale(item)}{weight}",
                )


def _levels(rules: Rules) -> Iterator[Row]:
    yield "basis", "Căn cứ xếp mức", "điểm" if rules.basis == "points" else "tỷ lệ phần trăm điểm tối đa"
    yield "rounding", "Làm tròn điểm", words.ROUNDINGS[rules.rounding]
    show = amounts.shown_share if rules.basis == "percent" else lambda value: f"{amounts.shown(value)} điểm"
    for level in rules.levels:
        least = "theo điều kiện" if level.min is None else f"từ {show(level.min)}"
        parts = [least, *(words.condition(rules, part) for part in level.requires)]
        yield f"levels.{level.key}", f"Mức {level.rank}", f"{level.label}: {'; '.join(parts)}"
    for rule in rules.overrides:
        yield f"overrides.{rule.key}", rule.label, f"{words.condition(rules, rule.when)}: {words.effect(rules, rule)}"


def _ceiling(rules: Rules) -> Iterator[Row]:
    rule = rules.ceiling
    if rule is None:
        yield "ceiling", "Tỷ lệ khống chế", NONE
        return
    yield "ceiling.share", f"Tỷ lệ tối đa “{words.level(rules, rule.level)}”", amounts.shown_share(rule.share)
    exceptional = (
        NONE
        if rule.exceptional_share is None
        else f"{amounts.shown_share(rule.exceptional_share)} khi {rule.exceptional_label}"
    )
    yield "ceiling.exceptional", "Tỷ lệ đặc biệt", exceptional
    yield "ceiling.denominator", "Mẫu số của tỷ lệ", words.denominator(rules, rule)
    yield "ceiling.rounding", "Làm tròn số người", words.ROUNDINGS[rule.rounding]


def _procedure(rules: Rules) -> Iterator[Row]:
    for step in rules.steps:
        yield f"steps.{step.key}", f"Bước: {step.label}", words.dues(step.due)
    for rule in rules.aggregations:
        excluded = f", không tính: {', '.join(rule.exclude)}" if rule.exclude else ""
        at = f"aggregations.{rule.of}.{rule.into}"
        yield (
            at,
            f"Tổng hợp {words.PERIODS[rule.of]} thành {words.PERIODS[rule.into]}",
            f"bình quân các kỳ được tính{excluded}",
        )
    petition = rules.petition
    days = "chưa quy định" if petition.days is None else f"{petition.days} {_DAYS[petition.days_type]}"
    answer = (
        "chưa quy định"
        if petition.answer_days is None
        else f"{petition.answer_days} {_DAYS[petition.answer_days_type]}"
    )
    yield "petition.days", "Thời hạn kiến nghị", days
    yield "petition.answer_days", "Thời hạn trả lời kiến nghị", answer
    yield "petition.second_review", "Xem xét lại lần hai", "có" if petition.second_review else "không"
    yield "publication", "Công khai", "mức xếp loại" if rules.publication.what == "level" else "mức xếp loại và điểm"
    for consequence in rules.consequences:
        yield f"consequences.{consequence.key}", consequence.label, words.condition(rules, consequence.when)
    if rules.commitment:
        yield "commitment", "Ký bản cam kết", words.commitment(rules.commitment)
    if rules.workload:
        review, delay = (amounts.shown_share(share) for share in (rules.workload.failed_review, rules.workload.delay))
        yield "workload", "Trừ điểm sản phẩm", f"mỗi lần chưa đạt {review}, mỗi lần chậm {delay}"
        yield "workload.carried", "Việc chưa xong được giao hạn mới", words.CARRIED[rules.workload.carried]
        yield (
            "workload.objective_by",
            "Xác nhận nguyên nhân khách quan",
            words.OBJECTIVE_BY[rules.workload.objective_by],
        )
