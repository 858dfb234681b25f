"""Regulations, read: the rules under a hash, what is in force for a unit on a day, and how it came down the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from canbo.office.people.access import above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.office.regulations.models import Adoption, AdoptionDraft
from canbo.rulebook import Rules, SubjectKind


def rules(hash: str) -> Rules:
    """The rules kept under a hash, parsed once per process."""
    return rules_many([hash])[hash]


def rules_of(adoptions: Iterable[Adoption]) -> dict[int, Rules]:
    """The rules of each adoption by its id, in at most one query."""
    rows = list(adoptions)
    parsed = rules_many(row.rules_id for row in rows)
    return {row.pk: parsed[row.rules_id] for row in rows}


def in_force(day: date) -> Q:
    """Adoptions that have begun on a day and have not ended."""
    return Q(valid_from__lte=day) & (Q(end__isnull=True) | Q(end__day__gt=day))


def adoptions_of(paths: Iterable[str]) -> QuerySet[Adoption]:
    """Every adoption ever made by the units at these paths or above them, newest first, ready to be shown."""
    wanted = {step for path in paths for step in above(path)}
    rows = Adoption.objects.filter(unit__path__in=wanted)
    return rows.select_related("unit", "end", "refines__unit").order_by("-valid_from", "-id")


def adoption_for(unit: Unit, day: date, kind: SubjectKind | None = None) -> list[Adoption]:
    """The adoptions that bind a unit on a day, the nearest first; those for a kind of subject where one is named.

    For each instrument the nearest unit upwards that adopted it counts, with its newest adoption; an instrument
    past its own end no longer binds, nor does one whose subjects all have another one that replaces it (Decree 335
    replaced Decree 90 for civil servants half a year before its end).
    """
    return binding(adoptions_of([unit.path]).filter(in_force(day)), unit.path, day, kind)


def binding(rows: Iterable[Adoption], path: str, day: date, kind: SubjectKind | None = None) -> list[Adoption]:
    """Of adoptions in force, newest first, those that bind the unit at `path` (see `adoption_for`)."""
    mine = sorted((row for row in rows if path.startswith(row.unit.path)), key=lambda row: -len(row.unit.path))
    nearest: dict[str, Adoption] = {}
    for row in mine:
        nearest.setdefault(row.pack, row)
    parsed = rules_of(nearest.values())
    alive = [row for row in nearest.values() if _reaches(parsed[row.pk], day)]
    found = []
    for row in alive:
        replacers = [parsed[one.pk] for one in alive if row.pack in parsed[one.pk].instrument.replaces]
        left = kinds(parsed[row.pk]) - {covered for one in replacers for covered in kinds(one)}
        if kind in left if kind else left:
            found.append(row)
    return found


def _reaches(found: Rules, day: date) -> bool:
    return found.instrument.ends is None or day <= found.instrument.ends


def kinds(found: Rules) -> set[SubjectKind]:
    """The kinds of subjects the rules have a form for."""
    return {kind for form in found.forms for kind in form.kinds}


def replaced_kinds(unit: Unit, day: date, pack: str) -> set[SubjectKind]:
    """The kinds of subjects for whom another instrument that binds the unit on a day has replaced this one."""
    found = rules_of(adoption_for(unit, day)).values()
    return {kind for rules in found if pack in rules.instrument.replaces for kind in kinds(rules)}


def lineage(adoption: Adoption, known: Iterable[Adoption] | None = None) -> list[Adoption]:
    """The frames an adoption refines, from the outermost down to itself.

    `known` are the adoptions of its unit and those above, where they are at hand; otherwise one query.
    """
    by_id = {row.pk: row for row in (adoptions_of([adoption.unit.path]) if known is None else known)}
    line = [adoption]
    while line[0].refines_id is not None:
        line.insert(0, by_id[line[0].refines_id])
    return line


def is_in_force(row: Adoption, day: date) -> bool:
    """Whether an adoption of `adoptions_of` has begun on a day and has not ended."""
    end = getattr(row, "end", None)
    return row.valid_from <= day and (end is None or end.day > day)


State = Literal["binding", "coming", "ended", "frame", "replaced"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An adoption in the history of a unit: until when it bound (exclusive; None: no end in sight), and its state on
    the day asked: "binding", "coming", "ended", the "frame" of one that binds, or "replaced" by another."""

    adoption: Adoption
    until: date | None
    state: State


def history(rows: Sequence[Adoption], bound: Sequence[Adoption], day: date) -> list[Standing]:
    """Each adoption of a unit and those above, newest first, and what became of it; no query."""
    binding_ids = {row.pk for row in bound}
    frames = {upper.pk for row in bound for upper in lineage(row, rows)} - binding_ids
    found = []
    newer: dict[tuple[int, str], date] = {}
    for row in rows:
        end, place = getattr(row, "end", None), (row.unit_id, row.pack)
        ends = [when for when in (end.day if end else None, newer.get(place)) if when is not None]
        until = min(ends) if ends else None
        newer[place] = row.valid_from
        found.append(Standing(row, until, _state(row, day, binding_ids, frames)))
    return found


def _state(row: Adoption, day: date, bound: set[int], frames: set[int]) -> State:
    end = getattr(row, "end", None)
    if row.valid_from > day:
        return "coming"
    if row.pk in bound:
        return "binding"
    if end is not None and end.day <= day:
        return "ended"
    return "frame" if row.pk in frames else "replaced"


def drafts(paths: Iterable[str]) -> QuerySet[AdoptionDraft]:
    """The drafts of the units in these subtrees, the last touched first."""
    rows = AdoptionDraft.objects.filter(subtree(paths, "unit__path"))
    return rows.select_related("unit", "refines__unit").order_by("-updated_at", "-id")
