"""One assignment: what was asked, what became of it, and the acts that are open to the viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.models import Account
from canbo.office.base.pages import crumb
from canbo.office.base.views import download
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.work import access, actions
from canbo.office.work.access import Command
from canbo.office.work.actions import Review, acting
from canbo.office.work.actions.correcting import FIXED, Seats, may_correct
from canbo.office.work.actions.once import fresh
from canbo.office.work.cases import Case
from canbo.office.work.forms import acts as forms
from canbo.office.work.models import Act, Proof
from canbo.office.work.queries import board, lists
from canbo.office.work.standing import is_told_late
from canbo.office.work.views.common import attempt_once, names, page_name
from canbo.rulebook.process import Period


@dataclass(frozen=True)
class Standpoint:
    """What the viewer may do with an assignment."""

    is_own: bool
    leads: bool
    reads: bool
    command: Command
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """An act of the history as the page shows it."""

    act: Act
    proofs: list[Proof]
    is_void: bool
    may_excuse: bool
    may_correct: bool
    may_take_back: bool
    delays: int = 0
    is_told_late: bool = False


@dataclass(frozen=True)
class Waiting:
    """A delivery that waits for the review: its act, pieces not reviewed, whether a delay of it would count, the day
    the reviewer found, whether it was said to be in time and came after; and its form."""

    act: Act
    pieces: int
    is_late: bool
    found: date | None
    is_told_late: bool
    form: Form


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; POST `do` names the act."""
    found = viewer(request)
    case = _case(pk)
    where = _standpoint(found, case)
    need(where.is_own or where.leads or where.reads)
    if request.method != "POST":
        return _page(request, case, where, {})
    do = request.POST.get("do", "")
    need(do in ACTS)
    build, act, done = ACTS[do]
    form = build(case, request.POST) if do != "move" else forms.MoveForm(_people(found, case), request.POST)
    if form.is_valid() and attempt_once(request, lambda: act(found.account, case, form, request), done, form):
        return redirect("work:assignment", pk)
    return _page(request, _case(pk), where, {do: form})


def _case(pk: int) -> Case:
    case = lists.detail(pk)
    if case is None:
        raise Http404("no such work")
    return case


def _standpoint(found: Viewer, case: Case) -> Standpoint:
    own = found.person is not None and found.person.pk == case.row.person_id
    posted = acting.postings([case.row.person_id], found.day)
    command, paths = Command.of(found), acting.paths_of(case.row, posted)
    leads = command.seat(case.row.person_id, paths) is not None
    today = posted.get(case.row.person_id)
    places = access.places(today) if today and today.post.unit.agency_id == case.row.agency_id else ()
    reads = access.may_read(found, case.row.person_id, case.row.unit_path)
    return Standpoint(own, leads, reads or command.seat(case.row.person_id, places) is not None, command, paths)


def _people(found: Viewer, case: Case) -> list[tuple[int, str]]:
    """To whom the rest may go: the people the viewer leads, in the same agency."""
    month = Period("month", found.day.year, found.day.month)
    mine = found.person.pk if found.person else None
    rows = board.below(Command.of(found).tops, month, found.day, but=mine)
    return names([row for row in rows if row.post.unit.agency_id == case.row.agency_id])


def _page(request: HttpRequest, case: Case, where: Standpoint, bound: Mapping[str, Form]) -> HttpResponse:
    found = viewer(request)
    derived, history = case.derived, lists.history(case)
    open_forms: dict[str, Form] = {}
    if where.is_own and (derived.rest or derived.redo) and derived.paused_from is None:
        open_forms["deliver"] = forms.DeliverForm(case)
    if where.leads and derived.rest:
        paused = derived.paused_from is not None
        open_forms |= {"resume": forms.ResumeForm()} if paused else {"due": forms.DueForm(), "pause": forms.PauseForm()}
        open_forms |= {"cancel": forms.CancelForm(), "move": forms.MoveForm(_people(found, case))}
    open_forms |= bound
    reviews = _reviews(case, bound.get("review")) if where.leads else []
    shown = {
        "case": case, "row": case.row, "derived": derived, "where": where, "forms": open_forms, "reviews": reviews,
        "history": _lines(case, history, where), "bound": bound, "page": fresh(),
        "crumbs": [crumb("Việc được giao", "work:mine")] if where.is_own else [crumb("Việc của đơn vị", "work:unit")],
    }  # fmt: skip
    return render(request, "work/assignment.html", shown, status=422 if bound else 200)


def _reviews(case: Case, bound: Form | None) -> list[Waiting]:
    """Each delivery that waits."""
    found = []
    dated = {act.of_id: act.day for act in case.alive if act.kind == "day"}
    for pk, batch in case.derived.batches.items():
        act = case.act(pk)
        if act is None or not batch.pieces:
            continue
        initial = {"delivery": pk, "pieces": batch.pieces, "outcome": "pass"}
        sent = bound is not None and bound.data.get("delivery") == str(pk)
        form = bound if sent and bound is not None else forms.ReviewForm(initial=initial)
        is_late = batch.delays > batch.excused_delays
        if pk in dated:
            del form.fields["finished"]
        told = pk not in dated and _is_told_late(case, act)
        if not is_late and not told and not sent:
            del form.fields["late_excused"]
        found.append(Waiting(act, batch.pieces, is_late, dated.get(pk), told, form))
    return found


