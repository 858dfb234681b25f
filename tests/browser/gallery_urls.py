"""The gallery of components alone, open to everybody: what the tests of the grid look at."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from canbo.office.base import gallery

urlpatterns = [
    path("gallery/", login_not_required(gallery.gallery)),
    path("gallery/luu/<int:row>/", login_not_required(gallery.gallery_save)),
    path("", include("canbo.office.urls")),
]
