"""Pages every room shares: the progress of a job, a stored file, the density of tables."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from canbo.office.base import files, jobs
from canbo.office.base.models import Account, Job, StoredFile
from canbo.office.base.pages import saved


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress of the viewer's own job; a part for htmx, a page otherwise."""
    found = Job.objects.filter(pk=pk, owner_id=request.user.pk).select_related("file").first()
    if found is None:
        raise Http404("no such job")
    template = "base/parts/progress.html" if request.headers.get("HX-Request") else "base/job.html"
    made = found.file if found.file and files.path_of(found.file.sha256).exists() else None
    gone = " Tệp đã được xóa khỏi máy chủ." if found.file and not made else ""
    shown = {
        "label": found.label,
        "state": found.state,
        "done": found.done,
        "total": found.total,
        "note": found.message + gone if found.state == "done" else "",
        "error": found.message,
        "result_url": reverse("base:file", args=[made.pk]) if made else found.arguments.get("next", ""),
        "result_label": "Tải tệp" if made else "Xem kết quả",
    }
    return render(request, template, {"job": shown, "poll_url": request.path})


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file the viewer brought or had made. Files beside sheets are served by the room that knows who may."""
    found = StoredFile.objects.filter(pk=pk, uploaded_by_id=request.user.pk).first()
    if found is None or not files.path_of(found.sha256).exists():
        raise Http404("no such file, or not any more")
    answer = download(found)
    jobs.fetched(found)
    return answer


def download(found: StoredFile) -> HttpResponse:
    """The content as an attachment, never rendered by the browser in our origin."""
    return saved(files.read(found), found.name, found.content_type)


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Keep the person's choice between dense and roomy tables."""
    choice = "roomy" if request.POST.get("density") == "roomy" else "dense"
    Account.objects.filter(username=request.user.get_username()).update(density=choice)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "/")
