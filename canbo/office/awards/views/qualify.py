"""Who qualifies for which title in a year: the list, and the page of one person or collective with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.awards import access, queries, sheets
from canbo.office.awards.forms import QualifyFilter, years
from canbo.office.awards.law import Law, law_for
from canbo.office.awards.queries.candidates import opening
from canbo.office.awards.queries.qualifying import SAID, WORDS, Line
from canbo.office.awards.queries.roll import Key
from canbo.office.base.pages import crumb, export_url, page_of, saved_as
from canbo.office.people.access import Viewer, need, one, overlapping, viewer
from canbo.office.people.models import Person, Unit
from canbo.office.people.queries.persons import seen
from canbo.office.results.papers.frame import trace_node
from canbo.paperwork.documents.model import TraceNode
from canbo.paperwork.names import search_key


@dataclass(frozen=True)
class Cell:
    """One title of one subject, as the list shows it. `said`: what is needed names the year of `next` already."""

    label: str
    outcome: str
    word: str
    lacks: tuple[str, ...]
    opens: tuple[str, ...]
    held: bool | None
    next: int | None
    said: bool


def cells(line: Line) -> list[Cell]:
    rules = line.law.rules
    found = []
    for key in line.findings:
        held = None if line.held is None else key in line.held
        opens, soonest = opening(line, key), line.earliest(key)
        said = any(str(soonest) in one for one in opens)  # "sớm nhất xét cho năm 2029" needs no second time
        found.append(
            Cell(
                rules.titles[key].label if rules else key, line.outcome(key), WORDS[line.outcome(key)],
                tuple(lack.label for lack in line.findings[key].lacks), opens, held, soonest, said,
            )
        )  # fmt: skip
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who qualifies in a year, as filtered; `?xuat=xlsx` the same as a spreadsheet."""
    found = viewer(request)
    need(bool(found.readable))
    form = QualifyFilter(found, request.GET or None)
    year, who = int(form.chosen("year", years(found)[0])), form.chosen("who", "person")
    paths = _paths(found, form.chosen("unit", ""))
    book = queries.Book(paths, [year])
    people = book.people(year)
    lines = people if who == "person" else book.collectives(year, people)
    counts = queries.counts(lines)
    kept = _kept(lines, form)
    titles = [(one.title, one.label) for one in counts if form.chosen("title", one.title) == one.title]
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.qualifying(year, kept, titles), f"Xét danh hiệu năm {year}", "xlsx")
    page = page_of(request, kept)
    wanted = {label for _, label in titles}
    context = {
        "form": form, "page": page, "year": year, "who": who, "counts": counts, "titles": titles,
        "rows": [(line, [cell for cell in cells(line) if cell.label in wanted]) for line in page],
        "open": _open(found, paths, year), "keeps": found.has("officer"),
        "silent": not any(line.rating for line in lines), "before": year - 1 if year - 1 in years(found) else None,
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "awards/index.html", context)


def _paths(found: Viewer, unit: str) -> tuple[str, ...]:
    chosen = Unit.objects.filter(pk=unit).first() if unit else None
    return (chosen.path,) if chosen and found.reads(chosen.path) else found.readable


def _kept(lines: Iterable[Line], form: QualifyFilter) -> list[Line]:
    """The lines as filtered; an outcome without a title: of any."""
    outcome, title, text = form.chosen("outcome", ""), form.chosen("title", ""), search_key(form.chosen("q", ""))
    kept = []
    for line in lines:
        asked = [title] if title else list(line.findings)
        if outcome and outcome not in {SAID[line.findings[key].outcome] for key in asked if key in line.findings}:
            continue
        if text and text not in search_key(line.member.name):
            continue
        kept.append(line)
    return kept


def _open(found: Viewer, paths: Sequence[str], year: int) -> tuple[Law | None, list[str]]:
    """The law of the first unit, and what its body has not said yet."""
    law = law_for(min(paths, key=len), year) if paths else None
    if law is None or law.source is None:
        return law, []
    return law, [one.label for one in law.source.settings if one.default is None and law.given.get(one.key) is None]


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own titles."""
    found = viewer(request)
    need(found.person is not None)
    assert found.person is not None
    return _about(request, found, ("person", found.person.pk), found.person.full_name)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's titles in a year, why and when next; what was given and what is on record."""
    found = viewer(request)
    row = one(seen(found), pk=pk)
    return _about(request, found, ("person", pk), row.full_name)


@require_safe
def collective(request: HttpRequest, pk: int) -> HttpResponse:
    """One collective's titles in a year."""
    found = viewer(request)
    row = one(Unit.objects.all(), pk=pk)
    need(access.may_read(found, row.path))
    return _about(request, found, ("collective", pk), row.name)


def _about(request: HttpRequest, found: Viewer, key: Key, name: str) -> HttpResponse:
    every = years(found)
    asked = request.GET.get("nam", "")
    year = next((one for one in every if str(one) == asked), every[0])
    line = _line(key, year)
    own = key[0] == "person" and found.person is not None and found.person.pk == key[1]
    here = own or access.reads_now(found, key)
    need(here if own or line is None else found.reads(line.member.path))
    keeps = line is not None and access.may_keep(found, line.member.path) and not own
    context = {
        "name": name, "kind": key[0], "pk": key[1], "year": year, "years": every, "line": line, "own": own,
        "titles": _titles(line) if line else [], "awards": queries.of_subject(key),
        # Who read the unit of that year alone sees that year alone.
        "facts": [(row, *queries.told(row)) for row in queries.facts_about(key) if here or row.year == year],
        "keeps": keeps,
        "crumbs": [] if own else [crumb("Xét danh hiệu", "awards:index")],
    }  # fmt: skip
    return render(request, "awards/subject.html", context)


def _line(key: Key, year: int) -> Line | None:
    """A subject's line of a year; None where they had no place that year."""
    path = _path(key, year)
    if path is None:
        return None
    book = queries.Book([path], [year])
    people = book.people(year)
    lines = people if key[0] == "person" else book.collectives(year, people)
    return next((line for line in lines if line.member.key == key), None)


def _path(key: Key, year: int) -> str | None:
    from canbo.office.awards.queries.roll import within

    if key[0] == "collective":
        return Unit.objects.get(pk=key[1]).path
    posts = Person.objects.get(pk=key[1]).postings.filter(overlapping(*within(year)), primary=True)
    row = posts.select_related("post__unit").order_by("valid_from", "id").last()
    return row.post.unit.path if row else None


def _titles(line: Line) -> list[tuple[Cell, TraceNode | None]]:
    found = []
    for cell, key in zip(cells(line), line.findings, strict=True):
        why = line.why(key)
        found.append((cell, trace_node(why) if why else None))
    return found
