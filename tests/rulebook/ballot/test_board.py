"""The public board: proofs for every leaf and every earlier head, and none that is not due."""

from __future__ import annotations

import hashlib

import pytest

from canbo.rulebook.ballot import board

LEAVES = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(33)]
# Certificate Transparency's known data, hashed as its leaves are (the reference implementation's test vectors).
KNOWN = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots_come_out(size: int) -> None:
    assert board.root(KNOWN[:size]) == ROOTS[size - 1]


def test_of_nothing_the_root_is_the_hash_of_nothing() -> None:
    assert board.root([]) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 20, 33])
def test_every_leaf_is_proved_where_it_is_and_nowhere_else(size: int) -> None:
    leaves = LEAVES[:size]
    head = board.root(leaves)
    for at, leaf in enumerate(leaves):
        proof = board.inclusion(leaves, at)
        assert board.included(leaf, at, size, proof, head)
        assert not board.included(LEAVES[(at + 1) % 33], at, size, proof, head)
        assert not board.included(leaf, at, size, [*proof, head], head)
        assert not board.included(leaf, at, size, proof, board.root(LEAVES)) or size == 33
        if size > 1:
            assert not board.included(leaf, (at + 1) % size, size, proof, head)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 13, 33])
def test_a_head_grew_out_of_every_earlier_head(size: int) -> None:
    head = board.root(LEAVES[:size])
    for earlier in range(1, size + 1):
        before, proof = board.root(LEAVES[:earlier]), board.consistency(LEAVES[:size], earlier)
        assert board.grown(earlier, before, size, head, proof)
        rewritten = board.root([LEAVES[32], *LEAVES[1:earlier]])
        if earlier < 33:
            assert not board.grown(earlier, rewritten, size, head, proof)


def test_places_that_are_not_there_have_no_proof() -> None:
    for at in (-1, 3):
        with pytest.raises(IndexError):
            board.inclusion(LEAVES[:3], at)
    for earlier in (0, 4):
        with pytest.raises(IndexError):
            board.consistency(LEAVES[:3], earlier)
