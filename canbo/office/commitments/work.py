"""Long work of this room: countersigning many, everybody's papers in one file."""

from __future__ import annotations

import io
import re
import zipfile

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Job
from canbo.office.commitments import actions, papers
from canbo.office.commitments.models import CommitmentState
from canbo.office.commitments.standing import Case, load
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person
from canbo.office.signatures.models import Confirmation
from canbo.paperwork.documents import render

CHUNK = 200
TOLD = 20


@jobs.work("commitments.sign")
def sign(job: Job) -> str:
    """Countersign the commitments ticked, one transaction each. Repeatable: what bears the signature already counts as
    done, so after a crash the second run signs the rest and nothing twice."""
    person = Person.objects.filter(account=job.owner_id).first()
    if person is None:
        raise ActionError("Tài khoản này không gắn với người nào. Hãy báo người quản trị.")
    confirmation = Confirmation.objects.get(account=job.owner_id, pk=job.arguments["confirmation"])
    report = actions.sign_many(
        actor=job.owner, person=person, commitments=job.arguments["commitments"], confirmation=confirmation,
        progress=lambda done, total: jobs.progress(job, done, total),
    )  # fmt: skip
    return told(report)


def told(report: actions.Report) -> str:
    """What a batch did, and whose it could not sign and why."""
    said = [f"Đã ký {len(report.done)} bản cam kết."]
    if report.untimed:
        said.append(f"{report.untimed} bản không có dấu thời gian.")
    if report.refused:
        shown = "; ".join(f"{name}: {why}" if name else why for name, why in report.refused[:TOLD])
        more = f" và {len(report.refused) - TOLD} bản khác" if len(report.refused) > TOLD else ""
        said.append(f"Không ký được {len(report.refused)} bản: {shown}{more}")
    return " ".join(said)


@jobs.work("commitments.papers")
def archive(job: Job) -> str:
    """The commitments ticked as PDF in one archive: signed ones as they were signed, others as they would be printed.
    Repeatable: nothing is kept before the whole archive is."""
    readable = Viewer(job.owner).readable
    rows = CommitmentState.objects.filter(subtree(readable, "unit_path"), commitment__in=job.arguments["commitments"])
    ids = list(
        rows.order_by("unit_path", "commitment__person__sort_key", "commitment_id").values_list(
            "commitment_id", flat=True
        )
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for start in range(0, len(ids), CHUNK):
            for number, case in enumerate(load(ids[start : start + CHUNK]).values(), start=start + 1):
                packed.writestr(f"{number:04d} {_safe(papers.name_of(case))}.pdf", pdf_of(case))
                jobs.progress(job, number, len(ids))
    name = _safe(f"{job.label}.zip")
    file = files.store(
        agency_id=job.agency_id, actor=job.owner, name=name, data=buffer.getvalue(), content_type="application/zip"
    )
    Job.objects.filter(pk=job.pk).update(file=file)
    return f"{len(ids)} bản cam kết trong một tệp nén."


def pdf_of(case: Case) -> bytes:
    """The signed PDF, with as many signatures as it has; before anybody signed, the paper as it would be printed."""
    last = case.signed("superior") or case.signed("subject")
    if last is not None:
        return files.read(last.signature.file)
    return render(papers.paper(case, case.words, None), "pdf")


def _safe(name: str) -> str:
    """A file name without what any system forbids."""
    return re.sub(r'[\\/:*?"<>|]+', "-", name)
