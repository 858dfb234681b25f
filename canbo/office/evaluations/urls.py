from django.urls import path, re_path

from canbo.office.evaluations.views import acts, board, grid, lists, meetings, opening, sheets

app_name = "evaluations"
urlpatterns = [
    path("<int:pk>/nhap/<slug:step>/", sheets.draft, name="draft"),  # first: it is sent most
    path("cua-toi/", lists.mine, name="mine"),
    path("cham/", lists.reviews, name="reviews"),
    path("cham/<int:pk>/", grid.grid, name="grid"),
    path("mo-ky/", opening.opening, name="open"),
    path("ky/<int:pk>/", board.board, name="board"),
    path("ky/<int:pk>/danh-sach/", board.people, name="people"),
    path("ky/<int:pk>/danh-sach.xlsx", board.export_people, name="export"),
    path("ky/<int:pk>/nhac/", board.remind, name="remind"),
    path("ky/<int:pk>/bo-sung/", board.enrol, name="enrol"),
    path("ky/<int:pk>/hop/", meetings.meet, name="meet"),
    path("hop/<int:pk>/", meetings.meeting, name="meeting"),
    re_path(r"^hop/(?P<pk>\d{1,18})/bien-ban\.(?P<kind>docx|pdf)$", meetings.minutes, name="minutes"),
    path("<int:pk>/", sheets.sheet, name="sheet"),
    path("<int:pk>/tra-lai/", acts.send_back, name="return"),
    path("<int:pk>/rut-lai/<slug:step>/", acts.withdraw, name="withdraw"),
    path("<int:pk>/giao/", acts.assign, name="assign"),
    path("<int:pk>/minh-chung/", acts.evidence_add, name="evidence_add"),
    path("minh-chung/<int:pk>/", acts.evidence, name="evidence"),
    path("minh-chung/<int:pk>/rut/", acts.evidence_withdraw, name="evidence_withdraw"),
]
