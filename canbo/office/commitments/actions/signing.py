"""Signing a commitment: by the person, then by the direct superior; here after the password, or outside on the PDF.

Every way ends in `_write`: one `Signature` from the signatures room, one `CommitmentSigning` that names the text.
The password is asked for outside the transaction, so that a wrong one is counted even though nothing is written; the
paper is sealed outside it too, so that nobody waits for a time-stamp server that does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, StoredFile
from canbo.office.commitments.actions.acting import hold, keep_state, viewer_of
from canbo.office.commitments.actions.turns import Turn, part_of, turn_of
from canbo.office.commitments.models import CommitmentDraft, CommitmentSigning
from canbo.office.people.models import Person
from canbo.office.signatures import actions as signatures
from canbo.office.signatures.models import Confirmation, Signature, SigningRequest

CHANGED = "Bản cam kết vừa thay đổi trong lúc ký, nên chưa ký. Hãy tải lại trang, đọc lại rồi ký."
STOPPED = "{} Đã ký {} bản; các bản còn lại chưa ký. Hãy ký tiếp khi máy chủ cấp dấu thời gian hoạt động lại."


@dataclass
class Report:
    """What countersigning many did: the ids signed, of them how many lack the time-stamp they should have, and for each
    refused one whose it is and why."""

    done: list[int] = field(default_factory=list)
    untimed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def sign(
    *, actor: Account, person: Person, commitment: int, password: str, today: date | None = None
) -> CommitmentSigning:
    """Sign here after re-authentication, sealed by the agency's key: as the person, or as their superior.

    NotTheirs where the actor has no part in it; ActionError where it is not their turn or the password is wrong.
    """
    with transaction.atomic():
        part_of(hold(commitment), viewer_of(actor, person, today))
    confirmation = signatures.confirm(actor=actor, password=password)
    with signatures.opened_keys(actor) as keys:
        return _sign_here(actor, person, commitment, confirmation, keys, today)


def sign_many(
    *, actor: Account, person: Person, commitments: Iterable[int], confirmation: Confirmation,
    today: date | None = None, progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:  # fmt: skip
    """Countersign each of these in a transaction of its own, for an actor who gave the password already.

    Run again it signs what is left: what bears the countersignature already counts as done. ActionError, with how far
    it came, where a time-stamp is required and the server does not answer.
    """
    wanted, report = list(dict.fromkeys(commitments)), Report()
    with signatures.opened_keys(actor) as keys:
        for number, pk in enumerate(wanted, start=1):
            try:
                if not _signed_before(pk, person):
                    _sign_here(actor, person, pk, confirmation, keys, today)
                report.done.append(pk)
            except NotTheirs as error:
                report.refused.append(("", str(error)))
            except signatures.NoTime as error:
                raise ActionError(STOPPED.format(error, len(report.done))) from error
            except ActionError as error:
                report.refused.append((_name(pk), str(error)))
            progress(number, len(wanted))
    report.untimed = _untimed(report.done)
    return report


@transaction.atomic
def paper_to_sign(*, actor: Account, person: Person, commitment: int, today: date | None = None) -> StoredFile:
    """The PDF to sign outside with one's own token: the text as it is now, kept so that the signed one can be held
    against it. For the superior: the paper with the person's signature."""
    return turn_of(actor, person, commitment, today).source()


@transaction.atomic
def accept_signed(
    *, actor: Account, person: Person, commitment: int, pdf: bytes, name: str, today: date | None = None
) -> CommitmentSigning:
    """Take the PDF signed outside, of whichever day it was given out. ActionError with the reason where it is another
    paper, changed, or signed by a certificate that is not trusted or not this person's."""
    turn = turn_of(actor, person, commitment, today)
    refused = None
    for original in turn.given_out():
        try:
            signature = signatures.accept_upload(
                actor=actor, person=person, agency_id=turn.case.commitment.agency_id, original=original, pdf=pdf,
                name=name, once=turn.once, reason=turn.reason, space=turn.space,
            )  # fmt: skip
            return _write(turn, signature)
        except signatures.OtherPaper as error:
            refused = refused or error  # what differs from the newest is what helps
    assert refused is not None  # there is an original at least
    raise refused


