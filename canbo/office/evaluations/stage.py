"""The stage of a sheet, derived from its records alone. Pure: no database, no clock.

A sheet goes through the steps of its rules in order: the subject marks, the reviewers mark one after another, the
unit's meeting votes where the rules demand one, the decider decides. A return to a step takes the standing of
every marking and vote of that step and of the later ones; they remain as records and no longer count.
What follows a decision ("decided", "published") is said by the room of results through `actions.set_outcomes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from canbo.rulebook import Step

BEFORE_DECISION = ("self", "review", "meeting", "decide")
SETTLED = ("decided", "published")
LABELS = {"decided": "Đã quyết định", "published": "Đã công bố"}
# In lists, where the rules' own names of the steps are too long for a column.
SHORT = {"self": "Tự chấm", "review": "Nhận xét", "meeting": "Họp đơn vị", "decide": "Quyết định", **LABELS}


class Act(NamedTuple):
    """A marking: its id (ids grow), the step, and the person it counts for (not who stood in for them)."""

    id: int
    step: str
    person: int


class Back(NamedTuple):
    """A return: to which step, after which marking (0 before any), when."""

    to_step: str
    after: int
    at: datetime


class Records(NamedTuple):
    """All that decides where a sheet stands. `reviewers` in their turn; `votes` as the moments they were recorded."""

    acts: Sequence[Act]
    backs: Sequence[Back]
    reviewers: Sequence[int]
    votes: Sequence[datetime]


def standing(steps: Sequence[Step], records: Records) -> tuple[Act, ...]:
    """The acts that no later return took back, in the order they were made."""
    if not records.backs:
        return tuple(records.acts)
    place = {step.key: number for number, step in enumerate(steps)}
    limits: dict[str, int] = {}
    for back in records.backs:
        for step in steps[place[back.to_step] :]:
            limits[step.key] = max(limits.get(step.key, 0), back.after)
    return tuple(act for act in records.acts if act.id > limits.get(act.step, 0))


def turn(steps: Sequence[Step], records: Records) -> int | None:
    """The reviewer whose marking is awaited, None when all have marked or nobody is assigned."""
    done = {act.person for act in standing(steps, records) if act.step == "review"}
    return next((person for person in records.reviewers if person not in done), None)


def stage(steps: Sequence[Step], records: Records) -> str:
    """The key of the step the sheet waits in, "decide" once everything before it is done."""
    acts = standing(steps, records)
    for step in steps:
        if step.actor == "subject" and not any(act.step == step.key for act in acts):
            return step.key
        if step.actor == "reviewer" and (not records.reviewers or turn(steps, records) is not None):
            return step.key
        if step.actor == "meeting" and not step.optional and not _voted(steps, step, records):
            return step.key
    return "decide"


def _voted(steps: Sequence[Step], meeting: Step, records: Records) -> bool:
    """Whether a vote was recorded after the last return to the meeting or to a step before it."""
    early = {step.key for step in steps[: list(steps).index(meeting) + 1]}
    since = max((back.at for back in records.backs if back.to_step in early), default=None)
    return any(since is None or at > since for at in records.votes)
