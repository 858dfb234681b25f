"""The page for whoever cannot log in: there is no e-mail, the unit's officer helps."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a new one-time code."""
    return render(request, "account/password_reset.html")
