"""`canbo journal`: verify or seal the journals of all agencies, or of one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canbo.office.base import journal
from canbo.office.base.models import Agency


class Command(BaseCommand):
    help = "Verify or seal the journal of each agency, or of one. Faults exit with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify", "seal"])
        parser.add_argument("--agency", help="the agency's code (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = Agency.objects.order_by("code")
        if options["agency"]:
            agencies = agencies.filter(code=options["agency"])
            if not agencies:
                raise CommandError(f"no agency has the code {options['agency']}")
        faulty = False
        for agency in agencies:
            if options["verb"] == "seal":
                sealed = journal.seal(agency_id=agency.pk)
                self.stdout.write(f"{agency.code}: {sealed.head if sealed else 'nothing new'}")
                continue
            found = journal.verify(agency_id=agency.pk)
            faulty = faulty or bool(found.faults)
            state = "; ".join(found.faults) or "intact"
            self.stdout.write(
                f"{agency.code}: {state}; {found.chained} chained, {found.waiting} waiting, head {found.head[:16]}"
            )
        if faulty:
            raise SystemExit(1)