@transaction.atomic
def start_token(
    *, actor: Account, person: Person, commitment: int, certificate: bytes, today: date | None = None
) -> SigningRequest:
    """Prepare the paper for the person's own token, which signs elsewhere (`finish_token`). `certificate`: its file."""
    turn, source = _turn_and_paper(actor, person, commitment, today)
    return signatures.start_external(
        actor=actor, person=person, agency_id=turn.case.commitment.agency_id, pdf=files.read(source), name=source.name,
        certificate=certificate, stamp=turn.stamp(), reason=turn.reason, once=turn.once,
    )  # fmt: skip


def finish_token(
    *, actor: Account, person: Person, commitment: int, request: SigningRequest, answer: bytes,
    today: date | None = None,
) -> CommitmentSigning:  # fmt: skip
    """Take the token's answer. ActionError where the request is about another paper than what is to be signed now."""
    with transaction.atomic():
        _same(turn_of(actor, person, commitment, today), request)
    answered = signatures.answered(actor=actor, request=request, cms_or_signature=answer)
    with transaction.atomic():
        return _write(_same(turn_of(actor, person, commitment, today), request), answered.keep())


def _same(turn: Turn, request: SigningRequest) -> Turn:
    if request.once != turn.once:
        raise ActionError("Yêu cầu ký này không phải cho bản cam kết đang chờ ký. Hãy tạo yêu cầu mới.")
    return turn


@transaction.atomic
def _turn_and_paper(actor: Account, person: Person, commitment: int, today: date | None) -> tuple[Turn, StoredFile]:
    turn = turn_of(actor, person, commitment, today)
    return turn, turn.source()


def _sign_here(
    actor: Account, person: Person, commitment: int, confirmation: Confirmation, keys: signatures.Keys,
    today: date | None,
) -> CommitmentSigning:  # fmt: skip
    """Sign for an actor who gave the password: what is to be signed is settled, sealed with nobody waiting, and written
    down where it is still the same."""
    turn, source = _turn_and_paper(actor, person, commitment, today)
    paper = signatures.Paper(
        once=turn.once, name=source.name, pdf=lambda: files.read(source), stamp=turn.stamp(), reason=turn.reason,
        person=person, on_behalf_of=turn.behalf,
    )  # fmt: skip
    sealed = keys.of(turn.case.commitment.agency_id).make(paper, confirmation)
    with transaction.atomic():
        now = turn_of(actor, person, commitment, today)
        if (now.once, now.behalf) != (turn.once, turn.behalf):
            raise ActionError(CHANGED)
        return _write(now, sealed.keep())


def _write(turn: Turn, signature: Signature) -> CommitmentSigning:
    row = turn.case.commitment
    if signature.person_id != turn.person.pk:
        raise ActionError("Chữ ký đã có trên bản này là của người khác. Hãy trả lại bản cam kết để ký lại từ đầu.")
    late = row.due is not None and turn.viewer.day > row.due
    made = CommitmentSigning.objects.create(
        agency_id=row.agency_id, commitment=row, text=turn.text, part=turn.part, person=turn.person,
        on_behalf_of=turn.behalf, account=turn.actor, signature=signature, late=late, at=timezone.now(),
    )  # fmt: skip
    CommitmentDraft.objects.filter(commitment=row).delete()
    keep_state(turn.case)
    data = {"commitment": row.pk, "text": turn.text.pk, "part": turn.part, "signature": signature.pk, "late": late}
    journal.record_all(turn.actor, "commitments.signed", [(made, data)])
    return made


def _signed_before(pk: int, person: Person) -> bool:
    """Whether this person has countersigned it already (a batch that a crash cut short)."""
    rows = CommitmentSigning.objects.filter(commitment=pk, part="superior", person=person)
    return rows.filter(commitment__state__stage="done").exists()


def _name(pk: int) -> str:
    """Whose commitment it is, for a refusal."""
    return Person.objects.filter(commitments=pk).values_list("full_name", flat=True).first() or ""


def _untimed(commitments: list[int]) -> int:
    """How many countersignatures lack the time-stamp that a server was set for."""
    if not settings.TSA_URL:
        return 0
    rows = CommitmentSigning.objects.filter(commitment__in=commitments, part="superior")
    return rows.filter(commitment__state__stage="done", signature__timestamp_at=None).count()
