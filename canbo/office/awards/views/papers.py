"""Papers of a round, certificates of a whole round in parts, and one person's certificate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.awards import access, papers, queries
from canbo.office.awards.forms import FrameForm
from canbo.office.awards.models import Award
from canbo.office.awards.queries.rounds import Standing
from canbo.office.awards.views.common import round_for, to_rounds
from canbo.office.base.pages import saved_as
from canbo.office.people.access import need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.results.papers import frame as frames
from canbo.office.results.papers.frame import Frame
from canbo.paperwork.documents import Document
from canbo.paperwork.documents import render as made
from canbo.paperwork.documents.certificates import render as printed
from canbo.rulebook.amounts import natural

KINDS = ("pdf", "docx")
WANTED = "tai"


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a round: what stands at their head and who signs, then the files."""
    found = viewer(request)
    row = round_for(found, pk)
    standing = Standing(row)
    signed = standing.decision
    first = frames.defaults(row.unit, signed.day if signed else found.day)
    if signed is not None:  # what is printed afterwards is of the day of the decision
        first |= {"number": signed.number}
    form = FrameForm(request.GET if WANTED in request.GET else None, initial=first)
    form.suit(row.unit.heading)
    if not first["position"]:
        form.fields["position"].help_text = frames.NOBODY
    if form.is_bound and form.is_valid():
        return _file(request, standing, form)
    context = {
        "round": row, "form": form, "crumbs": to_rounds(row), "parts": _parts(standing.awards),
        "signed": signed,
        "papers": [pair for pair in papers.PAPERS.items() if pair[0] != papers.MINUTES or standing.meetings],
    }  # fmt: skip
    return render(request, "awards/papers.html", context, status=422 if form.errors else 200)


def _printable(awards: list[Award]) -> list[Award]:
    return [row for row in awards if papers.printable(row) and not row.withdrawn]  # type: ignore[attr-defined]


def _parts(awards: list[Award]) -> list[tuple[str, str]]:
    """The files a batch of certificates comes in: all, or a hundred to a file."""
    number = len(_printable(awards))
    size = papers.TOGETHER
    return [
        (f"{papers.CERTIFICATES}-{start}", f"Từ {start + 1} đến {min(start + size, number)} trên {number}")
        for start in range(0, number, size)
    ]


def _file(request: HttpRequest, standing: Standing, form: FrameForm) -> HttpResponse:
    given = dict(form.cleaned_data)
    addressee = given.pop("addressee")
    frame = frames.frame(standing.round.unit, given)
    kind, _, ending = request.GET[WANTED].partition(".")
    need(ending in KINDS)
    name = standing.round.name
    if kind.startswith(f"{papers.CERTIFICATES}-"):
        start = natural(kind.rpartition("-")[2], 6)
        need(start is not None)
        assert start is not None
        rows = _printable(standing.awards)[start : start + papers.TOGETHER]
        need(bool(rows))
        data = printed(papers.certificates(frame, rows), ending)  # type: ignore[arg-type]  # checked above
        return saved_as(data, f"Giấy khen - {name} - từ {start + 1}", ending)
    need(kind in papers.PAPERS)
    frame = papers.framed(kind, frame, standing)
    data = made(_document(kind, frame, standing, addressee), ending)  # type: ignore[arg-type]  # checked above
    return saved_as(data, f"{papers.PAPERS[kind]} - {name}", ending)


def _document(kind: str, frame: Frame, standing: Standing, addressee: str) -> Document:
    if kind == papers.SUBMISSION:
        return papers.submission(frame, standing, addressee)
    if kind == papers.DECISION:
        return papers.decision(frame, standing)
    need(bool(standing.meetings))
    return papers.minutes(frame, standing, standing.meetings[-1])


@require_safe
def certificate(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """One certificate, headed as the body that gave it: of the person's own, too."""
    found = viewer(request)
    row = one(queries.awards().filter(withdrawals=None), pk=pk)
    need(access.may_see(found, row) and papers.printable(row) and ending in KINDS)
    unit: Unit = row.decision.round.unit
    frame = frames.frame(unit, frames.defaults(unit, row.decision.day) | {"dated": row.decision.day})
    data = printed(papers.certificates(frame, [row]), ending)  # type: ignore[arg-type]  # checked above
    return saved_as(data, f"{row.proposal.label} - {row.person or row.collective}", ending)
