"""A refinement as a table, and the table as YAML: each item of the frame with the items it is split into.

The table knows one step of splitting; a deeper file is kept as it is and edited as a file. What the adopting document
is called comes from the draft, so a table's YAML holds `forms` only and `completed` adds the rest at its end, which
leaves every line number as the writer saw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from canbo.office.regulations.models import AdoptionDraft
from canbo.paperwork.numbers import NumberError, format_hundredths, parse_hundredths
from canbo.rulebook import Form, Group, Item, Rules

BLANK_ROWS = 3
LONGEST_TEXT = 128 * 1024
DEEPEST = 40
_OPENS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSES = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


@dataclass(frozen=True, slots=True)
class PartRow:
    """One item split off: its key, and its label, maximum and step as typed."""

    key: str
    label: str
    max: str
    step: str


@dataclass(frozen=True, slots=True)
class Split:
    """An item of the frame and what it is split into; `name` prefixes the inputs of its rows."""

    form: Form
    group: Group
    item: Item
    heading: str
    parts: tuple[PartRow, ...]

    @property
    def name(self) -> str:
        return f"{self.form.key}.{self.item.key}"

    @property
    def total(self) -> int | None:
        """The maxima typed so far, added up; None while one is no number."""
        return added([part.max for part in self.parts if part.max])


def added(texts: list[str]) -> int | None:
    """Typed numbers added up in hundredths, None where one is none."""
    try:
        return sum(parse_hundredths(text) for text in texts)
    except NumberError:
        return None


def unsafe(text: str) -> str:
    """Why a refinement's text is not even kept (Vietnamese), or "": too long, too deep, or repeating itself by aliases,
    any of which could keep the server busy for ever. Other faults are kept, and named with their line."""
    if len(text) > LONGEST_TEXT:
        return f"Tệp dài hơn {LONGEST_TEXT // 1024} KB. Tệp cụ thể hóa là văn bản ngắn; hãy kiểm tra lại tệp đã chọn."
    depth = 0
    try:
        for token in yaml.scan(text):
            depth += isinstance(token, _OPENS)
            depth -= isinstance(token, _CLOSES)
            if isinstance(token, yaml.AliasToken):
                return f"Dòng {token.start_mark.line + 1}: không dùng được bí danh (*). Hãy ghi đủ nội dung ở đó."
            if depth > DEEPEST:
                return f"Dòng {token.start_mark.line + 1}: chia quá nhiều bậc. Hãy giảm số bậc rồi lưu lại."
    except yaml.reader.ReaderError:
        return "Tệp có ký tự không đọc được. Hãy lưu lại tệp dạng UTF-8 rồi tải lên."
    except yaml.YAMLError:
        return ""
    return ""


def table(frame: Rules, text: str) -> list[Split] | None:
    """The splits of every item that may be split, from a refinement's YAML; None where the table cannot show it."""
    data = _data(text)
    given = data.get("forms", {}) if data is not None else None
    if not isinstance(given, Mapping):
        return None
    splits = []
    try:
        for form in frame.forms:
            for group in form.groups:
                if group.combine == "sum":
                    told = (given.get(form.key) or {}).get(group.key) or {}
                    splits += [_split(form, group, item, told) for item in group.items if item.scale.kind == "points"]
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return splits if _is_all(splits, given) else None


def _data(text: str) -> dict[str, Any] | None:
    """The YAML as plain data, {} for none, None where it is no mapping or not readable."""
    try:
        data = yaml.safe_load(text) if text.strip() else {}
    except yaml.YAMLError:
        return None
    return data if isinstance(data, dict) else None


def _split(form: Form, group: Group, item: Item, told: Mapping[str, Any]) -> Split:
    entry = told.get(item.key, {})
    rows = []
    for key, part in entry.get("items", {}).items():
        if key == "cite":
            continue
        scale = part["scale"]
        if scale["kind"] != "points" or "min" in scale or "items" in part:
            raise ValueError(key)
        rows.append(PartRow(key, part["label"], _typed(scale.get("max", "")), _typed(scale.get("step", ""))))
    return Split(form, group, item, entry.get("heading", entry.get("label", "")), tuple(rows))


def _typed(value: object) -> str:
    """A YAML number as typed, 0.5 as 0,5; a text stays what it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return format_hundredths(round(value * 100))


def _is_all(splits: list[Split], given: Mapping[str, Any]) -> bool:
    """Whether the table shows every group and item the refinement names."""
    shown = {(split.form.key, split.group.key, split.item.key) for split in splits}
    named = {
        (form, group, item)
        for form, groups in given.items()
        for group, items in (groups or {}).items()
        for item in items or {}
        if item != "cite"
    }
    return named <= shown


def written(frame: Rules, data: Mapping[str, str], rows: int) -> str:
    """The YAML of a posted table: per item of the frame its heading and up to `rows` parts; "" where nothing is split.

    What is no number stays as typed, so that nothing is lost and the fault is named with its line.
    """
    forms: dict[str, Any] = {}
    for form in frame.forms:
        taken = {item.key for item in form.items}
        for group in form.groups:
            for item in group.items:
                parts = _parts(f"{form.key}.{item.key}", item.key, data, rows, taken)
                if parts:
                    heading = data.get(f"{form.key}.{item.key}.heading", "").strip()
                    entry = {"heading": heading or item.label, "items": parts}
                    forms.setdefault(form.key, {}).setdefault(group.key, {})[item.key] = entry
    return yaml.safe_dump({"forms": forms}, allow_unicode=True, sort_keys=False, width=1000) if forms else ""


def _parts(name: str, item: str, data: Mapping[str, str], rows: int, taken: set[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for number in range(rows):
        row = {part: data.get(f"{name}.{number}.{part}", "").strip() for part in ("key", "label", "max", "step")}
        if not row["label"] and not row["max"]:
            continue
        key = row["key"] or f"{item}_{number + 1}"
        while key in taken:
            key += "x"
        taken.add(key)
        scale = {"kind": "points", "max": _number(row["max"])} | ({"step": _number(row["step"])} if row["step"] else {})
        parts[key] = {"label": row["label"], "scale": scale}
    return parts


def _number(text: str) -> int | float | str:
    """A typed number for YAML; a text that is none stays a text."""
    try:
        found = parse_hundredths(text)
    except NumberError:
        return text
    return found // 100 if found % 100 == 0 else found / 100


def completed(draft: AdoptionDraft, frame: Rules) -> str:
    """The draft's refinement with what it refines and by which document, where it does not say so itself."""
    data = _data(draft.refinement)
    if data is None:
        return draft.refinement
    document = {
        "issuer": draft.unit.name, "number": draft.number or "(chưa có số)",
        "title": draft.title or "(chưa có trích yếu)", "issued": draft.issued,
    }  # fmt: skip
    cite = {"instrument": document["number"], "article": "Bộ tiêu chí của đơn vị", "confidence": "ours"}
    rest = {"refines": frame.instrument.key, "lineage": document, "cite": cite}
    missing = {key: value for key, value in rest.items() if key not in data}
    text = draft.refinement if draft.refinement.endswith("\n") else draft.refinement + "\n"
    return text + yaml.safe_dump(missing, allow_unicode=True, sort_keys=False, width=1000) if missing else text
