"""The figures of reports, each by its name in the words. What no room knows is said to be missing, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from canbo.office.awards.queries.given import awarded
from canbo.office.insight.queries import levels, turnover, workforce
from canbo.office.insight.queries.levels import COLLECTIVE, Counts
from canbo.office.insight.queries.rounds import Round, alike, rounds
from canbo.office.insight.reports import planned
from canbo.office.insight.reports.people import Member, members
from canbo.office.insight.reports.words import Group
from canbo.office.people.access import subtree
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.profiles.queries.meeting import judged
from canbo.office.results.models import Petition
from canbo.office.training.queries.turns import turns
from canbo.paperwork.dates import short_date
from canbo.paperwork.numbers import format_integer, format_percent
from canbo.rulebook.standards import kinds

MISSING = "[chưa có số liệu]"


@dataclass(frozen=True)
class Figure:
    """A figure as it stands in the text; where it leads; `known` False where it is missing."""

    text: str
    url: str = ""
    known: bool = True


NONE = Figure(MISSING, known=False)


@dataclass
class Source:
    """What the figures of one report rest on: a unit on a day, a period, a day from which things are told."""

    unit: Unit
    day: date
    now: Round | None
    since: date
    groups: Mapping[str, Group]
    _held: dict[str, Counts] = field(default_factory=dict)

    @cached_property
    def people(self) -> list[Member]:
        return members(self.unit.path, self.day)

    def group(self, name: str) -> list[Member]:
        """The people of a group; "all" are all."""
        return self.people if name == "all" else [one for one in self.people if one.belongs(self.groups[name])]

    @cached_property
    def every(self) -> list[Round]:
        return rounds(self.unit.path, self.day)

    @cached_property
    def before(self) -> Round | None:
        same = alike(self.every, self.now, 2) if self.now else []
        return same[0] if len(same) > 1 else None

    def counts(self, kind: str = "", of: Round | None = None) -> Counts:
        """The results of the period (or another) of a kind of staff."""
        one = of or self.now
        if one is None:
            return Counts()
        key = f"{one.key}/{kind}"
        if key not in self._held:
            self._held[key] = levels.over_time(self.unit.path, [one], kind).get(one.key, Counts())
        return self._held[key]

    def list_url(self, **asked: str) -> str:
        """The people behind a number."""
        query = urlencode({"ngay": self.day.isoformat(), **asked})
        return f"{reverse('insight:people', args=[self.unit.pk])}?{query}"

    def results_url(self, level: str = "") -> str:
        """The sheets behind a number."""
        key = self.now.key if self.now else ""
        return f"{reverse('insight:behind', args=[self.unit.pk])}?{urlencode({'ky': key, 'muc': level})}"


def of(source: Source, name: str, arguments: Sequence[str]) -> Figure:
    """A figure by its name; KeyError where there is none of that name."""
    return FIGURES[name](source, *arguments)


def _people(source: Source, group: str) -> Figure:
    found = source.group(group)
    return Figure(format_integer(len(found)), source.list_url()) if found else NONE


def _share(people: Sequence[Member], has: Callable[[Member], bool | None]) -> Figure:
    """The share of those who have something among those of whom it is known; missing where it is known of nobody."""
    known = [held for one in people if (held := has(one)) is not None]
    if not known:
        return NONE
    text = format_percent(sum(known), len(known))
    return Figure(text if len(known) == len(people) else f"{text} ({len(people) - len(known)} người chưa có số liệu)")


def _step(scale: str, at: str) -> Callable[[Source, str, str], Figure]:
    order = {key: rank for rank, key in enumerate(kinds()[scale].steps)}

    def figure(source: Source, group: str, least: str) -> Figure:
        most = len(order) if least == "any" else order[least]
        return _share(source.group(group), lambda one: _reached(getattr(one, at), order, most))

    return figure


def _reached(step: str, order: Mapping[str, int], most: int) -> bool | None:
    return order[step] <= most if step in order else None


def _women(source: Source, group: str) -> Figure:
    return _share(source.group(group), lambda one: one.sex == "F" if one.sex else None)


def _kinds(source: Source) -> Figure:
    counted = Counter(one.kind for one in source.people)
    words = [f"{counted[key]} {label.lower()}" for key, label in KINDS if counted[key]]
    return Figure(", ".join(words)) if words else NONE


def _mean_age(source: Source) -> Figure:
    known = [years for one in source.people if (years := workforce.age(one.birth, source.day)) is not None]
    tenths = (20 * sum(known) + len(known)) // (2 * len(known)) if known else 0
    return Figure(f"{tenths // 10},{tenths % 10}".removesuffix(",0")) if known else NONE


def _opened(source: Source) -> Figure:
    return Figure(format_integer(source.counts().opened), source.results_url()) if source.counts().opened else NONE


def _decided(source: Source) -> Figure:
    counts = source.counts()
    return Figure(f"{format_integer(counts.decided)} ({format_percent(counts.decided, counts.opened)})")


def _rank(source: Source, rank: str) -> Figure:
    """The share of those rated at a rank or better; "1-" is just that rank."""
    counts, at = source.counts(), int(rank[0])
    held = counts.ranks[at] if rank.endswith("-") else sum(counts.ranks[one] for one in range(1, at + 1))
    return Figure(format_percent(held, counts.rated), source.results_url(rank[0])) if counts.rated else NONE


def _levels(source: Source) -> Figure:
    counts = source.counts()
    if source.now is None or not counts.rated:
        return NONE
    words = []
    for rank, label, _ in source.now.levels:
        held = counts.ranks[rank]
        words.append(f"{label.lower()} {format_integer(held)} người ({format_percent(held, counts.rated)})")
    unrated = [f"không xếp loại {format_integer(counts.ranks[0])} người"] if counts.ranks[0] else []
    return Figure("; ".join([*words, *unrated]), source.results_url())


def _change(source: Source) -> Figure:
    """The best level's share beside that of the period before."""
    if source.before is None:
        return Figure("không có kỳ trước để so sánh")
    then, now = source.counts(of=source.before).tenths(1), source.counts().tenths(1)
    if then is None or now is None:
        return NONE
    moved = f"{abs(now - then) // 10},{abs(now - then) % 10}".removesuffix(",0")
    word = "tăng" if now > then else "giảm"
    told = "không thay đổi" if now == then else f"{word} {moved} điểm phần trăm"
    return Figure(f"{told} so với {source.before.words}")


