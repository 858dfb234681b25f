"""The plan of a campaign while it is written, and what it becomes when it is frozen: a manifest. No database, no clock.

Groups are units × audiences. One with fewer people invited than `k_invited` may not exist: it is put together with
others about the same unit that are asked the same questions, before anybody answers, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from canbo.office.opinions import votes, words
from canbo.office.opinions.votes import Vote
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Group, Kind, Manifest, Node, Question, Trustee
from canbo.rulebook.errors import RuleError

ROOT = "tat-ca"
PAD_STEP, PAD_LEAST = 512, 4096  # bytes; every answer is padded to one length
LETTER = 3  # bytes of a Vietnamese letter with its marks, at most
FRAME = 300  # bytes of everything in an answer but its texts, a question aside
SET_MOST = 100
LONGEST_GAP = 6  # days; Safari removes what a page keeps after seven without a visit (anonymity design §14)
Way = Literal["slips", "tokens"]
Key = tuple[str, str]  # modulus and exponent of a group's public key, base64url


@dataclass(frozen=True)
class Asked:
    """A question as it is designed; `options` their labels in order, `most` letters of a text."""

    id: str
    text: str
    kind: Kind
    options: tuple[str, ...] = ()
    required: bool = False
    most: int = 0


@dataclass(frozen=True)
class QuestionSet:
    """Bộ câu hỏi: what one kind of audience is asked."""

    id: str
    label: str
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Audience:
    """Who is asked: colleagues, subordinates, parents, residents, and by which set."""

    id: str
    label: str
    set: str


@dataclass(frozen=True)
class Subject:
    """A unit whose head is asked about; `unit` its row, 0 where it is not kept in the software."""

    id: str
    label: str
    level: str
    unit: int = 0


@dataclass(frozen=True)
class Holder:
    """Who keeps one of the keys, of which body; `key` the public part."""

    name: str
    body: str
    key: str


@dataclass(frozen=True)
class Plan:
    """All of it. `invited`: "<subject>/<audience>" to people; days as ISO dates or "" while not set. By `tokens`
    ballots are taken online from `issues` to `issued_by`, by people chosen one by one: `people` counts them as
    `invited` does, and only the act that chooses them writes it."""

    k: int = 8
    k_text: int = 10
    k_invited: int = 8
    need: int = 2
    spare: int = 2
    way: Way = "slips"
    issues: str = ""
    issued_by: str = ""
    opens: str = ""
    closes: str = ""
    holders: tuple[Holder, ...] = ()
    sets: tuple[QuestionSet, ...] = ()
    audiences: tuple[Audience, ...] = ()
    subjects: tuple[Subject, ...] = ()
    invited: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    vote: Vote | None = None

    @property
    def numbers(self) -> Mapping[str, int]:
        """How many are invited, by "<subject>/<audience>", in the way the ballots are handed out."""
        return self.people if self.way == "tokens" else self.invited

    def data(self) -> dict[str, Any]:
        """The plan as it is kept."""
        return asdict(self)


def read(data: Mapping[str, Any]) -> Plan:
    """A plan from what was kept."""
    rest = {key: data[key] for key in ("k", "k_text", "k_invited", "need", "spare", "opens", "closes", "invited")}
    online = {key: data[key] for key in ("way", "issues", "issued_by", "people") if key in data}
    return Plan(
        **rest,
        **online,
        vote=votes.read(data["vote"]) if data.get("vote") else None,
        holders=tuple(Holder(**one) for one in data["holders"]),
        sets=tuple(
            QuestionSet(
                one["id"],
                one["label"],
                tuple(Asked(**{**asked, "options": tuple(asked["options"])}) for asked in one["questions"]),
            )
            for one in data["sets"]
        ),
        audiences=tuple(Audience(**one) for one in data["audiences"]),
        subjects=tuple(Subject(**one) for one in data["subjects"]),
    )


@dataclass(frozen=True)
class Cut:
    """A group as it will be: whose opinion, about whom; `of` the audiences put together in it."""

    subject: Subject
    of: tuple[Audience, ...]
    invited: int

    @property
    def id(self) -> str:
        return "-".join((self.subject.id, *(one.id for one in self.of)))

    @property
    def label(self) -> str:
        first, *rest = (one.label for one in self.of)
        return f"{' và '.join((first, *(label[:1].lower() + label[1:] for label in rest)))}, {self.subject.label}"


def cuts(plan: Plan) -> list[Cut]:
    """The groups of a plan, small ones put together; one that stays too small is for `problems` to name."""
    found = []
    for subject in plan.subjects:
        for questions in plan.sets:
            asked = [one for one in plan.audiences if one.set == questions.id]
            cells = [Cut(subject, (one,), plan.numbers.get(f"{subject.id}/{one.id}", 0)) for one in asked]
            found += _together([one for one in cells if one.invited], plan.k_invited)
    return found


def _together(cells: list[Cut], least: int) -> list[Cut]:
    """Put the smallest into the next smallest until none is too small or only one is left."""
    while len(cells) > 1 and min(one.invited for one in cells) < least:
        first, second = sorted(cells, key=lambda one: (one.invited, one.id))[:2]
        of = tuple(one for cell in cells if cell in (first, second) for one in cell.of)
        at = min(cells.index(first), cells.index(second))
        joined = Cut(first.subject, of, first.invited + second.invited)
        cells = [one for one in cells if one not in (first, second)]
        cells.insert(at, joined)
    return cells


def problems(plan: Plan, today: date) -> list[str]:
    """What is still missing before a plan can be frozen, as sentences; empty where nothing is."""
    found = votes.problems(plan.vote, plan.way, today) if plan.vote else _unasked(plan)
    if len(plan.holders) < plan.need:
        found.append(f"Cần ít nhất {plan.need} người giữ khóa, mới có {len(plan.holders)}.")
    return found + _days(plan, today)


def _unasked(plan: Plan) -> list[str]:
    found = []
    if not any(one.questions for one in plan.sets):
        found.append("Chưa có câu hỏi nào.")
    if not plan.subjects or not plan.audiences:
        found.append("Chưa chọn đơn vị hoặc đối tượng được hỏi.")
    found += [
        f"{one.label}: mời {one.invited} người, ít hơn {plan.k_invited}. Hãy bỏ nhóm này hoặc dùng chung bộ câu hỏi "
        "với nhóm khác của cùng đơn vị để được gộp."
        for one in cuts(plan)
        if one.invited < plan.k_invited
    ]
    asked = {one.set for cut in cuts(plan) for one in cut.of}
    empty = [one.label for one in plan.sets if one.id in asked and not one.questions]
    return found + [f"Bộ câu hỏi “{label}” chưa có câu nào." for label in empty]


def _days(plan: Plan, today: date) -> list[str]:
    if not plan.opens or not plan.closes:
        return [f"Chưa đặt ngày bắt đầu và ngày kết thúc {words.of(plan.vote).takes}."]
    if plan.closes < plan.opens:
        return ["Ngày kết thúc đứng trước ngày bắt đầu."]
    if plan.way == "tokens":
        return _online_days(plan, today)
    if plan.opens <= today.isoformat():
        return [f"Ngày bắt đầu {words.of(plan.vote).takes} phải sau hôm nay: còn phải in, phát và hủy phiếu thừa."]
    return []


def _online_days(plan: Plan, today: date) -> list[str]:
    """Two windows apart: who takes a ballot and who answers must not be told by when they did."""
    if not plan.issues or not plan.issued_by:
        return ["Chưa đặt ngày bắt đầu và ngày kết thúc nhận phiếu trực tuyến."]
    if plan.issued_by < plan.issues:
        return ["Ngày kết thúc nhận phiếu đứng trước ngày bắt đầu nhận phiếu."]
    if plan.issues < today.isoformat():
        return ["Ngày bắt đầu nhận phiếu đã qua."]
    if plan.opens <= plan.issued_by:
        return ["Ngày gửi ý kiến phải sau ngày cuối nhận phiếu: hai việc không được chung ngày."]
    if (date.fromisoformat(plan.opens) - date.fromisoformat(plan.issued_by)).days > LONGEST_GAP:
        return [
            f"Từ ngày cuối nhận phiếu đến ngày gửi ý kiến nhiều nhất {LONGEST_GAP} ngày: để lâu, trình duyệt trên máy "
            "người nhận có thể tự xóa phiếu."
        ]
    return []


def freeze(
    plan: Plan, survey: str, title: str, keys: Mapping[str, Key] | None = None, after: str = ""
) -> Manifest:  # fmt: skip
    """The manifest of a plan; `keys` by group where ballots are taken online, `after` the hash of the round it follows.
    RuleError where it may not be opened."""
    trustees = tuple(Trustee.of(f"t{at}", _holder(one), one.key) for at, one in enumerate(plan.holders, start=1))
    if plan.vote:
        days = (plan.opens, plan.closes)
        return votes.freeze(plan.vote, survey, title, plan.need, plan.spare, days, trustees)
    groups = cuts(plan)
    online, signed = plan.way == "tokens", keys or {}
    used = {one.of[0].set for one in groups}
    levels = list(dict.fromkeys(one.level for one in plan.subjects))
    above = {level: f"cap-{at}" if len(levels) > 1 else ROOT for at, level in enumerate(levels, start=1)}
    nodes = [Node(ROOT, "Tất cả", "")]
    nodes += [Node(key, level, ROOT) for level, key in above.items() if key != ROOT]
    asked = {one.subject.id for one in groups}
    nodes += [Node(one.id, one.label, above[one.level]) for one in plan.subjects if one.id in asked]
    made = Manifest(
        survey, title, plan.way, "opinions", plan.k, plan.k_text, plan.k_invited, plan.need, pad(plan),
        plan.issues if online else "", plan.issued_by if online else "", plan.opens, plan.closes,
        trustees,
        tuple(
            Group(
                one.id, one.label, one.subject.id, one.subject.id, one.of[0].set, one.invited,
                0 if online else plan.spare, *signed.get(one.id, ("", "")),
            )
            for one in groups
        ),
        tuple(nodes),
        tuple((one.id, tuple(map(_question, one.questions))) for one in plan.sets if one.id in used),
        after,
    )  # fmt: skip
    manifests.check(made)
    return made


def pad(plan: Plan) -> int:
    """Bytes every answer of the campaign is padded to: what the longest could need. RuleError beyond what a ballot may
    be."""
    longest = 0
    for one in plan.sets:
        texts = sum(asked.most for asked in one.questions if asked.kind == "text")
        boxes = sum(20 + 6 * len(asked.options) for asked in one.questions)
        longest = max(longest, FRAME + texts * LETTER + boxes)
    found = max(PAD_LEAST, -(-longest // PAD_STEP) * PAD_STEP)
    if found > 16384:
        raise RuleError("phần viết của một bộ câu hỏi dài quá; hãy bớt câu viết hoặc giảm số ký tự của mỗi câu")
    return found


def _holder(one: Holder) -> str:
    return f"{one.name} ({one.body})" if one.body else one.name


def _question(one: Asked) -> Question:
    options = tuple((str(at), label) for at, label in enumerate(one.options, start=1))
    return Question(one.id, one.text, one.kind, options, one.required, one.most)
