"""Units as of a day: the tree, what one unit holds, the choices of a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from canbo.office.people.access import current, subtree
from canbo.office.people.models import Post, Posting, Succession, Unit
from canbo.paperwork.names import search_key

STEP = 7
BODIES = ("phường ", "xã ", "thị trấn ", "quận ", "huyện ", "thành phố ", "tỉnh ")
INDENT = "\u2003"  # one level of the tree in a select


def units_under(paths: Iterable[str], day: date) -> QuerySet[Unit]:
    """The units under any of the paths that exist on a day, in the order of the tree's paths."""
    return Unit.objects.filter(subtree(paths), current(day)).order_by("path")


@dataclass(frozen=True)
class Branch:
    """A unit in the tree of a day: its depth below the shown top, its head, people of its own and with all below."""

    unit: Unit
    depth: int
    head: str
    own: int
    total: int


def tree(paths: Sequence[str], day: date, query: str = "") -> list[Branch]:
    """The units under the paths on a day as an indented list; 3 queries whatever its length.

    With a query only the units whose name, short name or code holds it (diacritics or not), and those above them.
    """
    units = list(units_under(paths, day))
    places = Posting.objects.filter(current(day), post__unit__in=[unit.pk for unit in units])
    own = Counter(places.filter(primary=True).values_list("post__unit__path", flat=True))
    heads: dict[int, list[str]] = {}
    for unit_id, name in places.filter(post__rank="head").values_list("post__unit_id", "person__full_name"):
        heads.setdefault(unit_id, []).append(name)
    total = subtotals(own)
    kept = _matching(units, query)
    ordered = in_order(units)
    depth = depths(ordered)
    return [
        Branch(u, depth[u.path], ", ".join(heads.get(u.pk, ())), own[u.path], total[u.path])
        for u in ordered
        if u.pk in kept
    ]


def place_of(name: str) -> str:
    """The place a body's papers are dated at: its name without the kind of body ("Phường An Bình" → "An Bình"); whole
    where the name is a number (NĐ 30/2020, Phụ lục I: "Quận 10")."""
    place = name.partition(" (")[0]
    for word in BODIES:
        if place.lower().startswith(word):
            return place if place[len(word) :].isdigit() else place[len(word) :]
    return place


def subtotals(own: Mapping[str, int]) -> Counter[str]:
    """The number at each path together with all below it."""
    total: Counter[str] = Counter()
    for path, number in own.items():
        for end in range(STEP, len(path) + 1, STEP):
            total[path[:end]] += number
    return total


def depths(ordered: Iterable[Unit]) -> dict[str, int]:
    """How far below the shown top each unit stands, by path; parents come before their children."""
    depth: dict[str, int] = {}
    for unit in ordered:
        depth[unit.path] = depth.get(unit.path[:-STEP], -1) + 1
    return depth


def in_order(units: Sequence[Unit]) -> list[Unit]:
    """Depth first, siblings by their order and then by path. A unit whose parent is not among them is a top."""
    known = {unit.path for unit in units}
    below: dict[str, list[Unit]] = {}
    for unit in units:
        above = unit.path[:-STEP]
        below.setdefault(above if above in known else "", []).append(unit)
    ordered: list[Unit] = []
    waiting = sorted(below.get("", []), key=_place, reverse=True)
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += sorted(below.get(unit.path, []), key=_place, reverse=True)
    return ordered


def _place(unit: Unit) -> tuple[int, str]:
    return unit.order, unit.path


def named(units: Iterable[Unit], query: str) -> list[Unit]:
    """Those of the units whose name, short name or code holds the text (diacritics or not); all for no text."""
    wanted = search_key(query)
    return [unit for unit in units if wanted in search_key(f"{unit.name} {unit.short_name} {unit.code}")]


def _matching(units: Sequence[Unit], query: str) -> set[int]:
    above = {hit.path[:end] for hit in named(units, query) for end in range(STEP, len(hit.path) + 1, STEP)}
    return {unit.pk for unit in units if unit.path in above}


def unit_choices(paths: Iterable[str], day: date) -> list[tuple[str, str]]:
    """(id, name indented by depth) of the units under the paths on a day, for a select."""
    ordered = in_order(list(units_under(paths, day)))
    depth = depths(ordered)
    return [(str(unit.pk), INDENT * depth[unit.path] + unit.name) for unit in ordered]


@dataclass(frozen=True)
class UnitPage:
    """One unit on a day: its people (all postings), vacant posts, units right below, past and future."""

    unit: Unit
    places: tuple[Posting, ...]
    vacant: tuple[Post, ...]
    children: tuple[Unit, ...]
    origins: tuple[Succession, ...]
    successions: tuple[Succession, ...]
    above: tuple[Unit, ...]


def unit_page(unit: Unit, day: date) -> UnitPage:
    """What the page of a unit shows; 6 queries."""
    places = Posting.objects.filter(current(day), post__unit=unit).select_related("person", "post", "evaluated_by")
    vacant = Post.objects.filter(current(day), unit=unit).exclude(postings__in=Posting.objects.filter(current(day)))
    rank = {"head": 0, "deputy": 1, "staff": 2}
    steps = [unit.path[:end] for end in range(STEP, len(unit.path), STEP)]
    return UnitPage(
        unit=unit,
        places=tuple(sorted(places, key=lambda p: (rank[p.post.rank], p.person.sort_key, p.pk))),
        vacant=tuple(sorted(vacant, key=lambda post: (rank[post.rank], post.title, post.pk))),
        children=tuple(Unit.objects.filter(current(day), parent=unit).order_by("order", "path")),
        origins=tuple(unit.origins.select_related("predecessor").order_by("day", "id")),
        successions=tuple(unit.successions.select_related("successor").order_by("day", "id")),
        above=tuple(Unit.objects.filter(path__in=steps).order_by("path")),
    )
