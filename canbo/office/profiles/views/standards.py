"""Pages of standards: the sets, one set, upload, adopting and ending, which posts fall under which title."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base import files
from canbo.office.base.pages import attempt, crumb, given, page_of, saved
from canbo.office.people.access import Viewer, current, need, one, subtree, viewer
from canbo.office.people.models import Posting
from canbo.office.people.views.common import act, spreadsheet
from canbo.office.profiles.actions import standards as acts
from canbo.office.profiles.forms.standards import SetEndForm, SetForm, UnitForm
from canbo.office.profiles.models import StandardText
from canbo.office.profiles.queries import titles as queries
from canbo.office.profiles.sheets import standards as sheets
from canbo.rulebook.standards import StandardSet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sets the viewer may look at, with where each stands."""
    who = viewer(request)
    page = page_of(request, queries.seen(who).prefetch_related("adoptions", "ended"))
    rows = [(row, len(queries.parsed(row.content).titles), _state(row, who)) for row in page]
    context = {"page": page, "rows": rows, "officer": bool(who.begins), "reads": bool(who.readable)}
    return render(request, "profiles/standards.html", context)


@require_safe
def standard_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One set: its titles and what each asks."""
    who, row = _text(request, pk)
    found = queries.parsed(row.content)
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(sheets.set_table(found), "tieu-chuan-chuc-danh.xlsx")
    ended = row.ended.first()
    context = {
        "row": row, "titles": list(found.titles.values()), "state": _state(row, who), "end": ended,
        "adopted": row.adoptions.first(), "officer": who.holds("officer", path=row.unit.path),
        "crumbs": [crumb("Tiêu chuẩn chức danh", "profiles:standards")],
    }  # fmt: skip
    return render(request, "profiles/standard_set.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a set; it is shown before it holds."""
    who = viewer(request)
    need(who.has("officer"))
    form = SetForm(who, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = given(request, lambda: _kept(who, form), form)
        if row is not None:
            return redirect("profiles:standard_set", row.pk)
    context = {"form": form, "crumbs": [crumb("Tiêu chuẩn chức danh", "profiles:standards")]}
    return render(request, "profiles/standard_upload.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file in either form."""
    need(viewer(request).has("officer"))
    if kind == "yaml":
        return saved(sheets.YAML, "mau-tieu-chuan.yaml", "text/yaml; charset=utf-8")
    return spreadsheet(sheets.set_table(None), "mau-tieu-chuan.xlsx")


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a set hold."""
    who, row = _text(request, pk)
    attempt(request, lambda: acts.adopt(actor=who.account, text=row), "Đã áp dụng bộ tiêu chuẩn.")
    return redirect("profiles:standard_set", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a set from a day on."""
    who, row = _text(request, pk)
    need(who.holds("officer", path=row.unit.path) and row.adoptions.exists() and not row.ended.exists())
    form, back = SetEndForm(request.POST or None), reverse("profiles:standard_set", args=[pk])

    def run() -> str:
        acts.end(actor=who.account, text=row, **form.cleaned_data)
        return back

    effects = ["từ ngày đó bộ tiêu chuẩn này thôi là căn cứ; các ngày trước vẫn xét theo nó."]
    return act(
        request, form, run, heading=f"Thôi áp dụng: {row.number}", submit="Thôi áp dụng", cancel=back, effects=effects,
        danger=True,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: HttpRequest) -> HttpResponse:
    """Which title of the standards each post's title falls under, in a unit and below."""
    who = viewer(request)
    need(bool(who.begins))
    form = UnitForm(who, request.GET)
    form.is_valid()
    unit = form.cleaned_data.get("unit") or form.fields["unit"].rows.order_by("path").first()  # type: ignore[attr-defined]
    need(unit is not None)
    form = UnitForm(who, {"unit": unit.pk})
    known = queries.titles(who.day)
    places = Posting.objects.filter(current(who.day), subtree([unit.path], "post__unit__path"), primary=True)
    posts = Counter(places.values_list("post__title", flat=True))
    if request.method == "POST":
        # Each choice comes with the post it is for: posts come and go between the page and the answer.
        told = zip(request.POST.getlist("post"), request.POST.getlist("title"), strict=False)
        said = {post: title for post, title in told if post in posts}
        labels = {*known.labels(unit.path)}
        chosen = {
            post: "" if title == "-" else title for post, title in said.items() if title == "-" or title in labels
        }
        done = "Đã lưu chức danh của các vị trí."
        attempt(request, lambda: acts.match(actor=who.account, unit=unit, said=chosen), done)
        return redirect(f"{request.path}?unit={unit.pk}")
    rows = [(post, posts[post], known.of(unit.path, post)) for post in sorted(posts)]
    context = {
        "form": form, "unit": unit, "rows": rows, "labels": known.labels(unit.path),
        "open": sum(found.standard is None and not found.exempt for _, _, found in rows),
        "crumbs": [crumb("Tiêu chuẩn chức danh", "profiles:standards")],
    }  # fmt: skip
    return render(request, "profiles/titles.html", context)


def _kept(who: Viewer, form: SetForm) -> StandardText:
    data = form.cleaned_data
    file = data["file"]
    content = file.read()
    if not file.name.lower().endswith((".yaml", ".yml")):
        files.check_upload(file.name, content)
    found: StandardSet = sheets.read(content, file.name, data["number"], data["in_force"], data["ends"])
    return acts.keep(actor=who.account, unit=data["unit"], found=found)


def _text(request: HttpRequest, pk: int) -> tuple[Viewer, StandardText]:
    who = viewer(request)
    return who, one(queries.seen(who), pk=pk)


def _state(row: StandardText, who: Viewer) -> str:
    ended = next(iter(row.ended.all()), None)
    if not row.adoptions.all():
        return "Chưa áp dụng"
    if ended is not None and ended.day <= who.day:
        return "Đã thôi áp dụng"
    if row.ends is not None and row.ends < who.day:
        return "Đã hết hiệu lực"
    return "Đang áp dụng" if row.in_force <= who.day else "Sắp có hiệu lực"