def _is_told_late(case: Case, act: Act) -> bool:
    """Whether a delivery was said to be finished by the day it was due, and handed in after it."""
    wanted = case.derived.rework_by.get(act.of_id or 0)  # what is done again answers to the day set for that
    terms = case.derived.terms if act.of_id is None else [wanted] if wanted else []
    return act.day is not None and is_told_late(act.day, timezone.localdate(act.at), terms)


def _lines(case: Case, history: list[Act], where: Standpoint) -> list[Line]:
    void = {act.of_id for act in history if act.kind == "void"}
    leaned = {act.of_id for act in history if act.pk not in void}
    excused = {act.of_id for act in history if act.kind.startswith("excuse") and act.pk not in void}
    proofs, seats = lists.proofs(history), Seats.of(history)
    made = []
    for act in history:
        stands = act.pk not in void and act.kind != "void"
        delays = case.derived.batches[act.pk].delays if act.pk in case.derived.batches else 0
        faulty = act.kind == "fail" or (act.kind == "deliver" and delays > 0)
        made.append(
            Line(
                act,
                proofs.get(act.pk, []),
                act.pk in void,
                where.leads and stands and faulty and act.pk not in excused,
                where.leads
                and stands
                and act.pk not in leaned
                and act.kind not in FIXED
                and may_correct(where.command, seats, act, case.row.person_id, where.paths),
                where.is_own and stands and act.kind == "deliver" and act.pk not in leaned,
                delays,
                act.kind == "deliver" and _is_told_late(case, act),
            )
        )
    return made


def _deliver(actor: Account, case: Case, form: Form, request: HttpRequest) -> object:
    said = form.cleaned_data
    evidence = [(file.name or "tệp", file.read()) for file in request.FILES.getlist("evidence")]
    return actions.deliver(
        actor=actor, assignment=case.row.pk, pieces=said["pieces"], day=said["day"], note=said["note"],
        evidence=evidence, redo=int(said["redo"]) if said["redo"] else None, page=page_name(request),
    )  # fmt: skip


def _review(actor: Account, case: Case, form: Form, request: HttpRequest) -> object:
    actions.review(actor=actor, given=Review(**form.cleaned_data))
    return None


def _move(actor: Account, case: Case, form: Form, request: HttpRequest) -> object:
    return actions.reassign(actor=actor, assignment=case.row.pk, **form.cleaned_data)


def _on_assignment(act: Callable[..., object]) -> Callable[[Account, Case, Form, HttpRequest], object]:
    return lambda actor, case, form, request: act(actor=actor, assignment=case.row.pk, **form.cleaned_data)


def _on_act(act: Callable[..., object]) -> Callable[[Account, Case, Form, HttpRequest], object]:
    def do(actor: Account, case: Case, form: Form, request: HttpRequest) -> object:
        need(any(one.pk == form.cleaned_data["act"] for one in case.acts))
        return act(actor=actor, **form.cleaned_data)

    return do


Build = Callable[[Case, Any], Form]
Do = Callable[[Account, Case, Form, HttpRequest], object]
# What a button sends: how its form is read, what it does, what is said afterwards.
ACTS: dict[str, tuple[Build, Do, str]] = {
    "accept": (
        lambda case, data: Form(data),
        lambda actor, case, form, request: actions.accept(actor=actor, assignments=[case.row.pk]),
        "Đã nhận việc.",
    ),
    "deliver": (forms.DeliverForm, _deliver, "Đã nộp, chờ cấp trên nghiệm thu."),
    "take_back": (lambda case, data: forms.ReasonForm(data), _on_act(actions.take_back), "Đã rút lần nộp."),
    "review": (lambda case, data: forms.ReviewForm(data), _review, "Đã ghi kết quả nghiệm thu."),
    "excuse": (
        lambda case, data: forms.ReasonForm(data),
        _on_act(actions.excuse),
        "Đã xác nhận là khách quan.",
    ),
    "correct": (lambda case, data: forms.ReasonForm(data), _on_act(actions.correct), "Đã bỏ lần ghi sai."),
    "due": (lambda case, data: forms.DueForm(data), _on_assignment(actions.new_due), "Đã đổi hạn."),
    "pause": (lambda case, data: forms.PauseForm(data), _on_assignment(actions.pause), "Đã tạm dừng."),
    "resume": (lambda case, data: forms.ResumeForm(data), _on_assignment(actions.resume), "Đã cho làm tiếp."),
    "cancel": (lambda case, data: forms.CancelForm(data), _on_assignment(actions.cancel), "Đã hủy phần chưa nộp."),
    "move": (lambda case, data: forms.MoveForm([], data), _move, "Đã chuyển phần chưa nộp."),
}


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """An evidence file, for whoever may see the work it came with."""
    found = viewer(request)
    row = one(Proof.objects.select_related("file", "act__assignment"), pk=pk)
    case = _case(row.act.assignment_id)
    where = _standpoint(found, case)
    need(where.is_own or where.leads or where.reads)
    return download(row.file)
