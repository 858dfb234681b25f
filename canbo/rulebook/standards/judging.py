"""Who meets a standard on a day. Guarantee: who gains a qualification never meets less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from canbo.rulebook import requirements, trace
from canbo.rulebook.model import Facts, FactValue, Trace
from canbo.rulebook.process import whole_years
from canbo.rulebook.requirements import SAID, Answer, Lack
from canbo.rulebook.standards.reading import NONE, Standard, kinds

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the record says. `held`: steps by kind, each with the day it was gained (None: some day long past); a kind
    absent is not known, an empty one is known to be none."""

    born: date | None
    joined: date | None
    held: Mapping[str, Sequence[tuple[date | None, str]]]


def facts_of(profile: Profile, day: date) -> Facts:
    """What is known of somebody on a day: the highest step gained by then, whole years of age and of service."""
    facts: dict[str, FactValue] = {}
    for key, gained in profile.held.items():
        ranks = {level.key: level.rank for level in kinds()[key].words.levels}
        by_then = [step for when, step in gained if when is None or when <= day]
        facts[key] = min(by_then, key=lambda step: ranks[step], default=NONE)
    if profile.born is not None:
        facts["age"] = whole_years(profile.born, day)
    if profile.joined is not None and profile.joined <= day:
        facts["experience_years"] = whole_years(profile.joined, day)
    return facts


def meets(standard: Standard, profile: Profile, day: date) -> Answer:
    """Whether somebody meets a standard on a day, and what is missing or not on record."""
    return judged(standard, facts_of(profile, day))


def judged(standard: Standard, facts: Facts) -> Answer:
    """The same of what is known of somebody, as `facts_of` says it."""
    if not standard.requires:
        lack = Lack("requires", "Chức danh chưa có tiêu chuẩn nào", False, "nhập tiêu chuẩn chức danh", standard.cite)
        return Answer(None, (lack,))
    return requirements.judge(standard.requires, facts)


def meets_all(standard: Standard, profiles: Mapping[Key, Profile], day: date) -> dict[Key, Answer]:
    """The same for many."""
    return {key: meets(standard, profile, day) for key, profile in profiles.items()}


def explain(standard: Standard, profile: Profile, day: date) -> Trace:
    """Why, requirement by requirement."""
    facts = facts_of(profile, day)
    below = [requirements.traced(one, kinds()[one.key].words, facts) for one in standard.requires]
    outcome = meets(standard, profile, day).outcome
    what = [standard.key, day.isoformat(), outcome]
    return trace.step(what, f"{standard.label}, ngày {day:%d/%m/%Y}", SAID[outcome], standard.cite, below)
