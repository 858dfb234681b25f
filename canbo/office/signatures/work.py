"""Long work of this room: the agency's seal on a batch of papers."""

from __future__ import annotations

from django.conf import settings

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Job, StoredFile
from canbo.office.signatures import actions
from canbo.office.signatures.models import Confirmation, Signature
from canbo.paperwork.signing import Stamp


@jobs.work("signatures.seal")
def seal(job: Job) -> str:
    """Put the agency's seal on every uploaded paper. Repeatable: a paper that bears the seal of this batch is left."""
    given = job.arguments
    confirmation = Confirmation.objects.filter(account=job.owner, pk=given["confirmation"]).first()
    if confirmation is None:
        raise ActionError("Không tìm thấy lần xác nhận mật khẩu của đợt này. Hãy tạo đợt mới.")
    rows = StoredFile.objects.filter(agency=job.agency_id, pk__in=given["files"], uploaded_by=job.owner).order_by("pk")
    papers = (
        actions.Paper(
            once=f"batch:{job.pk}:{row.pk}", name=row.name, pdf=lambda row=row: files.read(row),  # type: ignore[misc]
            stamp=Stamp(given["seal"], given["position"]), reason=given["reason"],
        )
        for row in rows
    )  # fmt: skip
    total = len(given["files"])
    done = actions.seal_many(
        actor=job.owner, agency_id=job.agency_id, papers=papers, confirmation=confirmation,
        progress=lambda number: jobs.progress(job, number, total),
    )  # fmt: skip
    bare = Signature.objects.filter(agency=job.agency_id, once__startswith=f"batch:{job.pk}:", timestamp_at=None)
    untimed = f" {bare.count()} văn bản không có dấu thời gian." if settings.TSA_URL and bare.exists() else ""
    return f"Đã đóng dấu {done} văn bản.{untimed}"
