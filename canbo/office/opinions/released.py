"""Totals as the trustees' station let them out: read, checked once more, and laid out by unit and question.

The station hides small groups before anything reaches this office (anonymity design §9); here what it shows is audited
again, so far as it can be without the counts, and only displayed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from canbo.rulebook.ballot import strict
from canbo.rulebook.ballot.manifest import Group, Manifest, Question
from canbo.rulebook.errors import RuleError

SHARES = ("≤ 10", *(str(part) for part in range(15, 90, 5)), "≥ 90")


@dataclass(frozen=True)
class Share:
    """How a group chose one option; `percent` the middle or the end, for a bar."""

    label: str
    share: str

    @property
    def percent(self) -> int:
        return int(self.share.strip("≤≥ "))

    @property
    def bar(self) -> list[dict[str, object]]:
        """Its share of a hundred, for the bar beside the figure."""
        return [{"level": "ink", "count": self.percent, "label": f"{self.share}%"}]


@dataclass(frozen=True)
class Shown:
    """One question as one group or node answered it."""

    questions: str
    question: Question
    group: str
    band: str
    options: tuple[Share, ...]


@dataclass(frozen=True)
class Released:
    """All that a survey shows."""

    root: str
    counted: int
    lost: int
    papers: int
    shown: tuple[Shown, ...]


def read(text: str, manifest: Manifest) -> Released:
    """What `totals.json` says. RuleError where it is of another survey, shows a group or option that is not there, a
    number finer than a band, or a level under a hidden one."""
    data = strict.shape(strict.read(text), "v", "survey", "root", "counted", "lost", "papers", "shown")
    if data["v"] != 1 or data["survey"] != manifest.hash or not isinstance(data["shown"], list):
        raise RuleError("tệp kết quả thuộc đợt lấy ý kiến khác")
    shown = tuple(_row(one, manifest) for one in data["shown"])
    _hangs_together(shown, manifest)
    numbers = (data["counted"], data["lost"], data["papers"])
    if not all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in numbers):
        raise RuleError("số phiếu trong tệp kết quả không hợp lệ")
    return Released(str(data["root"]), numbers[0], numbers[1], numbers[2], shown)


def beyond(whole: Sequence[Shown], groups: Sequence[Group], parts: Sequence[Sequence[Shown]]) -> list[Shown]:
    """What all `groups` of a unit together answered, without the questions of a set that one of them alone was asked:
    its own table among `parts` says the same. A set that a hidden group was asked too stays."""
    asked = Counter(one.questions for one in groups)
    told = {(row.questions, row.question.id) for part in parts for row in part}
    return [row for row in whole if asked[row.questions] != 1 or (row.questions, row.question.id) not in told]


def _row(data: object, manifest: Manifest) -> Shown:
    row = strict.shape(data, "set", "question", "group", "options", "band")
    asked = {one.id: one for one in dict(manifest.sets).get(str(row["set"]), ())}
    question = asked.get(str(row["question"]))
    if question is None or question.kind == "text" or not isinstance(row["options"], list):
        raise RuleError("tệp kết quả có câu hỏi lạ")
    labels = dict(question.options)
    chosen: list[dict[str, Any]] = [strict.shape(one, "id", "share") for one in row["options"]]
    if [one["id"] for one in chosen] != list(labels) or not all(one["share"] in SHARES for one in chosen):
        raise RuleError("tệp kết quả có phương án lạ hoặc tỷ lệ không làm tròn")
    options = tuple(Share(labels[one["id"]], one["share"]) for one in chosen)
    return Shown(str(row["set"]), question, str(row["group"]), str(row["band"]), options)


def _hangs_together(shown: Sequence[Shown], manifest: Manifest) -> None:
    """Everything shown hangs from the top: under a hidden group nothing is shown, and no question twice of a group. In
    a further round a group may stay shown where the sum above it would tell of a small one."""
    parents = manifest.tree.parents
    keys = [(one.questions, one.question.id, one.group) for one in shown]
    there = set(keys)
    for questions, question, group in keys:
        alone = parents.get(group) and (questions, question, parents[group]) not in there
        if group not in parents or (alone and not manifest.after):
            raise RuleError("tệp kết quả có nhóm lạ, hoặc cho xem nhóm nằm dưới một nhóm phải che")
    if len(there) < len(keys):
        raise RuleError("tệp kết quả có một câu hai lần")
