"""Opening the box: the whole published box or nothing, every ballot checked again, unsealed in memory, shuffled.

What comes out of `count` holds rows; it lives in this process alone. Only `release` makes something to take along.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from canbo.opening import answers
from canbo.opening.keys import Key
from canbo.rulebook.ballot import check, handover, seal, slip, strict
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.errors import RuleError


@dataclass(frozen=True)
class Export:
    """What the box wrote when it closed."""

    manifest: Manifest
    slips: Mapping[str, Sequence[str]]
    handed: handover.Handed
    heads: Sequence[handover.Head]
    ballots: Sequence[str]

    @property
    def head(self) -> handover.Head:
        return self.heads[-1]

    @property
    def lists(self) -> str:
        """The mark of the lists of who may cast, to be held against the minutes (`handover.lists_mark`)."""
        return handover.lists_mark(self.manifest, self.slips, self.handed)


@dataclass(frozen=True)
class Row:
    """One ballot opened: its group and what it answered."""

    group: str
    answers: answers.Answers


@dataclass(frozen=True)
class Counted:
    """The ballots of a box in random order, their commitments sorted, and how many could not be opened or read."""

    rows: tuple[Row, ...]
    commitments: tuple[str, ...]
    lost: int


def verify(export: Export, published: str, lists: str) -> None:
    """RuleError unless the box's last head is the one that was published, the lists of who may cast have the mark that
    stands in the minutes, and the ballots are exactly those under the heads. So no part of a box can be opened, and
    nothing can be put into it. What is compared is never shown before: it has to come from paper."""
    if not export.heads or "".join(published.split()).lower() != export.head.root:
        raise RuleError("mốc cuối của bản xuất không phải mốc đã công bố; không mở hòm")
    given = "".join(lists.split()).lower()
    if not given:
        raise RuleError("cần dấu của danh sách phiếu, chép từ biên bản phát phiếu; không so thì không mở hòm")
    if given != export.lists.replace(" ", ""):
        raise RuleError("danh sách phiếu của bản xuất không phải danh sách đã phát; không mở hòm")
    handover.read_ballots(export.ballots, export.heads)


def place(manifest: Manifest, key: Key) -> int:
    """Whose key it is, by place in the manifest. RuleError for a key that is nobody's, or one beside whose name the
    manifest has another's key to sign with."""
    opens = strict.pack(slip.public(key.opens))
    for at, one in enumerate(manifest.trustees):
        if one.key == opens and one.public != key.public:
            raise RuleError(
                f"khóa ký của {one.name} trong bản chốt không phải khóa của người này; dừng lại, báo giám sát"
            )
        if one.key == opens:
            return at
    raise RuleError("có tệp khóa không thuộc người giữ khóa nào của đợt này")


def keys(manifest: Manifest, given: Iterable[Key]) -> dict[int, Key]:
    """Trustees' keys by their place in the manifest. RuleError for a key that is nobody's, or too few of them."""
    found = {place(manifest, key): key for key in given}
    if len(found) < manifest.need:
        absent = ", ".join(one.name for at, one in enumerate(manifest.trustees) if at not in found)
        raise RuleError(
            f"cần khóa của {manifest.need} người giữ khóa khác nhau, mới có {len(found)}, không mở được; thiếu: "
            f"{absent}. Nếu số khóa đã mất làm không đủ {manifest.need} khóa thì hòm này không ai mở được nữa, kể cả "
            "người vận hành máy chủ"
        )
    return found


def count(
    export: Export, given: Mapping[int, Key], step: Callable[[], None] = lambda: None
) -> Counted:  # fmt: skip
    """Check every ballot again, keep the last of each voter, open them; `step` is called twice a ballot.
    RuleError, and nothing is opened, where one
    should not be in the box or a group has more ballots than it may."""
    manifest = export.manifest
    voided = frozenset(export.handed.voided)
    gate = check.Gate(manifest, {group: frozenset(marks) - voided for group, marks in export.slips.items()})
    last = check.latest(_accepted(gate, export.ballots, step))
    _check_numbers(export, last)
    opens = {at: key.opens for at, key in given.items()}
    rows, commitments = [], []
    for ballot in last:
        step()
        try:
            opened = seal.unseal(manifest, ballot.group, ballot.point, ballot.envelope, opens)
            found = answers.read(manifest.asked(manifest.group(ballot.group)), opened.answers)
        except RuleError:  # badly made: this one alone is lost, and its sender's receipt says so
            continue
        rows.append(Row(ballot.group, found))
        commitments.append(opened.commitment)
    random.SystemRandom().shuffle(rows)
    return Counted(tuple(rows), tuple(sorted(set(commitments))), len(last) - len(rows))


def _accepted(gate: check.Gate, texts: Iterable[str], step: Callable[[], None]) -> Iterator[check.Ballot]:
    for text in texts:
        step()
        yield gate.accept(text.encode())


def _check_numbers(export: Export, last: Sequence[check.Ballot]) -> None:
    manifest = export.manifest
    for group in manifest.groups:
        there = sum(ballot.group == group.id for ballot in last)
        voided = len(set(export.handed.voided) & set(export.slips.get(group.id, ())))
        most = (
            export.handed.issued.get(group.id, 0)
            if manifest.way == "tokens"
            else len(export.slips.get(group.id, ())) - voided
        )
        if there > most:
            raise RuleError(f"nhóm {group.label}: {there} phiếu trong hòm, nhiều hơn {most} phiếu đã phát; không mở")
