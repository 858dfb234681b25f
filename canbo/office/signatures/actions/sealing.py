"""Sealing papers with the agency's key, for a person who confirmed or for the agency itself; one, or thousands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.signatures import access, keyring
from canbo.office.signatures.actions.confirming import NOT_CONFIRMED, fresh
from canbo.office.signatures.actions.recording import Unkept, existing, finished
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
    with opened_keys(actor) as keys:
        return keys.of(agency_id).seal(paper, confirmation or fresh(actor, once))


def seal_many(
    *, actor: Account, agency_id: int, papers: Iterable[Paper], confirmation: Confirmation,
    progress: Callable[[int], None],
) -> int:  # fmt: skip
    """Seal a batch, each paper in a transaction of its own, and say how many are sealed in all. What a run before
    sealed is left alone, so it may be run again after a crash. `confirmation` is the actor's, of when the batch was
    started."""
    done = 0
    with opened_keys(actor) as keys:
        sealer = keys.of(agency_id)
        for done, paper in enumerate(papers, start=1):
            sealer.seal(paper, paper.confirmation or confirmation)
            progress(done)
    return done


@contextmanager
def opened_keys(actor: Account) -> Iterator[Keys]:
    """The keys of one run of sealing, for who gave the password."""
    with ExitStack() as stack:
        yield Keys(actor, stack)


@dataclass
class Keys:
    """Keys of agencies, each opened once and open until the run ends; one time-stamp server for all, which is not asked
    again once it did not answer."""

    actor: Account
    stack: ExitStack
    clock: Clock = field(default_factory=Clock)
    sealers: dict[int, Sealer] = field(default_factory=dict)

    def of(self, agency_id: int) -> Sealer:
        """The agency's key, ready to seal. ActionError where there is none that can be used."""
        if agency_id not in self.sealers:
            row = keyring.in_use(actor=self.actor, agency_id=agency_id)
            key = self.stack.enter_context(keyring.opened(row))
            agency = Agency.objects.get(pk=agency_id)
            self.sealers[agency_id] = Sealer(self.actor, agency, row, key, self.clock)
        return self.sealers[agency_id]


@dataclass
class Sealer:
    """An agency's key, open."""

    actor: Account
    agency: Agency
    row: SealKey
    key: Key
    clock: Clock

    def seal(self, paper: Paper, confirmation: Confirmation) -> Signature:
        """Seal a paper and keep it; what is sealed under its name already comes back."""
        return existing(self.agency.pk, paper.once) or self.make(paper, confirmation).keep()

    def make(self, paper: Paper, confirmation: Confirmation) -> Unkept:
        """Seal a paper, to be kept by the caller. Not to be called inside a transaction: others would wait for the
        time-stamp server. ActionError where who confirmed may not; NoTime where a time-stamp is required and missing.
        """
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
        return Unkept({
            "actor": self.actor, "agency_id": self.agency.pk, "name": paper.name, "signed": signed,
            "source": hashlib.sha256(source).hexdigest(), "certificate": self.key.certificate, "once": paper.once,
            "at": at, "key": self.row, "person": paper.person, "on_behalf_of": paper.on_behalf_of,
            "reason": paper.reason, "way": "reauth" if paper.person else "server", "confirmed_at": confirmation.at,
        })  # fmt: skip

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
