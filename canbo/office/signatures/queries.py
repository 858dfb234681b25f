"""What pages and other rooms read of signatures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting
from canbo.office.signatures.models import (
    CertificateRuling,
    PersonCertificate,
    RevocationList,
    SealKey,
    SealKeyEnd,
    Signature,
    Trusted,
    TrustedEnd,
)
from canbo.paperwork.names import search_key


def certificates_of(agency_id: int, person_id: int | None = None) -> QuerySet[PersonCertificate]:
    """Certificates claimed in an agency, by one person or by all, with their `verdict` ("" while nobody ruled) and the
    `verdict_reason`."""
    rows = PersonCertificate.objects.filter(agency=agency_id)
    return _ruled(rows if person_id is None else rows.filter(person=person_id))


def certificate_of(agency_id: int, person_id: int | None, fingerprint: str) -> PersonCertificate | None:
    """The confirmed certificate with this fingerprint: of this person, or of anybody where None."""
    rows = standing(certificates_of(agency_id, person_id).filter(fingerprint=fingerprint), "confirmed")
    return rows.select_related("person").order_by("-id").first()


def standing(rows: QuerySet[PersonCertificate], *verdicts: str) -> QuerySet[PersonCertificate]:
    """Those of them whose newest ruling is one of these ("": none yet)."""
    return rows.filter(Q(("verdict__in", verdicts)))


def verdict_of(certificate: PersonCertificate) -> str:
    """The newest ruling about a certificate, "" while there is none."""
    rows = CertificateRuling.objects.filter(agency=certificate.agency_id, certificate=certificate).order_by("-id")
    return rows.values_list("verdict", flat=True).first() or ""


def to_rule(viewer: Viewer) -> QuerySet[PersonCertificate]:
    """Certificates of the people an officer or head answers for, whoever has ruled; never one's own."""
    tops = subtree((*viewer.paths("officer"), *viewer.headed), "post__unit__path")
    people = Posting.objects.filter(current(viewer.day)).filter(tops).values("person")
    rows = _ruled(PersonCertificate.objects.filter(person__in=people))
    return rows.exclude(person=viewer.person) if viewer.person else rows


def unruled(tops: Iterable[str], day: date) -> list[tuple[int, int, str]]:
    """Certificates nobody has ruled about, of people posted under these tops: certificate, person, unit path; a person
    of two units twice. One query."""
    posted = Posting.objects.filter(current(day)).filter(subtree(tuple(tops), "post__unit__path"))
    ruled = CertificateRuling.objects.filter(agency=OuterRef("agency"), certificate=OuterRef("pk"))
    rows = PersonCertificate.objects.filter(~Exists(ruled), person__postings__in=posted)
    return list(rows.values_list("pk", "person_id", "person__postings__post__unit__path").distinct())


def _ruled(rows: QuerySet[PersonCertificate]) -> QuerySet[PersonCertificate]:
    newest = CertificateRuling.objects.filter(agency=OuterRef("agency"), certificate=OuterRef("pk")).order_by("-id")
    empty = Value("", CharField())
    return rows.annotate(
        verdict=Coalesce(Subquery(newest.values("verdict")[:1]), empty),
        verdict_reason=Coalesce(Subquery(newest.values("reason")[:1]), empty),
    )


def keys_of(agency_id: int) -> QuerySet[SealKey]:
    """An agency's keys, the newest first, with when and why one ended (`ended_at`, `ended_reason`)."""
    ends = SealKeyEnd.objects.filter(agency=agency_id, key=OuterRef("pk"))
    rows = SealKey.objects.filter(agency=agency_id).select_related("by__person")
    ended = rows.annotate(ended_at=Subquery(ends.values("at")), ended_reason=Subquery(ends.values("reason")))
    return ended.order_by("-id")


def trusted_of(agency_id: int) -> QuerySet[Trusted]:
    """An agency's trust list, what counts first, with when and why an entry ended."""
    ends = TrustedEnd.objects.filter(agency=agency_id, trusted=OuterRef("pk"))
    rows = Trusted.objects.filter(agency=agency_id).select_related("by__person")
    ended = rows.annotate(ended_at=Subquery(ends.values("at")), ended_reason=Subquery(ends.values("reason")))
    return ended.order_by("subject", "id")


def lists_of(agency_id: int) -> list[RevocationList]:
    """The newest list of revoked certificates of each issuer, by issuer."""
    newest: dict[str, RevocationList] = {}
    for row in RevocationList.objects.filter(agency=agency_id).select_related("file").order_by("issuer", "since", "id"):
        newest[row.issuer] = row
    return list(newest.values())


def signatures_seen(viewer: Viewer, agencies: list[int]) -> QuerySet[Signature]:
    """Signatures of the viewer, and all of the agencies whose papers the viewer reads; the newest first."""
    mine = Q(account=viewer.account) | (Q(person=viewer.person) if viewer.person else Q())
    rows = Signature.objects.filter(mine | Q(agency__in=agencies))
    return rows.select_related("person", "on_behalf_of", "account__person", "file", "agency").order_by("-id")


def filtered(rows: QuerySet[Signature], q: str, way: str) -> QuerySet[Signature]:
    """Narrow a list by words of the paper's name or the signer's, and by the way of signing."""
    if way:
        rows = rows.filter(way=way)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(person__search_key__contains=search_key(q)))
    return rows
