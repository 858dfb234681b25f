"""Addresses of the commitments room, under /cam-ket/."""

from django.urls import path

from canbo.office.commitments.views import acts, board, frameworks, opening, own, signing, token

app_name = "commitments"
urlpatterns = [
    path("", board.index, name="index"),
    path("danh-sach/", board.people, name="people"),
    path("danh-sach.xlsx", board.export, name="export"),
    path("mo-dot/", opening.opening, name="open"),
    path("cua-toi/", own.mine, name="mine"),
    path("cho-ky/", signing.waiting, name="waiting"),
    path("khung-nang-luc/", frameworks.index, name="frameworks"),
    path("khung-nang-luc/nhap/", frameworks.upload, name="framework_upload"),
    path("khung-nang-luc/nhap/mau.xlsx", frameworks.template, name="framework_template"),
    path("khung-nang-luc/nhap/<int:pk>/", frameworks.preview, name="framework_import"),
    path("khung-nang-luc/<int:pk>/", frameworks.framework, name="framework"),
    path("khung-nang-luc/<int:pk>/thoi-ap-dung/", frameworks.end, name="framework_end"),
    path("<int:pk>/", own.commitment, name="commitment"),
    path("<int:pk>/nhap/", own.draft, name="draft"),
    path("<int:pk>/ky/", signing.sign, name="sign"),
    path("<int:pk>/de-ky/", signing.paper_to_sign, name="paper_to_sign"),
    path("<int:pk>/ky-token/", token.begin, name="token_begin"),
    path("<int:pk>/ky-token/<int:row>/", token.end, name="token_end"),
    path("<int:pk>/tra-lai/", acts.send_back, name="return"),
    path("<int:pk>/rut/", acts.withdraw, name="withdraw"),
    path("<int:pk>/ban-cam-ket.<slug:kind>", acts.paper, name="paper"),
]
