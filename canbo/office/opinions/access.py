"""Who may do what with draws. What a draw publishes is for everybody: its public pages ask for no log-in."""

from __future__ import annotations

from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


def may_run(viewer: Viewer, unit: Unit) -> bool:
    """The organisation officer of the unit or above it: publishes frames and plans, runs the draw."""
    return viewer.holds("officer", path=unit.path)


def may_see(viewer: Viewer, path: str) -> bool:
    """Reading roles over the unit, and the heads above it."""
    return viewer.reads(path)
