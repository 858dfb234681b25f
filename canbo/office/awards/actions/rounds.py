"""Rounds of commendation: opened, proposals put in from the list or taken out with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from canbo.office.awards.models import ROUNDS, AwardDecision, AwardRound, Proposal, ProposalDrop
from canbo.office.awards.queries.candidates import Candidate, candidates
from canbo.office.awards.queries.roll import Key
from canbo.office.awards.queries.rounds import standing_proposals, subject
from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.models import Unit

FIRST_YEAR = 1990
OWN = "không tự đề nghị khen thưởng mình; hãy nhờ cán bộ tổ chức khác"


@dataclass(frozen=True)
class Choice:
    """Who is to be proposed for which title, for what, and why although the rules do not say yes."""

    key: Key
    title: str
    achievement: str = ""
    reason: str = ""


@dataclass
class Report:
    """What became of many choices: how many went in, who was refused and why."""

    done: int
    refused: list[tuple[Choice, str]]


@transaction.atomic
def open_round(*, actor: Account, unit: Unit, kind: str, year: int, name: str, month: int | None = None) -> AwardRound:
    """Open a unit's round. NotTheirs for whoever is not its officer; ActionError where the month does not fit the
    kind."""
    acting.keeper(actor, unit.path)
    if kind not in dict(ROUNDS):
        raise ActionError("Hãy chọn loại đợt khen thưởng.")
    if (kind == "month") != (month is not None):
        raise ActionError("Đợt thưởng tháng cần tháng; các đợt khác để trống.")
    if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise ActionError("Năm của đợt chưa đúng. Hãy nhập lại.")
    row = AwardRound.objects.create(
        agency_id=unit.agency_id, unit=unit, kind=kind, year=year, month=month,
        name=acting.text(name, "tên đợt", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, "awards.round_opened", [(row, {"kind": kind, "year": year})])
    return row


def propose(*, actor: Account, round: AwardRound, choices: Sequence[Choice]) -> Report:
    """Put subjects forward, with what the rules say of each now. Refused, not raised: the actor, who is proposed for
    the title already, is not of the round, or does not qualify and comes without a reason. NotTheirs, and ActionError
    where the round is decided, stop all."""
    viewer = acting.keeper(actor, round.unit.path)
    own = ("person", viewer.person.pk if viewer.person else None)
    report = Report(0, [])
    with transaction.atomic():
        open_for_change(round)
        offered = {(one.member.key, one.title): one for one in candidates(round)}
        standing = {(subject(row), row.title) for row in standing_proposals(round)}
        made = []
        for choice in choices:
            fault = OWN if choice.key == own else _fault(choice, offered, standing)
            if fault:
                report.refused.append((choice, fault))
                continue
            standing.add((choice.key, choice.title))
            made.append(_proposal(actor, round, choice, offered[choice.key, choice.title]))
        Proposal.objects.bulk_create(made, batch_size=500)
        report.done = len(made)
        if made:
            journal.record_all(actor, "awards.proposed", [(round, {"proposals": len(made)})])
    return report


def _fault(choice: Choice, offered: Mapping[tuple[Key, str], Candidate], standing: Iterable[tuple[Key, str]]) -> str:
    found = offered.get((choice.key, choice.title))
    if found is None:
        return "không thuộc đợt này, hoặc đợt này không có danh hiệu, hình thức đó"
    if (choice.key, choice.title) in standing:
        return "đã được đề nghị rồi"
    if found.outcome in ("no", "unknown") and not choice.reason.strip():
        return f"{found.word} điều kiện nên phải ghi lý do đề nghị"
    return ""


def _proposal(actor: Account, round: AwardRound, choice: Choice, found: Candidate) -> Proposal:
    kind, pk = choice.key
    return Proposal(
        agency_id=round.agency_id, round=round, person_id=pk if kind == "person" else None,
        collective_id=pk if kind == "collective" else None, unit_id=found.member.unit_id,
        post_title=found.member.post, title=choice.title, label=found.label, outcome=found.outcome,
        lacks=list(found.lacks), amount=found.amount, achievement=" ".join(choice.achievement.split())[:500],
        reason=" ".join(choice.reason.split())[:500], by=actor,
    )  # fmt: skip


def open_for_change(round: AwardRound) -> None:
    """Hold a round until the transaction ends. ActionError where its decision is made."""
    AwardRound.objects.select_for_update().get(agency=round.agency_id, pk=round.pk)
    if AwardDecision.objects.filter(agency=round.agency_id, round=round).exists():
        raise ActionError("Đợt này đã có quyết định khen thưởng, không sửa được nữa.")


@transaction.atomic
def drop(*, actor: Account, proposal: Proposal, reason: str) -> ProposalDrop:
    """Take a proposal out of its round, with a reason, before the decision."""
    acting.keeper(actor, proposal.round.unit.path)
    open_for_change(proposal.round)
    why = acting.text(reason, "lý do rút", 500)
    row, made = ProposalDrop.objects.get_or_create(
        agency_id=proposal.agency_id, proposal=proposal, defaults={"reason": why, "by": actor}
    )
    if not made:
        raise ActionError("Đề nghị này đã được rút rồi.")
    journal.record_all(actor, "awards.proposal_dropped", [(row, {"proposal": proposal.pk})])
    return row
