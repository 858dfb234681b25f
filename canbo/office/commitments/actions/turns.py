"""Whose turn it is to sign a commitment, and on which paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, StoredFile
from canbo.office.commitments import papers
from canbo.office.commitments.actions.acting import hold, viewer_of
from canbo.office.commitments.actions.drafting import must_write, settle_text
from canbo.office.commitments.models import CommitmentPaper, CommitmentText
from canbo.office.commitments.standing import Case, words_of
from canbo.office.commitments.superiors import seat, superiors
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.paperwork.documents import render
from canbo.paperwork.signing.model import Stamp

NOTES = {"subject": "Người cam kết", "superior": "Cấp trên trực tiếp"}
SPACES = {"superior": 0, "subject": 1}  # which place to sign of the paper (papers.py) is whose


@dataclass(frozen=True)
class Turn:
    """What somebody signs now: the part, the text, and for whom when they stand in."""

    actor: Account
    case: Case
    viewer: Viewer
    person: Person
    part: str
    text: CommitmentText
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

    @property
    def space(self) -> int:
        """Which place to sign of the paper it is."""
        return SPACES[self.part]

    def source(self) -> StoredFile:
        """The PDF to sign today: what the person signed, or their text, printed with the day of its signing."""
        return self._signed() or self._printed()

    def given_out(self) -> Sequence[StoredFile]:
        """The PDFs of this text that may have been signed outside, the newest first."""
        if signed := self._signed():
            return [signed]
        rows = CommitmentPaper.objects.filter(text=self.text).select_related("file").order_by("-id")
        return [row.file for row in rows] or [self._printed()]

    def _signed(self) -> StoredFile | None:
        signing = self.case.signed("subject") if self.part == "superior" else None
        return signing.signature.file if signing else None

    def _printed(self) -> StoredFile:
        """The text as PDF of today, made once."""
        row, day = self.case.commitment, self.viewer.day
        found = CommitmentPaper.objects.filter(text=self.text, day=day).select_related("file").first()
        if found is not None:
            return found.file
        above = superiors([row], day)[row.pk]
        name = Person.objects.filter(pk=above or 0).values_list("full_name", flat=True).first() or ""
        pdf = render(papers.paper(self.case, words_of(self.text.items), day, name), "pdf")
        file = files.store(
            agency_id=row.agency_id, actor=self.actor, name=f"{papers.name_of(self.case)}.pdf", data=pdf,
            content_type=files.CONTENT_TYPES["pdf"],
        )  # fmt: skip
        CommitmentPaper.objects.create(agency_id=row.agency_id, text=self.text, file=file, day=day, by=self.actor)
        return file


def turn_of(actor: Account, person: Person, commitment: int, today: date | None) -> Turn:
    """What is the actor's to sign now; the commitment is held until the transaction ends. NotTheirs where they have no
    part in it, ActionError where it is not their turn."""
    case, viewer = hold(commitment), viewer_of(actor, person, today)
    part, behalf = part_of(case, viewer)
    text = case.text if part == "superior" else settle_text(actor=actor, case=case)
    return Turn(actor, case, viewer, person, part, text, behalf)


def part_of(case: Case, viewer: Viewer) -> tuple[str, Person | None]:
    """The part that is the viewer's to sign now, and for whom when they stand in; refusals as for `turn_of`."""
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
