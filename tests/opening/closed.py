"""A box that closed, made without a server: the small survey of the ballot's tests, cast by its slips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from canbo.opening.counting import Export
from canbo.rulebook.ballot import board, handover, seal, slip
from canbo.rulebook.ballot.manifest import Manifest
from tests.rulebook.ballot import survey

Given = Mapping[str, object]


def voided(manifest: Manifest, group: str, number: int) -> list[str]:
    """The marks of the last slips of a group."""
    codes = survey.codes(manifest, group, slips_of(manifest, group))[0]
    return slip.marks(codes[len(codes) - number :], manifest.hash, group)


def slips_of(manifest: Manifest, group: str) -> int:
    one = manifest.group(group)
    return one.invited + one.spare


def marks(manifest: Manifest) -> dict[str, list[str]]:
    return {group.id: survey.codes(manifest, group.id, slips_of(manifest, group.id))[1] for group in manifest.groups}


def ballots(manifest: Manifest, given: Mapping[str, Iterable[Given]], counter: int = 1) -> list[str]:
    """Ballots by group, each voter the next slip of the pile."""
    found = []
    for group, documents in given.items():
        codes = survey.codes(manifest, group, slips_of(manifest, group))[0]
        for at, document in enumerate(documents):
            key = slip.private_key(codes[at], manifest.hash, group)
            opened = survey.opened(dict(document), (group, at, counter))
            found.append(survey.cast(manifest, key, opened, counter, group))
    return found


def exported(manifest: Manifest, texts: Iterable[str], void: Iterable[str] = ()) -> Export:
    """Everything cast on one day."""
    ordered = sorted(texts, key=handover.leaf)
    head = handover.Head(4, len(ordered), board.root([handover.leaf(one) for one in ordered]))
    handed = handover.Handed(tuple(sorted(void)), {})
    return Export(manifest, marks(manifest), handed, (head,), ordered)


def write(export: Export, folder: Path) -> Path:
    """The folder as the box writes it."""
    folder.mkdir(parents=True)
    manifest = export.manifest
    signed = [handover.signed_head(manifest, head, survey.BOX_KEY) for head in export.heads]
    for name, text in (
        (handover.MANIFEST, manifest.text), (handover.SLIPS, handover.slips_text(manifest, export.slips)),
        (handover.HANDED, handover.handed_text(manifest, export.handed)),
        (handover.HEADS, handover.heads_text(manifest, signed)),
        (handover.BALLOTS, "".join(f"{text}\n" for text in export.ballots)),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def malformed(manifest: Manifest, group: str, at: int) -> str:
    """A ballot whose envelope no trustee can open: sealed for another group."""
    key = slip.private_key(survey.codes(manifest, group, slips_of(manifest, group))[0][at], manifest.hash, group)
    from canbo.rulebook.ballot import check

    other = next(one.id for one in manifest.groups if one.id != group)
    envelope = seal.seal(manifest, other, slip.public(key), survey.opened({"q1": "1"}), survey.bytes_from("wrong"))
    return check.compose(manifest, group, key, 1, envelope)
