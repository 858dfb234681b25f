"""What may be shown of opinions without showing anybody: small groups hidden, covered, and audited by linear algebra.

Groups form a tree fixed before anybody answers; `leaves` are its finest groups. For one question, with that question's
own counts, `shown` hides every group with fewer than k answers (none at all included, since "nobody there answered" is
a statement about people), and then under every shown parent hides next smallest children until what is hidden there is
at least two groups that hold k answers together. `exposed` does not trust it: over all that is and ever was shown it
asks whether the total of any set of leaves with 1 to k − 1 answers is a linear combination of it.

A second round asks the same groups the same questions. Whoever supposes that those who are still there answered as
before can subtract one round from the other; so `again` shows of it only groups that every earlier round showed, and
takes away what, under that supposition, would give a group that is small now. What a single newcomer changes in a group
of k or more no rule of this kind can hide: bands and rounding do (`docs/privacy.md`).

Suppression is not a formal guarantee against everything somebody may know already; docs/privacy.md says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from canbo.rulebook.errors import RuleError

FLOOR = 5  # the least k an opinion survey may be given: three who pool their answers must still leave two unknown
MOST_UNKNOWNS = 16  # beyond 2^16 combinations to try, the audit refuses instead of guessing
Row = list[Fraction]
Leaves = frozenset[str]


@dataclass(frozen=True)
class Tree:
    """The groups of a survey: each group's parent, the root's being "". RuleError for a parent that is not a group,
    a ring, or more than one root."""

    parents: Mapping[str, str]

    def __post_init__(self) -> None:
        roots = [key for key, parent in self.parents.items() if not parent]
        if len(roots) != 1:
            raise RuleError(f"cây nhóm phải có đúng một gốc, đang có {len(roots)}")
        for key in self.parents:
            self._path(key)

    def _path(self, key: str) -> list[str]:
        path = [key]
        while parent := self.parents[path[-1]]:
            if parent not in self.parents or parent in path:
                raise RuleError(f"nhóm “{path[-1]}” có nhóm trên “{parent}” không hợp lệ")
            path.append(parent)
        return path

    @property
    def root(self) -> str:
        return next(key for key, parent in self.parents.items() if not parent)

    @property
    def children(self) -> dict[str, list[str]]:
        """The groups directly under each group that has any."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, parent in self.parents.items():
            if parent:
                found[parent].append(key)
        return dict(found)

    @property
    def leaves(self) -> dict[str, Leaves]:
        """Each group's leaves; of a leaf, itself."""
        above = set(self.parents.values())
        found: dict[str, set[str]] = {key: set() for key in self.parents}
        for key in self.parents:
            if key not in above:
                for group in self._path(key):
                    found[group].add(key)
        return {key: frozenset(leaves) for key, leaves in found.items()}


def totals(tree: Tree, counts: Mapping[str, int]) -> dict[str, int]:
    """Answers of every group from those of the leaves (a leaf not named has none). RuleError for a negative count or
    one given to a group that has groups below it."""
    leaves = tree.leaves
    for key, count in counts.items():
        if key not in leaves or leaves[key] != {key} or count < 0:
            raise RuleError(f"số ý kiến của nhóm “{key}” không hợp lệ")
    return {key: sum(counts.get(leaf, 0) for leaf in under) for key, under in leaves.items()}


def shown(tree: Tree, counts: Mapping[str, int], k: int) -> frozenset[str]:
    """The groups whose answers to a question may be shown, by that question's own counts. RuleError for k under
    FLOOR."""
    if k < FLOOR:
        raise RuleError(f"ngưỡng k phải từ {FLOOR} trở lên")
    held = totals(tree, counts)
    children = tree.children
    found: set[str] = set()
    waiting = [tree.root] if held[tree.root] >= k else []
    while waiting:
        group = waiting.pop()
        found.add(group)
        waiting += _uncovered(children.get(group, []), held, k)
    return frozenset(found)


def _uncovered(groups: Sequence[str], held: Mapping[str, int], k: int) -> list[str]:
    """Of the children of a shown group, those that stay shown."""
    ordered = sorted(groups, key=lambda key: (held[key], key))
    hidden = sum(held[key] < k for key in ordered)
    if not hidden:
        return ordered
    while hidden < len(ordered) and (hidden < 2 or sum(held[key] for key in ordered[:hidden]) < k):
        hidden += 1
    return ordered[hidden:]


