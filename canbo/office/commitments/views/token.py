"""Signing with the person's own token through a program on their machine: JSON, in two steps.

The doors are those of the signatures room (session, or its short-lived code): docs/operations/chu-ky.md.
"""

from __future__ import annotations

import base64
import binascii

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.commitments import actions
from canbo.office.people.access import Viewer, one, person_of
from canbo.office.signatures.models import SigningRequest
from canbo.office.signatures.views.api import request_answer, spoken_for


@spoken_for
def begin(request: HttpRequest, who: Viewer, pk: int) -> HttpResponse:
    """Prepare the commitment for a token: file `certificate`. Answers what is to be signed."""
    certificate = request.FILES.get("certificate")
    if certificate is None:
        raise ActionError("Hãy gửi tệp certificate (chứng thư của người ký).")
    try:
        row = actions.start_token(
            actor=who.account, person=person_of(who), commitment=pk, certificate=certificate.read()
        )
    except NotTheirs as error:
        raise Http404("not theirs") from error
    return JsonResponse(request_answer(row), status=201)


@spoken_for
def end(request: HttpRequest, who: Viewer, pk: int, row: int) -> HttpResponse:
    """Finish it: text `signature` (base64), bare or CMS. Answers which part was signed."""
    asked = one(SigningRequest.objects.filter(account=who.account), pk=row)
    try:
        answer = base64.b64decode(request.POST.get("signature", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ActionError("signature phải là base64.") from error
    try:
        made = actions.finish_token(
            actor=who.account, person=person_of(who), commitment=pk, request=asked, answer=answer
        )
    except NotTheirs as error:
        raise Http404("not theirs") from error
    return JsonResponse({"signature": made.signature_id, "part": made.part, "late": made.late}, status=201)
