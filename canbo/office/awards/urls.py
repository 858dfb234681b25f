"""The addresses of commendation."""

from django.urls import path

from canbo.office.awards.views import choosing, given, papers, qualify, records, rounds

app_name = "awards"
urlpatterns = [
    path("", qualify.index, name="index"),
    path("cua-toi/", qualify.mine, name="mine"),
    path("nguoi/<int:pk>/", qualify.person, name="person"),
    path("tap-the/<int:pk>/", qualify.collective, name="collective"),
    path("ghi-nhan/", records.index, name="facts"),
    path("ghi-nhan/nguoi/<int:pk>/", records.about_person, name="fact_person"),
    path("ghi-nhan/tap-the/<int:pk>/", records.about_collective, name="fact_collective"),
    path("ghi-nhan/<int:pk>/huy/", records.revoke, name="fact_revoke"),
    path("ghi-nhan/ca-don-vi/", records.conduct, name="conduct"),
    path("ghi-nhan/nhap/", records.upload, name="import_new"),
    path("ghi-nhan/nhap/mau/", records.template, name="template"),
    path("ghi-nhan/nhap/<int:pk>/", records.preview, name="import"),
    path("quy-che/", choosing.index, name="rules"),
    path("quy-che/<slug:instrument>/", choosing.change, name="rules_change"),
    path("dot/", rounds.index, name="rounds"),
    path("dot/moi/", rounds.new, name="round_new"),
    path("dot/<int:pk>/", rounds.page, name="round"),
    path("dot/<int:pk>/de-nghi/", rounds.candidates, name="candidates"),
    path("dot/<int:pk>/hop/", rounds.council, name="council"),
    path("dot/<int:pk>/quyet-dinh/", rounds.decide, name="decide"),
    path("dot/<int:pk>/van-ban/", papers.index, name="papers"),
    path("de-nghi/<int:pk>/rut/", rounds.drop, name="drop"),
    path("da-khen/", given.index, name="awards"),
    path("da-khen/<int:pk>/huy/", given.withdraw, name="withdraw"),
    path("da-khen/<int:pk>/<slug:ending>/", papers.certificate, name="certificate"),
]
