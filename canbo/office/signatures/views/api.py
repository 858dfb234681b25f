"""Two-step signing for programs on the person's machine: JSON, by session or by a short-lived code.

Documented in docs/operations/chu-ky.md. Binary values travel as base64.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.people.access import Viewer
from canbo.office.signatures import actions, tokens
from canbo.office.signatures.actions.external import LASTS
from canbo.office.signatures.models import SigningRequest
from canbo.paperwork.signing import Stamp

View = Callable[..., HttpResponse]
NOT_KNOWN = "Mã phiên ký không đúng hoặc đã hết hạn. Hãy lấy mã mới ở mục Chứng thư của tôi."


def spoken_for(view: View) -> View:
    """Let in who brings a code, or a session (then with Django's token against forged forms); answer in JSON."""

    def by_code(request: HttpRequest, **keys: Any) -> HttpResponse:
        scheme, _, code = request.headers.get("Authorization", "").partition(" ")
        account = tokens.account_of(code.strip()) if scheme.lower() == "bearer" else None
        if account is None:
            return JsonResponse({"message": NOT_KNOWN}, status=401)
        return _answered(view, request, Viewer(account), keys)

    @csrf_protect
    def by_session(request: HttpRequest, **keys: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"message": NOT_KNOWN}, status=401)
        return _answered(view, request, Viewer(request.user), keys)

    @csrf_exempt
    @require_POST
    @login_not_required
    def door(request: HttpRequest, **keys: Any) -> HttpResponse:
        return (by_code if "Authorization" in request.headers else by_session)(request, **keys)

    return door


def _answered(view: View, request: HttpRequest, who: Viewer, keys: dict[str, Any]) -> HttpResponse:
    try:
        return view(request, who, **keys)
    except ActionError as error:
        return JsonResponse({"message": str(error)}, status=422)


@spoken_for
def begin(request: HttpRequest, who: Viewer) -> HttpResponse:
    """Prepare a paper: files `paper` (PDF) and `certificate`, text `reason`. Answers what is to be signed."""
    paper, certificate = request.FILES.get("paper"), request.FILES.get("certificate")
    if paper is None or certificate is None or who.person is None or who.home is None:
        raise ActionError("Hãy gửi hai tệp: paper (PDF cần ký) và certificate (chứng thư của người ký).")
    name = paper.name or "van-ban.pdf"
    data = paper.read()
    files.check_upload(name, data)
    title = who.postings[0].post.title if who.postings else ""
    row = actions.start_external(
        actor=who.account, person=who.person, agency_id=who.home.agency_id, pdf=data, name=name,
        certificate=certificate.read(), stamp=Stamp(who.person.full_name, title),
        reason=request.POST.get("reason", "")[:300],
    )  # fmt: skip
    return JsonResponse(request_answer(row), status=201)


def request_answer(row: SigningRequest) -> dict[str, object]:
    """What a token is told to sign."""
    return {
        "request": row.pk,
        "digest_algorithm": "sha256",
        "digest": _text(row.digest),
        "attributes": _text(bytes(row.attributes)),
        "document_digest": _text(bytes(row.document_digest)),
        "expires_at": (row.at + LASTS).isoformat(timespec="seconds"),
    }


@spoken_for
def end(request: HttpRequest, who: Viewer, pk: int) -> HttpResponse:
    """Finish a paper: text `signature` (base64), bare or CMS. Answers the signed PDF (base64), the signature's id."""
    row = SigningRequest.objects.filter(pk=pk, account=who.account, once="").first()
    if row is None:
        return JsonResponse({"message": "Không có yêu cầu ký này."}, status=404)
    try:
        answer = base64.b64decode(request.POST.get("signature", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ActionError("signature phải là base64.") from error
    made = actions.finish_external(actor=who.account, request=row, cms_or_signature=answer)
    return JsonResponse({"signature": made.pk, "paper": _text(files.read(made.file))}, status=201)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
