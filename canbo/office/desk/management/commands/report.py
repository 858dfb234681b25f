"""`canbo report`: a report of a unit with its figures, as text or as a Word file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from canbo.office.base.site import SiteCommand
from canbo.office.insight.queries.rounds import rounds
from canbo.office.insight.reports import writing
from canbo.office.insight.reports.words import templates
from canbo.office.people.forms.fields import FIRST, LAST
from canbo.office.people.models import Unit
from canbo.office.results.papers import frame as frames
from canbo.paperwork.documents import render


class Command(SiteCommand):
    help = "Write a report of a unit, filled with its figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("template", choices=list(templates()))
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--day", type=_day, help="as of this day, 2026-07-01 (default: today)")
        parser.add_argument("--since", type=_day, help="tell what happened from this day on")
        parser.add_argument("--period", default="", help="2026, 2026-Q3 or 2026-07 (default: the newest that is over)")
        parser.add_argument("--word", type=Path, metavar="FILE", help="write an official paper instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mã {options['unit']}. Hãy xem mã ở trang Đơn vị.")
        day, template = options["day"] or timezone.localdate(), templates()[options["template"]]
        if options["since"] and options["since"] > day:
            raise CommandError("Ngày của --since ở sau ngày của báo cáo. Hãy sửa một trong hai.")
        keys = [one.key for one in writing.offered(template, rounds(unit.path, day))]
        if options["period"] and options["period"] not in keys:
            told = ", ".join(keys[:12]) or "chưa có kỳ nào"
            raise CommandError(f"Báo cáo này không nói về kỳ “{options['period']}”. Các kỳ: {told}.")
        report = writing.write(template, unit, day, options["period"], options["since"])
        if options["word"] is None:
            self.stdout.write(report.text)
            return
        filled = frames.frame(unit, frames.defaults(unit, day))
        data = render(writing.paper(report, filled), "docx")
        try:
            options["word"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"Không ghi được {options['word']}: {error.strerror}.") from error


def _day(text: str) -> date:
    """A day of an argument, of years that figures are told of."""
    day = date.fromisoformat(text)
    if not FIRST <= day <= LAST:
        raise ValueError(text)
    return day
