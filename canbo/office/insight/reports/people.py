"""The people of a report, one by one: its groups are cut by kind, post and title."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from canbo.office.insight.queries import scales
from canbo.office.insight.queries.workforce import ROWS, places
from canbo.office.insight.reports.words import Group


class Member(NamedTuple):
    """A person by the primary posting of the day. `birth`: a row of the rows "birth"; `education`, `theory`: a step,
    the roster's own word, or "" where nothing is known."""

    posting: int
    kind: str
    rank: str
    key: bool
    title: str
    birth: tuple[Any, ...]
    education: str
    theory: str

    @property
    def sex(self) -> str:
        return str(self.birth[0])

    def belongs(self, group: Group) -> bool:
        """Whether the person is one of the group."""
        return (
            (not group.kinds or self.kind in group.kinds)
            and (not group.ranks or self.rank in group.ranks)
            and (self.key or not group.key)
            and self.title not in group.without
        )


def members(path: str, day: date) -> list[Member]:
    """Everybody under a path on a day. Four queries."""
    rows = places(path, day)
    born = {row[-1]: row[:-1] for row in ROWS["birth"](path, day, True)}
    steps = {
        scale: {pk: scales.key(scale, rank, word) for rank, word, pk in scales.rows(rows, scale, day, True)}
        for scale in scales.SCALES
    }
    found = rows.order_by().values_list("id", "kind", "post__rank", "post__key", "post__title")
    education, theory = (steps[scale] for scale in scales.SCALES)
    return [
        Member(pk, kind, rank, key, title, born[pk], education[pk], theory[pk]) for pk, kind, rank, key, title in found
    ]
