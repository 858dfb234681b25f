"""Long work of this room: deciding the rest of a large cycle and closing it; everybody's papers in one file."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.utils import timezone

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Job
from canbo.office.base.unswept import unswept
from canbo.office.cycles.models import Cycle
from canbo.office.people.access import Viewer, known
from canbo.office.results import actions, queries
from canbo.office.results.access import Reach
from canbo.office.results.papers import frame as frames
from canbo.office.results.papers import making
from canbo.paperwork.dates import parse_date
from canbo.paperwork.documents import Document, render, render_together

TOGETHER = 100  # papers in one file to print: what a small computer lays out at once


@jobs.work("results.close")
def close(job: Job) -> str:
    """Decide what the owner has left to decide in a cycle, at the levels the rules give, then close it. Repeatable: a
    second run decides what the first one left, and closes once."""
    given = dict(job.arguments)
    cycle = Cycle.objects.select_related("unit").get(agency=job.agency_id, pk=given.pop("cycle"))
    viewer = known([job.owner_id], timezone.localdate())[job.owner_id]
    if viewer.person is None:
        raise ActionError("Tài khoản này không gắn với người nào. Hãy báo người quản trị.")
    acts: dict[str, Any] = {"actor": viewer.account, "person": viewer.person, "cycle": cycle, "viewer": viewer}
    with unswept():
        actions.decide_rest(**acts, progress=lambda done, total: jobs.progress(job, done, total))
        actions.close(**acts, **given)
    return f"Đã chốt {cycle.name}."


@jobs.work("results.papers")
def papers(job: Job) -> str:
    """Make a paper about every decided sheet of a cycle as PDF and put them into one archive, which the owner fetches:
    one file each, and together, 100 to a file, to print at once. Repeatable: nothing is kept before the whole is."""
    cycle = Cycle.objects.select_related("unit", "adoption").get(agency=job.agency_id, pk=job.arguments["cycle"])
    if not Reach(Viewer(job.owner), cycle).publishes:
        raise ActionError("Kỳ này không còn trong phạm vi phụ trách.")
    given = dict(job.arguments["frame"])
    given["dated"] = parse_date(given["dated"]).day if given["dated"] else None
    sheets = list(queries.roster(cycle).values_list("sheet_id", flat=True))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        every = making.of_sheets(frames.frame(cycle.unit, given), sheets, job.arguments["kind"], grounds=True)
        papers: list[Document] = []
        for number, made in enumerate(every, start=1):
            papers.append(made.paper)
            archive.writestr(f"{number:04d} {_safe(made.case.subject)}.pdf", render(made.paper, "pdf"))
            jobs.progress(job, number, len(sheets))
        for start in range(0, len(papers), TOGETHER):
            part = papers[start : start + TOGETHER]
            name = f"0000 In cả tập {start + 1:04d}-{start + len(part):04d}.pdf"
            archive.writestr(name, render_together(part))
    name = f"{making.OF_SHEET[job.arguments['kind']]} - {cycle.name}.zip"
    file = files.store(
        agency_id=job.agency_id, actor=job.owner, name=_safe(name), data=buffer.getvalue(),
        content_type="application/zip",
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(file=file)
    return f"{len(papers)} phiếu trong một tệp nén: mỗi người một tệp, và tệp gộp để in cả tập."


def _safe(name: str) -> str:
    """A file name without what any system forbids."""
    return re.sub(r'[\\/:*?"<>|]+', "-", name)
