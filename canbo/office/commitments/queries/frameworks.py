"""Competency frameworks, read: which one holds for a post of a unit on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from canbo.office.commitments.models import Framework
from canbo.office.people.access import Viewer, above, subtree
from canbo.paperwork.names import search_key


def in_force(day: date) -> Q:
    """Frameworks that have begun on a day and have not ended."""
    return Q(valid_from__lte=day) & (Q(ends__isnull=True) | Q(ends__day__gt=day))


@dataclass(frozen=True)
class Frameworks:
    """The frameworks that hold on a day, by the path of their unit and the key of their title."""

    held: dict[tuple[str, str], Framework]

    @classmethod
    def of(cls, paths: Iterable[str], day: date) -> Frameworks:
        """Those of the units at these paths and above them. One query."""
        wanted = {step for path in paths for step in above(path)}
        rows = Framework.objects.filter(in_force(day), unit__path__in=wanted).select_related("unit")
        return cls({(row.unit.path, row.title_key): row for row in rows.order_by("valid_from", "id")})

    def find(self, path: str, title: str) -> Framework | None:
        """The framework of a post: of the nearest unit upwards that has one for this title."""
        key = search_key(title)
        return next((found for step in reversed(above(path)) if (found := self.held.get((step, key)))), None)


def frameworks(viewer: Viewer, day: date) -> QuerySet[Framework]:
    """The frameworks that hold on a day for the units the viewer reads or works in, by unit and title.

    Where a newer one of the same unit and title holds, the older is left out.
    """
    paths = [*viewer.readable, *(row.post.unit.path for row in viewer.postings)]
    near = subtree(viewer.readable, "unit__path") | Q(unit__path__in={step for path in paths for step in above(path)})
    newer = Framework.objects.filter(
        in_force(day), agency=OuterRef("agency"), unit=OuterRef("unit"), title_key=OuterRef("title_key"),
        valid_from__gt=OuterRef("valid_from"),
    )  # fmt: skip
    rows = Framework.objects.filter(in_force(day), near).exclude(Exists(newer))
    return rows.select_related("unit").order_by("unit__path", "title_key")
