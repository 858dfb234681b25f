"""Addresses of the work room, under /cong-viec/."""

from django.urls import path

from canbo.office.work.views import assign, assignment, boards, catalogues, mine, review

app_name = "work"
urlpatterns = [
    path("cua-toi/", mine.mine, name="mine"),
    path("viec/<int:pk>/", assignment.assignment, name="assignment"),
    path("minh-chung/<int:pk>/", assignment.proof, name="proof"),
    path("don-vi/", boards.unit, name="unit"),
    path("nguoi/<int:pk>/", boards.person, name="person"),
    path("nghiem-thu/", review.review, name="review"),
    path("giao-viec/", assign.assign, name="assign"),
    path("dinh-ky/", assign.routines, name="routines"),
    path("dinh-ky/<int:pk>/thoi/", assign.routine_end, name="routine_end"),
    path("sang-kien/", catalogues.initiatives, name="initiatives"),
    path("sang-kien/<int:pk>/rut/", catalogues.initiative_withdraw, name="initiative_withdraw"),
    path("danh-muc/", catalogues.index, name="catalogues"),
    path("danh-muc/<int:pk>/", catalogues.catalogue, name="catalogue"),
    path("danh-muc/<int:pk>/thoi/", catalogues.end, name="catalogue_end"),
    path("danh-muc/nhap/", catalogues.imports, name="imports"),
    path("danh-muc/nhap/<int:pk>/", catalogues.preview, name="import"),
]
