"""Who may: people sign for themselves; officers and the head let the agency's seal be put; administrators keep keys and
the trust list but sign nothing and vouch for nobody, so that no single hand can make another's signature."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.signatures.models import PersonCertificate, Signature


def root(agency_id: int) -> Unit | None:
    """The agency's own unit."""
    return Unit.objects.filter(agency=agency_id, is_agency=True).first()


def may_seal(viewer: Viewer, agency_id: int) -> bool:
    """The agency's seal is put by an officer over the agency's unit, or by its head (or who stands in)."""
    unit = root(agency_id)
    return unit is not None and (viewer.holds("officer", path=unit.path) or unit.path in viewer.headed)


def may_keep_keys(viewer: Viewer, agency_id: int) -> bool:
    """Keys and trust are kept by an administrator over the agency's unit."""
    unit = root(agency_id)
    return unit is not None and viewer.holds("administrator", path=unit.path)


def may_see_keys(viewer: Viewer, agency_id: int) -> bool:
    """Who keeps them, who seals with them, and who audits."""
    unit = root(agency_id)
    audits = unit is not None and viewer.holds("auditor", path=unit.path)
    return audits or may_keep_keys(viewer, agency_id) or may_seal(viewer, agency_id)


def agencies(viewer: Viewer) -> QuerySet[Unit]:
    """The roots of the agencies whose keys and trust list the viewer sees (`may_see_keys`), in the order of paths."""
    return _roots(subtree(viewer.paths("administrator", "officer", "auditor")) | Q(path__in=viewer.headed))


def kept(viewer: Viewer) -> QuerySet[Unit]:
    """The roots of the agencies whose keys the viewer keeps (`may_keep_keys`)."""
    return _roots(subtree(viewer.paths("administrator")))


def sealed(viewer: Viewer) -> QuerySet[Unit]:
    """The roots of the agencies whose seal the viewer may put (`may_seal`)."""
    return _roots(subtree(viewer.paths("officer")) | Q(path__in=viewer.headed))


def _roots(which: Q) -> QuerySet[Unit]:
    return Unit.objects.filter(which, is_agency=True).select_related("agency").order_by("path")


def may_rule(viewer: Viewer, certificate: PersonCertificate) -> bool:
    """Whose certificate it is, an officer over the person's unit says, or a head above; never about oneself, nor a
    stand-in about whom they stand in for."""
    if certificate.person_id in viewer.principals:
        return False
    rows = Posting.objects.filter(current(viewer.day), person=certificate.person_id)
    paths = rows.values_list("post__unit__path", flat=True)
    return any(
        viewer.holds("officer", path=path) or any(path.startswith(top) for top in viewer.headed) for path in paths
    )


def agencies_read(viewer: Viewer) -> list[int]:
    """The agencies whose signed papers the viewer reads, all of them."""
    tops = Unit.objects.filter(subtree(viewer.readable), is_agency=True)
    return list(tops.values_list("agency_id", flat=True))


def may_read_all(viewer: Viewer, unit: Unit) -> bool:
    """Every signed paper of an agency (by its root) is open to who reads its results."""
    return viewer.reads(unit.path)


def may_read(viewer: Viewer, signature: Signature) -> bool:
    """A signed paper is open here to who signed it or had it signed, and to who may read all of the agency's."""
    if viewer.account.pk == signature.account_id or (viewer.person and viewer.person.pk == signature.person_id):
        return True
    unit = root(signature.agency_id)
    return unit is not None and may_read_all(viewer, unit)


def may_sign_for(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer is this person, or acts for them today."""
    return person.pk in viewer.principals
