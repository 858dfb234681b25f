"""When the server cannot: a page that says what is the matter and what to do, without asking the database anything.

The handler of every exception nobody caught. What is known to pass (a full disk, a database that is away or busy, more
log-ins than turns) is 503 with the time to come back; the rest is a fault of ours, 500.
"""

from __future__ import annotations

import errno
import logging
import random
import sys
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import server_error

from canbo.office.people.forms.account import TYPED_NAME, TYPED_NAME_SECONDS
from canbo.office.people.hashing import Crowded

log = logging.getLogger("canbo.outage")
# What the engines call it: SQLite by name, PostgreSQL by SQLSTATE (appendix A of its manual).
UNWRITABLE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "53100", "25006")
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "40001", "40P01", "55P03", "53300", "57014")
AWAY = ("SQLITE_CANTOPEN", "SQLITE_NOTADB", "SQLITE_CORRUPT", "08", "57P", "53")
DISK = {errno.ENOSPC, errno.EROFS, errno.EDQUOT}
AGAIN_SECONDS = 20


def broken(request: HttpRequest) -> HttpResponse:
    """The page for the exception being handled."""
    error = sys.exc_info()[1]
    if isinstance(error, Crowded):
        return crowded(request)
    found = kind(error) if error else ""
    if not found:
        return server_error(request)
    log.error("answered 503: %s", found)
    shown = {"kind": found, "again": AGAIN_SECONDS if request.method in {"GET", "HEAD"} else 0}
    return later(render(None, "base/errors/outage.html", shown, status=503), AGAIN_SECONDS)


def kind(error: BaseException) -> str:
    """`unwritable`, `busy`, `away`, or "" for what does not pass by itself."""
    if isinstance(error, OSError):
        return "unwritable" if error.errno in DISK else ""
    if not isinstance(error, DatabaseError | InterfaceError):
        return ""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    for found, names in (("unwritable", UNWRITABLE), ("busy", BUSY), ("away", AWAY)):
        if name.startswith(names):
            return found
    # Without a code of the server's there was no server: refused, cut off, closed.
    return "away" if not name and isinstance(error, OperationalError | InterfaceError) else ""


def busy(request: HttpRequest) -> HttpResponse:
    """No turn for this request: nothing was done, come again at a moment that differs from person to person."""
    again = random.randint(5, 15)
    shown = {"kind": "busy", "again": again if request.method in {"GET", "HEAD"} else 0}
    return untold(later(render(None, "base/errors/outage.html", shown, status=503), again))


def crowded(request: HttpRequest) -> HttpResponse:
    """The queue: back to the log-in by itself, with the name typed, at a moment that differs from person to person."""
    again = random.randint(5, 15)
    logging_in = request.path_info == reverse("account_login")
    shown = {"again": again if logging_in else 0, "back": request.path_info}
    given = request.POST.get("next") or request.GET.get("next") or ""
    if logging_in and url_has_allowed_host_and_scheme(given, allowed_hosts={request.get_host()}):
        shown["back"] = f"{request.path_info}?next={quote(given)}"
    response = untold(later(render(None, "base/errors/crowded.html", shown, status=503), again))
    if logging_in:
        response.set_cookie(
            TYPED_NAME, quote(request.POST.get("login", "")[:150]), max_age=TYPED_NAME_SECONDS, path=request.path_info,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def untold(response: HttpResponse) -> HttpResponse:
    """The answer, which Django does not write into the log: they may be thousands a minute, the metrics count them."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """The answer with the seconds after which to come back; kept by nobody."""
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))  # it may leave before Django's own middleware gives it one
    return response
