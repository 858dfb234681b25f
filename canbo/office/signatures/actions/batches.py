"""Starting the agency's seal on a batch: the papers are kept, the password is asked, the worker does the rest."""

from __future__ import annotations

from django.db import transaction

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Job
from canbo.office.people.access import Viewer
from canbo.office.signatures import access, batches
from canbo.office.signatures.actions.confirming import confirm
from canbo.office.signatures.actions.sealing import NOT_THE_SEAL


def start_batch(
    *, actor: Account, agency_id: int, name: str, data: bytes, seal: str, position: str, reason: str, password: str,
    back: str,
) -> Job:  # fmt: skip
    """Queue the sealing of a PDF, or of every PDF in an archive. `seal` is the name the stamp shows, `back` where the
    progress page leads. ActionError where a file is no PDF (nothing is kept), or the password is wrong."""
    if not access.may_seal(Viewer(actor), agency_id):
        raise ActionError(NOT_THE_SEAL)
    papers = batches.papers_in(name, data)
    confirmation = confirm(actor=actor, password=password)
    with transaction.atomic():
        kept = [
            files.store(agency_id=agency_id, actor=actor, name=one, data=content, content_type="application/pdf").pk
            for one, content in papers
        ]
        return jobs.start(
            kind="signatures.seal", label=f"Đóng dấu {len(kept)} văn bản", agency_id=agency_id, actor=actor,
            arguments={
                "files": kept, "seal": seal, "position": position, "reason": reason, "next": back,
                "confirmation": confirmation.pk,
            },
        )  # fmt: skip
