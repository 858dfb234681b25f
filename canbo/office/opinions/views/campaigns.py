"""Campaigns: the list, one with its steps, freezing it, the files that come from the trustees."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base import jobs
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.pages import crumb, given, saved
from canbo.office.opinions import access, actions, plans, queries
from canbo.office.opinions.forms.campaigns import BeginForm, FileForm
from canbo.office.opinions.models.campaigns import PAPERS
from canbo.office.opinions.views.common import officer
from canbo.office.people.access import need, viewer
from canbo.rulebook.amounts import natural

HOME = ("Lấy ý kiến", "opinions:campaigns")
LARGEST = 50 * 2**20


def round_for(request: HttpRequest, pk: int, *, run: bool = False) -> queries.Round:
    """A campaign the viewer may see (`run`: carry out); 404 otherwise."""
    found, who = queries.campaign(pk), viewer(request)
    need(found is not None)
    assert found is not None
    need(access.may_run(who, found.row.unit) if run else access.may_see(who, found.row.unit_path))
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Campaigns, and those about a unit the viewer heads."""
    found = viewer(request)
    rounds, own, selves = queries.campaigns(found), queries.own(found), queries.self_waiting(found)
    need(bool(found.readable or own or selves))
    lines = [(one, next(s["label"] for s in one.stages(found.day) if s["state"] == "now"))
             if one.step(found.day) != "done" else (one, one.words.done) for one in rounds]  # fmt: skip
    shown = {"lines": lines, "own": own, "selves": selves, "runs": found.has("officer")}
    return render(request, "opinions/campaigns.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    found = officer(request)
    form = BeginForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = actions.begin_vote if data["what"] == "vote" else actions.begin
        row = given(
            request,
            lambda: act(actor=found.account, unit=data["unit"], key=data["key"], title=data["title"]),
            form,
        )
        if row is not None:
            return redirect("opinions:campaign", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/begin.html", {"form": form, "crumbs": [crumb(*HOME)]}, status=status)


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: where it stands, what is planned or was frozen, what comes next."""
    return page(request, round_for(request, pk))


def page(request: HttpRequest, found: queries.Round, status: int = 200, refusal: str = "") -> HttpResponse:
    """The page of a campaign; `refusal` above it says why an act was refused."""
    who = viewer(request)
    cuts = plans.cuts(found.plan)
    names = dict(PAPERS)
    step = found.step(who.day)
    online = found.plan.way == "tokens"
    waits = step if step in names and not (online and step == "handed") else ""
    shown = {
        "found": found, "row": found.row, "plan": found.plan, "stages": found.stages(who.day), "step": step,
        "runs": access.may_run(who, found.row.unit), "cuts": cuts, "joined": [one for one in cuts if len(one.of) > 1],
        "groups": found.manifest.groups if found.manifest else (),
        "invited": sum(one.invited for one in cuts), "refusal": refusal,
        "missing": plans.problems(found.plan, who.day) if step == "plan" else [],
        "waits": waits, "wanted": names.get(step, ""), "form": FileForm(), "progress": queries.progress(found),
        "late": found.manifest and online and who.day.isoformat() > found.manifest.issued_by,
        "box": f"{settings.BOX_SITE}/", "today": who.day.isoformat(),
        **_beside(found),
        "crumbs": [crumb(*HOME)],
    }  # fmt: skip
    return render(request, "opinions/campaign.html", shown, status=status)


def _beside(found: queries.Round) -> dict[str, object]:
    """Of a vote who was present and of what shares are taken; of opinions the rounds before and after."""
    if vote := found.plan.vote:
        return {"present": queries.present(found), "base": vote.rules.bases.get(vote.base, "")}
    return {"before": queries.before(found), "followed": queries.followed(found)}


def version_of(request: HttpRequest) -> int:
    """The version of the plan that the page was made of; -1 where the form says none."""
    found = natural(request.POST.get("version", ""), 9)
    return -1 if found is None else found


@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the plan; in the background where each group needs a key."""
    found, who = round_for(request, pk, run=True), viewer(request)
    if found.plan.way == "tokens" and not found.opening and not plans.problems(found.plan, who.day):
        job = jobs.start(
            kind="opinions.freeze", label=f"Tạo khóa phát phiếu và chốt {found.row.title}"[:200],
            agency_id=found.row.agency_id, actor=who.account,
            arguments={"campaign": pk, "version": version_of(request)},
        )  # fmt: skip
        return redirect("base:job", job.pk)
    try:
        actions.freeze(actor=who.account, campaign=pk, version=version_of(request))
    except ActionError as error:
        return page(request, found, 409 if isinstance(error, Conflict) else 422, str(error))
    return redirect("opinions:campaign", pk)


@require_POST
def bring(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A file from the trustees' station."""
    found = round_for(request, pk, run=True)
    form = FileForm(request.POST, request.FILES)
    need(kind in dict(PAPERS))
    try:
        if not form.is_valid() or form.cleaned_data["file"].size > LARGEST:
            raise ActionError("Hãy chọn tệp do máy của những người giữ khóa ghi ra.")
        text = form.cleaned_data["file"].read().decode()
        actions.bring(actor=viewer(request).account, campaign=pk, kind=kind, text=text)
    except UnicodeDecodeError:
        return page(request, found, 422, "Tệp này không phải tệp do máy của những người giữ khóa ghi ra.")
    except ActionError as error:
        return page(request, found, 409 if isinstance(error, Conflict) else 422, str(error))
    return redirect("opinions:campaign", pk)


@require_safe
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """What was frozen, to the byte: for the trustees' station and for anybody who checks the hash."""
    found = round_for(request, pk)
    need(found.opening is not None)
    assert found.opening is not None
    return saved(found.opening.manifest, "manifest.json", "application/json")


@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the trustees signed, to the byte, for whoever checks their signatures (`canbo opening check`)."""
    found = round_for(request, pk)
    need(kind in ("opened", "totals") and kind in found.papers)
    return saved(found.papers[kind], f"{kind}.json", "application/json")
