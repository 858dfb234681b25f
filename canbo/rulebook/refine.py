"""Refinement: a body below makes its own set out of a frame, splitting groups and items into items of its own.

Our reading (the pack setting `refinement_may_change`, default "nothing"): the parts of what is split add up to
exactly its maximum, and nothing else of the frame changes: no group's maximum, no band, ceiling or override.
With "group_max" a refinement may move points between groups while the form's total stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from canbo.rulebook import amounts
from canbo.rulebook.errors import PackError
from canbo.rulebook.forms import SOURCES, check_group, read_scale
from canbo.rulebook.model import Citation, Form, Group, Item, Lineage, Rules, Scale
from canbo.rulebook.reader import Reader, day_or_none, one_of, section
from canbo.rulebook.source import Node, compose_untrusted

# What a frame fixes: named here so that trying to change it gets a plain answer instead of "unknown key".
FIXED = (
    "levels",
    "basis",
    "ceiling",
    "overrides",
    "facts",
    "periods",
    "settings",
    "steps",
    "aggregations",
    "petition",
    "publication",
    "consequences",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a refinement says of one item: a new text, a scale (of a new item), or the items it is split into."""

    key: str
    label: str
    scale: Scale | None
    source: str
    parts: tuple[Part, ...]
    cite: Citation
    place: Node


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What a refinement says of one group; `max` only where the frame's setting lets it change."""

    form: str
    group: str
    max: int | None
    parts: tuple[Part, ...]
    place: Node


@dataclass(frozen=True, slots=True)
class Refinement:
    """A refinement as read; whether it fits is seen when it is applied. `text` and `filename` make it repeatable."""

    refines: str
    lineage: Lineage
    groups: tuple[GroupPart, ...]
    text: str
    filename: str
    place: Node


def read(text: str, filename: str) -> Refinement:
    """A refinement from YAML; PackError with file and line.

    Shape: {refines, lineage: {issuer, number, title, issued}, cite, forms: {form: {group: {item: {label?, heading?,
    scale? | items?}}}}}; a group may carry `max` besides its items. A group nobody has split is its own one item.
    """
    root = compose_untrusted(text, filename)
    for key, node in root.entries().items():
        if key in FIXED:
            raise node.fail(
                f"bản cụ thể hóa không được thay đổi “{key}” của khung", "chỉ chia nhỏ nhóm, mục trong forms"
            )
    given = root.fields(("refines", "lineage", "forms", "cite"))
    about = given["lineage"].fields(("issuer", "number", "title"), ("issued",))
    lineage = Lineage(
        about["issuer"].scalar, about["number"].scalar, about["title"].scalar, day_or_none(about.get("issued"))
    )
    reader = Reader(lineage.number, {}, {})
    cite = reader.cite(given["cite"], None, root)
    groups = tuple(
        _group(form, key, node, reader, cite)
        for form, entry in given["forms"].entries().items()
        for key, node in section(entry)[1].items()
    )
    return Refinement(given["refines"].scalar, lineage, groups, text, filename, root)


def _group(form: str, key: str, node: Node, reader: Reader, cite: Citation) -> GroupPart:
    entries = dict(node.entries())
    most = reader.points(entries.pop("max")) if "max" in entries else None
    return GroupPart(form, key, most, tuple(_part(name, part, reader, cite) for name, part in entries.items()), node)


def _part(key: str, node: Node, reader: Reader, inherited: Citation) -> Part:
    given = node.fields((), ("label", "heading", "scale", "items", "source", "cite"))
    cite = reader.cite(given.get("cite"), inherited, node)
    if "scale" in given and "items" in given:
        raise node.fail(f"mục “{key}” vừa có thang điểm vừa chia nhỏ", "scale hoặc items, không cả hai")
    text = given.get("heading", given.get("label"))
    return Part(
        key=key,
        label=reader.text(text) if text else "",
        scale=read_scale(given["scale"], reader) if "scale" in given else None,
        source=one_of(given["source"], SOURCES) if "source" in given else "mark",
        parts=tuple(_part(name, part, reader, cite) for name, part in section(given["items"])[1].items())
        if "items" in given
        else (),
        cite=cite,
        place=node,
    )


def apply(rules: Rules, refinement: Refinement) -> Rules:
    """The rules with the refinement's items in place of what they split, and its document in the lineage.

    Raises PackError (file and line of the refinement) where it names what the frame does not have, where parts
    do not add up, or where it changes what a frame fixes.
    """
    if refinement.refines != rules.instrument.key:
        raise refinement.place.fail(
            f"bản cụ thể hóa này dành cho “{refinement.refines}”", f"quy định đang áp dụng là “{rules.instrument.key}”"
        )
    forms = {form.key: form for form in rules.forms}
    for part in refinement.groups:
        if part.form not in forms:
            raise part.place.fail(f"khung không có biểu “{part.form}”", "một trong " + ", ".join(forms))
        forms[part.form] = _refined_form(forms[part.form], part, rules)
    for form in forms.values():
        _check_form(rules.form(form.key), form, refinement)
    return replace(rules, forms=tuple(forms.values()), lineage=(*rules.lineage, refinement.lineage))


