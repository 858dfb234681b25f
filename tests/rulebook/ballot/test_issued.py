"""What is published of ballots issued: never fewer than k together, and nothing that leaves fewer when subtracted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook.ballot import issued
from canbo.rulebook.ballot.handover import Handed
from canbo.rulebook.ballot.manifest import Manifest
from tests.rulebook.ballot.survey import survey


def of(counts: list[int], profile: str = "opinions") -> tuple[Manifest, Handed]:
    group = survey("tokens").groups[0]
    groups = tuple(replace(group, id=f"g{at}", label=f"Nhóm {at}", invited=40) for at in range(len(counts)))
    return survey("tokens", groups=groups, profile=profile), Handed((), {f"g{at}": n for at, n in enumerate(counts)})


def shown(counts: list[int], profile: str = "opinions") -> list[tuple[list[str], int | None]]:
    return [([group.id for group in part.groups], part.issued) for part in issued.published(*of(counts, profile))]


def test_small_groups_stand_together_with_the_next_smallest() -> None:
    assert shown([9, 20, 8]) == [(["g0"], 9), (["g1"], 20), (["g2"], 8)]
    assert shown([9, 3, 20]) == [(["g0", "g1"], 12), (["g2"], 20)]
    assert shown([5, 9, 4]) == [(["g0", "g2"], 9), (["g1"], 9)]
    assert shown([0, 9, 9]) == [(["g0"], None), (["g1"], 9), (["g2"], 9)]
    assert shown([3, 4]) == [(["g0", "g1"], None)]
    assert shown([0, 3], "vote") == [(["g0"], 0), (["g1"], 3)]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_every_number_shown_is_of_k_or_more(counts: list[int]) -> None:
    manifest, handed = of(counts)
    parts = issued.published(manifest, handed)
    assert sorted(group.id for part in parts for group in part.groups) == sorted(handed.issued)
    told = [part.issued for part in parts if part.issued is not None]
    assert all(one >= manifest.k for one in told)
    assert sum(told) in (sum(counts), sum(counts) - sum(n for n in counts if n < manifest.k))
    assert len([part for part in parts if part.issued is None]) <= 1
    assert all(part.invited == 40 * len(part.groups) for part in parts)