def exposed(sets: Iterable[Leaves], counts: Mapping[str, int], k: int) -> Leaves:
    """A set of leaves with 1 to k − 1 answers together whose total follows from what is shown; empty where none does.

    `sets`: the leaves of every group shown now or earlier of the same question. Leaves that stand in the same sets
    can never be told apart, so they are taken as one. RuleError where there is too much to try.
    """
    known = list(dict.fromkeys(frozenset(one) for one in sets))
    classes: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for leaf in frozenset().union(*known):
        classes[tuple(leaf in one for one in known)].add(leaf)
    # Large classes first: a combination without them is made of the rows that begin after them.
    blocks = sorted(classes.items(), key=lambda block: sum(counts.get(leaf, 0) for leaf in block[1]) < k)
    sizes = [sum(counts.get(leaf, 0) for leaf in leaves) for _, leaves in blocks]
    large = sum(size >= k for size in sizes)
    rows, pivots = _reduced([[Fraction(signature[at]) for signature, _ in blocks] for at in range(len(known))])
    small = [row for row, pivot in zip(rows, pivots, strict=True) if pivot >= large]
    if len(small) > MOST_UNKNOWNS:
        raise RuleError("số nhóm nhỏ quá nhiều để kiểm tra; hãy gộp nhóm")
    for bits in product((0, 1), repeat=len(small)):
        vector = [sum(bit * row[at] for bit, row in zip(bits, small, strict=True)) for at in range(len(blocks))]
        total = sum(size for size, entry in zip(sizes, vector, strict=True) if entry == 1)
        if set(vector) <= {0, 1} and 0 < total < k:
            return frozenset().union(*(blocks[at][1] for at, entry in enumerate(vector) if entry == 1))
    return frozenset()


def _reduced(rows: list[Row]) -> tuple[list[Row], list[int]]:
    """The reduced row echelon form over the rationals, without empty rows, and the column each row begins at."""
    done: list[Row] = []
    pivots: list[int] = []
    for column in range(len(rows[0]) if rows else 0):
        at = next((number for number in range(len(done), len(rows)) if rows[number][column]), None)
        if at is None:
            continue
        rows[len(done)], rows[at] = rows[at], rows[len(done)]
        lead = [entry / rows[len(done)][column] for entry in rows[len(done)]]
        rows[len(done)] = lead
        for number, row in enumerate(rows):
            if number != len(done) and row[column]:
                rows[number] = [entry - row[column] * own for entry, own in zip(row, lead, strict=True)]
        done.append(lead)
        pivots.append(column)
    return rows[: len(done)], pivots


def release(
    tree: Tree,
    counts: Mapping[str, int],
    k: int,
    earlier: Iterable[Leaves] = (),
    rounds: Sequence[Sequence[Leaves]] = (),
) -> frozenset[str]:
    """The groups to show of a question, audited together with all that was shown of its answers before (`earlier`).
    `rounds`: what each round before showed, see `again`. RuleError, naming the groups, where the audit finds something:
    then nothing is shown."""
    groups = again(tree, counts, k, rounds) if rounds else shown(tree, counts, k)
    leaves = tree.leaves
    found = exposed([*(leaves[group] for group in groups), *earlier], counts, k)
    if found:
        raise RuleError("công bố thế này sẽ làm lộ ý kiến của nhóm nhỏ: " + ", ".join(sorted(found)))
    return groups


def again(tree: Tree, counts: Mapping[str, int], k: int, earlier: Iterable[Iterable[Leaves]]) -> frozenset[str]:
    """The groups to show of a question in a further round. `earlier`: of each round before, the leaves of every group
    it showed.

    A leaf that is small now has changed since it was shown, so what was shown of it then is another unknown; every
    other leaf is taken to have answered the same each time. Groups that touch what the audit then finds are taken away,
    and a group may so stay shown under one that is not. Nothing shown before is made smaller by it.
    """
    rounds = [list(sets) for sets in earlier]
    leaves = tree.leaves
    groups = {group for group in shown(tree, counts, k) if all(leaves[group] in sets for sets in rounds)}
    changed = {leaf for leaf in leaves[tree.root] if counts.get(leaf, 0) < k}
    before: list[Leaves] = []
    known = dict(counts)
    for number, sets in enumerate(rounds):
        other = {leaf: f"{leaf}@{number}" for leaf in changed}
        known |= dict.fromkeys(other.values(), k)
        before += [frozenset(other.get(leaf, leaf) for leaf in one) for one in sets]
    while found := exposed([*(leaves[group] for group in groups), *before], known, k):
        groups = {group for group in groups if not leaves[group] & found}
    return frozenset(groups)