def _refined_form(form: Form, part: GroupPart, rules: Rules) -> Form:
    if part.group not in {group.key for group in form.groups}:
        raise part.place.fail(
            f"biểu “{form.key}” không có nhóm “{part.group}”", "một trong " + ", ".join(g.key for g in form.groups)
        )
    groups = tuple(_refined_group(group, part, rules) if group.key == part.group else group for group in form.groups)
    return replace(form, groups=groups)


def _refined_group(group: Group, part: GroupPart, rules: Rules) -> Group:
    most = group.max
    if part.max is not None and part.max != group.max:
        if rules.settings.get("refinement_may_change", "nothing") != "group_max":
            raise part.place.fail(
                f"bản cụ thể hóa không được đổi điểm tối đa của nhóm “{group.label}” ({amounts.shown(group.max)})",
                "chỉ chia nhỏ, tổng giữ nguyên",
            )
        most = part.max
    known = {item.key for item in group.items}
    by_key = {entry.key: entry for entry in part.parts}
    items: list[Item] = []
    if known.isdisjoint(by_key) and known == {group.key} and by_key:
        # The group as a whole is its one item: naming the parts at once splits it.
        whole = Part(group.key, "", None, "mark", part.parts, part.parts[0].cite, part.place)
        items.extend(_split(replace(group.items[0], path=()), whole, most, heading=False))
    else:
        for strange in by_key.keys() - known:
            raise by_key[strange].place.fail(
                f"nhóm “{group.key}” không có mục “{strange}”", "một trong " + ", ".join(sorted(known))
            )
        for item in group.items:
            items.extend(_refined_item(item, by_key[item.key], group, most) if item.key in by_key else [item])
    refined = replace(group, max=most, items=tuple(items))
    check_group(refined, part.place)
    return refined


def _refined_item(item: Item, part: Part, group: Group, most: int) -> Iterator[Item]:
    if part.scale is not None:
        raise part.place.fail(
            f"bản cụ thể hóa không được đổi thang điểm của mục “{item.label}”", "items: để chia nhỏ mục này"
        )
    if not part.parts:
        yield replace(item, label=part.label or item.label, cite=part.cite)
        return
    if group.combine != "sum":
        raise part.place.fail(
            f"mục “{item.label}” thuộc nhóm tính theo tỷ lệ, không chia nhỏ được", "chỉ sửa được label"
        )
    whole = item.key == group.key and len(group.items) == 1
    yield from _split(item, part, most if whole else item.scale.max, heading=True)


def _split(item: Item, part: Part, most: int, heading: bool) -> Iterator[Item]:
    """The items a part is split into, at any depth; their maxima add up to `most`."""
    path = (*item.path, part.label or item.label) if heading else item.path
    found: list[Item] = []
    for inner in part.parts:
        if inner.parts:
            found.extend(_nested(inner, path))
        elif inner.scale is None or not inner.label:
            raise inner.place.fail(
                f"mục “{inner.key}” chưa có tên hoặc thang điểm", "label: … và scale: {kind: points, max: …}"
            )
        else:
            found.append(_item(inner, inner.scale, path))
    total = sum(one.scale.max for one in found)
    if total != most:
        raise part.place.fail(
            f"các mục chia từ “{item.label}” cộng lại là {amounts.shown(total)} điểm",
            f"đúng bằng {amounts.shown(most)} điểm của khung",
        )
    yield from found


def _nested(part: Part, path: tuple[str, ...]) -> Iterator[Item]:
    """The items under a new heading."""
    if not part.label:
        raise part.place.fail(f"mục “{part.key}” chưa có tên", "heading: …")
    for inner in part.parts:
        if inner.parts:
            yield from _nested(inner, (*path, part.label))
        elif inner.scale is None or not inner.label:
            raise inner.place.fail(
                f"mục “{inner.key}” chưa có tên hoặc thang điểm", "label: … và scale: {kind: points, max: …}"
            )
        else:
            yield _item(inner, inner.scale, (*path, part.label))


def _item(part: Part, scale: Scale, path: tuple[str, ...]) -> Item:
    return Item(part.key, part.label, scale, part.cite, path, source=part.source)  # type: ignore[arg-type]


def _check_form(before: Form, after: Form, refinement: Refinement) -> None:
    if before.max != after.max:
        raise refinement.place.fail(
            f"tổng điểm của biểu “{after.label}” thành {amounts.shown(after.max)}",
            f"giữ nguyên {amounts.shown(before.max)}",
        )
    seen: set[str] = set()
    for item in after.items:
        if item.key in seen:
            raise PackError(
                refinement.filename, _line(refinement, item.key), f"khóa mục “{item.key}” trùng trong biểu", "khóa mới"
            )
        seen.add(item.key)


def _line(refinement: Refinement, key: str) -> int:
    """The line of a part by its key, or 1."""
    stack = [part for group in refinement.groups for part in group.parts]
    while stack:
        part = stack.pop()
        if part.key == key:
            return part.place.line
        stack.extend(part.parts)
    return 1
