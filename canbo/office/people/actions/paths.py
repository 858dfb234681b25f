"""Places in the tree: the next free paths and codes under a unit, taken under a lock."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Max

from canbo.office.base.errors import ActionError
from canbo.office.people.models import Unit
from canbo.paperwork.names import search_key

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
STEP = 7
LONGEST = 140


def step(number: int) -> str:
    """A number as one step of a path: 7 digits to the base of 36."""
    digits = ""
    for _ in range(STEP):
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits


def free_paths(parent: Unit | None, count: int = 1) -> list[str]:
    """The next unused paths right below a unit (None: at the top). Call inside a transaction.

    The parent's row is locked, so two people adding at once wait for one another; a top has the unique key of the
    path alone. Steps are never used twice, closed units keep theirs.
    """
    top = ""
    if parent is not None:
        top = Unit.objects.select_for_update().get(pk=parent.pk).path
    if len(top) + STEP > LONGEST:
        raise ActionError("Cây đơn vị đã đủ 20 cấp. Hãy đặt đơn vị này ở cấp cao hơn.")
    last = Unit.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    number = int(last[-STEP:], 36) if last else 0
    return [top + step(number + place) for place in range(1, count + 1)]


def next_order(parent: Unit | None) -> int:
    """The place after the last of the units right below a unit."""
    last = Unit.objects.filter(parent=parent).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


class Codes:
    """Unit codes not used before, for as many units as needed; one query."""

    def __init__(self) -> None:
        self.taken = set(Unit.objects.values_list("code", flat=True))

    def of(self, name: str, parent: Unit | None) -> str:
        """A code for a new unit: the parent's, and the initials of the name ("PKT" of "Phòng Kinh tế")."""
        initials = "".join(word[0] for word in search_key(name).split())[:8].upper() or "DV"
        return self.free(f"{parent.code}-{initials}" if parent else initials)

    def free(self, wanted: str) -> str:
        """The wanted code, or the first of wanted.2, wanted.3, … that is free."""
        base = re.sub(r"\.\d+$", "", wanted)[:34]
        code, number = wanted[:40], 1
        while code in self.taken:
            number += 1
            code = f"{base}.{number}"
        self.taken.add(code)
        return code


def refuse_taken(codes: Iterable[str]) -> None:
    """ActionError when a code typed by hand is in use."""
    for code in Unit.objects.filter(code__in=list(codes)).values_list("code", flat=True)[:1]:
        raise ActionError(f"Mã “{code}” đã dùng cho đơn vị khác. Hãy chọn mã khác.")
