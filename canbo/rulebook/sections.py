"""Reading the sections of a pack beside its forms: instrument, levels, facts, overrides, ceiling, procedure."""

from __future__ import annotations

from typing import get_args

from canbo.rulebook import conditions, settings
from canbo.rulebook.model import (
    MOST_LEVELS,
    Aggregation,
    Ceiling,
    Citation,
    CoefficientMethod,
    Condition,
    Consequence,
    Due,
    Fact,
    Instrument,
    Level,
    Override,
    PeriodKind,
    Petition,
    Publication,
    Step,
    SubjectKind,
    Workload,
)
from canbo.rulebook.reader import NO_HOLE, Reader, day, day_or_none, one_of, section
from canbo.rulebook.source import Node

PERIODS = get_args(PeriodKind)
_INSTRUMENT = ("key", "number", "title", "issuer", "in_force", "heading", "subjects", "cite")


def instrument(node: Node) -> Instrument:
    """The `instrument` section."""
    given = node.fields(_INSTRUMENT, ("issued", "ends", "replaces"))
    reader = Reader(given["number"].scalar, {}, {})
    found = Instrument(
        key=given["key"].scalar,
        number=reader.number,
        title=reader.text(given["title"]),
        issuer=reader.text(given["issuer"]),
        issued=day_or_none(given.get("issued")),
        in_force=day(given["in_force"]),
        ends=day_or_none(given.get("ends")),
        replaces=reader.texts(given["replaces"]) if "replaces" in given else (),
        heading=one_of(given["heading"], ("state", "party")),
        subjects=tuple(one_of(kind, get_args(SubjectKind)) for kind in given["subjects"].elements()),
        cite=reader.cite(given["cite"], None, node),
    )
    if found.ends and found.ends < found.in_force:
        raise given["ends"].fail("ngày hết hiệu lực trước ngày có hiệu lực", "ngày sau in_force")
    return found


def facts(node: Node, reader: Reader) -> tuple[Fact, ...]:
    """The `facts` section; each is told to the reader, so that conditions may name it."""
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    for key, entry in entries.items():
        if key in conditions.MEASURES:
            raise entry.fail(f"“{key}” là tên dành riêng", "tên khác cho sự việc")
        given = entry.fields(("label", "type", "source"), ("default", "sensitive", "leader_only", "cite"))
        kind = one_of(given["type"], ("flag", "share", "count", "months", "level"))
        unknown = "default" not in given or given["default"].is_null
        reader.facts[key] = Fact(
            key=key,
            label=reader.text(given["label"]),
            type=kind,
            source=one_of(given["source"], ("recorded", "entered", "computed")),
            cite=reader.cite(given.get("cite"), inherited, entry),
            default=None if unknown else conditions.read_value(given["default"], kind, reader),
            sensitive="sensitive" in given and given["sensitive"].flag,
            leader_only="leader_only" in given and given["leader_only"].flag,
        )
    return tuple(reader.facts.values())


def levels(node: Node, reader: Reader) -> tuple[Level, ...]:
    """The `levels` section, best first: written out, or given whole by a `bands` setting."""
    whole = reader.fill(node, "bands")
    if whole is not NO_HOLE and isinstance(whole, list):
        cite = reader.settings[str(node.hole)].cite
        found = [
            Level(band["key"], rank, band["label"], band["short"], band["min"], cite)
            for rank, band in enumerate(whole, 1)
        ]
    else:
        own, entries = section(node)
        inherited = reader.cite(own, None, node) if own else None
        found = [_level(key, entry, reader, inherited) for key, entry in entries.items()]
    return _ordered(found, node, reader)


def _level(key: str, node: Node, reader: Reader, inherited: Citation | None) -> Level:
    given = node.fields(("rank", "label", "short"), ("min", "requires", "cite"))
    requires: tuple[Condition, ...] = ()
    if "requires" in given:
        place = given["requires"]
        parts = place.elements() if place.is_list else [place]
        requires = tuple(conditions.read(part, reader) for part in parts)
    return Level(
        key=key,
        rank=reader.count(given["rank"]),
        label=reader.text(given["label"]),
        short=reader.text(given["short"]),
        min=_bound(given.get("min"), reader),
        cite=reader.cite(given.get("cite"), inherited, node),
        requires=requires,
    )


def _bound(node: Node | None, reader: Reader) -> int | None:
    """A lower bound, as points or (on the percent basis) with its sign."""
    if node is None or node.is_null:
        return None
    return reader.points_or_none(node) if node.hole is not None else settings.bound(node)


