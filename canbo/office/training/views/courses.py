"""One course: who is sent, places by unit, results; sending, taking back, what is paid back."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from canbo.office.base.pages import attempt, export_url, given, page_of, picked, saved_as
from canbo.office.people.access import need, viewer
from canbo.office.people.queries.persons import Search, roll
from canbo.office.training import access, actions, law, queries, sheets
from canbo.office.training.actions import Chosen
from canbo.office.training.forms import AllotForm, PayBackForm, ReasonForm, ResultForm, SendForm
from canbo.office.training.models import Course
from canbo.office.training.queries.serving import fitting
from canbo.office.training.views.common import act, course_for, sending_kept, to_course
from canbo.rulebook import training
from canbo.rulebook.requirements import Answer

PAGE = 100
WORDS = {"yes": "đủ", "no": "chưa đủ", "unknown": "chưa rõ", "none": "–"}


@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course; POST gives a unit places of it."""
    found = viewer(request)
    row = course_for(found, pk)
    keeps = access.may_keep(found, row.unit.path)
    form = AllotForm(row.unit.path, found, request.POST or None)
    if request.method == "POST":
        need(keeps)
        if form.is_valid():
            done = partial(actions.allot, actor=found.account, course=row, **form.cleaned_data)
            if attempt(request, done, "Đã phân bổ chỗ học.", form):
                return redirect("training:course", pk)
    [line] = queries.lines([row])
    rows = queries.sendings().filter(course=row).order_by("person__sort_key", "id")
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.turns(rows), row.name, "xlsx")
    context = {
        "course": row, "line": line, "keeps": keeps and not line.ended, "form": form,
        "rows": [(one, queries.newest(one), WORDS[one.outcome]) for one in rows],
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": to_course(row)[:-1],
    }  # fmt: skip
    return render(request, "training/course.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send people: ticked in the list of the unit's people, who needs it first."""
    found = viewer(request)
    row = course_for(found, pk, keeps=True)
    form = SendForm(request.POST or None, initial={"day": found.day})
    refused: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        chosen = [Chosen(person, request.POST.get(f"reason_{person}", "")) for person in picked(request, "person")]
        report = given(
            request, partial(actions.send, actor=found.account, course=row, chosen=chosen, **form.cleaned_data), form
        )
        if report is not None:
            if report.done:
                messages.success(request, f"Đã cử {report.done} người.")
            if not report.refused:
                return redirect("training:course", pk)
            refused = {one.person: why for one, why in report.refused}
    return _sending(request, row, form, refused)


def _sending(request: HttpRequest, row: Course, form: SendForm, refused: dict[int, str]) -> HttpResponse:
    found = viewer(request)
    q = request.GET.get("q", "").strip()
    places = list(roll([row.unit.path], found.day, Search(text=q)))
    needing = {
        one.place.person_id: one.reason
        for one in queries.needs([row.unit.path], found.day, plans=found.readable)
        if row.kind and one.kind == row.kind and not one.going
    }
    sent = set(queries.sendings().filter(course=row).values_list("person_id", flat=True))
    left = [one for one in places if one.person_id not in sent]
    left.sort(key=lambda one: (one.person_id not in refused, one.person_id not in needing))
    page = page_of(request, left, PAGE)
    answers = _answers(row, [one.person_id for one in page], found.day)
    rows = [
        (
            one, needing.get(one.person_id, ""), answers.get(one.person_id), refused.get(one.person_id, ""),
            request.POST.get(f"reason_{one.person_id}", "") if refused else "",
        )
        for one in page
    ]  # fmt: skip
    context = {"course": row, "form": form, "page": page, "rows": rows, "q": q, "crumbs": to_course(row)}
    return render(request, "training/send.html", context, status=422 if form.errors or refused else 200)


def _answers(row: Course, people: list[int], day: date) -> dict[int, tuple[str, Answer]]:
    """What the rules say of each, for a course they bind."""
    rules = law.rules(row.unit.path, day) if row.postgraduate else None
    if rules is None:
        return {}
    told = {True: "yes", False: "no", None: "unknown"}
    found = {}
    for pk, one in queries.candidates(people, day).items():
        answer = training.eligible(rules, fitting(rules, one), day)
        found[pk] = (WORDS[told[answer.outcome]], answer)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a turn back."""
    found = viewer(request)
    row = sending_kept(found, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = partial(actions.drop, actor=found.account, sending=row, **form.cleaned_data)
        if attempt(request, done, "Đã rút cử đi học.", form):
            return redirect("training:course", row.course_id)
    return act(
        request, 422 if form.errors else 200, heading="Rút cử đi học", lead=f"{row.person}: {row.course.name}.",
        form=form, submit="Rút", danger=True, cancel=reverse("training:course", args=[row.course_id]),
        crumbs=to_course(row.course),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came of a turn."""
    found = viewer(request)
    row = sending_kept(found, pk)
    came = queries.newest(row)
    first = {"day": row.course.ends, "cost": row.course.cost, "result": "completed"}
    if came is not None:
        first = {name: getattr(came, name) for name in ("result", "day", "attended", "certificate", "cost")}
    form = ResultForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        done = partial(actions.record_result, actor=found.account, sending=row, **form.cleaned_data)
        if attempt(request, done, "Đã ghi kết quả học.", form):
            return redirect("training:course", row.course_id)
    gained = law.qualification(row.course.kind, row.course.step)
    return act(
        request, 422 if form.errors else 200, heading="Kết quả học", form=form, submit="Ghi kết quả",
        lead=f"{row.person}: {row.course.name}." + (f" Hoàn thành thì ghi vào hồ sơ: {gained}." if gained else ""),
        cancel=reverse("training:course", args=[row.course_id]), crumbs=to_course(row.course),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def pay_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what is paid back."""
    found = viewer(request)
    row = sending_kept(found, pk)
    need(row.course.postgraduate)
    came = queries.newest(row)
    first = {"day": found.day, "cost": came.cost if came and came.cost is not None else row.course.cost}
    form = PayBackForm(law.rules(row.unit.path, row.day), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = given(request, partial(actions.pay_back, actor=found.account, sending=row, **form.cleaned_data), form)
        if made is not None:
            words = f"{made.amount:,}".replace(",", ".")
            messages.success(request, f"Đã ghi: phải đền bù {words} đồng.")
            return redirect("training:person", row.person_id)
    return act(
        request, 422 if form.errors else 200, heading="Đền bù chi phí đào tạo", form=form, submit="Tính và ghi",
        lead=f"{row.person}: {row.course.name}.", cancel=reverse("training:course", args=[row.course_id]),
        crumbs=to_course(row.course),
    )  # fmt: skip
