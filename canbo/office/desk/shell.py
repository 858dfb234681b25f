"""What every page shows around its content: who is logged in, the navigation of their role. Above all rooms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from canbo import __version__
from canbo.office.desk.nav import navigation
from canbo.office.people.access import Viewer


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page."""
    found: Viewer | None = getattr(request, "viewer", None)
    frame: dict[str, Any] = {"viewer": found, "demo": settings.DEMO, "release": __version__, "nav": []}
    if found is None:
        return frame
    frame["home_url"] = reverse("home")
    frame["about_url"] = reverse("about")
    frame["nav"] = navigation(request, found)
    frame["density"] = found.account.density
    frame["agency_name"] = found.home.agency.name if found.home else ""
    frame["user_name"] = str(found.person or found.account)
    frame["role_name"] = found.postings[0].post.title if found.postings else ""
    frame["password_url"] = reverse("account_change_password")
    frame["logout_url"] = reverse("account_logout")
    frame["density_url"] = reverse("base:density")
    frame["menu_links"] = [{"url": reverse("mfa_index"), "label": "Bảo mật hai lớp"}]
    return frame
