"""Invented names, the same on every machine: a name depends only on where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

PARTS = yaml.safe_load((Path(__file__).parent / "data" / "names.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Invented:
    """An invented person: name, sex, year and day of birth."""

    full_name: str
    sex: str
    year: int
    month: int
    day: int


def invent(place: str, number: int, *, sex: str = "", oldest: int = 1966, youngest: int = 1998) -> Invented:
    """The `number`-th invented person of a place; `sex` may be asked for."""
    dice = hashlib.sha256(f"{place}/{number}".encode()).digest()
    sex = sex or ("F" if dice[0] % 100 < 52 else "M")
    families, middles, given = PARTS["families"], PARTS["middles"][sex], PARTS["given"][sex]
    family = families[min(dice[1], dice[2]) % len(families)]
    name = f"{family} {middles[dice[3] % len(middles)]} {given[dice[4] % len(given)]}"
    year = oldest + dice[5] % (youngest - oldest + 1)
    return Invented(full_name=name, sex=sex, year=year, month=1 + dice[6] % 12, day=1 + dice[7] % 28)
