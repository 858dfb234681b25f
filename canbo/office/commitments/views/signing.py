"""Signing one commitment: here with the password, or outside on the PDF; the list of what waits to be countersigned."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.pages import attempt, crumb, page_of, picked, saved_as
from canbo.office.commitments import actions, superiors
from canbo.office.commitments.forms import PasswordForm, SignedFileForm
from canbo.office.commitments.models import CommitmentState
from canbo.office.commitments.queries.board import listed
from canbo.office.commitments.views import page
from canbo.office.commitments.views.common import MOST, case_for
from canbo.office.people.access import need, person_of, viewer
from canbo.office.signatures import actions as signatures

MANY = 200


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """What is about to be signed, and the ways to do it. POST `do`: "here" with the password, "outside" with a file."""
    case, above = case_for(request, pk)
    found = viewer(request)
    shown = page.context(case, found, above)
    need(shown["writes"] or shown["countersigns"])
    here = request.POST.get("do") == "here"
    password = PasswordForm(request.POST if here else None)
    file = SignedFileForm(*((request.POST, request.FILES) if request.method == "POST" and not here else ()))
    given = {"actor": found.account, "person": person_of(found), "commitment": pk}
    if request.method == "POST":
        form = password if here else file
        if form.is_valid() and attempt(request, lambda: _signed(given, form), _done(shown["own"]), form):
            return redirect("commitments:commitment" if shown["own"] else "commitments:waiting", *([pk] * shown["own"]))
    words = page.draft_of(case)[0] if shown["own"] else case.words
    shown |= {"parts": page.parts(case, words), "password": password, "file": file}
    shown["crumbs"] = [*shown["crumbs"], crumb(f"Cam kết năm {case.commitment.year}", "commitments:commitment", pk)]
    return render(request, "commitments/sign.html", shown, status=422 if password.errors or file.errors else 200)


def _signed(given: dict, form: PasswordForm | SignedFileForm) -> object:
    if isinstance(form, PasswordForm):
        return actions.sign(**given, password=form.cleaned_data["password"])
    upload = form.cleaned_data["file"]
    return actions.accept_signed(**given, pdf=upload.read(), name=upload.name)


def _done(own: bool) -> str:
    return "Đã ký bản cam kết. Bản cam kết chuyển tới cấp trên trực tiếp." if own else "Đã ký bản cam kết."


@require_POST
def paper_to_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF to sign outside. A POST, since it settles the text."""
    case_for(request, pk)
    found = viewer(request)
    try:
        file = actions.paper_to_sign(actor=found.account, person=person_of(found), commitment=pk)
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("commitments:commitment", pk)
    return saved_as(files.read(file), file.name.removesuffix(".pdf"), "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's countersignature. POST `do`: "sign" the ones ticked with the password, or "return"
    them with a reason."""
    found = viewer(request)
    held = superiors.waiting(found)
    form = PasswordForm(request.POST if request.POST.get("do") == "sign" else None)
    if request.method == "POST":
        done = _return_many(request) if request.POST.get("do") == "return" else _sign_many(request, form, held)
        if done is not None:
            return done
    shown = page_of(request, list(held), MANY)
    rows = CommitmentState.objects.filter(commitment__in=list(shown))
    rows = rows.select_related("commitment__person", "commitment__unit", "commitment__evaluated_by")
    by_id = {one.commitment.pk: one for one in listed(rows, found.day)}
    lines = [by_id[pk] for pk in shown]
    ticked = set(picked(request, "commitment", MOST)) if form.errors else set()
    context = {
        "page": shown, "lines": lines, "form": form, "chosen": ticked,
        "stands_in": {pk for pk, superior in held.items() if found.person is None or superior != found.person.pk},
    }  # fmt: skip
    return render(request, "commitments/waiting.html", context, status=422 if form.errors else 200)


def _sign_many(request: HttpRequest, form: PasswordForm, held: dict[int, int]) -> HttpResponse | None:
    """Sign those ticked that wait for the viewer: one at once, more in the background. None: the form shows why not."""
    chosen = [pk for pk in picked(request, "commitment", MOST) if pk in held]
    if not chosen:
        form.add_error(None, "Chưa chọn bản cam kết nào đang chờ bạn ký. Hãy đánh dấu ở đầu dòng.")
    if not form.is_valid():
        return None
    found = viewer(request)
    try:
        confirmation = signatures.confirm(actor=found.account, password=form.cleaned_data["password"])
    except ActionError as error:
        form.add_error("password", str(error))
        return None
    job = jobs.start(
        kind="commitments.sign", label=f"Ký {len(chosen)} bản cam kết",
        agency_id=confirmation.agency_id, actor=found.account,
        arguments={
            "commitments": chosen, "confirmation": confirmation.pk, "next": reverse("commitments:waiting"),
        },
    )  # fmt: skip
    return redirect("base:job", job.pk)


def _return_many(request: HttpRequest) -> HttpResponse:
    """Return those ticked, each with the same reason."""
    found, chosen = viewer(request), picked(request, "commitment", MOST)
    person, done = person_of(found), 0
    for pk in chosen:
        try:
            actions.send_back(actor=found.account, person=person, commitment=pk, reason=request.POST.get("reason", ""))
            done += 1
        except NotTheirs as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            messages.error(request, str(error))
            break
    if done:
        messages.success(request, f"Đã trả lại {done} bản cam kết.")
    if not chosen:
        messages.error(request, "Chưa chọn bản cam kết nào. Hãy đánh dấu ở đầu dòng.")
    return redirect("commitments:waiting")
