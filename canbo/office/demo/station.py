"""The trustees of the demo: their keys and slips by the commands of the opening station, in a process of its own.

The office cannot open anything (a contract of the build); so the demo calls the same commands as people do. Ballots are
made by the rulebook, as the voters' page makes them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from canbo.office.demo.crowd import PASSWORD
from canbo.office.demo.places import data
from canbo.office.demo.play import dice
from canbo.office.opinions.queries import Round
from canbo.rulebook.ballot import board, check, handover, seal, slip, strict
from canbo.rulebook.ballot.manifest import Group, Manifest, Question


class Trustees:
    """Three people with a key each, kept in a folder under the demo's password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.keys = [folder / f"{name}.key" for _, _, name in data("asking")["holders"]]
        for key in self.keys:
            key.unlink(missing_ok=True)
            opening("key", str(key), typed=[PASSWORD, PASSWORD])

    @property
    def holders(self) -> list[tuple[str, str, str]]:
        """As a plan keeps them: name, body, public part."""
        public = [strict.read(key.read_text(encoding="utf-8"))["public"] for key in self.keys]
        return [(name, body, key) for (name, body, _), key in zip(data("asking")["holders"], public, strict=True)]

    def slips(self, found: Round, to: Path) -> dict[str, str]:
        """Slips printed into a folder, none of them left over: what the office is given of them."""
        manifest = frozen(found)
        (to / handover.MANIFEST).write_text(manifest.text, encoding="utf-8")
        for made in ("slips.json", "handed.json", *(f"{group.id}.pdf" for group in manifest.groups)):
            (to / made).unlink(missing_ok=True)
        # `canbo up` knows the port of its box only after the settings were read.
        address = os.environ.get("CANBO_BOX_SITE", settings.BOX_SITE)
        opening("slips", str(to / handover.MANIFEST), str(to), "--address", address)
        marks = (to / handover.SLIPS).read_text(encoding="utf-8")
        return {"slips": marks, "handed": handover.handed_text(manifest, handover.Handed((), {}))}


def cast(found: Round, trustees: Trustees, folder: Path) -> dict[str, str]:
    """A campaign from slips to totals: most of the invited answer. What the office is brought, by kind."""
    manifest = frozen(found)
    marks: dict[str, list[str]] = {}
    void: list[str] = []
    ballots: list[str] = []
    for group in manifest.groups:
        codes, marks[group.id] = slip.make(group.invited + group.spare, manifest.hash, group.id, os.urandom)
        void += slip.marks(codes[group.invited :], manifest.hash, group.id)
        answering = group.invited - dice(group.id) % 3
        ballots += (ballot(manifest, group, code, at) for at, code in enumerate(codes[:answering]))
    ballots.sort(key=handover.leaf)
    own = Ed25519PrivateKey.generate()  # of a box that is gone
    days = (date.fromisoformat(manifest.closes) - date.fromisoformat(manifest.opens)).days
    head = handover.Head(days, len(ballots), board.root([handover.leaf(one) for one in ballots]))
    heads = handover.heads_text(manifest, [handover.signed_head(manifest, head, own)])
    handed = handover.handed_text(manifest, handover.Handed(tuple(sorted(void)), {}))
    files = {
        handover.MANIFEST: manifest.text, handover.SLIPS: handover.slips_text(manifest, marks), handover.HANDED: handed,
        handover.HEADS: heads, handover.BALLOTS: "".join(f"{one}\n" for one in ballots),
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    keys = [part for key in trustees.keys[: manifest.need] for part in ("--key", str(key))]
    mark = handover.lists_mark(manifest, marks, handover.Handed(tuple(sorted(void)), {}))
    paper = ("--root", head.root, "--lists", mark)
    opening("open", str(folder), str(folder / "out"), *paper, *keys, typed=[PASSWORD] * manifest.need)
    brought = {kind: (folder / "out" / f"{kind}.json").read_text(encoding="utf-8") for kind in ("opened", "totals")}
    return {"slips": files[handover.SLIPS], "handed": handed} | brought


def frozen(found: Round) -> Manifest:
    """The manifest of a frozen campaign."""
    if found.manifest is None:
        raise LookupError(found.row.key)
    return found.manifest


def ballot(manifest: Manifest, group: Group, code: bytes, at: int) -> str:
    """The ballot of one slip, with invented answers that depend only on whose head it is and which slip."""
    key = slip.private_key(code, manifest.hash, group.id)
    asked = manifest.asked(group)
    answers = dict(_levels(asked, at) if manifest.profile == "vote" else _answers(asked, group, at))
    opened = seal.Opened(answers, strict.pack(os.urandom(seal.NONCE)))
    return check.compose(
        manifest, group.id, key, 1, seal.seal(manifest, group.id, slip.public(key), opened, os.urandom)
    )


def _answers(questions: tuple[Question, ...], group: Group, at: int) -> Iterator[tuple[str, object]]:
    for one in questions:
        roll = dice(group.id, at, one.id)
        if one.kind == "scale":
            liked = dice(group.about, one.id) % 30 + 35  # per cent who choose the best level
            place = 0 if roll % 100 < liked else 1 + (roll // 100) % 10 // 6 + (roll // 1000) % 10 // 8
            yield one.id, one.options[min(place, len(one.options) - 1)][0]
        elif one.kind == "many" and roll % 2:
            yield one.id, [one.options[roll // 2 % len(one.options)][0]]
        elif one.kind == "text" and roll % 4 == 0:
            yield one.id, data("asking")["texts"][roll // 4 % 3]


def _levels(questions: tuple[Question, ...], at: int) -> Iterator[tuple[str, object]]:
    """A vote's levels, from high to low; of the last on the ballot four in seven think low, so that a rule speaks."""
    for one in questions:
        high, normal, low = (key for key, _ in one.options)
        if one is questions[-1]:
            yield one.id, low if at % 7 < 4 else normal
        else:
            yield one.id, high if dice(at, one.id) % 10 < 7 else normal


def opening(*words: str, typed: list[str] | None = None) -> None:
    """One command of the opening station. RuntimeError with what it said where it is refused."""
    done = subprocess.run(  # our own program with arguments of our own
        [sys.executable, "-m", "canbo", "opening", *words], input="".join(f"{line}\n" for line in typed or []),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