def _ceiling(source: Source) -> Figure:
    counts = source.counts()
    if counts.allowed is None:
        return Figure("các quy định áp dụng không đặt tỷ lệ tối đa")
    told = f"{counts.ranks[1]} người ở mức cao nhất, tính gộp theo tỷ lệ được {counts.allowed} người"
    return Figure(f"{told}; vượt {counts.over} người" if counts.over else told)


def _collectives(source: Source, rank: str) -> Figure:
    """How many collectives hold a rank."""
    counts = source.counts(COLLECTIVE)
    return Figure(format_integer(counts.ranks[int(rank)])) if counts.decided else NONE


def _petitions(source: Source) -> Figure:
    if source.now is None:
        return NONE
    rows = Petition.objects.filter(
        subtree([source.unit.path], "decision__sheet__unit_path"), decision__sheet__cycle__in=list(source.now.cycles)
    )
    number, answered = rows.count(), rows.filter(answers__isnull=False).count()  # one answer a petition, by constraint
    return Figure(f"có {number} kiến nghị, đã trả lời {answered}" if number else "không có kiến nghị nào")


def _awards(source: Source, whom: str, title: str = "") -> Figure:
    """How many persons or collectives were given a title, or anything, since the day the report tells from."""
    rows = [one for one in awarded([source.unit.path], source.since, source.day) if title in ("", one.title)]
    number = sum(one.collectives if whom == COLLECTIVE else one.people for one in rows)
    return Figure(format_integer(number)) if number else NONE


def _moved(source: Source, way: str) -> Figure:
    span = turnover.turnover(source.unit.path, [source.since, source.day])[-1]
    return Figure(format_integer((span.came if way == "came" else span.left) or 0))


def _retiring(source: Source) -> Figure:
    last = source.day.year + workforce.YEARS
    months = [month for one in source.people if (month := workforce.retires(one.birth)) is not None]
    if not months:
        return NONE
    return Figure(format_integer(sum(source.day.replace(day=1) <= one and one.year <= last for one in months)))


def _standards(source: Source, group: str) -> Figure:
    """The share that meets the standard of its title among those a standard is asked of."""
    places = Posting.objects.filter(pk__in=[one.posting for one in source.group(group)])
    found = judged(places.select_related("person", "post__unit"), source.day)
    asked = [one for one in found if not one.found.exempt]
    known = [one for one in asked if one.outcome in ("meets", "lacks")]
    if not known:
        return NONE
    text = format_percent(sum(one.outcome == "meets" for one in known), len(asked))
    return Figure(text if len(known) == len(asked) else f"{text} ({len(asked) - len(known)} người chưa rõ)")


def _planned_trained(source: Source) -> Figure:
    """The share of those planned for posts who meet the standard of the post."""
    found = list(planned.meeting(source.unit.path, source.day))
    known = [one for one in found if one is not None]
    if not known:
        return NONE
    text = format_percent(sum(known), len(found))
    return Figure(text if len(known) == len(found) else f"{text} ({len(found) - len(known)} người chưa rõ)")


def _turns(source: Source, step: str = "") -> Figure:
    """How many turns of training, or of training to a step of political theory, since the day the report tells from."""
    found = turns([source.unit.path], source.since, source.day)
    if not found.total:
        return NONE
    return Figure(format_integer(found.of("political_theory", step) if step else found.total))


FIGURES: dict[str, Callable[..., Figure]] = {
    "unit": lambda source: Figure(source.unit.name),
    "day": lambda source: Figure(short_date(source.day)),
    "since": lambda source: Figure(short_date(source.since)),
    "period": lambda source: Figure(source.now.words) if source.now else NONE,
    "people": _people, "kinds": _kinds, "education": _step("education", "education"),
    "theory": _step("political_theory", "theory"), "women": _women, "mean_age": _mean_age,
    "opened": _opened, "decided": _decided, "rated": _rank, "levels": _levels, "change": _change, "ceiling": _ceiling,
    "collectives": _collectives, "petitions": _petitions, "awards": _awards, "moved": _moved, "retiring": _retiring,
    "standards": _standards, "planned_trained": _planned_trained, "turns": _turns,
}  # fmt: skip
