"""Who may see the picture of a part of the tree: officers, readers and auditors over theirs, heads over what they lead.

All of it is made of marks and results, so it reaches as far as these may be read (`Viewer.readable`). What is told of
one evaluator or one person is in their own pages' rules.
"""

from __future__ import annotations

from canbo.office.people.access import Viewer, need, one, subtree
from canbo.office.people.models import Unit


def tops(viewer: Viewer) -> tuple[str, ...]:
    """The tops of the subtrees the viewer may see, none of them inside another, in the order of the tree."""
    paths = sorted(viewer.readable)
    return tuple(path for path in paths if not any(path != top and path.startswith(top) for top in paths))


def sees(viewer: Viewer, path: str) -> bool:
    """Whether the picture of the unit at `path`, with all below it, is the viewer's to see."""
    return viewer.reads(path)


def unit_for(viewer: Viewer, pk: int | None = None) -> Unit:
    """The unit asked for, ended ones too, or the first of the viewer's tops; 404 where it is not theirs to see."""
    if pk is None:
        need(bool(viewer.readable))
        return one(Unit.objects.all(), path=tops(viewer)[0])
    return one(Unit.objects.filter(subtree(viewer.readable)), pk=pk)
