"""What bodies chose where instruments leave it open: which instruments a room reads, and what holds where and when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from canbo.office.people.access import above, subtree
from canbo.office.regulations.models import Choice
from canbo.rulebook.document import Document


def _read(source: Document, values: Mapping[str, object]) -> None:
    source.reader(values)


@dataclass(frozen=True)
class Choices:
    """The choices one room keeps. `verb`: of the journal; `instruments`: all a body may fill; `read`: raises
    SettingsError where values do not fit one of them."""

    model: type[Choice]
    verb: str
    instruments: Callable[[], tuple[Document, ...]]
    read: Callable[[Document, Mapping[str, object]], object] = _read

    def instrument(self, key: str) -> Document | None:
        return next((one for one in self.instruments() if one.key == key), None)

    def around(self, paths: Collection[str]) -> QuerySet[Choice]:
        """What was chosen in the subtrees at these paths, and above them: all that can hold there."""
        upwards = {step for path in paths for step in above(path)}
        rows = self.model._default_manager.filter(subtree(paths, "unit__path") | Q(unit__path__in=upwards))
        return rows.select_related("unit")

    def row(self, path: str, key: str, day: date) -> Choice | None:
        """What holds of an instrument for the unit at a path on a day. One query."""
        rows = self.model._default_manager.filter(unit__path__in=above(path), instrument=key, valid_from__lte=day)
        return newest(rows.select_related("unit"), path, key, day)

    def given(self, path: str, key: str, day: date) -> Mapping[str, object]:
        """The values of that row; none where nobody chose. One query."""
        row = self.row(path, key, day)
        return row.values if row else {}


def newest(rows: Iterable[Choice], path: str, key: str, day: date) -> Choice | None:
    """Of rows with their units, what holds of an instrument for the unit at a path on a day: of the nearest unit
    upwards the newest."""
    mine = [row for row in rows if row.instrument == key and row.valid_from <= day and path.startswith(row.unit.path)]
    return max(mine, key=lambda row: (len(row.unit.path), row.valid_from, row.pk), default=None)
