"""`canbo tick`: what happens by itself with time: cycles that open, keys of ballots that go, examinations against
levelling that are renewed, data whose time is over, journals that are sealed, slips that go."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from canbo.office.agenda import work as agenda
from canbo.office.base import jobs, journal
from canbo.office.base.models import Agency
from canbo.office.base.site import SiteCommand
from canbo.office.evaluations.actions import open_repeating
from canbo.office.insight.actions import examining
from canbo.office.opinions import actions as opinions
from canbo.office.profiles.actions import retention


class Command(SiteCommand):
    help = (
        "Do what is due by the clock, once: open the cycles whose turn has come, end the handing out "
        "of ballots whose days are over, examine anew for levelling what was closed, delete personal data whose time "
        "is over, seal the journals, remove printed codes that were fetched or ran out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for cycle in open_repeating(timezone.localdate()):
            self.stdout.write(f"Đã mở kỳ {cycle.pk}: {cycle.name}, {cycle.unit.name}")
        for title in opinions.end_due():
            self.stdout.write(f"Đã kết thúc phát phiếu và hủy khóa: {title}")
        for job in examining.renew(timezone.localdate()):
            self.stdout.write(f"Đã xếp hàng: {job.label}")
        if gone := retention.apply_all(timezone.localdate()):
            self.stdout.write(f"Đã xóa theo thời hạn lưu: {sum(gone.values())} mục, tệp")
        if written := agenda.tick():
            self.stdout.write(f"Đã soạn {written} thư nhắc việc")
        for agency_id in Agency.objects.order_by("pk").values_list("pk", flat=True):
            journal.seal(agency_id=agency_id)
        jobs.clear()
