"""The board of a cycle: how far each unit is; every number leads to the list behind it, and the list can act."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, crumb, page_of, picked, saved
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import access, actions, export, queries
from canbo.office.evaluations import stage as stages
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import State
from canbo.office.evaluations.queries.waiting import holders_of
from canbo.office.evaluations.views.common import tell
from canbo.office.people.access import Viewer, need, one, person_of, subtree, viewer
from canbo.office.people.models import Unit
from canbo.paperwork.names import search_key

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = 20  # how many names a message can hold and still be read
LACKS = [("review", "Chưa giao người nhận xét"), ("decide", "Chưa giao người quyết định")]


def seen(request: HttpRequest, pk: int) -> tuple[Cycle, tuple[str, ...]]:
    """A cycle and what of it the viewer may see; 404 where nothing."""
    cycle = one(Cycle.objects.select_related("unit", "adoption"), pk=pk)
    paths = access.board_paths(viewer(request), cycle)
    need(bool(paths))
    return cycle, paths


def stage_labels(cycle: Cycle) -> list[tuple[str, str]]:
    """The steps of the cycle's rules, then what follows a decision."""
    steps = [(step.key, stages.SHORT.get(step.key, step.label)) for step in cycles.rules(cycle).steps]
    return [*steps, *stages.LABELS.items()]


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress by unit."""
    cycle, paths = seen(request, pk)
    found = queries.board(cycle, paths)
    labels = stage_labels(cycle)
    due = cycles.deadlines(cycle)
    lines = [(line, [(key, label, line.counts.get(key, 0)) for key, label in labels]) for line in found.lines]
    sums = [(key, label, found.counts.get(key, 0), due.get(key)) for key, label in labels]
    shown = {
        "cycle": cycle, "locked": cycles.is_locked(cycle), "board": found, "lines": lines, "sums": sums,
        "labels": labels,
        "manages": access.may_open(viewer(request), cycle.unit),
        "records_meetings": any(access.may_meet(viewer(request), line.unit) for line in found.lines),
        "bar": [{"level": _hue(key), "count": count, "label": label} for key, label, count, _ in sums],
        "crumbs": [crumb("Kỳ đánh giá", "cycles:index")],
    }  # fmt: skip
    return render(request, "evaluations/board.html", shown)


def _hue(stage: str) -> int | str:
    """What is settled is dark, what is under way is in between, what has not begun is pale."""
    return 1 if stage in stages.SETTLED else 0 if stage == "self" else 2


class PeopleFilter(forms.Form):
    """Which sheets of a board."""

    q = forms.CharField(label="Họ tên", required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stage = forms.ChoiceField(label="Đang ở bước", required=False)
    lacks = forms.ChoiceField(label="Thiếu người", required=False, choices=[("", "Không lọc"), *LACKS])

    def __init__(self, cycle: Cycle, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["stage"].choices = [("", "Tất cả"), *stage_labels(cycle)]  # type: ignore[attr-defined]


def _rows(
    form: PeopleFilter, cycle: Cycle, paths: tuple[str, ...], found: Viewer
) -> tuple[QuerySet[State], Unit | None]:
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.people_of(
        cycle,
        paths,
        stage=chosen.get("stage", ""),
        lacks=chosen.get("lacks", ""),
        q=search_key(chosen.get("q", "")),
        own=found.person.pk if found.person else None,
    )
    unit = Unit.objects.filter(pk=chosen["unit"]).first() if chosen.get("unit") else None
    return (rows.filter(subtree([unit.path], "unit_path")) if unit else rows), unit


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets behind a number. POST `do`: remind, approve (as their reviewer) or return the ones ticked."""
    cycle, paths = seen(request, pk)
    if request.method == "POST":
        _many(request, cycle)
        return redirect(request.get_full_path())
    form = PeopleFilter(cycle, request.GET)
    rows, unit = _rows(form, cycle, paths, viewer(request))
    page = page_of(request, rows, 200 if request.GET.get("all") else 50)
    held = holders_of([row.sheet_id for row in page])
    labels = dict(stage_labels(cycle))
    lines = [(row, labels.get(row.stage, row.stage), held.get(row.sheet_id, {})) for row in page]
    query = request.GET.urlencode()
    shown = {
        "cycle": cycle, "unit": unit, "filter_form": form, "page": page, "lines": lines,
        "manages": access.may_open(viewer(request), unit or cycle.unit),
        "levels": {level.key: level for level in cycles.rules(cycle).levels},
        "exports": [{"label": "Excel", "url": crumb("", "evaluations:export", pk)["url"] + f"?{query}"}],
        "crumbs": [crumb("Kỳ đánh giá", "cycles:index"), crumb(cycle.name, "evaluations:board", pk)],
    }  # fmt: skip
    return render(request, "evaluations/people.html", shown)


