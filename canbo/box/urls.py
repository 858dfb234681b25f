"""Every address of the box. None lists who has not answered, and none counts what came today."""

from __future__ import annotations

from django.urls import path, re_path

from canbo.box import static, views

SURVEY = r"^api/(?P<survey>[0-9a-f]{64})/"

urlpatterns = [
    path("", views.page),
    *(path(name, views.page, {"name": name}) for name in static.FILES if name != "index.html"),
    path("api/surveys", views.surveys),
    re_path(SURVEY + r"manifest$", views.manifest),
    re_path(SURVEY + r"slips$", views.printed),
    re_path(SURVEY + r"slips/(?P<group>[^/]+)$", views.slips),
    re_path(SURVEY + r"handed$", views.handed),
    re_path(SURVEY + r"ballots$", views.ballots),
    re_path(SURVEY + r"board$", views.heads),
    re_path(SURVEY + r"heads.json$", views.kept),
    re_path(SURVEY + r"board/(?P<number>[0-9]{1,4})$", views.day),
    re_path(SURVEY + r"inclusion/(?P<prefix>[0-9a-f]{0,8})$", views.inclusion),
    re_path(SURVEY + r"consistency/(?P<earlier>[0-9]{1,9})$", views.consistency),
    re_path(SURVEY + r"opened$", views.opened),
]
handler400 = "canbo.box.views.wrong"
handler404 = "canbo.box.views.missing"
handler500 = "canbo.box.views.broken"
