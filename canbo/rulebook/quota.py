"""Ceilings: how many may hold a level, who holds it, and the least who would have to move. Nobody is ever moved here.

Guarantees: the report does not depend on the order of the members; if the members named in `would_move` are taken
one level down, the ceiling holds; with one fewer it would not. Where the cut falls between equal totals, all of
them are named in `tied`, since the totals cannot tell who.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Ceiling, Rules


@dataclass(frozen=True, slots=True)
class Member:
    """A subject's result: level (None = not rated), total in hundredths (None = by conditions only), and the group
    within which the ceiling counts (the caller forms it after `ceiling.scope`)."""

    key: str
    level: str | None
    total: int | None
    group: str = ""


@dataclass(frozen=True, slots=True)
class GroupReport:
    """One group against its ceiling.

    `allowed` is what the share permits of the denominator as it stands; `over` the least number that would have to
    move one level down for the ceiling to hold (with the denominator "good" every move also raises what is allowed),
    `allowed_after` what would then be permitted. `share` is the share applied.
    """

    group: str
    share: int
    denominator: int
    allowed: int
    held: int
    over: int
    allowed_after: int
    would_move: tuple[str, ...]
    tied: tuple[str, ...]


def check(
    ceiling: Ceiling, members: Sequence[Member], rules: Rules, exceptional: bool | Collection[str] = False
) -> tuple[GroupReport, ...]:
    """One report per group, by group name. `exceptional` applies the exceptional share, to all groups or to those
    named; the ground for it is the caller's to record. RuleError where the ceiling has no exceptional share."""
    if exceptional and ceiling.exceptional_share is None:
        raise RuleError("quy định này không có tỷ lệ đặc biệt")
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(member.group, []).append(member)
    return tuple(
        _report(
            ceiling, name, groups[name], rules, exceptional if isinstance(exceptional, bool) else name in exceptional
        )
        for name in sorted(groups)
    )


def _report(ceiling: Ceiling, name: str, members: Sequence[Member], rules: Rules, exceptional: bool) -> GroupReport:
    share = ceiling.exceptional_share if exceptional and ceiling.exceptional_share is not None else ceiling.share
    below = _below(ceiling, rules)
    holders = [member for member in members if member.level == ceiling.level]
    next_below = sum(1 for member in members if member.level == below)
    rated = sum(1 for member in members if member.level is not None)

    def base(moved: int) -> int:
        return _base(ceiling, rated, next_below + (moved if ceiling.denominator == "good" else 0), len(holders))

    def permitted(moved: int) -> int:
        return amounts.divide(base(moved) * share, 10000, ceiling.rounding)

    over = next(moved for moved in range(len(holders) + 1) if len(holders) - moved <= permitted(moved))
    ordered = sorted(holders, key=lambda member: (-1 if member.total is None else member.total, member.key))
    return GroupReport(
        group=name,
        share=share,
        denominator=base(0),
        allowed=permitted(0),
        held=len(holders),
        over=over,
        allowed_after=permitted(over),
        would_move=tuple(member.key for member in ordered[:over]),
        tied=_tied(ordered, over),
    )


def allowed(ceiling: Ceiling, rules: Rules, counts: Mapping[str, int]) -> int:
    """What the ordinary share permits of so many at each level ("" not rated), all in one group: to compare units
    by, while a ceiling binds by its own groups (`check`)."""
    rated = sum(number for level, number in counts.items() if level)
    base = _base(ceiling, rated, counts.get(_below(ceiling, rules) or "-", 0), counts.get(ceiling.level, 0))
    return amounts.divide(base * ceiling.share, 10000, ceiling.rounding)


def _base(ceiling: Ceiling, rated: int, good: int, held: int) -> int:
    """What the share is taken of."""
    if ceiling.denominator == "rated":
        return rated
    return good + (held if ceiling.denominator == "good_or_better" else 0)


def _below(ceiling: Ceiling, rules: Rules) -> str | None:
    """The level just below the ceiling's; None where there is none."""
    keys = [level.key for level in rules.levels]
    place = keys.index(ceiling.level)
    return keys[place + 1] if place + 1 < len(keys) else None


def _tied(ordered: Sequence[Member], over: int) -> tuple[str, ...]:
    """Those with the total at which the cut falls, where it falls between equals."""
    if not 0 < over < len(ordered) or ordered[over - 1].total != ordered[over].total:
        return ()
    return tuple(member.key for member in ordered if member.total == ordered[over].total)