def _many(request: HttpRequest, cycle: Cycle) -> None:
    found = viewer(request)
    chosen, do = picked(request, "sheet"), request.POST.get("do", "")
    need(do in ("remind", "approve", "return"))
    inside = list(queries.states(cycle, access.board_paths(found, cycle)).filter(sheet__in=chosen))
    if do == "remind":
        _remind(request, cycle, inside)
        return
    if do == "approve":
        sheets = [row.sheet_id for row in inside]
        given = {"actor": found.account, "person": person_of(found)}
        tell(request, actions.approve_many(sheets=sheets, **given), "Đã đồng ý và gửi")  # type: ignore[arg-type]
        return
    try:
        report = actions.send_back_many(
            actor=found.account, person=found.person, sheets=[row.sheet_id for row in inside], to_step="self",
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except ActionError as error:
        messages.error(request, str(error))
    else:
        tell(request, report, "Đã trả lại")


def _remind(request: HttpRequest, cycle: Cycle, chosen: list[State]) -> None:
    """One reminder for each step the ticked sheets wait in."""
    waiting = [row for row in chosen if row.stage not in stages.SETTLED]
    if not waiting:
        messages.error(request, "Chưa chọn phiếu nào còn đang chờ. Hãy đánh dấu ở đầu dòng.")
    for step in dict.fromkeys(row.stage for row in waiting):
        sheets = [row.sheet_id for row in waiting if row.stage == step]
        attempt(
            request,
            lambda step=step, sheets=sheets: actions.remind(  # type: ignore[misc]
                actor=viewer(request).account, cycle=cycle, step=step, sheets=sheets
            ),
            f"Đã nhắc {len(sheets)} phiếu.",
        )


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind everybody whom a step of the cycle waits for."""
    cycle, _ = seen(request, pk)
    step = request.POST.get("step", "")
    attempt(
        request,
        lambda: actions.remind(actor=viewer(request).account, cycle=cycle, step=step),
        "Đã nhắc. Người được nhắc thấy lời nhắc ở trang của mình.",
    )
    return redirect("evaluations:board", pk)


@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Add those who joined since the cycle opened."""
    cycle, _ = seen(request, pk)
    try:
        plan = actions.enrol(actor=viewer(request).account, cycle=cycle)
    except NotAssigned as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _added([str(place.person or place.unit) for place in plan.places]))
    return redirect("evaluations:board", pk)


def _added(names: Sequence[str]) -> str:
    """Who was added, by name."""
    if not names:
        return "Không có ai mới để bổ sung."
    more = f" và {len(names) - NAMED} người khác" if len(names) > NAMED else ""
    return f"Đã bổ sung {len(names)} phiếu: {', '.join(names[:NAMED])}{more}."


@require_GET
def export_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as a spreadsheet, all pages of it."""
    cycle, paths = seen(request, pk)
    rows, unit = _rows(PeopleFilter(cycle, request.GET), cycle, paths, viewer(request))
    found = list(rows)
    held = holders_of([row.sheet_id for row in found])
    data = export.people_table(cycle, unit or cycle.unit, found, held, dict(stage_labels(cycle)))
    return saved(data, f"Tiến độ – {cycle.name}.xlsx", EXCEL)
