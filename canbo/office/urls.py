"""The addresses of the office, a prefix a room."""

from django.urls import include, path

from canbo.office.desk import home

urlpatterns = [
    path("", home.page, name="home"),
    path("tai-khoan/", include("allauth.account.urls")),
    path("tai-khoan/", include("allauth.mfa.urls")),
    path("he-thong/", include("canbo.office.base.urls")),
    path("nhan-su/", include("canbo.office.people.urls")),
    path("quy-dinh/", include("canbo.office.regulations.urls")),
    path("ky/", include("canbo.office.cycles.urls")),
    path("phieu/", include("canbo.office.evaluations.urls")),
    path("ket-qua/", include("canbo.office.results.urls")),
]
