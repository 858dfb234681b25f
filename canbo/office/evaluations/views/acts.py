"""Acts on one sheet that are a button or a short form: return, take back, assign, extend, evidence."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, crumb
from canbo.office.base.views import download
from canbo.office.evaluations import access, actions, queries
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.forms.acts import AssignForm, EvidenceForm, ExtendForm, ReturnForm
from canbo.office.evaluations.models import Evidence
from canbo.office.people.access import need, one, person_of, viewer


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the sheet with a reason."""
    found = viewer(request)
    case = queries.case_for(found, pk)
    need(access.may_return(found, case))
    form = ReturnForm(case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back(actor=found.account, person=found.person, sheet=case.sheet, **form.cleaned_data)
        except NotAssigned as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã trả lại phiếu của {case.subject}.")
            return redirect("evaluations:reviews")
    shown = {"case": case, "form": form, "crumbs": [crumb(case.subject, "evaluations:sheet", pk)]}
    return render(request, "evaluations/return.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take back one's own marking."""
    found = viewer(request)
    case = queries.case_for(found, pk)
    person = person_of(found)
    attempt(
        request,
        lambda: actions.withdraw(actor=found.account, person=person, sheet=case.sheet, step=step),
        "Đã rút lại phiếu. Sửa xong hãy gửi lại.",
    )
    return redirect("evaluations:sheet", pk)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer sets who acts on a sheet, and gives it more time."""
    found = viewer(request)
    case = queries.case_for(found, pk)
    need(access.may_manage(found, case))
    people = AssignForm(case, request.POST if "assign" in request.POST else None)
    more = ExtendForm(case, request.POST if "extend" in request.POST else None)
    if _assigned(request, case, people) or _extended(request, case, more):
        return redirect("evaluations:assign", pk)
    shown = {
        "case": case, "people": people, "more": more, "due": case.due,
        "holders": [
            (step.label, case.holders(step.key), case.due.get(step.key), step.key == "self" and case.sheet.person_id)
            for step in case.steps
        ],
        "crumbs": [crumb(case.sheet.cycle.name, "evaluations:board", case.sheet.cycle_id),
                   crumb(case.subject, "evaluations:sheet", pk)],
    }  # fmt: skip
    return render(request, "evaluations/assign.html", shown, status=422 if people.errors or more.errors else 200)


def _assigned(request: HttpRequest, case: Case, form: AssignForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    report = actions.reassign(
        actor=viewer(request).account, sheets=[case.sheet.pk], step=form.cleaned_data["step"],
        people=form.cleaned_data["people"],
    )  # fmt: skip
    if report.refused:
        form.add_error(None, str(report.refused[0][1]))
        return False
    messages.success(request, "Đã giao người chấm.")
    return True


def _extended(request: HttpRequest, case: Case, form: ExtendForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    try:
        actions.extend_sheet(actor=viewer(request).account, sheet=case.sheet, **form.cleaned_data)
    except ActionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Đã gia hạn.")
    return True


@require_POST
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file beside the sheet."""
    found = viewer(request)
    case = queries.case_for(found, pk)
    person = person_of(found)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Hãy chọn một tệp để thêm.")
        return redirect("evaluations:sheet", pk)
    file = form.cleaned_data["file"]
    attempt(
        request,
        lambda: actions.add_evidence(
            actor=found.account,
            person=person,
            sheet=case.sheet,
            item=form.cleaned_data["item"],
            name=file.name,
            data=file.read(),
            note=form.cleaned_data["note"],
        ),
        f"Đã thêm minh chứng “{file.name}”.",
    )
    return redirect("evaluations:sheet", pk)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a file beside a sheet one may read; one that was withdrawn is no longer handed out."""
    row = one(Evidence.objects.select_related("file"), pk=pk, withdraws=None, withdrawals=None)
    queries.case_for(viewer(request), row.sheet_id)
    return download(row.file)


@require_POST
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file one has added."""
    found = viewer(request)
    row = one(Evidence.objects.all(), pk=pk, withdraws=None)
    queries.case_for(found, row.sheet_id)
    person = person_of(found)
    attempt(
        request,
        lambda: actions.withdraw_evidence(actor=found.account, person=person, evidence=row),
        "Đã rút minh chứng. Hồ sơ vẫn ghi việc thêm và rút.",
    )
    return redirect("evaluations:sheet", row.sheet_id)
