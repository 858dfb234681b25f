"""Signing a commitment: by the person, then by the direct superior; here after the password, or outside on the PDF.

Every way ends in `_write`: one `Signature` from the signatures room, one `CommitmentSigning` that names the text.
The password is asked for outside the transaction, so that a wrong one is counted even though nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, StoredFile
from canbo.office.commitments import papers
from canbo.office.commitments.actions.acting import hold, keep_state, record, viewer_of
from canbo.office.commitments.actions.drafting import must_write, settle_text
from canbo.office.commitments.models import (
    CommitmentDraft,
    CommitmentPaper,
    CommitmentSigning,
    CommitmentText,
)
from canbo.office.commitments.standing import Case, words_of
from canbo.office.commitments.superiors import seat, superiors
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.signatures import actions as signatures
from canbo.office.signatures.models import Confirmation, Signature, SigningRequest
from canbo.paperwork.documents import render
from canbo.paperwork.signing.model import Stamp

NOTES = {"subject": "Người cam kết", "superior": "Cấp trên trực tiếp"}
SPACES = {"superior": 0, "subject": 1}  # which place to sign of the paper (papers.py) is whose


@dataclass(frozen=True)
class Turn:
    """What somebody signs now: the part, the text, the PDF it goes on, and for whom when they stand in."""

    case: Case
    viewer: Viewer
    person: Person
    part: str
    text: CommitmentText
    source: StoredFile
    behalf: Person | None

    @property
    def once(self) -> str:
        """The name under which the signatures room signs this once, whatever crashes."""
        return f"commitment:{self.text.pk}:{self.part}"

    @property
    def reason(self) -> str:
        return f"{NOTES[self.part]} ký {papers.name_of(self.case)}"

    def stamp(self) -> Stamp:
        """What the signature shows on the paper."""
        post = self.viewer.postings[0].post.title if self.viewer.postings else ""
        note = NOTES[self.part] + (f", ký thay {self.behalf}" if self.behalf else "")
        return Stamp(name=self.person.full_name, position=post, note=note, space=SPACES[self.part])


@dataclass
class Report:
    """What countersigning many did: the ids signed, and for each refused one whose it is and why."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def sign(
    *, actor: Account, person: Person, commitment: int, password: str, today: date | None = None
) -> CommitmentSigning:
    """Sign here after re-authentication, sealed by the agency's key: as the person, or as their superior.

    NotTheirs where the actor has no part in it; ActionError where it is not their turn or the password is wrong.
    """
    _turn_now(actor, person, commitment, today)
    confirmation = signatures.confirm(actor=actor, password=password)
    return sign_confirmed(actor=actor, person=person, commitment=commitment, confirmation=confirmation, today=today)


@transaction.atomic
def sign_confirmed(
    *, actor: Account, person: Person, commitment: int, confirmation: Confirmation, today: date | None = None
) -> CommitmentSigning:
    """The same for an actor who gave the password already (a batch asks once)."""
    turn = _turn(actor, person, commitment, today)
    row = turn.case.commitment
    signature = signatures.seal(
        actor=actor, person=person, agency_id=row.agency_id, pdf=files.read(turn.source), name=turn.source.name,
        stamp=turn.stamp(), reason=turn.reason, on_behalf_of=turn.behalf, once=turn.once, confirmation=confirmation,
    )  # fmt: skip
    return _write(turn, actor, signature)


