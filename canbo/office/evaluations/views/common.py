"""What the pages of this room share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from canbo.office.evaluations.actions import Report
from canbo.office.evaluations.errors import NotAssigned


def tell(request: HttpRequest, report: Report, done: str) -> None:
    """What an act on many sheets did, and which it could not do and why. Strangers' sheets are told as nothing."""
    if report.done:
        messages.success(request, f"{done} {len(report.done)} phiếu.")
    reasons = [str(error) for _, error in report.refused if not isinstance(error, NotAssigned)]
    if strangers := len(report.refused) - len(reasons):
        reasons.append(f"{strangers} phiếu không giao cho bạn.")
    if reasons:
        shown = " ".join(f"({number}) {reason}" for number, reason in enumerate(reasons[:8], start=1))
        more = f" … và {len(reasons) - 8} phiếu khác." if len(reasons) > 8 else ""
        messages.error(request, f"Không làm được {len(report.refused)} phiếu: {shown}{more}")
    if not report.done and not report.refused:
        messages.error(request, "Chưa chọn phiếu nào. Hãy đánh dấu ở đầu dòng.")
