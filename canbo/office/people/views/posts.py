"""Pages about the posts of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from canbo.office.people.access import need, one, viewer
from canbo.office.people.actions.posts import create_post, end_post
from canbo.office.people.forms.persons import PostForm
from canbo.office.people.models import Post, Unit
from canbo.office.people.views.common import act, attempt


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post to a unit before somebody holds it."""
    who = viewer(request)
    unit = one(Unit.objects.all(), pk=pk)
    need(who.holds("officer", path=unit.path))
    form = PostForm(request.POST or None)
    back = reverse("people:unit", args=[unit.pk])

    def run() -> str:
        create_post(actor=who.account, unit=unit, **form.cleaned_data)
        return back

    crumbs = [{"label": "Đơn vị", "url": reverse("people:units")}, {"label": unit.name, "url": back}]
    heading = f"Thêm chức vụ: {unit.name}"
    return act(request, form, run, heading=heading, submit="Thêm chức vụ", cancel=back, crumbs=crumbs)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a vacant post today."""
    who = viewer(request)
    post = one(Post.objects.select_related("unit"), pk=pk)
    need(who.holds("officer", path=post.unit.path))
    back = reverse("people:unit", args=[post.unit_id])
    return attempt(
        request, lambda: end_post(actor=who.account, post=post, day=who.day), f"Đã kết thúc “{post.title}”.", back
    )
