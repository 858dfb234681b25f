"""Who comes with a request, in two statements: the session, and everything of whoever it belongs to.

Both are read anew each time, so that a session that ends, a new password or a closed account counts at once.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from canbo.office.base import together
from canbo.office.base.models import Account
from canbo.office.base.together import Part
from canbo.office.people import access
from canbo.office.people.access import Viewer
from canbo.rulebook.amounts import natural

_SESSION = (Part(Session, "session_key = %(key)s AND expire_date > %(now)s"),)


class SessionStore(DatabaseStore):
    """Django's, read without building a statement each time."""

    def _get_session_from_db(self) -> Session | None:
        [found] = together.read(_SESSION, key=self.session_key or "", now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


class ArrivingMiddleware(AuthenticationMiddleware):
    """Django's, with the account read together with what its viewer holds."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]


def account_of(request: HttpRequest) -> Account | AnonymousUser:
    """The account of the session. Only what is plainly right is accepted here; the rest is for Django to judge, which
    also ends a session whose password has changed."""
    session = request.session
    pk, said = natural(str(session.get(auth.SESSION_KEY, ""))), session.get(auth.HASH_SESSION_KEY, "")
    backend = session.get(auth.BACKEND_SESSION_KEY)
    if pk is not None and backend in settings.AUTHENTICATION_BACKENDS:
        found = access.known([pk], timezone.localdate()).get(pk)
        if found and found.account.is_active and constant_time_compare(said, found.account.get_session_auth_hash()):
            request.arrived = found  # type: ignore[attr-defined]
            return found.account
    return auth.get_user(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request that is logged in."""
    account = request.user
    found: Viewer | None = getattr(request, "arrived", None)
    return found if found and account.pk == found.account.pk else Viewer(account)  # type: ignore[arg-type]
