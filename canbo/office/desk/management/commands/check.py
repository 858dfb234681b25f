"""`canbo check`: Django's own checks, and those of the paper trail on the database at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check

from canbo.office.base import files, journal, moved
from canbo.office.base.models import Agency
from canbo.office.base.trail import distribution_faults
from canbo.office.commitments.queries.checks import check_commitments
from canbo.office.evaluations.queries.checks import check_opened, check_states
from canbo.office.profiles.queries.checks import check_attained
from canbo.office.results.queries.checks import check_summaries, outcomes
from canbo.office.work.queries.checks import check_standings


def journals() -> list[str]:
    """Faults of every agency's journal."""
    faults = []
    for agency in Agency.objects.order_by("code"):
        faults += [f"{agency.code}: {fault}" for fault in journal.verify(agency_id=agency.pk).faults]
    return faults


def summaries() -> list[str]:
    """Where a derived row differs from the records it stands for."""
    return [
        *check_states(outcomes()), *check_opened(), *check_summaries(), *check_standings(), *check_commitments(),
        *check_attained(),
    ]  # fmt: skip


def contents() -> list[str]:
    """Stored files that are no longer what was stored."""
    return files.named(files.damaged())


OURS: dict[str, Callable[[], list[str]]] = {
    "distribution": distribution_faults,
    "files": contents,
    "journal": journals,
    "summaries": summaries,
}


class Command(check.Command):
    help = "Check the installation; or the paper trail: distribution, files, journal, summaries. Faults exit with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.epilog = "Of the paper trail: " + ", ".join(OURS)

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if moved.unfinished():
            raise CommandError(moved.UNFINISHED)
        wanted = [label for label in app_labels if label in OURS]
        if not wanted:
            super().handle(*app_labels, **options)
            return
        faulty = False
        for label in wanted:
            faults = OURS[label]()
            faulty = faulty or bool(faults)
            self.stdout.write(f"{label}: {'; '.join(faults) or 'không có lỗi'}")
        if faulty:
            raise SystemExit(1)
