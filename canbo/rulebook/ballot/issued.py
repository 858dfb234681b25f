"""How many ballots were handed out online, as it may be published: nowhere fewer than k together (design §5.3)."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.rulebook.ballot.handover import Handed
from canbo.rulebook.ballot.manifest import Group, Manifest


@dataclass(frozen=True, slots=True)
class Part:
    """Groups published together: how many were invited, and how many ballots they were issued (None where all of them
    together are fewer than k)."""

    groups: tuple[Group, ...]
    invited: int
    issued: int | None


def published(manifest: Manifest, handed: Handed) -> list[Part]:
    """The groups of a survey with the ballots issued to them, in the manifest's order. Those of fewer than k are put
    together, with the next smallest as long as they are fewer: no number can be taken from another to leave less. The
    groups of a vote stand each alone, since its counts are exact."""
    order = {group.id: at for at, group in enumerate(manifest.groups)}
    rising = sorted(manifest.groups, key=lambda group: (handed.issued.get(group.id, 0), order[group.id]))
    least = manifest.k if manifest.profile == "opinions" else 0
    together: list[Group] = []
    while rising and (handed.issued.get(rising[0].id, 0) < least or 0 < _sum(together, handed) < least):
        together.append(rising.pop(0))
    parts = [[group] for group in rising] + ([together] if together else [])
    ordered = [sorted(part, key=lambda group: order[group.id]) for part in parts]
    found = []
    for part in sorted(ordered, key=lambda part: order[part[0].id]):
        total = _sum(part, handed)
        found.append(Part(tuple(part), sum(group.invited for group in part), total if total >= least else None))
    return found


def _sum(groups: list[Group], handed: Handed) -> int:
    return sum(handed.issued.get(group.id, 0) for group in groups)
