"""The folder of an export in, four files out: what the command does between its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from canbo.opening import bundles, counting, hand, totals
from canbo.opening.keys import Key, write_private
from canbo.rulebook.ballot import handover, signing, strict
from canbo.rulebook.ballot import manifest as manifests

TOTALS, TEXTS = "totals.json", "texts.json"


@dataclass(frozen=True)
class Done:
    """What an opening says for the minutes; `lists` the mark that was compared, `signers` who signed, `boxes` the
    marks of the keys that signed the board."""

    root: str
    size: int
    counted: int
    lost: int
    papers: int
    lists: str
    signers: tuple[str, ...]
    boxes: tuple[str, ...]


def read(folder: Path) -> counting.Export:
    """What the box wrote. RuleError where a file is not what it should be, OSError where one is missing."""
    manifest = manifests.read(_text(folder / handover.MANIFEST))
    slips = handover.read_slips(_text(folder / handover.SLIPS), manifest)
    handed = handover.read_handed(_text(folder / handover.HANDED), manifest, slips)
    heads = handover.read_heads(_text(folder / handover.HEADS), manifest)
    ballots = _text(folder / handover.BALLOTS).splitlines()
    return counting.Export(manifest, slips, handed, heads, ballots)


def carry_out(
    export: counting.Export, published: str, lists: str, keys: Iterable[Key], to: Path,
    papers: str = "", earlier: Sequence[str] = (), before: Iterable[totals.Before] = (),
    step: Callable[[], None] = lambda: None,
) -> Done:  # fmt: skip
    """Open a box and write `opened.json`, signed by everybody whose key is there, `totals.json` and `texts.json`.
    `published` the last head and `lists` the mark of the lists, both from paper; `papers` the table of ballots counted
    by hand, `earlier` totals of this survey shown before, `before` the files of each round before, `step` called
    twice a ballot. RuleError, and nothing is written, where anything is not in order."""
    manifest = export.manifest
    counting.verify(export, published, lists)
    there = counting.keys(manifest, keys)
    counted = counting.count(export, there, step)
    by_hand = hand.read(papers, manifest) if papers else {}
    hand.check_numbers(export, counted, by_hand)
    rounds = totals.rounds(manifest, before)
    shown = totals.document(manifest, export.head.root, counted, by_hand, totals.ledger(manifest, earlier), rounds)
    texts = bundles.document(manifest, export.head.root, counted)
    opening = handover.Opening(
        export.head.root, export.head.size, counted.commitments, export.lists, strict.sha(shown), strict.sha(texts), {}
    )
    opening = handover.signed(manifest, opening, {manifest.trustees[at].id: key.signs for at, key in there.items()})
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in (
        (handover.OPENED, handover.opened_text(manifest, opening)), (TOTALS, shown), (TEXTS, texts),
    ):  # fmt: skip
        write_private(to / name, text)
    on_paper = sum(lines.get(("", ""), 0) for lines in by_hand.values())
    signers = handover.signers(manifest, opening)
    boxes = tuple(signing.fingerprint(key) for key in handover.keys(export.heads))
    return Done(
        export.head.root, export.head.size, len(counted.rows), counted.lost, on_paper, export.lists, signers, boxes
    )


def round_before(folder: Path) -> totals.Before:
    """The files of a round before, from a folder that holds the three. OSError where one is missing."""
    return _text(folder / handover.MANIFEST), _text(folder / handover.OPENED), _text(folder / TOTALS)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
