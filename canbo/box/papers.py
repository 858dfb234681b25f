"""The published texts of a survey: taking them from the inbox, reading them, and the state they add up to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from canbo.box import clock
from canbo.box.models import Paper
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import handover, strict
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.check import Gate
from canbo.rulebook.ballot.handover import Head, Opening
from canbo.rulebook.ballot.manifest import Manifest

SURVEYS_KEPT = 64  # surveys whose manifest and marks stay in memory
# A sub-folder's files in the order they are taken, the manifest before them all.
INCOMING = {handover.SLIPS: Paper.SLIPS, handover.HANDED: Paper.HANDED, handover.OPENED: Paper.OPENED}


class Unknown(Exception):
    """There is no such survey, or it has no such paper yet."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which ballots are taken, both inclusive."""

    opens: dt.date
    closes: dt.date

    def number(self, day: dt.date) -> int:
        """Which day of casting it is, 0 the first; below or above where it is none."""
        return (day - self.opens).days

    @property
    def last(self) -> int:
        return self.number(self.closes)


def window(manifest: Manifest) -> Window:
    """The days of a manifest. RuleError where they are not days, or end before they begin."""
    try:
        found = Window(dt.date.fromisoformat(manifest.opens), dt.date.fromisoformat(manifest.closes))
    except ValueError as error:
        raise RuleError("ngày mở hoặc ngày đóng của đợt không hợp lệ") from error
    if found.last < 0:
        raise RuleError("ngày đóng của đợt đứng trước ngày mở")
    return found


def text(survey: str, kind: str) -> str:
    """A paper of a survey; Unknown where it is not there."""
    found = Paper.objects.filter(survey=survey, kind=kind).values_list("text", flat=True).first()
    if found is None:
        raise Unknown(survey)
    return found


# Papers never change, so what was read once may stay; that a paper is missing is not remembered.
@lru_cache(SURVEYS_KEPT)
def manifest(survey: str) -> Manifest:
    """The manifest of a survey; Unknown where there is none."""
    return manifests.read(text(survey, Paper.MANIFEST))


@lru_cache(SURVEYS_KEPT)
def slips(survey: str) -> dict[str, tuple[str, ...]]:
    """The marks of each group's slips as they were printed."""
    return handover.read_slips(text(survey, Paper.SLIPS), manifest(survey))


@lru_cache(SURVEYS_KEPT)
def handed(survey: str) -> handover.Handed:
    """What was handed out; Unknown as long as it is not known."""
    return handover.read_handed(text(survey, Paper.HANDED), manifest(survey), slips(survey))


@lru_cache(SURVEYS_KEPT)
def gate(survey: str) -> Gate:
    """Who may cast a ballot; Unknown before it is known what was handed out."""
    voided = frozenset(handed(survey).voided)
    return Gate(manifest(survey), {group: frozenset(marks) - voided for group, marks in slips(survey).items()})


@lru_cache(SURVEYS_KEPT)
def opened(survey: str) -> Opening:
    """What the opening published; Unknown before it."""
    return handover.read_opened(text(survey, Paper.OPENED), manifest(survey))


@lru_cache(SURVEYS_KEPT)
def closed(survey: str) -> Head:
    """The head a survey closed with; Unknown as long as it is open."""
    return handover.read_heads(text(survey, Paper.CLOSED), manifest(survey))[-1]


def surveys() -> dict[str, set[str]]:
    """Every survey by its hash, with the kinds of its papers."""
    found: dict[str, set[str]] = {}
    for survey, kind in Paper.objects.order_by("survey").values_list("survey", "kind"):
        found.setdefault(survey, set()).add(kind)
    return {survey: kinds for survey, kinds in found.items() if Paper.MANIFEST in kinds}


def state(survey: str, kinds: set[str]) -> str:
    """Where a survey stands today: prepared, issuing (ballots are taken online), casting, over, closed or opened."""
    for kind in (Paper.OPENED, Paper.CLOSED):
        if kind in kinds:
            return kind
    days = window(manifest(survey))
    day = days.number(clock.today())
    if day > days.last:
        return "over"
    if Paper.HANDED in kinds:
        return "casting" if day >= 0 else "prepared"
    found, today = manifest(survey), clock.today().isoformat()
    return "issuing" if found.way == "tokens" and found.issues <= today <= found.issued_by else "prepared"


def take(folder: Path) -> list[str]:
    """Take what is new in a survey's folder; the kinds taken. RuleError says which file is wrong and why; what came
    before it in the folder is kept."""
    survey, taken = folder.name, []
    if not (folder / handover.MANIFEST).is_file():
        return []
    if _new(survey, Paper.MANIFEST):
        taken += _take(folder, handover.MANIFEST, Paper.MANIFEST)
    for name, kind in INCOMING.items():
        if (folder / name).is_file() and _new(survey, kind):
            taken += _take(folder, name, kind)
    return taken


def _new(survey: str, kind: str) -> bool:
    return not Paper.objects.filter(survey=survey, kind=kind).exists()


def _take(folder: Path, name: str, kind: str) -> list[str]:
    try:
        source = (folder / name).read_text(encoding="utf-8")
        with transaction.atomic():
            _check(folder.name, kind, source)
            Paper.objects.create(survey=folder.name, kind=kind, text=source)
    except (RuleError, UnicodeDecodeError) as error:
        raise RuleError(f"{folder.name[:12]}…/{name}: {error}") from error
    except Unknown as error:
        raise RuleError(f"{folder.name[:12]}…/{name}: cần tệp đứng trước nó trong trình tự") from error
    return [kind]


def _check(survey: str, kind: str, source: str) -> None:
    """RuleError unless a text is what it says, of this survey, and comes in its turn."""
    if kind == Paper.MANIFEST:
        found = manifests.read(source)
        window(found)
        if strict.sha(source) != survey:
            raise RuleError("mã của bản ghi không đúng tên thư mục")
    elif kind == Paper.SLIPS:
        handover.read_slips(source, manifest(survey))
    elif kind == Paper.HANDED:
        handover.read_handed(source, manifest(survey), slips(survey))
    else:
        opening, head = handover.read_opened(source, manifest(survey)), closed(survey)
        if (opening.root, opening.size) != (head.root, head.size):
            raise RuleError("kết quả mở hòm không thuộc mốc mà hòm phiếu đã đóng")
