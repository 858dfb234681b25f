"""Who stands on the lists of a plan on a day, with what is known of each for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.people.access import current
from canbo.office.people.models import Person, Posting
from canbo.office.profiles.queries import facts as facts_of_people
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanFact, PlanPost
from canbo.office.talent.queries.planning_grades import Graded, grades
from canbo.rulebook.model import FactValue
from canbo.rulebook.planning import Entry
from canbo.rulebook.retirement import ages

STATES = {"proposed": "Đang đề xuất", "put_in": "Trong quy hoạch", "taken_out": "Đã đưa ra"}
RANKS = {"staff": 0, "deputy": 1, "head": 2}  # who leads a unit, over who works in it
LEADS = {"member": 1, "deputy": 1, "head": 2}


@dataclass(frozen=True)
class Line:
    """A person on the list for a post. `places`: postings of the day asked about, the primary first; `left`: the day
    the last of them ended, where there is none."""

    entry: PlanEntry
    places: tuple[Posting, ...] = ()
    left: date | None = None

    @property
    def post(self) -> PlanPost:
        return self.entry.post

    @property
    def person(self) -> Person:
        return self.entry.person

    @property
    def state(self) -> str:
        return STATES[self.entry.act]

    @property
    def notes(self) -> list[str]:
        """What an officer has to know: gone, posted elsewhere, holding the post already, the post's unit ended."""
        said = []
        if not self.places:
            since = f" từ {self.left:%d/%m/%Y}" if self.left else ""
            said.append(f"đã thôi mọi vị trí công tác{since}")
        elif self.entry.held_unit_id and all(one.post.unit_id != self.entry.held_unit_id for one in self.places):
            said.append(f"đã chuyển đến {self.places[0].post.unit}")
        if any(_same(one, self.post) for one in self.places):
            said.append("đang giữ chính chức danh này")
        if len({one.post.unit_id for one in self.places}) > 1:
            said.append("giữ vị trí ở " + " và ".join(dict.fromkeys(str(one.post.unit) for one in self.places)))
        if self.post.unit.valid_to is not None:
            said.append(f"đơn vị của chức danh thôi hoạt động từ {self.post.unit.valid_to:%d/%m/%Y}")
        return said


def standing(plan: CadrePlan, day: date) -> list[Line]:
    """Who stands on the lists on a day, by post and given name. Three queries whatever their number."""
    newest = newest_entries(plan, day)
    return with_places([one for one in newest.values() if one.act != "taken_out"], day)


def newest_entries(plan: CadrePlan, day: date) -> dict[tuple[int, int], PlanEntry]:
    """The last row on each person and post up to a day. One query."""
    rows = PlanEntry.objects.filter(agency=plan.agency_id, post__plan=plan, day__lte=day)
    rows = rows.select_related("post__unit", "post__plan", "person", "held_unit").order_by("day", "id")
    return {(row.post_id, row.person_id): row for row in rows}


def with_places(entries: Iterable[PlanEntry], day: date) -> list[Line]:
    """These rows as lines, with where each person works on the day. Two queries."""
    rows = list(entries)
    people = {row.person_id for row in rows}
    held: dict[int, list[Posting]] = defaultdict(list)
    found = Posting.objects.filter(current(day), person__in=people).select_related("post__unit")
    for place in found.order_by("-primary", "id"):
        held[place.person_id].append(place)
    gone = people - set(held)
    ends = Posting.objects.filter(person__in=gone, valid_to__lte=day).order_by("valid_to")
    left = dict(ends.values_list("person_id", "valid_to")) if gone else {}
    lines = [Line(row, tuple(held[row.person_id]), left.get(row.person_id)) for row in rows]
    return sorted(lines, key=lambda one: (one.post.order, one.post.pk, one.entry.act != "put_in", one.person.sort_key))


def known(plan: CadrePlan, lines: Sequence[Line], day: date) -> list[Entry]:
    """The lines as the rulebook judges them, each with all that is known of it on the day. Eight queries whatever
    their number; what nobody recorded is not known."""
    people = {one.person.pk for one in lines}
    told = facts_of_people(people, day)
    graded = grades(people, day)
    planned = _planned_before(plan, people)
    said: dict[tuple[int, int], dict[str, bool]] = defaultdict(dict)
    rows = PlanFact.objects.filter(agency=plan.agency_id, post__plan=plan, at__date__lte=day)
    for post, person, fact, value in rows.order_by("id").values_list("post_id", "person_id", "fact", "value"):
        said[post, person][fact] = value
    found = []
    for line in lines:
        key = (line.post.pk, line.person.pk)
        ahead, length = _ahead(plan, line.person), 12 * (plan.last_year - plan.first_year)
        computed: dict[str, FactValue | None] = {
            "central": line.post.level == "central", "higher": _higher(line), "failed": _failed(graded[key[1]]),
            "first_time": False if key[1] in planned else None,
            "terms_left": None if ahead is None else ahead // length,
            "over_age": True if ahead == 0 else None, **told[key[1]].planning(),
        }  # fmt: skip
        facts = {**said[key], **{fact: value for fact, value in computed.items() if value is not None}}
        found.append(Entry(str(key[1]), str(key[0]), line.post.level, facts))
    return found


def _planned_before(plan: CadrePlan, people: Iterable[int]) -> set[int]:
    """Those who were put into a plan of an earlier term."""
    rows = PlanEntry.objects.filter(person__in=people, act="put_in", post__plan__first_year__lt=plan.first_year)
    return set(rows.values_list("person_id", flat=True))


def _failed(graded: Sequence[Graded]) -> bool | None:
    return graded[0].last if graded else None


def _ahead(plan: CadrePlan, person: Person) -> int | None:
    """Months from the beginning of the term to the month of retirement (0: none); None where that is not known."""
    month = ages().month(person.birth_date, person.sex) if person.birth_date else None
    return None if month is None else max(0, (month.year - plan.first_year) * 12 + month.month - 1)


def _same(place: Posting, post: PlanPost) -> bool:
    return place.post.unit_id == post.unit_id and place.post.title.casefold() == post.title.casefold()


def _higher(line: Line) -> bool | None:
    """Whether the post stands over all that the person holds: within a unit by who leads it, and a unit's leaders over
    the people of the units below. None where the tree does not tell."""
    answers = [_over(line.post, place) for place in line.places]
    return False if False in answers else None if None in answers or not answers else True


def _over(post: PlanPost, place: Posting) -> bool | None:
    if _same(place, post):
        return False
    if place.post.unit_id == post.unit_id:
        wanted, held = LEADS[post.leads], RANKS[place.post.rank]
        return True if wanted > held else False if wanted < held else None
    return True if place.post.unit.path.startswith(post.unit.path) else None
