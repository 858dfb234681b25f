"""Who may see and keep what of training: the organisation officer keeps, whoever reads results of a unit reads its
training, everybody sees their own."""

from __future__ import annotations

from canbo.office.people.access import Viewer


def may_keep(viewer: Viewer, path: str) -> bool:
    """The organisation officer over the unit."""
    return viewer.holds("officer", path=path)


def may_read(viewer: Viewer, path: str) -> bool:
    """Reading roles over the unit, and the heads of it or above."""
    return viewer.reads(path)
