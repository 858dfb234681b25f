"""Reading forms: groups, items at any depth of headings, scales, and the texts an adopting body fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from canbo.rulebook import amounts
from canbo.rulebook.model import Choice, Citation, Form, Group, Item, Scale, SubjectKind
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.source import Node

_ITEM = ("scale", "weight", "placeholder", "source", "known_by", "path", "items", "cite")
SOURCES = ("mark", "quantity", "quality", "progress")
KNOWN_BY = ("subordinates", "unit_work")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A text the adopting body must write: an item's or a heading's, into which setting, and where it stands."""

    setting: str
    form: str
    key: str
    label: str
    kind: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What an adopting body wrote for a placeholder: the text, and headings above it where it names them."""

    label: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where items are being read: form, group, headings so far, citation and the texts already filled in."""

    form: str
    path: tuple[str, ...]
    cite: Citation
    texts: Mapping[str, Wording]


def read_all(node: Node, reader: Reader, texts: Mapping[str, Mapping[str, Wording]]) -> tuple[Form, ...]:
    """The `forms` section. `texts` holds, per form, what was filled in for placeholders, by item or heading key."""
    own, entries = section(node)
    cite = reader.cite(own, None, node) if own else None
    return tuple(_form(key, entry, reader, cite, texts.get(key, {})) for key, entry in entries.items())


def _form(key: str, node: Node, reader: Reader, inherited: Citation | None, texts: Mapping[str, Wording]) -> Form:
    given = node.fields(("label", "kinds", "groups"), ("leader", "cite"))
    cite = reader.cite(given.get("cite"), inherited, node)
    own, groups = section(given["groups"])
    place = _Place(key, (), reader.cite(own, cite, node), texts)
    form = Form(
        key=key,
        label=reader.text(given["label"]),
        kinds=tuple(one_of(kind, get_args(SubjectKind)) for kind in given["kinds"].elements()),
        leader=None if "leader" not in given or given["leader"].is_null else given["leader"].flag,
        groups=tuple(_group(name, entry, reader, place) for name, entry in groups.items()),
        cite=cite,
    )
    seen: set[str] = set()
    for item in form.items:
        if item.key in seen:
            raise node.fail(f"biểu “{key}” có hai mục cùng khóa “{item.key}”", "khóa mục không trùng trong một biểu")
        seen.add(item.key)
    return form


def _group(key: str, node: Node, reader: Reader, place: _Place) -> Group:
    given = node.fields(("label", "max"), ("combine", "items", "scale", "step", "cite"))
    before = len(reader.touched)
    cite = reader.cite(given.get("cite"), place.cite, node)
    label, most = reader.text(given["label"]), reader.points(given["max"])
    combine: Literal["sum", "weighted"] = one_of(given["combine"], ("sum", "weighted")) if "combine" in given else "sum"
    if "items" in given:
        own, entries = section(given["items"])
        inner = _Place(place.form, place.path, reader.cite(own, cite, node), place.texts)
        items = tuple(item for name, entry in entries.items() for item in _items(name, entry, reader, inner))
    else:
        # A frame's group that nobody has split yet is marked as a whole.
        scale = read_scale(given["scale"], reader) if "scale" in given else whole_scale(most, given.get("step"), reader)
        items = (Item(key, label, scale, cite),)
    group = Group(key, label, most, combine, items, cite)
    if reader.strict or before == len(reader.touched):
        check_group(group, given["max"])
    return group


def whole_scale(most: int, step: Node | None, reader: Reader) -> Scale:
    """The scale of a group marked as a whole: 0 to its maximum, in hundredths unless a step is given."""
    return Scale("points", 0, most, reader.points(step) if step else 1)


def check_group(group: Group, place: Node) -> None:
    """A sum's items must make up the group's maximum; a weighted group needs weights."""
    if not group.items:
        raise place.fail(f"nhóm “{group.label}” không có mục nào", "ít nhất một mục")
    if group.combine == "weighted":
        weights = [item.weight for item in group.items]
        if min(weights) < 0 or not sum(weights) or any(item.scale.max <= 0 for item in group.items):
            raise place.fail(
                f"trọng số các mục của nhóm “{group.label}” không hợp lệ", "số không âm, ít nhất một số lớn hơn 0"
            )
        return
    total = sum(item.scale.max for item in group.items)
    if total != group.max:
        raise place.fail(
            f"điểm tối đa các mục của nhóm “{group.label}” cộng lại là {amounts.shown(total)}",
            f"đúng bằng điểm tối đa của nhóm là {amounts.shown(group.max)}",
        )


