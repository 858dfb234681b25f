"""Which standards hold where on a day, and which standard a post falls under.

The nearest unit above a post counts: its own word on the post's title first, then its own sets. A post nobody said
anything of falls under the title of its own name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from canbo.office.people.access import Viewer, above, subtree
from canbo.office.profiles.models import StandardText, TitleMatch
from canbo.rulebook import standards
from canbo.rulebook.standards import Standard, StandardSet


@lru_cache(maxsize=512)
def parsed(content: str) -> StandardSet:
    """A kept text as the rulebook's set; read once a process."""
    return standards.read(content, "tiêu chuẩn chức danh")


def seen(viewer: Viewer) -> QuerySet[StandardText]:
    """The texts the viewer may look at: of units they read, and of those above (which hold for them). Not yet adopted
    ones only for the officer who prepares them."""
    tops = {*viewer.readable, *(posting.post.unit.path for posting in viewer.postings)}
    over = [path for top in tops for path in above(top)]
    rows = StandardText.objects.filter(subtree(viewer.readable, "unit__path") | Q(unit__path__in=over))
    mine = subtree(viewer.paths("officer"), "unit__path")
    return (
        rows.filter(Q(adoptions__isnull=False) | mine).select_related("unit", "by__person").order_by("-in_force", "-pk")
    )


@dataclass(frozen=True)
class Found:
    """The standard a post falls under; `how`: "said" by somebody, "name" of its own, or "" where none is found.
    `exempt`: somebody said that it falls under none."""

    standard: Standard | None
    how: str = ""
    exempt: bool = False


@dataclass
class Titles:
    """All sets in force on a day with what was said of posts' titles; answers for any post without a further query."""

    sets: dict[str, list[StandardSet]] = field(default_factory=lambda: defaultdict(list))
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    _known: dict[tuple[str, str], Found] = field(default_factory=dict)

    def of(self, path: str, title: str) -> Found:
        """The standard of a post with this title in the unit at `path`."""
        key = (path, title)
        if key not in self._known:
            self._known[key] = self._find(path, title)
        return self._known[key]

    @property
    def places(self) -> list[str]:
        """The paths of the units that have a word of their own on standards, the deepest first."""
        return sorted({*self.sets, *(path for path, _ in self.said)}, key=lambda path: (-len(path), path))

    def labels(self, path: str) -> list[str]:
        """The titles that the sets in force for a unit name."""
        names = {
            one.label for over in above(path) for found in self.sets.get(over, ()) for one in found.titles.values()
        }
        return sorted(names, key=str.casefold)

    def _find(self, path: str, title: str) -> Found:
        nearest = above(path)[::-1]
        said = next((self.said[over, title] for over in nearest if (over, title) in self.said), None)
        if said == "":
            return Found(None, "said", exempt=True)
        wanted = (said or title).casefold()
        for over in nearest:
            named = [
                (found.in_force, one)
                for found in self.sets.get(over, ())
                for one in found.titles.values()
                if one.label.casefold() == wanted
            ]
            if named:
                return Found(max(named, key=lambda pair: pair[0])[1], "said" if said else "name")
        return Found(None, "said" if said else "")


def titles(day: date) -> Titles:
    """What holds on a day; two queries."""
    rows = StandardText.objects.filter(adoptions__isnull=False, in_force__lte=day)
    rows = rows.filter(Q(ends=None) | Q(ends__gte=day)).exclude(ended__day__lte=day).order_by("pk")
    found = Titles()
    for path, content in rows.values_list("unit__path", "content"):
        found.sets[path].append(parsed(content))
    said = TitleMatch.objects.order_by("pk").values_list("unit__path", "post_title", "title")
    found.said = {(path, post): title for path, post, title in said}
    return found


def unmatched(known: Titles, posts: Iterable[tuple[str, str]]) -> int:
    """How many of these posts (path, title) fall under no standard, though nobody said they should not."""
    return sum(found.standard is None and not found.exempt for found in (known.of(*post) for post in posts))
