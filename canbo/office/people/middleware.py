"""Puts the viewer on the request; sends people with a one-time code to change it; logs strangers."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from canbo.office.people.arriving import viewer_of

log = logging.getLogger("canbo.access")
SECOND_FACTOR = "Vai trò của tài khoản này bắt buộc bảo mật hai lớp. Hãy bật một lần, bằng ứng dụng trên điện thoại."


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.viewer = viewer_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)  # names and marks are for no shared proxy to keep
        if response.status_code == 404 and request.user.is_authenticated:
            log.warning("not found or not theirs: account %s, view %s", request.user.pk, view_name(request))
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> HttpResponse | None:
        """Nothing but changing the code, setting up the second factor and logging out until both are done."""
        if not request.user.is_authenticated or (request.resolver_match and request.resolver_match.view_name in FREE):
            return None
        if request.user.must_change:
            return redirect("account_change_password")
        needs_factor = settings.REQUIRE_SECOND_FACTOR and request.viewer.has("officer", "administrator")  # type: ignore[attr-defined]
        if needs_factor and not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            messages.info(request, SECOND_FACTOR)
            return redirect("mfa_activate_totp")
        return None


FREE = {
    "account_change_password",
    "account_logout",
    "account_login",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
}


def view_name(request: HttpRequest) -> str:
    """The name of the matched view, never the path: paths may be typed by anybody."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return "none"
