"""Codes for persons whose roster gives none."""

from __future__ import annotations

from collections.abc import Iterator

from canbo.office.people.models import Person

PREFIX = "CB"


def new_codes() -> Iterator[str]:
    """Codes for persons whose roster gives none: CB000001, CB000002, … after the last used. One query."""
    used = Person.objects.filter(code__regex=rf"^{PREFIX}[0-9]{{6}}$").order_by("-code").values_list("code", flat=True)
    number = int((used.first() or f"{PREFIX}0")[len(PREFIX) :])
    while True:
        number += 1
        yield f"{PREFIX}{number:06d}"


def is_made_up(code: str) -> bool:
    """Whether a person's code is one of `new_codes`, which an official code may replace."""
    return code.startswith(PREFIX) and len(code) == len(PREFIX) + 6 and code[len(PREFIX) :].isdigit()
