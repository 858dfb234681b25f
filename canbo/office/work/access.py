"""Who may assign and review work: the superior, any head above, or who stands in for them; nobody about themselves.

Delivering is the assigned person's own. Reading: the person, superiors, and reading roles over the unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canbo.office.people.access import Viewer, current
from canbo.office.people.models import Person, Posting, Unit


@dataclass(frozen=True, slots=True)
class Seat:
    """As whom somebody acts: themselves, and for whom where they stand in."""

    person: Person
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """The units each of the viewer's principals leads today, by principal id; the viewer's own first."""

    person: Person | None
    paths: dict[int, tuple[str, ...]]

    @classmethod
    def of(cls, viewer: Viewer) -> Command:
        """Two queries: who the viewer stands in for, and what those lead. A deputy in charge counts as head."""
        if viewer.person is None:
            return cls(None, {})
        posts = Posting.objects.filter(current(viewer.day), person__in=viewer.principals)
        leading = posts.filter(post__rank="head") | posts.filter(post__rank="deputy", acting=True)
        held: dict[int, list[str]] = {}
        for person, path in leading.values_list("person_id", "post__unit__path").order_by("id"):
            held.setdefault(person, []).append(path)
        return cls(viewer.person, {pk: tuple(held[pk]) for pk in viewer.principals if pk in held})

    @property
    def tops(self) -> tuple[str, ...]:
        """The tops of all they lead."""
        return tuple(dict.fromkeys(path for paths in self.paths.values() for path in paths))

    def seat(self, person: int, paths: Iterable[str]) -> Seat | None:
        """As whom the viewer is a superior of the person at any of the paths (the unit's, and the evaluating unit's);
        None where they are not, or are that person, or stand in only for that person."""
        if self.person is None or self.person.pk == person:
            return None
        wanted = tuple(paths)
        for principal, tops in self.paths.items():
            if principal != person and any(path.startswith(top) for path in wanted for top in tops):
                return Seat(self.person, None if principal == self.person.pk else principal)
        return None


def places(posting: Posting) -> tuple[str, ...]:
    """The paths whose heads are superiors of a posting: of its unit, and of the unit named to evaluate it."""
    return (posting.post.unit.path, *([posting.evaluated_by.path] if posting.evaluated_by else []))


def may_keep(viewer: Viewer, unit: Unit) -> bool:
    """Who keeps the catalogues of a unit and records its initiatives: its organisation officer, or who leads a unit
    above it (a deputy in charge and a delegate too). Never who leads the unit itself, or stands in for who does: the
    coefficients are those of the own products, and an initiative counts in the own grade."""
    tops = Command.of(viewer).tops
    if unit.path in tops:
        return False
    return viewer.holds("officer", path=unit.path) or any(unit.path.startswith(top) for top in tops)


def kept(viewer: Viewer) -> tuple[str, ...]:
    """The tops of the units `may_keep` is about: those of an officer, and the units right below those led. Three
    queries at most."""
    tops = Command.of(viewer).tops
    below = Unit.objects.filter(current(viewer.day), parent__path__in=tops).order_by("path")
    return tuple(dict.fromkeys((*viewer.paths("officer"), *below.values_list("path", flat=True))))


def may_read(viewer: Viewer, person: int, path: str) -> bool:
    """The person, reading roles over the unit, and the heads above it."""
    mine = viewer.person is not None and viewer.person.pk == person
    return mine or viewer.reads(path)
