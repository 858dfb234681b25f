"""Where a draw stands, from its records: pure reading, no status column anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from canbo.office.base import files
from canbo.office.opinions.models import Draw, DrawCommitment, DrawResult, DrawReveal
from canbo.rulebook import draw as rule

Stage = Literal["commit", "reveal", "ready", "done", "replaced"]
LABELS: dict[Stage, str] = {
    "commit": "Chờ cam kết số", "reveal": "Chờ mở số", "ready": "Đủ số, chờ bốc", "done": "Đã có kết quả",
    "replaced": "Đã thay bằng cuộc khác",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A draw with all its records."""

    draw: Draw
    commitments: tuple[DrawCommitment, ...]
    reveals: tuple[DrawReveal, ...]
    result: DrawResult | None
    replaced: bool

    @property
    def plan(self) -> rule.Plan:
        row = self.draw
        return rule.Plan(
            row.key, row.frame.sha256, self.levels, row.reserve, tuple(row.contributors), row.beacon
        )  # fmt: skip

    @cached_property
    def levels(self) -> dict[str, int]:
        """How many to draw of each level, in the order of the plan (which a database's objects do not keep)."""
        return dict(self.draw.levels)

    @cached_property
    def frame(self) -> bytes:
        """The published list, as bytes. ActionError where the file was changed on disk."""
        return files.read(self.draw.frame.file)

    @cached_property
    def candidates(self) -> dict[str, rule.Candidate]:
        return {one.code: one for one in rule.read_frame(self.frame)}

    @property
    def committed(self) -> dict[str, str]:
        """The commitment of each contributor, in the order of the plan."""
        there = {row.name: row.value for row in self.commitments}
        return {name: there[name] for name in self.draw.contributors if name in there}

    @property
    def revealed(self) -> dict[str, rule.Reveal]:
        there = {row.name: rule.Reveal(row.name, row.digits, row.salt) for row in self.reveals}
        return {name: there[name] for name in self.draw.contributors if name in there}

    @property
    def stage(self) -> Stage:
        wanted = len(self.draw.contributors)
        if self.result is not None:
            return "done"
        if self.replaced:
            return "replaced"
        if len(self.commitments) < wanted:
            return "commit"
        return "reveal" if len(self.reveals) < wanted else "ready"

    @property
    def label(self) -> str:
        return LABELS[self.stage]

    @cached_property
    def record(self) -> dict[str, Any]:
        """What record.json says; empty before the result."""
        found: dict[str, Any] = json.loads(self.result.record) if self.result else {}
        return found

    @property
    def drawn(self) -> list[tuple[str, list[rule.Candidate], list[rule.Candidate]]]:
        """Per level of the plan who was drawn and the substitutes, each in order; empty before the result."""
        if self.result is None:
            return []
        found = []
        for level in self.levels:
            said = self.record["result"][level]
            drawn, reserve = ([self.candidates[code] for code in said[part]] for part in ("drawn", "reserve"))
            found.append((level, drawn, reserve))
        return found


def load(pks: Sequence[int]) -> dict[int, Case]:
    """Draws with their records by id; five queries whatever their number."""
    rows = Draw.objects.filter(pk__in=pks).select_related("frame__file", "unit__parent", "agency")
    again = set(Draw.objects.filter(replaces__in=pks).values_list("replaces_id", flat=True))
    results = {row.draw_id: row for row in DrawResult.objects.filter(draw__in=pks)}
    committed: dict[int, list[DrawCommitment]] = {}
    for commitment in DrawCommitment.objects.filter(draw__in=pks).order_by("id"):
        committed.setdefault(commitment.draw_id, []).append(commitment)
    revealed: dict[int, list[DrawReveal]] = {}
    for reveal in DrawReveal.objects.filter(draw__in=pks).order_by("id"):
        revealed.setdefault(reveal.draw_id, []).append(reveal)
    return {
        row.pk: Case(
            row, tuple(committed.get(row.pk, ())), tuple(revealed.get(row.pk, ())), results.get(row.pk), row.pk in again
        )
        for row in rows
    }  # fmt: skip


def one(pk: int) -> Case | None:
    """A draw with its records; None where there is none, an address with a number no row can have included."""
    return load([pk])[pk] if Draw.objects.filter(pk=pk).exists() else None
