"""The page on which a head decides: each sheet with its totals, what the rules make of it, and which grounds decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer
from canbo.office.results import access, bases
from canbo.office.results.bases import Basis
from canbo.office.results.models import Decision
from canbo.office.results.queries.rosters import listed
from canbo.rulebook import Level, Rules


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet on the page; totals in hundredths. `computed` is the level by the rules (None: not rated, or not known
    yet), `level` and `reason` what was decided, or is about to be: as typed and refused, else as the rules have it.

    `basis` only where it is not decided. `mine`: the viewer decides on it. `grounds` decided against or before the
    points, in the rules' words; only for those who may see them. `moved`: what the work of the person says otherwise
    today than when the sheet was last marked. `late`: the steps marked after their deadline.
    """

    sheet: int
    name: str
    unit: str
    self_total: int | None
    review_total: int | None
    total: int | None
    computed: Level | None
    level: str
    reason: str
    basis: Basis | None = None
    mine: bool = False
    grounds: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the viewer can decide on it now."""
        return self.mine and self.basis is not None and not self.basis.problems

    @property
    def wants_reason(self) -> bool:
        """Whether nothing can be decided on it without a reason."""
        return self.ready and self.basis is not None and self.basis.wants_reason


def lines(viewer: Viewer, rules: Rules, rows: Iterable[tuple[int, str]], typed: Mapping[str, str]) -> list[Line]:
    """The sheets of these (id, stage) as the page shows them, in the same order. `typed`: what was posted
    (`level_<id>`, `reason_<id>`). A constant number of queries: what is decided is not worked out again."""
    every = list(rows)
    settled = [sheet for sheet, stage in every if stage in SETTLED]
    found = {line.sheet: line for line in _settled(rules, settled)} if settled else {}
    for sheet, basis in bases.load(sheet for sheet, stage in every if stage not in SETTLED).items():
        found[sheet] = _open(viewer, basis, typed)
    return [found[sheet] for sheet, _ in every]


def _settled(rules: Rules, sheets: Sequence[int]) -> Iterator[Line]:
    """Two queries."""
    levels = {one.key: one for one in rules.levels}
    decided = Decision.objects.filter(sheet__in=sheets, corrections=None)
    said = {row[0]: row[1:] for row in decided.values_list("sheet_id", "computed_level", "reason")}
    for row in listed(State.objects.filter(sheet__in=sheets)):
        computed, reason = said[row.sheet]
        yield Line(
            row.sheet, row.name, row.short_unit, row.self_total, row.review_total, row.total, levels.get(computed),
            row.level, reason,
        )  # fmt: skip


def _open(viewer: Viewer, basis: Basis, typed: Mapping[str, str]) -> Line:
    case = basis.case
    sheet, unit = case.sheet.pk, case.sheet.unit
    return Line(
        sheet=sheet,
        name=case.subject,
        unit=unit.short_name or unit.name,
        # Points that leave out what was not computed are no total.
        self_total=None if basis.is_unmeasured else case.state.self_total,
        review_total=None if basis.is_unmeasured else case.state.review_total,
        total=basis.total,
        computed=case.rules.level(basis.level) if basis.level else None,
        level=typed.get(f"level_{sheet}", basis.level),
        reason=typed.get(f"reason_{sheet}", ""),
        basis=basis,
        mine=access.seat(viewer, case) is not None,
        grounds=_grounds(basis) if access.may_explain(viewer, case) else (),
        moved=basis.moved,
        late=tuple(case.label(step) for step in case.late),
    )


def _grounds(basis: Basis) -> tuple[str, ...]:
    if basis.grading is None or not basis.grading.applied:
        return ()
    labels = {rule.key: rule.label for rule in basis.case.rules.overrides}
    return tuple(labels[key] for key in basis.grading.applied)
