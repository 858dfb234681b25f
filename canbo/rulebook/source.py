"""YAML with its line numbers: a thin cursor over PyYAML's nodes that can say where a fault is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from canbo.rulebook.errors import PackError

# libyaml composes about ten times faster than the pure Python loader; both read the same language.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_TEXT = 500_000
MAX_DEPTH = 40
_TAG = "tag:yaml.org,2002:"


class Node:
    """One YAML value and where it stands. Reading it wrongly raises PackError with file and line."""

    __slots__ = ("_entries", "file", "raw")

    def __init__(self, raw: yaml.Node, file: str) -> None:
        self.raw, self.file = raw, file
        self._entries: dict[str, Node] | None = None

    @property
    def line(self) -> int:
        return int(self.raw.start_mark.line) + 1

    def fail(self, message: str, expected: str = "") -> PackError:
        """The error for this place, to be raised by the caller."""
        return PackError(self.file, self.line, message, expected)

    @property
    def is_null(self) -> bool:
        return self.raw.tag == _TAG + "null"

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.raw, yaml.SequenceNode)

    def entries(self) -> dict[str, Node]:
        """A mapping's entries in their order; duplicate keys are refused, `<<` merges are followed."""
        if self._entries is None:
            if not isinstance(self.raw, yaml.MappingNode):
                raise self.fail(f"“{self.brief}” không phải là một bảng khóa: giá trị", "các dòng “khóa: giá trị”")
            self._entries = self._read_entries(self.raw)
        return self._entries

    def _read_entries(self, raw: yaml.MappingNode) -> dict[str, Node]:
        own: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for key, value in raw.value:
            node = Node(value, self.file)
            if key.tag == _TAG + "merge":
                for part in node.elements() if node.is_list else [node]:
                    merged = {**part.entries(), **merged}
                continue
            if not isinstance(key, yaml.ScalarNode):
                raise Node(key, self.file).fail("khóa phải là một từ", "khóa: giá trị")
            if key.value in own:
                raise Node(key, self.file).fail(f"khóa “{key.value}” lặp lại", "mỗi khóa một lần")
            own[key.value] = node
        return {**merged, **own}

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        """The entries of a mapping that may hold just these keys; names the unknown and the missing."""
        entries, required = self.entries(), tuple(required)
        known = {*required, *optional}
        for key, value in entries.items():
            if key not in known:
                raise value.fail(f"khóa lạ “{key}”", "một trong " + ", ".join(sorted(known)))
        for key in required:
            if key not in entries:
                raise self.fail(f"thiếu khóa “{key}”", f"{key}: …")
        return entries

    def elements(self) -> list[Node]:
        """A list's elements."""
        if not isinstance(self.raw, yaml.SequenceNode):
            raise self.fail(f"“{self.brief}” không phải là danh sách", "[…] hoặc các dòng “- …”")
        return [Node(value, self.file) for value in self.raw.value]

    @property
    def scalar(self) -> str:
        """The text of a scalar as written."""
        if not isinstance(self.raw, yaml.ScalarNode):
            raise self.fail("ở đây phải là một giá trị đơn", "một từ, một số hoặc một câu")
        return str(self.raw.value)

    @property
    def flag(self) -> bool:
        """true or false."""
        if self.raw.tag != _TAG + "bool":
            raise self.fail(f"“{self.brief}” không phải là đúng/sai", "true hoặc false")
        return self.scalar.lower() in ("true", "yes", "on")

    @property
    def hole(self) -> str | None:
        """The setting named by `{setting: key}`, or None where this is a value of its own."""
        if not isinstance(self.raw, yaml.MappingNode) or len(self.raw.value) != 1:
            return None
        key, value = self.raw.value[0]
        return Node(value, self.file).scalar if getattr(key, "value", None) == "setting" else None

    @property
    def brief(self) -> str:
        """A few characters of the value, for error messages."""
        return str(self.raw.value)[:40] if isinstance(self.raw, yaml.ScalarNode) else "…"

    def plain(self) -> object:
        """The value as plain lists, dicts and texts as written (None for null, bool for booleans)."""
        if self.is_mapping:
            return {key: value.plain() for key, value in self.entries().items()}
        if self.is_list:
            return [value.plain() for value in self.elements()]
        if self.is_null:
            return None
        return self.flag if self.raw.tag == _TAG + "bool" else self.scalar


def compose(text: str, file: str) -> Node:
    """The root node of a YAML text; PackError with the line where it is no YAML or empty."""
    try:
        raw = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(file, line, f"không đọc được YAML ({error.problem})", "YAML đúng cú pháp") from error
    except yaml.YAMLError as error:
        raise PackError(file, 1, f"không đọc được YAML ({error})", "YAML đúng cú pháp") from error
    if raw is None:
        raise PackError(file, 1, "tệp rỗng", "nội dung YAML")
    return Node(raw, file)


def compose_untrusted(text: str, file: str) -> Node:
    """The root of a text that somebody uploaded: size and depth bounded, and no aliases, which could unfold endlessly.

    The events are looked at first because composing recurses: a text deep enough would end the process.
    """
    if len(text) > MAX_TEXT:
        raise PackError(file, 1, f"tệp dài {len(text)} ký tự", f"không quá {MAX_TEXT} ký tự")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            line = event.start_mark.line + 1 if event.start_mark else 1
            if depth > MAX_DEPTH:
                raise PackError(file, line, "các tầng lồng nhau quá sâu", f"không quá {MAX_DEPTH} tầng")
            if isinstance(event, yaml.AliasEvent):
                raise PackError(file, line, "tệp tải lên không được dùng tham chiếu (*tên)", "viết đầy đủ nội dung")
    except yaml.YAMLError:
        pass  # compose says where and what
    return compose(text, file)


def sections(files: Iterable[Path], root: Path) -> dict[str, Node]:
    """The top-level keys of several files as one mapping; a key in two files is refused."""
    merged: dict[str, Node] = {}
    for file in files:
        name = str(file.relative_to(root))
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise PackError(name, 1, "tệp không phải UTF-8", "tệp chữ mã hóa UTF-8") from error
        for key, node in compose(text, name).entries().items():
            if key in merged:
                raise node.fail(f"mục “{key}” đã có ở {merged[key].file}", "mỗi mục trong một tệp")
            merged[key] = node
    return merged


def content_hash(merged: dict[str, Node]) -> str:
    """sha256 of the canonical JSON of a whole pack: its order counts (overrides apply as listed), comments do not."""
    plain = {key: merged[key].plain() for key in sorted(merged)}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
