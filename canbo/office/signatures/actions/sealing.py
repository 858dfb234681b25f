"""Sealing papers with the agency's key, for a person who confirmed or for the agency itself; one, or thousands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.signatures import access, keyring
from canbo.office.signatures.actions.confirming import NOT_CONFIRMED, fresh
from canbo.office.signatures.actions.recording import existing, finished, record
from canbo.office.signatures.clock import Clock
from canbo.office.signatures.models import Confirmation, SealKey, Signature
from canbo.paperwork.signing import SigningError, Stamp, external
from canbo.paperwork.signing.keys import Key

BY_PASSWORD = "Xác nhận bằng mật khẩu; {} đóng dấu điện tử"
BY_AGENCY = "Dấu điện tử của {}"
NOT_ONESELF = "Chỉ chính người ký mới xác nhận được cho mình. Không ai ký thay bằng mật khẩu của người khác."
NOT_FOR = "Bạn không được ủy quyền ký thay người này hôm nay. Hãy ghi nhận ủy quyền trước."
NOT_THE_SEAL = "Chỉ cán bộ tổ chức hoặc người đứng đầu cơ quan mới cho đóng dấu của cơ quan."


@dataclass(frozen=True)
class Paper:
    """A paper to seal in a batch. `once` names it for good: a paper is sealed once under its name, whatever crashes.

    `pdf` is called when its turn comes. `person` confirmed it (`confirmation`, made `about` this very paper, or by the
    actor who runs the batch); nobody: the agency's own seal.
    """

    once: str
    name: str
    pdf: Callable[[], bytes]
    stamp: Stamp
    reason: str = ""
    person: Person | None = None
    on_behalf_of: Person | None = None
    confirmation: Confirmation | None = None


def seal(
    *, actor: Account, person: Person | None, agency_id: int, pdf: bytes, name: str, stamp: Stamp, reason: str,
    on_behalf_of: Person | None = None, once: str = "", confirmation: Confirmation | None = None,
) -> Signature:  # fmt: skip
    """Seal a paper now: for `person`, who gave the password (`confirm`) within the last minutes or in `confirmation`;
    for the agency itself when there is no person. Under a name (`once`) a paper is sealed once: the signature there is
    comes back. ActionError where the paper, the key or the right is missing."""
    paper = Paper(once, name, lambda: pdf, stamp, reason, person, on_behalf_of, confirmation)
    with _opened(actor, agency_id) as sealer:
        return sealer.seal(paper, confirmation or fresh(actor, once))


def seal_many(
    *, actor: Account, agency_id: int, papers: Iterable[Paper], confirmation: Confirmation,
    progress: Callable[[int], None],
) -> int:  # fmt: skip
    """Seal a batch, each paper in a transaction of its own, and say how many are sealed in all. What a run before
    sealed is left alone, so it may be run again after a crash. `confirmation` is the actor's, of when the batch was
    started."""
    done = 0
    with _opened(actor, agency_id) as sealer:
        for done, paper in enumerate(papers, start=1):
            sealer.seal(paper, paper.confirmation or confirmation)
            progress(done)
    return done


@contextmanager
def _opened(actor: Account, agency_id: int) -> Iterator[_Sealer]:
    row = keyring.in_use(actor=actor, agency_id=agency_id)
    with keyring.opened(row) as key:
        yield _Sealer(actor, Agency.objects.get(pk=agency_id), row, key, Clock())


@dataclass
class _Sealer:
    """An agency's key, open."""

    actor: Account
    agency: Agency
    row: SealKey
    key: Key
    clock: Clock

    def seal(self, paper: Paper, confirmation: Confirmation) -> Signature:
        if done := existing(self.agency.pk, paper.once):
            return done
        self._may(paper, confirmation)
        source = paper.pdf()
        at = timezone.localtime()
        way = (BY_PASSWORD if paper.person else BY_AGENCY).format(self.agency.name)
        stamp = replace(paper.stamp, way=way)
        try:
            prepared = external.prepare(
                source, self.key.certificate.der, at=at, stamp=stamp, reason=paper.reason, chain=self.key.chain
            )
            signed = finished(prepared, self.key.sign(prepared.attributes), self.clock)
        except SigningError as error:
            raise ActionError(str(error)) from error
        return record(
            actor=self.actor, agency_id=self.agency.pk, name=paper.name, source=hashlib.sha256(source).hexdigest(),
            signed=signed,
            certificate=self.key.certificate, once=paper.once, at=at, key=self.row, person=paper.person,
            on_behalf_of=paper.on_behalf_of, reason=paper.reason, way="reauth" if paper.person else "server",
            confirmed_at=confirmation.at,
        )  # fmt: skip

    def _may(self, paper: Paper, confirmation: Confirmation) -> None:
        """ActionError unless who confirmed may have this sealed."""
        if paper.person is None:
            if confirmation.account_id != self.actor.pk:
                raise ActionError(NOT_CONFIRMED)
            if not access.may_seal(Viewer(self.actor), self.agency.pk):
                raise ActionError(NOT_THE_SEAL)
            return
        if paper.person.account_id is None or paper.person.account_id != confirmation.account_id:
            raise ActionError(NOT_ONESELF)
        if confirmation.account_id != self.actor.pk and (not paper.once or confirmation.about != paper.once):
            raise ActionError(NOT_ONESELF)  # somebody else's password was given for another paper
        if paper.on_behalf_of is not None:
            viewer = Viewer(confirmation.account, timezone.localdate(confirmation.at))
            if not access.may_sign_for(viewer, paper.on_behalf_of):
                raise ActionError(NOT_FOR)
