"""Who may see and do what, over which part of the tree. One object per request answers every room's questions.

Rights come from four places: a `Grant` (officer, reader, auditor, administrator over a unit and below), the post
a person holds (head or deputy of a unit), a `Delegation` (acting for a head between two days), and being the subject.
An administrator manages accounts and cannot read marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from canbo.office.base import together
from canbo.office.base.models import Account
from canbo.office.base.together import Part
from canbo.office.people.models import Delegation, Grant, Person, Posting, Unit

M = TypeVar("M", bound=Model)
PATH_STEP = 7  # base-36 digits of one step of a path
READING_ROLES = ("officer", "reader", "auditor")


def current(day: date) -> Q:
    """Rows of a `Dated` model valid on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def overlapping(first: date, last: date) -> Q:
    """Rows of a `Dated` model valid on some day from one to another; who ended on the first day was gone by then."""
    return Q(valid_from__lte=last) & (Q(valid_to=None) | Q(valid_to__gt=first))


def subtree(paths: Iterable[str], field_name: str = "path") -> Q:
    """Rows whose path lies under any of the paths (nothing when there are none)."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field_name}__gte": path, f"{field_name}__lt": path + "~"})
    return condition


def above(path: str) -> list[str]:
    """The paths of the units from the top down to this one (itself last)."""
    return [path[:end] for end in range(PATH_STEP, len(path) + 1, PATH_STEP)]


@dataclass
class Viewer:
    """The person behind a request and what they hold today."""

    account: Account
    day: date = field(default_factory=timezone.localdate)

    @cached_property
    def person(self) -> Person | None:
        """The person of the account; None for a technical account."""
        return Person.objects.filter(account=self.account).first()

    @cached_property
    def grants(self) -> dict[str, tuple[str, ...]]:
        """Role to the paths of the units it covers."""
        held: dict[str, list[str]] = {}
        for role, path, _ in self._held:
            held.setdefault(role, []).append(path)
        return {role: tuple(paths) for role, paths in held.items()}

    @cached_property
    def _held(self) -> list[tuple[str, str, date | None]]:
        rows = Grant.objects.filter(current(self.day), account=self.account)
        return list(rows.values_list("role", "unit__path", "unit__valid_to"))

    @property
    def begins(self) -> tuple[str, ...]:
        """The tops of the subtrees an officer may still begin something in: not those of units that have ended."""
        return tuple(path for role, path, end in self._held if role == "officer" and (end is None or end > self.day))

    @cached_property
    def principals(self) -> tuple[int, ...]:
        """Ids of the persons this one may act as today: oneself first, then those who delegated."""
        if self.person is None:
            return ()
        given = Delegation.objects.filter(current(self.day), deputy=self.person)
        return (self.person.pk, *given.values_list("principal_id", flat=True))

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """Today's postings of the person, the primary first."""
        if self.person is None:
            return ()
        rows = Posting.objects.filter(current(self.day), person=self.person)
        return tuple(rows.select_related("post__unit__agency").order_by("-primary", "id"))

    @cached_property
    def headed(self) -> tuple[str, ...]:
        """Paths of the units the person heads, or stands in for the head of, today."""
        rows = Posting.objects.filter(current(self.day), person__in=self.principals, post__rank="head")
        return tuple(rows.values_list("post__unit__path", flat=True))

    @cached_property
    def home(self) -> Unit | None:
        """The unit of the primary post, or of the first grant."""
        if self.postings:
            return self.postings[0].post.unit
        grant = Grant.objects.filter(current(self.day), account=self.account).select_related("unit__agency").first()
        return grant.unit if grant else None

    def holds(self, *roles: str, path: str) -> bool:
        """Whether any of the roles covers the unit at `path`."""
        return any(path.startswith(top) for role in roles for top in self.grants.get(role, ()))

    def has(self, *roles: str) -> bool:
        """Whether the account holds any of the roles anywhere."""
        return any(role in self.grants for role in roles)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The tops of the subtrees covered by any of the roles."""
        return tuple(dict.fromkeys(path for role in roles for path in self.grants.get(role, ())))

    def reads(self, path: str) -> bool:
        """Whether marks and results of the unit at `path` may be read: by reading roles, or by its head above."""
        return self.holds(*READING_ROLES, path=path) or any(path.startswith(top) for top in self.headed)

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """The tops of the subtrees whose marks and results may be read."""
        return tuple(dict.fromkeys((*self.paths(*READING_ROLES), *self.headed)))


_TODAY = "valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)"
_HELD = (
    Part(Account, "id {ids}"),
    Part(Person, "account_id {ids}"),
    Part(Grant, "account_id {ids} AND " + _TODAY),
    Part(Unit, "id IN (SELECT unit_id FROM role_grant WHERE account_id {ids})"),
    Part(Delegation, "deputy_id IN (SELECT id FROM person WHERE account_id {ids}) AND " + _TODAY),
)


def known(ids: Iterable[int], day: date) -> dict[int, Viewer]:
    """Accounts by their id as viewers of a day, with their person, grants and principals already read. One statement
    whatever their number."""
    accounts, persons, grants, units, delegations = together.read(_HELD, ids, day=day)
    person = {row.account_id: row for row in persons}
    unit = {row.pk: row for row in units}
    held = together.by(grants, "account_id")
    given = together.by(delegations, "deputy_id")
    found = {}
    for account in accounts:
        made = found[account.pk] = Viewer(account, day)
        own = made.person = person.get(account.pk)
        if own is not None:
            own.account = account
        places = ((row.role, unit[row.unit_id]) for row in held.get(account.pk, ()))
        made._held = [(role, place.path, place.valid_to) for role, place in places]
        stood_in = given.get(own.pk, ()) if own else ()
        made.principals = (own.pk, *(row.principal_id for row in stood_in)) if own else ()
    return found


def viewers(accounts: Iterable[Account], day: date) -> list[Viewer]:
    """Many accounts as viewers of a day, in the order given, with their person, grants, principals and headed units
    already read. Two statements whatever their number."""
    wanted = [account.pk for account in accounts]
    found = known(wanted, day)
    heads: dict[int, list[str]] = {}
    everybody = {person for made in found.values() for person in made.principals}
    led = Posting.objects.filter(current(day), person__in=everybody, post__rank="head")
    for person, path in led.values_list("person_id", "post__unit__path"):
        heads.setdefault(person, []).append(path)
    for made in found.values():
        made.headed = tuple(path for principal in made.principals for path in heads.get(principal, ()))
    return [found[pk] for pk in wanted]


def viewer(request: HttpRequest) -> Viewer:
    """The viewer the middleware put on the request."""
    return request.viewer  # type: ignore[attr-defined]


def need(allowed: bool) -> None:
    """Let pass, or answer as if the page did not exist: a stranger learns nothing (the middleware logs it)."""
    if not allowed:
        raise Http404("not yours")


def person_of(found: Viewer) -> Person:
    """The person of the viewer's account; 404 for a technical account."""
    need(found.person is not None)
    assert found.person is not None
    return found.person


def one(rows: QuerySet[M], **lookup: object) -> M:
    """The single row, or 404."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404("no such row")
    return found