def _ordered(found: list[Level], node: Node, reader: Reader) -> tuple[Level, ...]:
    """The levels by rank; ranks run 1, 2, 3… and lower bounds fall from level to level."""
    if not 1 <= len(found) <= MOST_LEVELS:
        raise node.fail(f"có {len(found)} mức xếp loại", f"từ 1 đến {MOST_LEVELS} mức")
    found.sort(key=lambda level: level.rank)
    entries = {} if node.hole is not None else node.entries()
    sampled = not reader.strict and any(reader.settings[key].default is None for key in reader.touched)
    above: int | None = None
    for rank, level in enumerate(found, start=1):
        place = entries.get(level.key, node)
        if level.rank != rank:
            raise place.fail("thứ bậc các mức không liên tục", "rank 1, 2, 3… mỗi mức một số")
        if level.min is not None and above is not None and level.min >= above and not sampled:
            raise place.fail("điểm thấp nhất của các mức không giảm dần", "mức cao hơn có điểm thấp nhất lớn hơn")
        above = above if level.min is None else level.min
    return tuple(found)


def overrides(node: Node, reader: Reader) -> tuple[Override, ...]:
    """The `overrides` section, in the order listed."""
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    return tuple(_override(key, entry, reader, inherited) for key, entry in entries.items())


def _override(key: str, node: Node, reader: Reader, inherited: Citation | None) -> Override:
    given = node.fields(("label", "when"), ("set", "cap", "cap_to", "not_rated", "forms", "cite"))
    effects = [word for word in ("set", "cap", "cap_to", "not_rated") if word in given]
    if len(effects) != 1:
        raise node.fail(
            f"trường hợp “{key}” phải có đúng một hệ quả", "set: mức | cap: mức | cap_to: sự việc | not_rated: true"
        )
    effect = effects[0]
    fact = ""
    if effect == "cap_to":
        fact = one_of(given[effect], [name for name, fact in reader.facts.items() if fact.type == "level"])
    if effect == "not_rated" and not given[effect].flag:
        raise given[effect].fail("not_rated chỉ nhận true", "not_rated: true")
    return Override(  # `effect` is one of the four words above
        key=key,
        label=reader.text(given["label"]),
        when=conditions.read(given["when"], reader),
        effect=effect,
        cite=reader.cite(given.get("cite"), inherited, node),
        level=reader.text(given[effect], reader.levels) if effect in ("set", "cap") else "",
        fact=fact,
        forms=reader.texts(given["forms"], reader.forms) if "forms" in given else (),
    )


def ceiling(node: Node | None, reader: Reader) -> Ceiling | None:
    """The `ceiling` section; None where the instrument has no ceiling, or leaves an optional share open."""
    if node is None or node.is_null:
        return None
    given = node.fields(
        ("level", "share", "denominator", "rounding", "scope", "cite"), ("exceptional_share", "exceptional_label")
    )
    exceptional = given.get("exceptional_share")
    if exceptional is not None and not exceptional.is_null and "exceptional_label" not in given:
        raise exceptional.fail("tỷ lệ đặc biệt phải nêu điều kiện", "exceptional_label: …")
    share = reader.share_or_none(given["share"])
    level = reader.text(given["level"], reader.levels)
    denominator = reader.text(given["denominator"], ("rated", "good", "good_or_better"))
    if share is None:
        return None
    return Ceiling(
        level=level,
        share=share,
        exceptional_share=None if exceptional is None or exceptional.is_null else reader.share(exceptional),
        exceptional_label=reader.text(given["exceptional_label"]) if "exceptional_label" in given else "",
        denominator=denominator,  # type: ignore[arg-type]  # checked by reader.text
        rounding=reader.text(given["rounding"], ("floor", "half_up", "ceiling")),  # type: ignore[arg-type]
        scope=tuple(one_of(part, ("agency", "task_group")) for part in given["scope"].elements()),
        cite=reader.cite(given["cite"], None, node),
    )


def steps(node: Node, reader: Reader) -> tuple[Step, ...]:
    """The `steps` section, in the order of the procedure."""
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    found = []
    for key, entry in entries.items():
        given = entry.fields(("label", "actor"), ("due", "optional", "cite"))
        found.append(
            Step(
                key=key,
                label=reader.text(given["label"]),
                actor=one_of(given["actor"], ("subject", "reviewer", "meeting", "decider")),
                due=_dues(given["due"], reader) if "due" in given else {},
                cite=reader.cite(given.get("cite"), inherited, entry),
                optional="optional" in given and given["optional"].flag,
            )
        )
    return tuple(found)


