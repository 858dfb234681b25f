"""Rules in words, each value with where it stands and how sure that is: what the pages of this room show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from canbo.rulebook import Citation, Form, Instrument, Item, Pack, Rules, Trace, amounts, words

CONFIDENCE = {
    "A": "Văn bản pháp luật, báo chí chính thống dẫn nguyên văn",
    "A/B": "Văn bản pháp luật, đọc qua tài liệu dẫn lại",
    "B": "Tài liệu của địa phương, đơn vị",
    "C": "Ý kiến",
    "ours": "Cách hiểu hoặc mặc định của phần mềm",
}
NOT_PUBLIC = "Chưa có văn bản công khai"
COUNTED = {
    "rated": "số người được xếp loại",
    "good": "số người ở mức liền dưới",
    "good_or_better": "số người từ mức liền dưới trở lên",
}
ROUNDED = {
    "floor": "làm tròn xuống",
    "half_up": "làm tròn thông thường, từ một nửa làm tròn lên",
    "half_even": "làm tròn về số chẵn",
    "ceiling": "làm tròn lên",
}
SCOPES = {"agency": "từng cơ quan, đơn vị", "task_group": "từng nhóm nhiệm vụ tương đồng"}
EXCLUDED = {
    "maternity": "nghỉ thai sản",
    "sick": "nghỉ ốm",
    "absent": "vắng mặt",
    "before_joining": "trước khi về đơn vị",
}
PERIOD_WORDS = words.PERIODS
DAYS = {"calendar": "ngày", "working": "ngày làm việc"}


def name(instrument: Instrument) -> str:
    """What an instrument is called: its number, or its title where no number is public."""
    return instrument.title if instrument.number.startswith("[") else instrument.number


STATES = {
    "binding": "Đang áp dụng",
    "coming": "Chưa tới ngày",
    "ended": "Đã thôi áp dụng",
    "frame": "Là khung đã được cụ thể hóa",
    "replaced": "Đã được thay thế",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its name, the value in words, where it comes from; `unknown` where no public text gives it."""

    label: str
    value: str
    cite: Citation | None = None
    unknown: bool = False

    @property
    def source(self) -> str:
        """The article and instrument."""
        if self.cite is None:
            return ""
        return ", ".join(part for part in (self.cite.article, self.cite.instrument) if part)

    @property
    def note(self) -> str:
        return self.cite.note if self.cite else ""

    @property
    def confidence(self) -> str:
        """How sure the source is: A, A/B, B, C, or "của phần mềm"."""
        if self.cite is None:
            return ""
        return "của phần mềm" if self.cite.confidence == "ours" else self.cite.confidence


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of a form as a row: the headings that begin with it, then itself. `number` counts from 1."""

    number: int
    headings: tuple[str, ...]
    item: Item
    scale: str
    weight: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    label: str
    max: int
    how: str
    cite: Citation
    rows: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class FormShown:
    form: Form
    groups: tuple[GroupShown, ...]
    unknown: int


def forms(rules: Rules) -> list[FormShown]:
    """Every form with its groups and items, headings where they change."""
    return [form_shown(form) for form in rules.forms]


def form_shown(form: Form) -> FormShown:
    """One form as rows, its items numbered through (the order of a sheet's marks)."""
    groups, number = [], 0
    for group in form.groups:
        rows, before = [], tuple[str, ...]()
        for item in group.items:
            number += 1
            same = 0
            while same < min(len(before), len(item.path)) and before[same] == item.path[same]:
                same += 1
            weight = f"× {item.weight}" if group.combine == "weighted" and item.weight != 1 else ""
            rows.append(ItemLine(number, item.path[same:], item, words.scale(item), weight))
            before = item.path
        how = "cộng điểm các mục" if group.combine == "sum" else "bình quân các tỷ lệ nhân điểm tối đa của nhóm"
        groups.append(GroupShown(group.label, group.max, how, group.cite, tuple(rows)))
    return FormShown(form, tuple(groups), sum(item.placeholder for item in form.items))


def sections(rules: Rules) -> list[Section]:
    """Everything rules say besides their forms, in the order of the procedure."""
    made = [
        Section("levels", "Mức xếp loại", tuple(_levels(rules))),
        Section("overrides", "Trường hợp quyết định mức xếp loại, không theo điểm", tuple(_overrides(rules))),
        Section("ceiling", "Tỷ lệ khống chế", tuple(_ceiling(rules))),
        Section("steps", "Các bước và thời hạn", tuple(_steps(rules))),
        Section("commitment", "Bản cam kết", tuple(_commitment(rules))),
        Section("aggregations", "Tổng hợp các kỳ", tuple(_aggregations(rules))),
        Section("petition", "Công khai và kiến nghị", tuple(_petition(rules))),
        Section("consequences", "Sử dụng kết quả", tuple(_consequences(rules))),
    ]
    return [section for section in made if section.lines]


def _levels(rules: Rules) -> Iterator[Line]:
    percent = rules.basis == "percent"
    for level in rules.levels:
        least = "" if level.min is None else amounts.shown_share(level.min) if percent else amounts.shown(level.min)
        parts = [f"từ {least}{' điểm tối đa' if percent else ' điểm'} trở lên"] if least else []
        parts += [words.condition(rules, part) for part in level.requires]
        yield Line(f"{level.label} ({level.short})", "; ".join(parts) or "các trường hợp còn lại", level.cite)
    yield Line("Làm tròn điểm", f"đến hai chữ số thập phân, {ROUNDED[rules.rounding]}")


def _overrides(rules: Rules) -> Iterator[Line]:
    for rule in rules.overrides:
        names = [form.label for form in rules.forms if form.key in rule.forms]
        only = f" (chỉ {'; '.join(names)})" if names else ""
        yield Line(rule.label, words.effect(rules, rule) + only, rule.cite)


def _ceiling(rules: Rules) -> Iterator[Line]:
    rule = rules.ceiling
    if rule is None:
        return
    scope = ", ".join(SCOPES[one] for one in rule.scope)
    level = words.level(rules, rule.level)
    yield Line(f"“{level}”", f"không quá {amounts.shown_share(rule.share)}, tính theo {scope}", rule.cite)
    if rule.exceptional_share is not None:
        share = amounts.shown_share(rule.exceptional_share)
        yield Line(rule.exceptional_label, f"được đến {share}", rule.cite)
    yield Line("Mẫu số", COUNTED[rule.denominator], rule.cite)
    yield Line("Số người được phép", ROUNDED[rule.rounding], rule.cite)


def _steps(rules: Rules) -> Iterator[Line]:
    for step in rules.steps:
        optional = " (không bắt buộc)" if step.optional else ""
        yield Line(step.label + optional, words.dues(step.due), step.cite)


def _commitment(rules: Rules) -> Iterator[Line]:
    if rules.commitment:
        yield Line("Hạn ký", words.commitment(rules.commitment), rules.commitment.cite)


def _aggregations(rules: Rules) -> Iterator[Line]:
    for rule in rules.aggregations:
        left_out = ", ".join(EXCLUDED.get(key, key) for key in rule.exclude)
        label = f"Từ {words.PERIODS[rule.of]} thành {words.PERIODS[rule.into]}"
        yield Line(label, "bình quân các kỳ được tính" + (f"; không tính: {left_out}" if left_out else ""), rule.cite)


def _petition(rules: Rules) -> Iterator[Line]:
    what = "mức xếp loại" if rules.publication.what == "level" else "mức xếp loại và điểm"
    yield Line("Công khai trong đơn vị", what, rules.publication.cite)
    petition = rules.petition
    pairs = [
        ("Được kiến nghị trong", petition.days, petition.days_type),
        ("Phải trả lời trong", petition.answer_days, petition.answer_days_type),
    ]
    for label, days, kind in pairs:
        value = "chưa quy định" if days is None else f"{days} {DAYS[kind]}"
        yield Line(label, value, petition.cite, unknown=days is None)
    if petition.second_review:
        yield Line("Xem xét lại lần hai", "có", petition.cite)


def _consequences(rules: Rules) -> Iterator[Line]:
    for rule in rules.consequences:
        yield Line(rule.label, words.condition(rules, rule.when), rule.cite)


def settings(found: Pack, rules: Rules | None) -> Section:
    """What the law leaves open and what was chosen for it; a pack by itself shows what it suggests."""
    values = rules.settings if rules else {setting.key: setting.default for setting in found.settings}
    lines = []
    for setting in found.settings:
        value = values.get(setting.key)
        lines.append(Line(setting.label, words.setting_value(setting, value), setting.cite, unknown=value is None))
    return Section("settings", "Những điều văn bản để ngỏ", tuple(lines))


def node(trace: Trace) -> dict[str, Any]:
    """A trace as the page part `base/parts/trace.html` takes it."""
    return {
        "label": trace.label,
        "value": trace.value,
        "citation": trace.cite,
        "children": [node(child) for child in trace.children],
    }
