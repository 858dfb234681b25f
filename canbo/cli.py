"""The `canbo` command: one door to the rulebook's own commands and to the office's.

`canbo rules …` works on files alone: Django is not imported, so an auditor needs no server and no database.
"""

from __future__ import annotations

import os
import sys

RULES = "Check, explain, score, grade and compare rules from files alone, without a server."
BOX = "Run the ballot box: a server and a database of its own, without people."
DRAW = "Verify a draw by lot from its two files alone, without a server."
SERVE = "Serve what `canbo up --no-demo --prepare` made ready, in production: pages, background jobs and clock."
OPENING = "What trustees do on one computer without a network: keys, slips, opening the box."
# Django's own commands that somebody who runs Canbo has a use for; the rest still answer to their names.
USEFUL = ("check", "dbshell", "migrate", "shell", "showmigrations")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args in ([], ["-h"], ["--help"], ["help"]):
        print(overview())
        return 0
    if args[0] in {"-V", "--version"}:
        from canbo import __version__

        print(__version__)
        return 0
    if args[0] == "rules":
        from canbo.rulebook.cli import main as rules

        return rules(args[1:])
    if args[0] == "draw":
        from canbo.rulebook.draw.cli import main as draw

        return draw(args[1:])
    if args[0] == "box":
        from canbo.box.cli import main as box

        return box(args[1:])
    if args[0] == "opening":
        from canbo.opening.cli import main as opening

        return opening(args[1:])
    use_office_settings()
    try:
        return office(args)
    except Exception as error:
        if "--traceback" in args or not (said := refusal(error)):
            raise
        print(said, file=sys.stderr)
        return 1


def office(args: list[str]) -> int:
    """Run one of the office's commands and return its exit status."""
    if args[0] == "serve":
        from canbo.office.desk.serve import main as serve

        return serve(args[1:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(["canbo", *args])
    return 0


def refusal(error: Exception) -> str | None:
    """What to tell instead of a trace, in a sentence; None for a fault of ours."""
    from canbo.office.refusals import sentence

    return sentence(error)


def use_office_settings() -> None:
    """Name the office's settings to Django, unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.office.settings")


def commands() -> dict[str, str]:
    """Every command worth listing with its one line, by name."""
    use_office_settings()
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    listed = {"box": BOX, "draw": DRAW, "opening": OPENING, "rules": RULES, "serve": SERVE}
    for name, app in get_commands().items():
        ours = isinstance(app, str) and app.startswith("canbo.")
        if ours or name in USEFUL:
            listed[name] = first_sentence(load_command_class(str(app), name).help)
    return dict(sorted(listed.items()))


def first_sentence(text: str) -> str:
    """The first sentence of a help text, with its full stop."""
    sentence = " ".join(text.split()).partition(". ")[0]
    return f"{sentence.rstrip('.')}." if sentence else ""


def overview() -> str:
    """The text of `canbo --help`."""
    listed = commands()
    width = max(map(len, listed))
    rows = [f"  {name:<{width}}  {line}" for name, line in listed.items()]
    return "\n".join(
        ["Usage: canbo COMMAND [OPTION ...]", "", *rows, "", "`canbo COMMAND --help` says more about one of them."]
    )
