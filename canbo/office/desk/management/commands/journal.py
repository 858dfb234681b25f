"""`canbo journal`: verify or seal the journals of all agencies, or of one."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canbo.office.base import journal
from canbo.office.base.models import Agency


class Command(BaseCommand):
    help = "Verify or seal the journal of each agency, or of one; -v 2 names them all. Faults exit with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify", "seal"])
        parser.add_argument("--agency", help="the agency's code (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = Agency.objects.order_by("code")
        if options["agency"]:
            agencies = agencies.filter(code=options["agency"])
            if not agencies:
                raise CommandError(f"Không có cơ quan nào mang mã “{options['agency']}”.")
        every = bool(options["agency"]) or options["verbosity"] > 1
        if options["verb"] == "seal":
            self.seal(agencies, every)
        elif not self.verify(agencies, every):
            raise SystemExit(1)

    def seal(self, agencies: Iterable[Agency], every: bool) -> None:
        """Chain what is new; print the new heads, to be written on minutes."""
        quiet = 0
        for agency in agencies:
            if sealed := journal.seal(agency_id=agency.pk):
                self.stdout.write(f"{agency.code}: {sealed.head}")
            elif every:
                self.stdout.write(f"{agency.code}: không có gì mới")
            else:
                quiet += 1
        if quiet:
            self.stdout.write(f"{quiet} cơ quan không có gì mới.")

    def verify(self, agencies: Iterable[Agency], every: bool) -> bool:
        """Print the faults, then one line for all, then each agency where asked; whether all are intact."""
        found = [(agency, journal.verify(agency_id=agency.pk)) for agency in agencies]
        broken = [(agency, verdict) for agency, verdict in found if verdict.faults]
        for agency, verdict in broken:
            self.stdout.write(f"{agency.code}: {'; '.join(verdict.faults)}")
        chained, waiting = (sum(getattr(verdict, name) for _, verdict in found) for name in ("chained", "waiting"))
        state = f"{len(broken)} cơ quan có lỗi" if broken else "nguyên vẹn"
        self.stdout.write(
            f"Nhật ký của {len(found)} cơ quan: {state}; {chained} sự kiện trong chuỗi, {waiting} chờ niêm phong."
        )
        for agency, verdict in found if every else []:
            self.stdout.write(
                f"{agency.code}: {verdict.chained} trong chuỗi, {verdict.waiting} chờ, đầu chuỗi {verdict.head[:16]}"
            )
        return not broken
