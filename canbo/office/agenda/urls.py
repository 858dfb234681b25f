"""Addresses of the agenda room, under /lich/."""

from django.urls import path

from canbo.office.agenda.views import calendar, mail, own

app_name = "agenda"
urlpatterns = [
    path("", calendar.index, name="index"),
    path("can-lam/", calendar.pressing, name="pressing"),
    path("rieng/", own.page, name="own"),
    path("rieng/tao/", own.renew, name="renew"),
    path("rieng/ket-thuc/", own.end, name="end"),
    path("rieng/thu/", own.choose, name="choose"),
    path("nhac-viec/", mail.index, name="habits"),
    path("nhac-viec/<int:pk>/", mail.change, name="habit"),
    path("nhac-viec/<int:pk>/thu/", mail.letters, name="letters"),
    path("rieng/<slug:token>.ics", own.feed, name="feed"),
]
