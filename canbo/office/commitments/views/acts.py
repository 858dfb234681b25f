"""Acts on one commitment: return it, withdraw it; its paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, saved_as
from canbo.office.commitments import actions, papers
from canbo.office.commitments.forms import ReasonForm
from canbo.office.commitments.views import page
from canbo.office.commitments.views.common import case_for
from canbo.office.commitments.work import pdf_of
from canbo.office.people.access import need, person_of, viewer
from canbo.paperwork.documents import render as made


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a signed text to be corrected, or take one's own back, with a reason."""
    case, above = case_for(request, pk)
    found = viewer(request)
    shown = page.context(case, found, above)
    need(shown["returns"])
    form = ReasonForm(request.POST or None)
    person = person_of(found)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: actions.send_back(actor=found.account, person=person, commitment=pk, **form.cleaned_data),
            "Đã lấy lại để sửa." if shown["own"] else f"Đã trả lại {case.commitment.person} để sửa.",
            form,
        )
    ):
        return redirect("commitments:commitment", pk)
    own = shown["own"]
    context = {
        "form": form, "case": case, "row": case.commitment, "cancel": page.link(pk),
        "heading": "Lấy lại để sửa" if own else "Trả lại để sửa", "submit": "Lấy lại" if own else "Trả lại",
        "effects": ["chữ ký đã có không còn giá trị, người cam kết ký lại sau khi sửa", "lý do được ghi vào nhật ký"],
        "crumbs": [*shown["crumbs"], crumb(str(case.commitment.person), "commitments:commitment", pk)],
    }  # fmt: skip
    return render(request, "commitments/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End a commitment with a reason."""
    case, above = case_for(request, pk)
    found = viewer(request)
    shown = page.context(case, found, above)
    need(shown["withdraws"])
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: actions.withdraw(actor=found.account, commitment=pk, **form.cleaned_data),
            f"Đã rút bản cam kết của {case.commitment.person}.",
            form,
        )
    ):
        return redirect("commitments:commitment", pk)
    context = {
        "form": form, "case": case, "row": case.commitment, "cancel": page.link(pk), "danger": True,
        "heading": "Rút bản cam kết", "submit": "Rút bản cam kết",
        "effects": [
            "bản cam kết thôi có giá trị nhưng vẫn còn trong hồ sơ cùng lý do",
            "mở lại đợt ký để lập bản khác thay cho người này, nếu cần",
        ],
        "crumbs": [*shown["crumbs"], crumb(str(case.commitment.person), "commitments:commitment", pk)],
    }  # fmt: skip
    return render(request, "commitments/act.html", context, status=422 if form.errors else 200)


@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The commitment as PDF (with the signatures it bears) or Word."""
    case, _ = case_for(request, pk)
    if kind not in ("pdf", "docx"):
        raise Http404("no such kind")
    if kind == "pdf":
        return saved_as(pdf_of(case), papers.name_of(case), "pdf")
    return saved_as(made(papers.paper(case, case.words, None), "docx"), papers.name_of(case), "docx")
