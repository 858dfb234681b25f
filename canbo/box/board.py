"""Reading the board: days, proofs, and those of all leaves that begin alike, so that nobody has to name their own."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from canbo.box import days
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import board
from canbo.rulebook.ballot.handover import Head

BOARDS_KEPT, PROOFS_KEPT = 16, 1024
MOST_AT_ONCE = 256  # leaves, on average; the page asks for 8 to 128


class Tree:
    """The tree over the leaves of a board, every node computed once (RFC 6962 §2.1; equal to `board.inclusion`)."""

    def __init__(self, leaves: list[str]) -> None:
        self.leaves = leaves
        self.rows = [[hashlib.sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in leaves]]
        while len(row := self.rows[-1]) > 1:
            pairs = [hashlib.sha256(b"\1" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
            self.rows.append(pairs + row[len(pairs) * 2 :])

    def path(self, at: int) -> list[str]:
        """The proof that the leaf at a place is under the head."""
        found = []
        for row in self.rows[:-1]:
            beside = at ^ 1
            if beside < len(row):
                found.append(row[beside].hex())
            at >>= 1
        return found


def last(survey: str) -> Head | None:
    """The newest head of a survey's board."""
    return next(reversed(days.heads(survey)), None)


def included(survey: str, prefix: str) -> dict[str, Any]:
    """All leaves that begin so, each with its place and its proof, under the newest head. RuleError where they would
    be too many to send."""
    head = last(survey)
    if head is None:
        return {"head": None, "leaves": []}
    if head.size > MOST_AT_ONCE * 16 ** len(prefix):
        raise RuleError("cần thêm ký tự đầu của mã")
    return _included(survey, head, prefix)


def grown(survey: str, earlier: int) -> dict[str, Any]:
    """The proof that the newest head grew out of the one over so many leaves. RuleError where none was."""
    found = days.heads(survey)
    if not found or earlier not in {head.size for head in found} or not earlier:
        raise RuleError("bảng công khai chưa từng có mốc đó")
    return {"head": plain(found[-1]), "proof": _grown(survey, found[-1], earlier)}


def plain(head: Head) -> dict[str, Any]:
    """A head as it is published."""
    return {"number": head.number, "size": head.size, "root": head.root, "signature": head.signature}


# A board under its head never changes.
@lru_cache(BOARDS_KEPT)
def _tree(survey: str, head: Head) -> Tree:
    return Tree(days.leaves(survey)[: head.size])


@lru_cache(PROOFS_KEPT)
def _included(survey: str, head: Head, prefix: str) -> dict[str, Any]:
    tree = _tree(survey, head)
    rows = [
        {"leaf": leaf, "at": at, "proof": tree.path(at)}
        for at, leaf in enumerate(tree.leaves)
        if leaf.startswith(prefix)
    ]
    return {"head": plain(head), "leaves": rows}


@lru_cache(PROOFS_KEPT)
def _grown(survey: str, head: Head, earlier: int) -> list[str]:
    return board.consistency(_tree(survey, head).leaves, earlier)
