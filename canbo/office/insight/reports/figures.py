"""The figures of reports, each by its name in the words. What no room knows is said to be missing, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from canbo.office.insight.queries import staff, workforce
from canbo.office.insight.queries.levels import COLLECTIVE
from canbo.office.insight.queries.staff import Row
from canbo.office.insight.reports import planned
from canbo.office.insight.reports.source import ROWS, Source
from canbo.office.people.access import subtree
from canbo.office.people.models import KINDS
from canbo.office.profiles.queries.alike import grouped
from canbo.office.profiles.queries.titles import titles
from canbo.office.results.models import Petition
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


def of(source: Source, name: str, arguments: Sequence[str]) -> Figure:
    """A figure by its name; KeyError where there is none of that name."""
    return FIGURES[name](source, *arguments)


def _period(source: Source) -> Figure:
    """The period in words. A report of a year in which nothing was rated is about the year all the same."""
    if source.now is not None:
        return Figure(source.now.words)
    return Figure(f"năm {source.day.year}") if source.template.period == "year" else NONE


def _people(source: Source, group: str) -> Figure:
    number = source.people(ROWS["people"], group).total()
    return Figure(format_integer(number), source.list_url()) if number else NONE


def _share(people: Counter[Row], has: Callable[[Row], bool | None]) -> Figure:
    """The share of those who have something among those of whom it is known; missing where it is known of nobody."""
    told: Counter[bool | None] = Counter()
    for row, number in people.items():
        told[has(row)] += number
    known = told[True] + told[False]
    if not known:
        return NONE
    text = format_percent(told[True], known)
    return Figure(text if not told[None] else f"{text} ({told[None]} người chưa có số liệu)")


def _step(scale: str) -> Callable[[Source, str, str], Figure]:
    order = {key: rank for rank, key in enumerate(kinds()[scale].steps)}

    def figure(source: Source, group: str, least: str) -> Figure:
        most = len(order) if least == "any" else order[least]
        return _share(source.people(ROWS["education"], group), lambda row: _reached(staff.key(scale, row), order, most))

    return figure


def _reached(step: str, order: Mapping[str, int], most: int) -> bool | None:
    return order[step] <= most if step in order else None


def _women(source: Source, group: str) -> Figure:
    says = {"F": True, "M": False}
    return _share(source.people(ROWS["women"], group), lambda row: says.get(workforce.SEX.key(row, source.day)))


def _kinds(source: Source) -> Figure:
    counted = workforce.keys(source.people(ROWS["kinds"]), workforce.KIND, source.day)
    words = [f"{counted[key]} {label.lower()}" for key, label in KINDS if counted[key]]
    return Figure(", ".join(words)) if words else NONE


def _mean_age(source: Source) -> Figure:
    years, known = 0, 0
    for row, number in source.people(ROWS["mean_age"]).items():
        if (age := workforce.age(row, source.day)) is not None:
            years, known = years + age * number, known + number
    tenths = (20 * years + known) // (2 * known) if known else 0
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
    rows = [one for one in source.given if title in ("", one.title)]
    number = sum(one.collectives if whom == COLLECTIVE else one.people for one in rows)
    return Figure(format_integer(number)) if number else NONE


def _moved(source: Source, way: str) -> Figure:
    return Figure(format_integer((source.span.came if way == "came" else source.span.left) or 0))


def _retiring(source: Source) -> Figure:
    months = workforce.keys(source.people(ROWS["retiring"]), workforce.RETIREMENT, source.day)
    if months.total() == months[workforce.UNKNOWN]:
        return NONE
    return Figure(format_integer(sum(number for key, number in months.items() if key.isdigit())))


def _standards(source: Source, group: str) -> Figure:
    """The share that meets the standard of its title among those a standard is asked of."""
    counts: Counter[str] = Counter()
    for one in grouped(source.group(group), source.day, titles(source.day)):
        counts[one.verdict.outcome] += 0 if one.verdict.found.exempt else one.people
    known = counts["meets"] + counts["lacks"]
    if not known:
        return NONE
    text = format_percent(counts["meets"], counts.total())
    return Figure(text if known == counts.total() else f"{text} ({counts.total() - known} người chưa rõ)")


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
    if not source.turns.total:
        return NONE
    return Figure(format_integer(source.turns.of("political_theory", step) if step else source.turns.total))


FIGURES: dict[str, Callable[..., Figure]] = {
    "unit": lambda source: Figure(source.unit.name),
    "day": lambda source: Figure(short_date(source.day)),
    "since": lambda source: Figure(short_date(source.since)),
    "period": _period,
    "people": _people, "kinds": _kinds, "education": _step("education"),
    "theory": _step("political_theory"), "women": _women, "mean_age": _mean_age,
    "opened": _opened, "decided": _decided, "rated": _rank, "levels": _levels, "change": _change, "ceiling": _ceiling,
    "collectives": _collectives, "petitions": _petitions, "awards": _awards, "moved": _moved, "retiring": _retiring,
    "standards": _standards, "planned_trained": _planned_trained, "turns": _turns,
}  # fmt: skip
