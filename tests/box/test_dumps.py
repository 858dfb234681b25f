"""Whoever holds both databases, and finds nobody: T2, its negative control T3, and T4.

The attack is the same for both: put the people in the order in which they were handed their slips, the ballots in the
order in which the database keeps them, lay one beside the other, and count how many stand beside their own.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import statistics
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import pytest

from canbo.rulebook.ballot import handover, slip, strict, token
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import DAY, FIRST, Place, voter
from tests.rulebook.ballot.survey import answers, bytes_from, cast, issued, opened, signer, survey

PEOPLE, RUNS = 40, 20


def linked(people: Sequence[str], rows: Sequence[str], whose: dict[str, str]) -> float:
    """The share of people whose row stands beside them when both are laid out in their order."""
    return sum(whose[row] == one for one, row in zip(people, rows, strict=True)) / len(people)


def test_the_usual_schema_is_broken_whole() -> None:
    """T3: forty people answer one after another in a survey "without names": table of invitations with `done_at`, table
    of answers with an id. If this did not find everybody, the attack below would prove nothing."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE invite (person TEXT, done_at REAL)")
        base.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT)")
        people = [f"person {at}" for at in range(PEOPLE)]
        base.executemany("INSERT INTO invite (person) VALUES (?)", [(one,) for one in people])
        whose = {}
        for at, one in enumerate(random.Random(3).sample(people, PEOPLE)):
            base.execute("UPDATE invite SET done_at = ? WHERE person = ?", (at, one))
            base.execute("INSERT INTO answer (body) VALUES (?)", (f"body {at}",))
            whose[f"body {at}"] = one
        ordered = [row[0] for row in base.execute("SELECT person FROM invite ORDER BY done_at")]
        rows = [row[0] for row in base.execute("SELECT body FROM answer ORDER BY id")]
    assert linked(ordered, rows, whose) == 1.0


def orders(place: Place, manifest: Manifest) -> dict[str, list[str]]:
    """The box's ballots in every order its database keeps: of storage, of writing, of each key."""
    where = f"FROM box_ballot WHERE survey = '{manifest.hash}'"
    columns = ["ctid", "xmin::text::bigint, ctid"] if place.url else ["rowid"]
    return {
        column: [row[0] for row in place.rows(f"SELECT leaf {where} ORDER BY {column}")]
        for column in [*columns, "leaf", "signer", "body"]
    }


def forty(way: str, name: str) -> Manifest:
    """A survey of forty people a group, with no slip to spare."""
    groups = tuple(replace(group, invited=PEOPLE, spare=0) for group in survey(way).groups)
    return survey(way, survey=name, groups=groups)


def cast_in_order(place: Place, manifest: Manifest, seed: int) -> tuple[list[str], dict[str, str]]:
    """Forty people are handed their slips and answer in one order, the worst for them: they, and whose each leaf is."""
    people = [f"person {at}" for at in range(PEOPLE)]
    whose = {}
    for one, number in zip(people, random.Random(seed).sample(range(PEOPLE), PEOPLE), strict=True):
        key = voter(manifest, number)
        given = issued(manifest, key, seed=(seed, number)) if manifest.way == "tokens" else None
        text = cast(manifest, key, opened(answers(), (seed, number)), given=given)
        assert place.cast(manifest, text).status == 200
        whose[handover.leaf(text)] = one
    return people, whose


@pytest.mark.slow
@pytest.mark.parametrize("way", ["slips", "tokens"])
def test_both_dumps_link_nobody_to_a_ballot(own_place: Place, way: str) -> None:
    """T2, T4: mean of twenty runs at most 2/N, in every order the database keeps."""
    place = own_place
    surveys = [forty(way, f"{way} {run}") for run in range(RUNS)]
    for manifest in surveys:
        place.offer(manifest)
    assert place.run("tick").returncode == 0
    taken = [cast_in_order(place, manifest, run) for run, manifest in enumerate(surveys)]
    place.day(FIRST + DAY)
    assert place.run("tick").returncode == 0
    shares: dict[str, list[float]] = {}
    for manifest, (people, whose) in zip(surveys, taken, strict=True):
        for order, rows in orders(place, manifest).items():
            shares.setdefault(order, []).append(linked(people, rows, whose))
    assert len(shares) > 3
    assert {order: mean for order, of in shares.items() if (mean := statistics.mean(of)) > 2 / PEOPLE} == {}
    assert place.rows("SELECT count(*) FROM box_arrival") == [(0,)]
    if not place.url:
        left = b"".join(path.read_bytes() for path in (place.folder / "box").glob("box.sqlite3*"))
        bodies = [row[0].encode() for row in place.rows("SELECT body FROM box_ballot")]
        assert [left.count(body[:200]) for body in bodies[:50]] == [1] * 50  # what was moved was not left behind


def test_the_office_and_the_box_have_no_value_in_common(place: Place) -> None:
    """T2: everything the office sees of issuing a token, searched in everything the box keeps."""
    manifest = survey("tokens", survey="in common")
    place.offer(manifest)
    place.run("tick")
    key, source = voter(manifest), bytes_from(("token", 0))
    public = token.public_key(*(strict.unpack(one) for one in (manifest.group("gv").n, manifest.group("gv").e)))
    prefix = source(token.PREFIX)
    prepared = prefix + token.message(manifest.hash, "gv", slip.public(key))
    blinded = token.blind(public, prepared, source(token.SALT), int.from_bytes(source(200)))
    signed = token.blind_sign(signer(), blinded.message)
    given = {"prefix": strict.pack(prefix), "sig": strict.pack(token.finish(public, prepared, signed, blinded.inverse))}
    assert place.cast(manifest, cast(manifest, key, opened(answers()), given=given)).status == 200
    office = [blinded.message, signed, hashlib.sha256(blinded.message).digest()]
    kept = repr(place.rows("SELECT * FROM box_arrival") + place.rows("SELECT * FROM box_paper"))
    for value in office:
        for at in range(0, len(value) - 9, 3):
            assert strict.pack(value[at : at + 9]) not in kept
        assert value.hex()[:24] not in kept
    assert given["sig"] in kept  # the search would find what is there