def sign_many(
    *, actor: Account, person: Person, commitments: Iterable[int], confirmation: Confirmation,
    today: date | None = None, progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:  # fmt: skip
    """Countersign each of these in a transaction of its own, for an actor who gave the password already.

    Run again it signs what is left: what bears the countersignature already counts as done.
    """
    wanted, report = list(dict.fromkeys(commitments)), Report()
    for number, pk in enumerate(wanted, start=1):
        try:
            if not _signed_before(pk, person):
                sign_confirmed(actor=actor, person=person, commitment=pk, confirmation=confirmation, today=today)
            report.done.append(pk)
        except NotTheirs as error:
            report.refused.append(("", str(error)))
        except ActionError as error:
            report.refused.append((_name(pk), str(error)))
        progress(number, len(wanted))
    return report


@transaction.atomic
def paper_to_sign(*, actor: Account, person: Person, commitment: int, today: date | None = None) -> StoredFile:
    """The PDF to sign outside with one's own token: the text as it is now, kept so that the signed one can be held
    against it. For the superior: the paper with the person's signature."""
    return _turn(actor, person, commitment, today).source


@transaction.atomic
def accept_signed(
    *, actor: Account, person: Person, commitment: int, pdf: bytes, name: str, today: date | None = None
) -> CommitmentSigning:
    """Take the PDF signed outside. ActionError with the reason where it is another paper, changed, or signed by a
    certificate that is not trusted or not this person's."""
    turn = _turn(actor, person, commitment, today)
    signature = signatures.accept_upload(
        actor=actor, person=person, agency_id=turn.case.commitment.agency_id, original=turn.source, pdf=pdf, name=name,
        once=turn.once, reason=turn.reason, space=SPACES[turn.part],
    )  # fmt: skip
    return _write(turn, actor, signature)


@transaction.atomic
def start_token(
    *, actor: Account, person: Person, commitment: int, certificate: bytes, today: date | None = None
) -> SigningRequest:
    """Prepare the paper for the person's own token, which signs elsewhere (`finish_token`). `certificate`: its file."""
    turn = _turn(actor, person, commitment, today)
    return signatures.start_external(
        actor=actor, person=person, agency_id=turn.case.commitment.agency_id, pdf=files.read(turn.source),
        name=turn.source.name, certificate=certificate, stamp=turn.stamp(), reason=turn.reason, once=turn.once,
    )  # fmt: skip


@transaction.atomic
def finish_token(
    *, actor: Account, person: Person, commitment: int, request: SigningRequest, answer: bytes,
    today: date | None = None,
) -> CommitmentSigning:  # fmt: skip
    """Take the token's answer. ActionError where the request is about another paper than what is to be signed now."""
    turn = _turn(actor, person, commitment, today)
    if request.once != turn.once:
        raise ActionError("Yêu cầu ký này không phải cho bản cam kết đang chờ ký. Hãy tạo yêu cầu mới.")
    return _write(turn, actor, signatures.finish_external(actor=actor, request=request, cms_or_signature=answer))


def _turn_now(actor: Account, person: Person, commitment: int, today: date | None) -> None:
    """Refuse whoever has no turn before asking for their password."""
    with transaction.atomic():
        _part(hold(commitment), viewer_of(actor, person, today))


def _part(case: Case, viewer: Viewer) -> tuple[str, Person | None]:
    """The part that is the viewer's to sign now, and for whom when they stand in."""
    row, person = case.commitment, viewer.person
    if person is not None and person.pk == row.person_id:
        must_write(case, own=True)
        return "subject", None
    found = seat(viewer, row, superiors([row], viewer.day)[row.pk])
    if found is None:
        raise NotTheirs("Bản cam kết này không chờ bạn ký.")
    if case.stage == "done":
        raise ActionError("Bản cam kết này đã ký đủ.")
    if case.stage != "superior":
        raise ActionError(f"{row.person} chưa ký, hoặc bản cam kết đã được rút.")
    return "superior", None if person is not None and found == person.pk else Person.objects.get(pk=found)


def _turn(actor: Account, person: Person, commitment: int, today: date | None) -> Turn:
    case, viewer = hold(commitment), viewer_of(actor, person, today)
    part, behalf = _part(case, viewer)
    if part == "superior":
        signed = case.signed("subject")
        assert signed is not None  # the stage says so
        return Turn(case, viewer, person, part, case.text, signed.signature.file, behalf)
    text = settle_text(actor=actor, case=case)
    return Turn(case, viewer, person, part, text, _printed(actor, case, text, viewer.day), behalf)


def _printed(actor: Account, case: Case, text: CommitmentText, day: date) -> StoredFile:
    """The text as PDF, made once."""
    found = CommitmentPaper.objects.filter(text=text).select_related("file").first()
    if found is not None:
        return found.file
    row = case.commitment
    above = superiors([row], day)[row.pk]
    name = Person.objects.filter(pk=above or 0).values_list("full_name", flat=True).first() or ""
    pdf = render(papers.paper(case, words_of(text.items), day, name), "pdf")
    file = files.store(
        agency_id=row.agency_id, actor=actor, name=f"{papers.name_of(case)}.pdf", data=pdf,
        content_type=files.CONTENT_TYPES["pdf"],
    )  # fmt: skip
    CommitmentPaper.objects.create(agency_id=row.agency_id, text=text, file=file, by=actor)
    return file


def _write(turn: Turn, actor: Account, signature: Signature) -> CommitmentSigning:
    row = turn.case.commitment
    if signature.person_id != turn.person.pk:
        raise ActionError("Chữ ký đã có trên bản này là của người khác. Hãy trả lại bản cam kết để ký lại từ đầu.")
    late = row.due is not None and turn.viewer.day > row.due
    made = CommitmentSigning.objects.create(
        agency_id=row.agency_id, commitment=row, text=turn.text, part=turn.part, person=turn.person,
        on_behalf_of=turn.behalf, account=actor, signature=signature, late=late, at=timezone.now(),
    )  # fmt: skip
    CommitmentDraft.objects.filter(commitment=row).delete()
    keep_state(turn.case)
    data = {"commitment": row.pk, "text": turn.text.pk, "part": turn.part, "signature": signature.pk, "late": late}
    record(actor, "signed", [(made, data)])
    return made


def _signed_before(pk: int, person: Person) -> bool:
    """Whether this person has countersigned it already (a batch that a crash cut short)."""
    rows = CommitmentSigning.objects.filter(commitment=pk, part="superior", person=person)
    return rows.filter(commitment__state__stage="done").exists()


def _name(pk: int) -> str:
    """Whose commitment it is, for a refusal."""
    return Person.objects.filter(commitments=pk).values_list("full_name", flat=True).first() or ""
