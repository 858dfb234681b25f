"""What the panel of readers gets: the texts of one question together, from groups large enough, levelled and shuffled.

A group with fewer than k_text ballots gives its texts to the node above, and so on upward; what is left at the top and
still too few is put together with the smallest bundle there is, and stays closed where there is none.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from canbo.opening.counting import Counted
from canbo.opening.texts import level
from canbo.opening.totals import tree_of
from canbo.rulebook.ballot import strict
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.release import Tree


@dataclass
class Pool:
    """Texts of one question from so many ballots."""

    ballots: int = 0
    texts: list[str] = field(default_factory=list)

    def add(self, other: Pool) -> None:
        self.ballots += other.ballots
        self.texts += other.texts


def document(manifest: Manifest, root: str, counted: Counted) -> str:
    """The text of `texts.json`, for the readers alone: never for the head of the unit, never for the office."""
    bundles = []
    for key, asked in manifest.sets:
        tree = tree_of(manifest, key)
        ballots = Counter(row.group for row in counted.rows)
        for question in asked:
            if question.kind != "text":
                continue
            pools = {leaf: Pool(ballots[leaf]) for group in tree.leaves for leaf in tree.leaves[group] if leaf == group}
            for row in counted.rows:
                if row.group in pools and question.id in row.answers:
                    pools[row.group].texts += map(level, row.answers[question.id])
            for group, pool in sorted(merged(tree, pools, manifest.k_text).items()):
                random.SystemRandom().shuffle(pool.texts)
                bundles.append({"set": key, "question": question.id, "group": group, "texts": pool.texts})
    salt = secrets.token_hex(16)  # its hash is public
    return strict.text({"v": 1, "survey": manifest.hash, "root": root, "salt": salt, "bundles": bundles})


def merged(tree: Tree, pools: Mapping[str, Pool], k: int) -> dict[str, Pool]:
    """The bundles to read by group: each of k ballots or more."""
    waiting: dict[str, Pool] = defaultdict(Pool)
    for leaf, pool in pools.items():
        waiting[leaf].add(pool)
    done: dict[str, Pool] = {}
    for group in sorted(tree.parents, key=lambda key: -_depth(tree, key)):
        pool = waiting.pop(group, Pool())
        if pool.ballots >= k:
            done[group] = pool
        elif tree.parents[group]:
            waiting[tree.parents[group]].add(pool)
        elif pool.texts and done:
            smallest = min(done, key=lambda key: (done[key].ballots, key))
            pool.add(done.pop(smallest))
            done[group] = pool
    return done


def _depth(tree: Tree, key: str) -> int:
    depth = 0
    while key := tree.parents[key]:
        depth += 1
    return depth
