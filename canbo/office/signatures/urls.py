"""Addresses of the signatures room, under /chu-ky/."""

from django.urls import path

from canbo.office.signatures.views import api, certificates, keeping, papers

app_name = "signatures"
urlpatterns = [
    path("", papers.index, name="index"),
    path("<int:pk>/tep/", papers.file, name="file"),
    path("kiem-tra/", papers.check, name="check"),
    path("dong-dau/", papers.batch, name="batch"),
    path("chung-thu/", certificates.mine, name="mine"),
    path("chung-thu/ma-phien/", certificates.token, name="token"),
    path("chung-thu/xac-nhan/", certificates.waiting, name="waiting"),
    path("chung-thu/<int:pk>/", certificates.rule, name="rule"),
    path("chung-thu/<int:pk>/thoi-dung/", certificates.end_mine, name="end_mine"),
    path("khoa/", keeping.keys, name="keys"),
    path("khoa/them-tep/", keeping.add_file, name="add_file"),
    path("khoa/them-thiet-bi/", keeping.add_token, name="add_token"),
    path("khoa/tao-moi/", keeping.renew, name="renew"),
    path("khoa/<int:pk>/chung-thu/", keeping.certificate, name="certificate"),
    path("khoa/<int:pk>/thoi-dung/", keeping.end_key, name="end_key"),
    path("khoa/tin-cay/", keeping.add_trusted, name="add_trusted"),
    path("khoa/tin-cay/<int:pk>/thoi/", keeping.end_trusted, name="end_trusted"),
    path("khoa/thu-hoi/", keeping.add_list, name="add_list"),
    path("api/yeu-cau/", api.begin, name="api_begin"),
    path("api/yeu-cau/<int:pk>/", api.end, name="api_end"),
]
