"""The addresses of summaries, dashboards, levelling."""

from django.urls import path

from canbo.office.insight import urls_levelling
from canbo.office.insight.views import dashboard, kept, listing, reports, workforce, years

app_name = "insight"
urlpatterns = [
    *urls_levelling.patterns,
    path("", dashboard.dashboard, name="index"),
    path("don-vi/<int:pk>/", dashboard.dashboard, name="unit"),
    path("don-vi/<int:pk>/danh-sach/", listing.behind, name="behind"),
    path("don-vi/<int:pk>/doi-ngu/", workforce.picture, name="workforce"),
    path("don-vi/<int:pk>/doi-ngu/danh-sach/", workforce.people, name="people"),
    path("don-vi/<int:pk>/bang-xep-loai/", reports.table, name="ratings"),
    path("don-vi/<int:pk>/bao-cao/", reports.reports, name="reports"),
    path("don-vi/<int:pk>/luu/", kept.keep, name="keep"),
    path("cua-toi/", years.mine, name="mine"),
    path("nguoi/<int:pk>/", years.person, name="person"),
    path("cach-xem/<int:pk>/", kept.kept, name="kept"),
    path("cach-xem/<int:pk>/xoa/", kept.drop, name="drop"),
]
