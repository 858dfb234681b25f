"""Rules as canonical JSON and back: what a cycle freezes, and what an auditor reads in ten years.

Canonical means one text per value: keys sorted, no spaces, UTF-8 as it is, only integers. `parse(dump(rules))`
equals `rules`, and `dump(parse(text))` equals `text`.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from canbo.rulebook import model, shapes
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import AllOf, AnyOf, Not, Rules, Test

_CONDITION = {"all": AllOf, "any": AnyOf}


def dump(rules: Rules) -> str:
    """The canonical JSON text of rules."""
    return text_of(encode(rules))


def parse(text: str) -> Rules:
    """The rules in a JSON text; RuleError says which part does not fit."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise RuleError(f"không đọc được JSON của quy định: {error}") from error
    return of_data(data)


def of_data(data: object) -> Rules:
    """The rules in JSON already read (part of a dossier)."""
    found = _decode(Rules, data, "rules")
    return typing.cast(Rules, found)


def digest(text: str) -> str:
    """sha256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(data: object) -> str:
    """Canonical JSON of plain data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: object) -> object:
    """Frozen shapes as plain JSON data."""
    match value:
        case Test():
            return {"fact": value.fact, "op": value.op, "value": value.value}
        case AllOf() | AnyOf():
            return {"all" if isinstance(value, AllOf) else "any": [encode(part) for part in value.of]}
        case Not():
            return {"not": encode(value.of)}
        case date():
            return value.isoformat()
        case tuple() | list():
            return [encode(part) for part in value]
        case Mapping():
            return {str(key): encode(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: encode(part) for one, part in _written(value)}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise RuleError(f"không ghi được giá trị kiểu {type(value).__name__} ra JSON")


def _written(value: Any) -> Iterator[tuple[Field[Any], object]]:
    """The fields a text holds: all but the sparse ones that are None (see `shapes.SPARSE`)."""
    for one in fields(value):
        part = getattr(value, one.name)
        if part is not None or "sparse" not in one.metadata:
            yield one, part


@cache
def _hints(shape: type) -> dict[str, Any]:
    return typing.get_type_hints(shape, vars(shapes) | vars(model))


@cache
def _required(shape: type) -> frozenset[str]:
    """The fields a text must hold. One with a default may be younger than the text: old rules stay readable."""
    return frozenset(one.name for one in fields(shape) if one.default is MISSING)


def _decode(kind: Any, data: object, place: str) -> object:
    origin = get_origin(kind)
    if kind is object or kind is Any:
        return data
    if kind == model.Condition:
        return _condition(data, place)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind), data, place)
    if origin is Literal:
        return _checked(data in get_args(kind), data, place)
    if origin is tuple:
        return _tuple(get_args(kind), data, place)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(data, dict):
            raise _misfit(data, place)
        return {key: _decode(get_args(kind)[1], part, f"{place}.{key}") for key, part in data.items()}
    if is_dataclass(kind):
        return _shape(typing.cast(type, kind), data, place)
    if kind is date:
        return _date(data, place)
    # A bool is an int to Python, not to a reader: 1 is no flag and true is no number.
    return _checked(type(data) is kind, data, place)


def _shape(kind: type, data: object, place: str) -> object:
    hints = _hints(kind)
    if not isinstance(data, dict) or not _required(kind) <= set(data) <= set(hints):
        raise _misfit(data, place)
    return kind(**{name: _decode(hints[name], part, f"{place}.{name}") for name, part in data.items()})


def _tuple(inner: tuple[Any, ...], data: object, place: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise _misfit(data, place)
    if inner[-1] is Ellipsis:
        return tuple(_decode(inner[0], part, f"{place}[{index}]") for index, part in enumerate(data))
    if len(inner) != len(data):
        raise _misfit(data, place)
    return tuple(_decode(one, part, place) for one, part in zip(inner, data, strict=True))


def _union(kinds: tuple[Any, ...], data: object, place: str) -> object:
    if data is None and type(None) in kinds:
        return None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _decode(kind, data, place)
        except RuleError:
            if len([one for one in kinds if one is not type(None)]) == 1:
                raise
    raise _misfit(data, place)


def _condition(data: object, place: str) -> model.Condition:
    if not isinstance(data, dict):
        raise _misfit(data, place)
    if set(data) == {"not"}:
        return Not(_condition(data["not"], place))
    for word, shape in _CONDITION.items():
        if set(data) == {word} and isinstance(data[word], list):
            parts = tuple(_condition(part, place) for part in data[word])
            return AllOf(parts) if shape is AllOf else AnyOf(parts)
    return typing.cast(Test, _shape(Test, data, place))


def _date(data: object, place: str) -> date:
    try:
        return date.fromisoformat(str(data))
    except ValueError as error:
        raise _misfit(data, place) from error


def _checked(fits: bool, data: object, place: str) -> object:
    if not fits:
        raise _misfit(data, place)
    return data


def _misfit(data: object, place: str) -> RuleError:
    return RuleError(f"{place}: nội dung không đúng dạng ({str(data)[:40]})")
