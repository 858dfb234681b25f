"""A decision with all its inputs, as a file from which anybody recomputes it; and whether it still comes out so."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from canbo.office.evaluations import computed
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Sheet
from canbo.office.regulations.models import RulesText
from canbo.office.results.models import Decision
from canbo.rulebook import replay
from canbo.rulebook.replay import Replay


def decisions_of(sheet: Sheet) -> list[Decision]:
    """Every decision on a sheet, the first one first; the last stands."""
    rows = Decision.objects.filter(agency=sheet.agency_id, sheet=sheet)
    return list(rows.select_related("decider", "on_behalf_of").order_by("id"))


def standing(sheet: Sheet) -> Decision | None:
    """The decision that stands on a sheet."""
    rows = Decision.objects.filter(agency=sheet.agency_id, sheet=sheet, corrections=None)
    return rows.select_related("decider", "on_behalf_of").first()


def dossier(sheet: Sheet, decision: Decision | None = None) -> dict[str, Any]:
    """The standing decision of a sheet (or the one given) as `canbo rules grade` reads it (`canbo.rulebook.replay`).

    Decision.DoesNotExist where the sheet is not decided.
    """
    row = decision or standing(sheet)
    if row is None:
        raise Decision.DoesNotExist(f"sheet {sheet.pk} is not decided")
    inputs = row.inputs(sheet)
    text = RulesText.objects.values_list("text", flat=True).get(pk=inputs["rules_hash"])
    found: dict[str, Any] = {
        "canbo": replay.VERSION,
        "kind": "grade",
        "subject": str(sheet.person or sheet.collective),
        "unit": sheet.unit.name,
        "period": sheet.cycle.name,
        "decided_by": str(row.decider),
        "decided_at": timezone.localtime(row.at).isoformat(timespec="seconds"),
        "corrects": row.corrects_id is not None,
        "rules": json.loads(text),
        "stated": {"total": row.total, "level": row.level or None, "reason": row.reason},
        "trace_hash": row.trace_hash,
    }
    if "periods" not in inputs:
        found["marks"] = list(row.marks)
    return found | inputs


def work_since(case: Case, decision: Decision) -> tuple[str, ...]:
    """What the work of the period says otherwise today than when this was decided, in words; () where nothing does or
    the decision does not rest on work. At most three queries."""
    if "work" not in decision.kept:
        return ()
    return computed.of([case])[case.sheet.pk].moves(case.form, decision.marks)


def recompute(sheet: Sheet, decision: Decision) -> Replay:
    """The decision recomputed now from what it kept: does it agree, and why is it so (the trace)."""
    return replay.recompute(dossier(sheet, decision))
