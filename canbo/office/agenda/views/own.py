"""One's own calendar address and letters; the address itself, for calendar programs."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from canbo.office.agenda import actions, ics, queries
from canbo.office.agenda.entries import Span
from canbo.office.agenda.habits import DEFAULT, habit_of
from canbo.office.people.access import Viewer, viewer
from canbo.office.people.views.common import attempt

log = logging.getLogger("canbo.access")
BACK, AHEAD = timedelta(days=31), timedelta(days=366)
KEPT_SECONDS = 1800


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, since when; whether letters are wanted."""
    return _page(request)


@require_POST
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Make the address, or a new one, and show it: this once."""
    token = actions.renew(actor=viewer(request).account)
    return _page(request, request.build_absolute_uri(reverse("agenda:feed", args=[token])))


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    who = viewer(request)
    home = who.home
    context = {
        "feed": queries.feed_of(who.account), "address": address, "wanted": queries.wants_mail(who.account),
        "habit": habit_of(home.agency_id) if home else DEFAULT, "person": who.person,
        "crumbs": [{"label": "Lịch", "url": reverse("agenda:index")}],
    }  # fmt: skip
    return render(request, "agenda/own.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the address."""
    account = viewer(request).account
    done = "Địa chỉ lịch đã thôi dùng. Ứng dụng lịch nào còn giữ sẽ không đọc được nữa."
    return attempt(request, lambda: actions.end(actor=account), done, reverse("agenda:own"))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Letters, or none."""
    wanted = request.POST.get("wanted") == "1"
    actions.choose(actor=viewer(request).account, wanted=wanted)
    messages.success(request, "Từ nay có thư nhắc việc." if wanted else "Từ nay không gửi thư nhắc việc.")
    return redirect("agenda:own")


@login_not_required
@csrf_exempt  # calendar programs ask in other methods too; Django's refusal would log the path
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines of the address's owner as iCalendar; 404 for a wrong or ended address. The secret is in no log."""
    if request.method not in ("GET", "HEAD"):
        return _untold(HttpResponseNotAllowed(["GET", "HEAD"]))
    account = queries.account_of(token)
    if account is None:
        return _unknown(request)
    who = Viewer(account)
    entries = queries.personal(who, Span(who.day - BACK, who.day + AHEAD))
    data = ics.calendar(entries, day=who.day, host=request.get_host(), absolute=request.build_absolute_uri)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["ETag"] = f'"{hashlib.sha256(data).hexdigest()}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _unknown(request: HttpRequest) -> HttpResponse:
    log.warning("calendar address unknown or ended")
    return _untold(render(request, "404.html", status=404))


def _untold(response: HttpResponse) -> HttpResponse:
    """Django's own log line would hold the path, and with it a secret that may work again (an account reopened)."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
