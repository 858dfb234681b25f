"""Addresses of the agenda room, under /lich/."""

from django.urls import path

from canbo.office.agenda.views import calendar, own

app_name = "agenda"
urlpatterns = [
    path("", calendar.index, name="index"),
    path("rieng/", own.page, name="own"),
    path("rieng/tao/", own.renew, name="renew"),
    path("rieng/ket-thuc/", own.end, name="end"),
    path("rieng/thu/", own.choose, name="choose"),
    path("rieng/<slug:token>.ics", own.feed, name="feed"),
]
