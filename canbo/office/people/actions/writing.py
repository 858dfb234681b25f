"""Writing the plan of a roster, set-based: a handful of statements for thousands of people."""

from __future__ import annotations

from datetime import date

from canbo.office.base.models import Account
from canbo.office.people.access import current
from canbo.office.people.actions.closing import settle_accounts
from canbo.office.people.actions.paths import Codes, free_paths, next_order
from canbo.office.people.actions.persons import fill_keys
from canbo.office.people.codes import new_codes
from canbo.office.people.models import Person, Post, Posting, Unit
from canbo.office.people.roster.plan import Line, Plan
from canbo.paperwork.names import search_key

BATCH = 1000
FACTS = [
    "full_name", "sort_key", "search_key", "code", "birth_date", "birth_year", "sex", "education",
    "political_theory", "email", "phone",
]  # fmt: skip
PostKey = tuple[int, str, str]


def write(plan: Plan, actor: Account) -> dict[str, int]:
    """Carry out a plan inside the caller's transaction; how many of each thing were done."""
    day, counts = plan.choices.day, plan.counts  # counted before the new persons are known
    units = _make_units(plan)
    _write_persons(plan.lines)
    moving = [line for line in plan.lines if line.moves]
    posts = _make_posts(moving, units, day)
    _move(moving, posts, units, day)
    ended = _end_missing(plan) if plan.choices.end_missing else 0
    settle_accounts([line.person.pk for line in moving] + [posting.person_id for posting in plan.missing if ended])
    return {
        "new": counts["new"], "changed": counts["changed"], "same": counts["same"], "units": len(units), "ended": ended,
    }  # fmt: skip


def _make_units(plan: Plan) -> dict[str, Unit]:
    """The units the roster names and nobody knows, below the unit of the import; by folded name."""
    if not plan.new_units:
        return {}
    top, codes, order = plan.unit, Codes(), next_order(plan.unit)
    made = [
        Unit(
            code=codes.of(name, top), name=name, kind="office", heading=top.heading, parent=top, path=path,
            agency_id=top.agency_id, order=order + place, valid_from=plan.choices.day,
            search_key=search_key(name)[:200],
        )
        for place, (name, path) in enumerate(zip(plan.new_units, free_paths(top, len(plan.new_units)), strict=True))
    ]  # fmt: skip
    return {search_key(unit.name): unit for unit in Unit.objects.bulk_create(made, batch_size=BATCH)}


def _write_persons(lines: tuple[Line, ...]) -> None:
    codes = new_codes()
    fresh: list[Person] = []
    known: list[Person] = []
    for line in lines:
        for name, value in line.facts.items():
            setattr(line.person, name, value)
        if not line.person.pk:
            line.person.code = line.person.code or next(codes)
            fresh.append(fill_keys(line.person))
        elif line.facts:
            known.append(fill_keys(line.person))
    Person.objects.bulk_create(fresh, batch_size=BATCH)
    Person.objects.bulk_update(known, FACTS, batch_size=BATCH // 4)


def _make_posts(lines: list[Line], units: dict[str, Unit], day: date) -> dict[PostKey, Post]:
    """The posts these lines need: those the units have, and new ones from the day."""
    needed = dict.fromkeys(_key(line, units) for line in lines)
    places = {unit for unit, _, _ in needed}
    rows = Post.objects.filter(current(day), unit__in=places, valid_to=None).order_by("id")
    posts: dict[PostKey, Post] = {}
    for post in rows:
        posts.setdefault((post.unit_id, post.title, post.rank), post)
    made = [
        Post(unit_id=unit, title=title, rank=rank, valid_from=day)
        for unit, title, rank in needed
        if (unit, title, rank) not in posts
    ]
    for post in Post.objects.bulk_create(made, batch_size=BATCH):
        posts[post.unit_id, post.title, post.rank] = post
    return posts


def _move(lines: list[Line], posts: dict[PostKey, Post], units: dict[str, Unit], day: date) -> None:
    """Close the present postings and open the new ones; what begins on this very day is corrected instead."""
    closing = [line.held.pk for line in lines if line.held and line.held.valid_from < day]
    for start in range(0, len(closing), BATCH):
        Posting.objects.filter(pk__in=closing[start : start + BATCH]).update(valid_to=day)
    opened, corrected = [], []
    for line in lines:
        held = line.held
        if held is None or held.valid_from < day:
            posting = Posting(person_id=line.person.pk, primary=True, valid_from=day)
            posting.evaluated_by_id = held.evaluated_by_id if held and _stays(line, units) else None
            opened.append(posting)
        else:
            corrected.append(posting := held)
        posting.post = posts[_key(line, units)]
        posting.kind, posting.task_group = line.place.kind, line.place.task_group
    Posting.objects.bulk_create(opened, batch_size=BATCH)
    Posting.objects.bulk_update(corrected, ["post", "kind", "task_group"], batch_size=BATCH // 2)


def _end_missing(plan: Plan) -> int:
    missing = [posting.pk for posting in plan.missing]
    return Posting.objects.filter(pk__in=missing).update(valid_to=plan.choices.day)


def _stays(line: Line, units: dict[str, Unit]) -> bool:
    return line.held is not None and line.held.post.unit_id == _key(line, units)[0]


def _key(line: Line, units: dict[str, Unit]) -> PostKey:
    unit = line.place.unit or units[search_key(line.place.unit_name)]
    return unit.pk, line.place.title, line.place.rank