def _dues(node: Node, reader: Reader) -> dict[PeriodKind, Due]:
    filled = reader.fill(node, "due")
    if filled is not NO_HOLE:
        return {kind: Due(**due) for kind, due in filled.items()} if isinstance(filled, dict) else {}
    if node.is_null:
        return {}
    found: dict[PeriodKind, Due] = {}
    for key, entry in node.entries().items():
        if key not in PERIODS:
            raise entry.fail(f"không có loại kỳ “{key}”", "một trong " + ", ".join(PERIODS))
        given = entry.fields(("day",), ("month_offset",))
        due = Due(reader.count(given["month_offset"]) if "month_offset" in given else 0, reader.count(given["day"]))
        if not 1 <= due.day <= 31 or not 0 <= due.month_offset <= 12:
            raise entry.fail("ngày hạn không hợp lệ", "day từ 1 đến 31, month_offset từ 0 đến 12")
        found[key] = due  # type: ignore[index]
    return found


def aggregations(node: Node | None, reader: Reader) -> tuple[Aggregation, ...]:
    """The `aggregations` list."""
    found = []
    for entry in node.elements() if node is not None else ():
        given = entry.fields(("of", "into", "method", "cite"), ("exclude",))
        of, into = one_of(given["of"], PERIODS), one_of(given["into"], PERIODS)
        if PERIODS.index(of) >= PERIODS.index(into):
            raise entry.fail(
                "kỳ gộp phải dài hơn kỳ được gộp", "of: month, into: quarter hoặc year; of: quarter, into: year"
            )
        found.append(
            Aggregation(
                of=of,
                into=into,
                method=one_of(given["method"], ("mean",)),
                exclude=reader.texts(given["exclude"]) if "exclude" in given else (),
                cite=reader.cite(given["cite"], None, entry),
            )
        )
    return tuple(found)


def workload(node: Node | None, reader: Reader) -> Workload | None:
    """The `workload` section; None where the instrument does not convert work."""
    if node is None or node.is_null:
        return None
    given = node.fields(("failed_review", "delay", "cite"), ("carried", "objective_by", "methods"))
    carried, by = given.get("carried"), given.get("objective_by")
    return Workload(
        failed_review=reader.share(given["failed_review"]),
        delay=reader.share(given["delay"]),
        cite=reader.cite(given["cite"], None, node),
        carried=reader.text(carried, ("once", "again")) if carried else "once",  # type: ignore[arg-type]
        objective_by=reader.text(by, ("superior", "decider")) if by else "superior",  # type: ignore[arg-type]
        methods=_methods(given["methods"], reader) if "methods" in given else (),
    )


def _methods(node: Node, reader: Reader) -> tuple[CoefficientMethod, ...]:
    found = []
    for key, entry in node.entries().items():
        given = entry.fields(("label", "divisor"))
        divisor = reader.points_or_none(given["divisor"])
        if divisor is not None and divisor <= 0:
            raise given["divisor"].fail("số chia phải lớn hơn 0", "một số như 5, hoặc null khi cho hệ số trực tiếp")
        found.append(CoefficientMethod(key, reader.text(given["label"]), divisor))
    return tuple(found)


def petition(node: Node, reader: Reader) -> Petition:
    """The `petition` section."""
    given = node.fields(("days", "days_type", "answer_days", "answer_days_type", "second_review", "cite"))
    kinds = ("calendar", "working")
    return Petition(
        days=reader.count_or_none(given["days"]),
        days_type=reader.text(given["days_type"], kinds),  # type: ignore[arg-type]
        answer_days=reader.count_or_none(given["answer_days"]),
        answer_days_type=reader.text(given["answer_days_type"], kinds),  # type: ignore[arg-type]
        second_review=reader.flag(given["second_review"]),
        cite=reader.cite(given["cite"], None, node),
    )


def publication(node: Node, reader: Reader) -> Publication:
    """The `publication` section."""
    given = node.fields(("what", "cite"))
    what = reader.text(given["what"], ("level", "level_and_points"))
    return Publication(what, reader.cite(given["cite"], None, node))  # type: ignore[arg-type]


def consequences(node: Node | None, reader: Reader) -> tuple[Consequence, ...]:
    """The `consequences` section; here a condition may also speak of the resulting `level`."""
    own, entries = section(node) if node is not None else (None, {})
    inherited = reader.cite(own, None, own) if own else None
    found = []
    for key, entry in entries.items():
        given = entry.fields(("label", "when"), ("cite",))
        when = conditions.read(given["when"], reader, ("total", "percent", "level"))
        found.append(
            Consequence(key, reader.text(given["label"]), when, reader.cite(given.get("cite"), inherited, entry))
        )
    return tuple(found)