def _items(key: str, node: Node, reader: Reader, place: _Place) -> Iterator[Item]:
    """One item, or the items under a heading."""
    given = node.fields(("label",), _ITEM)
    cite = reader.cite(given.get("cite"), place.cite, node)
    blank = given["placeholder"].flag if "placeholder" in given else False
    label = reader.text(given["label"])
    written = place.texts.get(key) if blank else None
    text = written.label if written else label
    if "items" in given:
        inner = _Place(place.form, (*place.path, text), cite, place.texts)
        for name, entry in given["items"].entries().items():
            yield from _items(name, entry, reader, inner)
        return
    if "scale" not in given:
        raise node.fail(f"mục “{key}” thiếu thang điểm", "scale: {kind: points, max: …}")
    headings = written.path if written and written.path else reader.texts(given["path"]) if "path" in given else ()
    yield Item(
        key=key,
        label=text,
        scale=read_scale(given["scale"], reader),
        cite=cite,
        path=(*place.path, *headings),
        weight=reader.weight(given["weight"]) if "weight" in given else 1,
        placeholder=blank and written is None,
        source=one_of(given["source"], SOURCES) if "source" in given else "mark",
        known_by=_known_by(given["known_by"], given["scale"]) if "known_by" in given else None,
    )


def _known_by(node: Node, scale: Node) -> Literal["subordinates", "unit_work"]:
    """What is known of a choice; only of a choice can the best or the lowest be offered."""
    if scale.entries()["kind"].scalar != "choice":
        raise node.fail("chỉ mục có thang lựa chọn mới có gợi ý", "scale: {kind: choice, choices: […]}")
    return one_of(node, KNOWN_BY)


def read_scale(node: Node, reader: Reader) -> Scale:
    """A scale; `percent` needs nothing else, `met` its maximum, `choice` its choices."""
    kind = one_of(
        node.fields(("kind",), ("min", "max", "step", "choices"))["kind"], ("points", "met", "percent", "choice")
    )
    if kind == "percent":
        node.fields(("kind",))
        return Scale("percent", 0, 10000, 1)
    if kind == "choice":
        choices = tuple(_choice(entry, reader) for entry in node.fields(("kind", "choices"))["choices"].elements())
        values = [choice.value for choice in choices]
        if len(set(values)) < 2:
            raise node.fail("thang lựa chọn cần ít nhất hai giá trị khác nhau", "choices: [{value: 100%, label: …}, …]")
        return Scale("choice", min(values), max(values), 1, choices)
    given = node.fields(("kind", "max"), ("min", "step") if kind == "points" else ())
    most = reader.points(given["max"])
    if kind == "met":
        return Scale("met", 0, most, most)
    least = reader.points(given["min"]) if "min" in given else 0
    step = reader.points(given["step"]) if "step" in given else 1
    if least > most or step <= 0 or (most - least) % step:
        raise node.fail(
            f"thang {amounts.shown(least)}–{amounts.shown(most)} bước {amounts.shown(step)} không khớp",
            "điểm thấp nhất không quá điểm cao nhất và bước chia hết khoảng điểm",
        )
    return Scale("points", least, most, step)


def _choice(node: Node, reader: Reader) -> Choice:
    given = node.fields(("value", "label"))
    value = given["value"]
    number = reader.share(value) if value.hole is None and value.scalar.endswith("%") else reader.points(value)
    return Choice(number, given["label"].scalar)


def wordings(blanks: Sequence[Placeholder], given: object) -> dict[str, Wording]:
    """An items setting's value as wordings by placeholder key (a list fills the items in their order)."""
    if isinstance(given, list):
        keys = [blank.key for blank in blanks if blank.kind == "item"]
        given = dict(zip(keys, given, strict=False))
    found: dict[str, Wording] = {}
    for key, wording in given.items() if isinstance(given, Mapping) else ():
        if isinstance(wording, Mapping):
            found[key] = Wording(str(wording["label"]), tuple(wording.get("path", ())))
        else:
            found[key] = Wording(str(wording))
    return found


def placeholders(node: Node, owners: Mapping[str, str]) -> Iterator[Placeholder]:
    """Every placeholder of the `forms` section; `owners` names the items setting of each form."""
    for form, entry in section(node)[1].items():
        for group in section(entry.entries()["groups"])[1].values():
            if "items" in group.entries():
                yield from _blanks(section(group.entries()["items"])[1], form, owners, ())


def _blanks(
    entries: Mapping[str, Node], form: str, owners: Mapping[str, str], path: tuple[str, ...]
) -> Iterator[Placeholder]:
    for key, node in entries.items():
        given = node.entries()
        label = given["label"].scalar
        if "placeholder" in given and given["placeholder"].flag:
            if form not in owners:
                raise node.fail(
                    f"biểu “{form}” có mục bỏ trống mà không có thiết lập để điền",
                    f"thiết lập type: items, form: {form}",
                )
            kind = "heading" if "items" in given else "item"
            yield Placeholder(owners[form], form, key, label, kind, path)
        if "items" in given:
            yield from _blanks(section(given["items"])[1], form, owners, (*path, label))
