"""Commands that work in an installation's database, and not in what a move left of one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canbo.office.base import moved


class SiteCommand(BaseCommand):
    """Refuses a database that everything was moved away from, or not all was moved to yet."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """See `BaseCommand.execute`; CommandError with what to do where this is no site."""
        if refused := moved.refusal():
            raise CommandError(refused)
        return super().execute(*args, **options)
