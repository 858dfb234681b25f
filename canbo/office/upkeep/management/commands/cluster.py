"""`canbo cluster plan`: the statements that lay the tables over a cluster."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canbo.office.base.trail import distribution_faults
from canbo.office.upkeep.cluster import statements


class Command(BaseCommand):
    help = "Print the statements that lay the tables over a PostgreSQL cluster (Citus), by agency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["plan"])

    def handle(self, *args: Any, **options: Any) -> None:
        if faults := distribution_faults():
            raise CommandError("; ".join(faults))
        self.stdout.write("\n".join(statements()))
