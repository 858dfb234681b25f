"""Accounts: whose codes a viewer may issue, the people of an officer, the role holders of an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from canbo.office.base.models import Account
from canbo.office.people.access import READING_ROLES, Viewer, current, subtree
from canbo.office.people.models import Grant, Posting
from canbo.office.people.queries.persons import named

STATES = [
    ("none", "Chưa có tài khoản"),
    ("waiting", "Chờ đổi mã"),
    ("expired", "Mã hết hạn"),
    ("active", "Đang dùng"),
    ("closed", "Đã đóng"),
]


def manageable(viewer: Viewer) -> QuerySet[Account]:
    """The accounts whose lockout the viewer may lift; an administrator may also close them. Never one's own.

    An officer: of the people in the units they look after, unless somebody holds a role beyond those units or is an
    administrator. An administrator: of role holders within their units, and the technical accounts made for those.
    Neither of people who head a unit beyond, or have their primary posting there.
    """
    return Account.objects.filter(_of_officer(viewer) | _of_administrator(viewer)).exclude(pk=viewer.account.pk)


def issuable(viewer: Viewer) -> QuerySet[Account]:
    """The accounts whose codes the viewer may issue: whoever prints a code could log in with it.

    An administrator reads no marks, so theirs are only accounts that open none: without a person, without a role that
    reads. Every other code is an officer's to issue.
    """
    reading = Grant.objects.filter(_lasting(viewer), role__in=READING_ROLES)
    blind = _of_administrator(viewer) & Q(person=None) & ~Q(pk__in=reading.values("account"))
    return Account.objects.filter(_of_officer(viewer) | blind).exclude(pk=viewer.account.pk)


def _lasting(viewer: Viewer) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=viewer.day)


def _of_officer(viewer: Viewer) -> Q:
    mine = viewer.paths("officer")
    if not mine:
        return Q(pk__in=[])
    posted = Posting.objects.filter(_lasting(viewer), subtree(mine, "post__unit__path"), person__account__isnull=False)
    above = Grant.objects.filter(_lasting(viewer)).filter(Q(role="administrator") | ~subtree(mine, "unit__path"))
    theirs = Q(pk__in=posted.values("person__account")) & ~Q(pk__in=above.values("account"))
    return theirs & ~_placed_beyond(viewer, mine)


def _of_administrator(viewer: Viewer) -> Q:
    run = viewer.paths("administrator")
    if not run:
        return Q(pk__in=[])
    inside, grants = subtree(run, "unit__path"), Grant.objects.filter(_lasting(viewer))
    # Ended roles too: they tell whose a technical account is, once it holds none.
    technical = Q(person=None, pk__in=Grant.objects.filter(inside).values("account"))
    technical &= ~Q(pk__in=Grant.objects.exclude(inside).values("account"))
    held = Q(pk__in=grants.filter(inside).values("account")) & ~Q(pk__in=grants.exclude(inside).values("account"))
    return (held | technical) & ~_placed_beyond(viewer, run)


def _placed_beyond(viewer: Viewer, tops: Iterable[str]) -> Q:
    """The accounts of those who head a unit outside the subtrees, or have their primary posting outside."""
    weighty = Q(primary=True) | Q(post__rank="head")
    rows = Posting.objects.filter(current(viewer.day), weighty, person__account__isnull=False)
    return Q(pk__in=rows.exclude(subtree(tops, "post__unit__path")).values("person__account"))


def people_of(paths: Iterable[str], day: date, text: str = "", unit: str = "", state: str = "") -> QuerySet[Posting]:
    """One row a person: the latest primary posting under the paths, with person, account and unit at hand.

    People who left are shown only with an account, since it may still have to be looked at.
    """
    here = Posting.objects.filter(subtree(paths, "post__unit__path"), primary=True)
    after = Q(valid_from__gt=OuterRef("valid_from")) | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
    later = here.filter(after, person=OuterRef("person"))
    rows = here.filter(~Exists(later)).filter(current(day) | Q(valid_from__gt=day) | Q(person__account__isnull=False))
    if unit:
        rows = rows.filter(subtree([unit], "post__unit__path"))
    if text.strip():
        rows = rows.filter(named(text, "person__") | Q(person__account__username=text.strip().lower()))
    if state:
        rows = rows.filter(_state(state, day))
    return rows.select_related("person__account", "post__unit").order_by("person__sort_key", "person_id")


def without_account(paths: Iterable[str], day: date) -> QuerySet[Posting]:
    """The people under the paths who have no account yet."""
    rows = Posting.objects.filter(subtree(paths, "post__unit__path"), current(day), primary=True)
    return rows.filter(person__account=None)


def role_accounts(viewer: Viewer) -> QuerySet[Account]:
    """The accounts an administrator looks after: role holders of their units, technical accounts made for those."""
    given = Grant.objects.filter(subtree(viewer.paths("administrator"), "unit__path"))
    held = Q(pk__in=given.filter(current(viewer.day)).values("account"))
    rows = Account.objects.filter(held | Q(person=None, pk__in=given.values("account")))
    return rows.select_related("person").prefetch_related("grants__unit", "authenticator_set").order_by("username")


def state_of(account: Account | None, day: date) -> str:
    """Which of STATES an account is in."""
    if account is None:
        return "none"
    if account.closed_on is not None and account.closed_on <= day:
        return "closed"
    if account.must_change:
        return "waiting" if account.is_active else "expired"
    return "active"


def _state(state: str, day: date) -> Q:
    known = Q(person__account__isnull=False)
    closed = Q(person__account__closed_on__isnull=False, person__account__closed_on__lte=day)
    waits = Q(person__account__must_change=True)
    stale = waits & Q(person__account__code_expires__isnull=False, person__account__code_expires__lte=timezone.now())
    return {
        "none": ~known,
        "closed": closed,
        "expired": stale & ~closed,
        "waiting": waits & ~stale & ~closed,
        "active": known & ~waits & ~closed,
    }.get(state, Q())
