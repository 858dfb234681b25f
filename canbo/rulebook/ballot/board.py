"""The public board: an append-only tree over what the box accepted (RFC 6962 §2.1), each day's leaves sorted.

Whoever kept a head can ask for the proof that a later head only added to it; whoever kept a leaf, that it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[str]) -> str:
    """The head of the tree over leaves given in hex, in hex; of none, sha256 of nothing."""
    return _root([bytes.fromhex(leaf) for leaf in leaves]).hex()


def inclusion(leaves: Sequence[str], at: int) -> list[str]:
    """The proof that the leaf at a place stands in the tree. IndexError for a place that is not there."""
    if not 0 <= at < len(leaves):
        raise IndexError(at)
    return [one.hex() for one in _path([bytes.fromhex(leaf) for leaf in leaves], at)]


def consistency(leaves: Sequence[str], earlier: int) -> list[str]:
    """The proof that the tree of the first `earlier` leaves (at least one) became this one by adding."""
    if not 1 <= earlier <= len(leaves):
        raise IndexError(earlier)
    return [one.hex() for one in _growth([bytes.fromhex(leaf) for leaf in leaves], earlier, whole=True)]


def included(leaf: str, at: int, size: int, proof: Sequence[str], head: str) -> bool:
    """Whether a proof shows the leaf at that place under a head of so many leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= at < size:
        return False
    node, last, found = at, size - 1, _leaf(bytes.fromhex(leaf))
    for step in map(bytes.fromhex, proof):
        if last == 0:
            return False
        if node & 1 or node == last:
            found = _node(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = _node(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found.hex() == head


def grown(earlier: int, before: str, size: int, head: str, proof: Sequence[str]) -> bool:
    """Whether a proof shows that one head grew into another (RFC 9162 §2.1.4.2)."""
    if earlier == size:
        return not proof and before == head
    steps = [bytes.fromhex(step) for step in proof]
    if not 0 < earlier < size or not steps:
        return False
    if earlier & (earlier - 1) == 0:
        steps.insert(0, bytes.fromhex(before))
    node, last = earlier - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = _node(step, old), _node(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = _node(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old.hex() == before and new.hex() == head


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _half(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return _leaf(leaves[0]) if leaves else hashlib.sha256(b"").digest()
    half = _half(len(leaves))
    return _node(_root(leaves[:half]), _root(leaves[half:]))


def _path(leaves: Sequence[bytes], at: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if at < half:
        return [*_path(leaves[:half], at), _root(leaves[half:])]
    return [*_path(leaves[half:], at - half), _root(leaves[:half])]


def _growth(leaves: Sequence[bytes], earlier: int, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [_root(leaves)]
    half = _half(len(leaves))
    if earlier <= half:
        return [*_growth(leaves[:half], earlier, whole), _root(leaves[half:])]
    return [*_growth(leaves[half:], earlier - half, whole=False), _root(leaves[:half])]
