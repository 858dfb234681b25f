"""One sheet and what belongs to it; the markings of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet, Subquery

from canbo.office.base.fields import Marks
from canbo.office.evaluations import access, cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Evidence, Marking, Reminded, Return, Sheet, State, Word
from canbo.office.evaluations.stage import Act, Back, Records, standing
from canbo.office.people.access import Viewer, need
from canbo.office.people.models import Person
from canbo.office.regulations.kept import rules_many
from canbo.office.regulations.models import Adoption


def case_for(viewer: Viewer, pk: int) -> Case:
    """The case of a sheet the viewer may read; 404 otherwise."""
    found = cases.one(pk)
    need(found is not None and access.may_read(viewer, found))
    assert found is not None
    return found


def sheet_for(viewer: Viewer, pk: int) -> Sheet:
    """A sheet the viewer may read; 404 otherwise."""
    return case_for(viewer, pk).sheet


def current_markings(sheet_ids: Collection[int]) -> dict[int, dict[str, Marking]]:
    """The newest standing marking of each step (one no later return took back) by sheet id. Four queries."""
    rules = dict(Sheet.objects.filter(pk__in=sheet_ids).values_list("pk", "cycle__rules_id"))
    parsed = rules_many(rules.values())
    marked: dict[int, list[Marking]] = {pk: [] for pk in rules}
    for row in Marking.objects.filter(sheet__in=sheet_ids).order_by("id"):
        marked[row.sheet_id].append(row)
    backs: dict[int, list[Back]] = {pk: [] for pk in rules}
    for back in Return.objects.filter(sheet__in=sheet_ids).order_by("id"):
        backs[back.sheet_id].append(Back(back.to_step, back.after_id or 0, back.at))
    found = {}
    for pk, rows in marked.items():
        acts = [Act(row.pk, row.step, row.author_id) for row in rows]
        kept = {act.id for act in standing(parsed[rules[pk]].steps, Records(acts, backs[pk], (), ()))}
        found[pk] = {row.step: row for row in rows if row.pk in kept}
    return found


def words_of(markings: Iterable[Marking]) -> dict[int, dict[int, str]]:
    """The words beside the items of these markings: marking id, item's index, text."""
    found: dict[int, dict[int, str]] = {}
    rows = Word.objects.filter(marking__in=[row.pk for row in markings])
    for marking, item, text in rows.values_list("marking_id", "item", "text"):
        found.setdefault(marking, {})[item] = text
    return found


def evidence_of(sheet: Sheet) -> list[Evidence]:
    """The files beside a sheet that nobody withdrew, in the order of its items."""
    rows = Evidence.objects.filter(agency=sheet.agency_id, sheet=sheet).select_related("file", "by__person")
    every = list(rows.order_by("id"))
    gone = {row.withdraws_id for row in every}
    kept = [row for row in every if row.withdraws_id is None and row.pk not in gone]
    return sorted(kept, key=lambda row: (-1 if row.item is None else row.item, row.pk))


def previous_marks(case: Case, step: str) -> tuple[str, Marks] | None:
    """The marks given in a step in the last period of the same kind before this one, fitted to this form by the items'
    keys, with the name of that cycle; None where there is none."""
    sheet = case.sheet
    pack = Adoption.objects.filter(pk=sheet.cycle.adoption_id).values("pack")
    subject = {"person": sheet.person_id} if sheet.person_id else {"collective": sheet.collective_id}
    rows = Marking.objects.filter(
        step=step, sheet__cycle__period_kind=sheet.cycle.period_kind, sheet__cycle__starts__lt=sheet.cycle.starts,
        sheet__cycle__adoption__pack=Subquery(pack), **{f"sheet__{key}": pk for key, pk in subject.items()},
    )  # fmt: skip
    found = rows.select_related("sheet__cycle").order_by("-sheet__cycle__starts", "-id").first()
    if found is None:
        return None
    old = rules_many([found.sheet.cycle.rules_id])[found.sheet.cycle.rules_id].form(found.sheet.form)
    by_key = {item.key: mark for item, mark in zip(old.items, found.marks, strict=True)}
    return found.sheet.cycle.name, tuple(by_key.get(item.key) for item in case.form.items)


def history(person: Person) -> QuerySet[State]:
    """The summary rows of a person's sheets of all agencies, newest period first: years of one's own history."""
    rows = State.objects.filter(sheet__person=person).select_related("cycle", "sheet__unit")
    return rows.order_by("-cycle__ends", "-cycle__starts", "-sheet_id")


@dataclass(frozen=True, slots=True)
class Nudge:
    """How often a sheet was reminded of, and when last."""

    times: int
    last: datetime


def reminded(stages: Mapping[int, str]) -> dict[int, Nudge]:
    """Reminders of sheets (ids, with the step each waits in), by sheet id. One query."""
    rows = Reminded.objects.filter(sheet__in=stages).values("sheet_id", "reminder__step")
    counted = rows.annotate(times=Count("id"), last=Max("reminder__at")).order_by()
    return {
        row["sheet_id"]: Nudge(row["times"], row["last"])
        for row in counted
        if stages[row["sheet_id"]] == row["reminder__step"]
    }
