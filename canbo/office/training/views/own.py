"""One person's training: turns, until when they serve and why, whether they may be sent to postgraduate training."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.base.pages import crumb, saved_as
from canbo.office.people.access import Viewer, need, one, person_of, viewer
from canbo.office.people.models import Person
from canbo.office.people.queries.persons import seen
from canbo.office.results.papers import frame as frames
from canbo.office.results.papers.frame import trace_node
from canbo.office.training import access, law, papers, queries
from canbo.office.training.models import Sending
from canbo.office.training.queries.serving import Due, due, fitting
from canbo.paperwork.documents import render as made
from canbo.paperwork.documents.model import TraceNode
from canbo.rulebook import RuleError, training

EARLY = "left_early"  # the case a calculation on paper tells of


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own training."""
    found = viewer(request)
    return _page(request, found, person_of(found))


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's training."""
    found = viewer(request)
    return _page(request, found, one(seen(found), pk=pk))


def _page(request: HttpRequest, found: Viewer, row: Person) -> HttpResponse:
    own = found.person is not None and found.person.pk == row.pk
    here, turns = queries.shown(found, row.pk)
    services = queries.services(turns, found.day)
    lasting = [one for one in services if one.left]
    context = {
        "person": row, "own": own, "services": services, "why": _why(row, found) if here else None,
        "until": max((one.promised.until for one in lasting), default=None),
        "turns": [
            (turn, queries.newest(turn), law.qualification(turn.course.kind, turn.course.step), _keeps(found, turn))
            for turn in turns
        ],
        "crumbs": [] if own else [crumb("Lượt đào tạo", "training:turns")],
    }  # fmt: skip
    return render(request, "training/person.html", context)


def _keeps(found: Viewer, turn: Sending) -> bool:
    return access.may_keep(found, turn.course.unit.path)


def _why(row: Person, found: Viewer) -> TraceNode | None:
    """Whether they may be sent to postgraduate training today, with the reasons; None where nothing says."""
    posting = row.postings.filter(valid_to=None, primary=True).select_related("post__unit").first()
    rules = law.rules(posting.post.unit.path, found.day) if posting else None
    if rules is None:
        return None
    candidate = queries.candidates([row.pk], found.day)[row.pk]
    return trace_node(training.explain(rules, fitting(rules, candidate), found.day))


@require_safe
def paper(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The calculation of one service as a paper: for the person, and who reads there."""
    found = viewer(request)
    row = one(queries.sendings(), pk=pk)
    own = found.person is not None and found.person.pk == row.person_id
    service = queries.service(row, found.day)
    need((own or access.may_read(found, row.unit.path)) and service is not None and ending in ("pdf", "docx"))
    assert service is not None
    unit = row.course.unit
    frame = frames.frame(unit, frames.defaults(unit, found.day))
    document = papers.service(frame, service, _due(service.result.cost, row, found))
    name = f"Bản tính cam kết phục vụ - {row.person.full_name}"
    return saved_as(made(document, ending), name, ending)  # type: ignore[arg-type]  # checked above


def _due(cost: int | None, row: Sending, found: Viewer) -> Due | None:
    """What would be paid back on leaving today; None where the cost is not told or the rules give nothing."""
    told = row.course.cost if cost is None else cost
    try:
        return due(row, EARLY, told, found.day) if told is not None else None
    except RuleError:
        return None
