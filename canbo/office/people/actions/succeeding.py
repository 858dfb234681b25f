"""How a unit and all below it continue as new rows from a day on. The verbs are in reorganise.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import subtree
from canbo.office.people.actions.paths import STEP, Codes, free_paths
from canbo.office.people.actions.units import refuse_ended
from canbo.office.people.models import Succession, Unit
from canbo.paperwork.names import search_key, tidy


@dataclass(frozen=True)
class Order:
    """The decision behind a change: who carries it out, from what day, by what document."""

    actor: Account
    day: date
    kind: str
    document: str = ""


def lasting(day: date) -> Q:
    """Rows of a `Dated` model that are valid on a day or begin after it."""
    return Q(valid_to=None) | Q(valid_to__gt=day)


def plant(order: Order, like: Unit, *, parent: Unit | None, name: str, short_name: str = "", own: bool) -> Unit:
    """The brand-new unit of a merger or a split; an agency of its own where one of the old was, or at the top."""
    name, short_name = tidy(name), tidy(short_name)
    if not name:
        raise ActionError("Hãy nhập tên đơn vị mới.")
    code = Codes().of(short_name or name, parent)
    if own or parent is None:
        agency, own = Agency.objects.create(code=code, name=name), True
    else:
        agency = parent.agency
    return Unit.objects.create(
        code=code, name=name, short_name=short_name, kind=like.kind, heading=like.heading, parent=parent,
        path=free_paths(parent)[0], agency=agency, is_agency=own, order=like.order, valid_from=order.day,
        search_key=search_key(f"{name} {short_name}")[:200], invented=like.invented,
    )  # fmt: skip


def continue_under(
    order: Order, top: Unit, *, parent: Unit | None, name: str, short_name: str, kind: str = ""
) -> dict[int, Unit]:
    """A unit continues as a new row under `parent`, with all below it. Old unit id to successor."""
    old = _subtree(order, top)
    _end(old, order.day, hand_over=True)
    codes = Codes()
    successor = _next_row(order, top, parent, codes)
    successor.name, successor.short_name = name, short_name
    successor.search_key = search_key(f"{name} {short_name}")[:200]
    successor.path = free_paths(parent)[0]
    successor.save(force_insert=True)
    mapping = {top.pk: successor} | _continue_below(order, top, old, successor, codes)
    tie(order, [(top, successor)], kind or order.kind)
    return mapping


def continue_into(order: Order, top: Unit, new: Unit) -> dict[int, Unit]:
    """A unit goes up in a new one; what is below it continues below the new one. Old unit id to successor."""
    old = _subtree(order, top)
    _end([top], order.day, hand_over=False)
    below = [unit for unit in old if unit.pk != top.pk]
    _end(below, order.day, hand_over=True)
    mapping = {top.pk: new} | _continue_below(order, top, old, new, Codes())
    tie(order, [(top, new)], order.kind)
    return mapping


def end_unit(unit: Unit, day: date) -> None:
    """A unit that was split ends; its agency, if it was one, stays with its past."""
    _end([unit], day, hand_over=False)


def tie(order: Order, pairs: Iterable[tuple[Unit, Unit]], kind: str) -> None:
    """Record who gave way to whom."""
    Succession.objects.bulk_create(
        Succession(predecessor=old, successor=new, kind=kind, day=order.day, document=order.document, by=order.actor)
        for old, new in pairs
    )


def log(order: Order, verb: str, olds: Iterable[Unit], news: Iterable[Unit]) -> None:
    """One event in the journal of every agency concerned."""
    olds, news = list(olds), list(news)
    data = {
        "from": [unit.pk for unit in olds], "to": [unit.pk for unit in news], "day": order.day.isoformat(),
        "document": order.document,
    }  # fmt: skip
    for agency in sorted({unit.agency_id for unit in (*olds, *news)}):
        journal.record(agency_id=agency, actor=order.actor, verb=verb, subject=news[0], data=data)


def _subtree(order: Order, top: Unit) -> list[Unit]:
    rows = Unit.objects.filter(subtree([top.path]), lasting(order.day)).select_related("agency").order_by("path")
    old = list(rows)
    for unit in old:
        refuse_ended(unit, order.day)
    return old


def _continue_below(order: Order, top: Unit, old: Iterable[Unit], successor: Unit, codes: Codes) -> dict[int, Unit]:
    """New rows for everything below `top`, level by level so that each knows its parent's key."""
    below = [unit for unit in old if unit.pk != top.pk]
    mapping = {top.pk: successor}
    for depth in sorted({len(unit.path) for unit in below}):
        level = [unit for unit in below if len(unit.path) == depth]
        fresh = free_paths(successor, len(level)) if depth == len(top.path) + STEP else []
        made = []
        for place, unit in enumerate(level):
            parent = mapping[unit.parent_id]  # type: ignore[index]
            row = _next_row(order, unit, parent, codes)
            row.path = fresh[place] if fresh else parent.path + unit.path[-STEP:]
            made.append(row)
        Unit.objects.bulk_create(made)
        mapping |= {unit.pk: row for unit, row in zip(level, made, strict=True)}
    tie(order, [(unit, mapping[unit.pk]) for unit in below], "move" if order.kind != "rename" else "rename")
    del mapping[top.pk]
    return mapping


def _next_row(order: Order, unit: Unit, parent: Unit | None, codes: Codes) -> Unit:
    """The row that continues a unit; an agency keeps its paper trail, others have their parent's."""
    agency = unit.agency if unit.is_agency or parent is None else parent.agency
    return Unit(
        code=codes.free(unit.code), name=unit.name, short_name=unit.short_name, kind=unit.kind, heading=unit.heading,
        parent=parent, agency=agency, is_agency=unit.is_agency, order=unit.order, search_key=unit.search_key,
        invented=unit.invented, valid_from=order.day,
    )  # fmt: skip


def _end(units: Iterable[Unit], day: date, *, hand_over: bool) -> None:
    """Close units; with `hand_over` their successors become the root of the agency, which has one root at a time."""
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    rows.update(valid_to=day, **({"is_agency": False} if hand_over else {}))
