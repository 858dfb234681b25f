"""The box's addresses: a page, published texts, the slot, the board. Nobody logs in, nothing is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_POST, require_safe

from canbo.box import board, casting, days, key, papers, settings, static
from canbo.box.models import Ballot, Paper
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import handover, issued, signing, strict

View = Callable[..., HttpResponse]
FOR_GOOD = "public, max-age=31536000, immutable"  # of a text whose address holds its hash
JSON = "application/json; charset=utf-8"


def page(request: HttpRequest, name: str = "index.html") -> HttpResponse:
    """The page, or one of its modules; asked for anew each time, sent only when it changed."""
    file = static.file(name)
    tag = f'"{file.hash}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    kept = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    response = HttpResponse(file.packed if packed else file.body, content_type=file.kind, headers=kept)
    if packed:
        response["Content-Encoding"] = "gzip"
    return response


def said(data: object, status: int = 200) -> HttpResponse:
    """A document as an answer."""
    return HttpResponse(strict.text(data), content_type=JSON, status=status)


def refused(reason: str, status: int = 400, **more: Any) -> HttpResponse:
    """A refusal that says why, in Vietnamese and of nobody."""
    return said({"reason": reason, **more}, status)


def telling(view: View) -> View:
    """A view whose refusals are answers."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except papers.Unknown:
            return refused("không có đợt lấy ý kiến này, hoặc chưa có phần này", 404)
        except RuleError as error:
            return refused(str(error))

    return answer


@require_safe
@telling
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey there is, with what the page needs to offer it."""
    rows = [
        {
            "hash": survey,
            "title": papers.manifest(survey).title,
            "way": papers.manifest(survey).way,
            "opens": papers.manifest(survey).opens,
            "closes": papers.manifest(survey).closes,
            "state": papers.state(survey, kinds),
        }
        for survey, kinds in papers.surveys().items()
    ]
    return said({"surveys": rows, "office": settings.OFFICE})


@require_safe
@telling
def manifest(request: HttpRequest, survey: str) -> HttpResponse:
    """The manifest, letter by letter: its sha256 is its address."""
    return _for_good(papers.text(survey, Paper.MANIFEST))


@require_safe
@telling
def slips(request: HttpRequest, survey: str, group: str) -> HttpResponse:
    """The marks of a group's slips that can be used."""
    about = papers.manifest(survey).group(group).id
    marks, voided = papers.slips(survey)[about], set(papers.handed(survey).voided)
    return said({"marks": [mark for mark in marks if mark not in voided]})


@require_safe
@telling
def printed(request: HttpRequest, survey: str) -> HttpResponse:
    """All marks of a survey as they were printed."""
    return _for_good(papers.text(survey, Paper.SLIPS))


@require_safe
@telling
def handed(request: HttpRequest, survey: str) -> HttpResponse:
    """What was handed out: marks of the slips voided, or numbers of tokens, of fewer than k nowhere."""
    if papers.manifest(survey).way == "slips":
        return _for_good(papers.text(survey, Paper.HANDED))
    parts = issued.published(papers.manifest(survey), papers.handed(survey))
    rows = [
        {"groups": [group.id for group in part.groups], "invited": part.invited, "issued": part.issued}
        for part in parts
    ]
    return said({"issued": rows})


@require_POST
@telling
def ballots(request: HttpRequest, survey: str) -> HttpResponse:
    """The slot: a ballot as its canonical bytes. 200 with its leaf when it is in the box (again: the same)."""
    papers.manifest(survey)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return refused("phiếu quá lớn")
    try:
        leaf, _ = casting.cast(survey, request.body)
    except casting.Later as later:
        return refused("đã có phiếu gửi sau phiếu này", 409, counter=later.highest)
    return said({"leaf": leaf})


@require_safe
@telling
def heads(request: HttpRequest, survey: str) -> HttpResponse:
    """The heads of the board, first to last, by whose key; and of a box that was opened what the trustees signed."""
    manifest = papers.manifest(survey)
    try:
        opening = papers.opened(survey)
        signers = list(handover.signers(manifest, opening))
        opened = {"totals": opening.totals, "lists": opening.lists, "signers": signers}
    except papers.Unknown:
        opened = None
    rows = [board.plain(head) for head in days.heads(survey)]
    return said({"heads": rows, "key": signing.fingerprint(key.public()), "opened": opened})


@require_safe
@telling
def kept(request: HttpRequest, survey: str) -> HttpResponse:
    """The heads as a file to keep (`canbo opening check --heads`)."""
    return HttpResponse(days.heads_text(survey), content_type=JSON)


@require_safe
@telling
def day(request: HttpRequest, survey: str, number: str) -> HttpResponse:
    """The leaves that came under one head, sorted."""
    found = Ballot.objects.filter(survey=survey, head=int(number)).order_by("leaf").values_list("leaf", flat=True)
    papers.manifest(survey)
    return said({"leaves": list(found)})


@require_safe
@telling
def inclusion(request: HttpRequest, survey: str, prefix: str = "") -> HttpResponse:
    """Proofs for all leaves that begin with these letters: the page asks for enough of them to hide its own."""
    papers.manifest(survey)
    return said(board.included(survey, prefix))


@require_safe
@telling
def consistency(request: HttpRequest, survey: str, earlier: str) -> HttpResponse:
    """The proof that the newest head only added to an earlier one."""
    papers.manifest(survey)
    return said(board.grown(survey, int(earlier)))


@require_safe
@telling
def opened(request: HttpRequest, survey: str) -> HttpResponse:
    """What the opening published: the commitments of the ballots that were counted."""
    return _for_good(papers.text(survey, Paper.OPENED))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address."""
    return refused("không có trang này", 404)


def wrong(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent could not be read."""
    return refused("yêu cầu không đọc được")


def broken(request: HttpRequest) -> HttpResponse:
    """The box is at fault."""
    return refused("hòm phiếu đang gặp sự cố; phiếu chưa được nhận, hãy gửi lại sau", 500)


def _for_good(text: str) -> HttpResponse:
    return HttpResponse(text, content_type=JSON, headers={"Cache-Control": FOR_GOOD})
