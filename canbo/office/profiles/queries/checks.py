"""Proof that what is derived from the record says what its entries say."""

from __future__ import annotations

from collections import defaultdict

from canbo.office.people.models import Person
from canbo.office.profiles.attained import CHUNK, Stretch, derived
from canbo.office.profiles.models import Attained


def check_attained() -> list[str]:
    """Every person whose derived rows differ from the entries that stand, by number; what they say is nobody's to read
    here. Two queries a thousand people."""
    faults: list[str] = []
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        told: dict[int, list[Stretch]] = defaultdict(list)
        rows = Attained.objects.filter(person__in=chunk).order_by("valid_from")
        for pk, since, until, steps, recruited in rows.values_list(
            "person_id", "valid_from", "valid_to", "steps", "recruited"
        ):
            told[pk].append(Stretch(since, until, steps, recruited))
        faults += [
            f"người {pk}: trình độ tóm tắt khác với các mục hồ sơ"
            for pk, wanted in derived(chunk).items()
            if told[pk] != wanted
        ]
    return faults
