"""The `canbo` command: one door to the rulebook's own commands and to Django's."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] == "rules":
        from canbo.rulebook.cli import main as rules

        return rules(args[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.office.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["canbo", *args])
    return 0
