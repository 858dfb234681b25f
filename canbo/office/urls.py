"""The addresses of the office, a prefix a room."""

from django.urls import include, path

from canbo.office.desk import health
from canbo.office.desk import views as desk

handler500 = "canbo.office.desk.outage.broken"
urlpatterns = [
    path("phieu/", include("canbo.office.evaluations.urls")),  # first, since most requests are its saves
    path("", desk.home, name="home"),
    path("ve-phan-mem/", desk.about, name="about"),
    path("alive/", health.alive, name="alive"),
    path("ready/", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("thu-vien-giao-dien/", desk.gallery_page, name="gallery"),
    path("thu-vien-giao-dien/luu/<int:row>/", desk.gallery_save, name="gallery_save"),
    path("tai-khoan/", include("canbo.office.people.account_urls")),
    path("he-thong/", include("canbo.office.base.urls")),
    path("nhan-su/", include("canbo.office.people.urls")),
    path("chu-ky/", include("canbo.office.signatures.urls")),
    path("quy-dinh/", include("canbo.office.regulations.urls")),
    path("ky/", include("canbo.office.cycles.urls")),
    path("y-kien/", include("canbo.office.opinions.urls")),
    path("cam-ket/", include("canbo.office.commitments.urls")),
    path("cong-viec/", include("canbo.office.work.urls")),
    path("ket-qua/", include("canbo.office.results.urls")),
    path("ho-so/", include("canbo.office.profiles.urls")),
    path("can-bo/", include("canbo.office.talent.urls")),
    path("can-bo/", include("canbo.office.talent.structure_urls")),
    path("dao-tao/", include("canbo.office.training.urls")),
    path("khen-thuong/", include("canbo.office.awards.urls")),
    path("buc-tranh/", include("canbo.office.insight.urls")),
    path("lich/", include("canbo.office.agenda.urls")),
]
