from django.urls import path

from canbo.office.results.views import cycles, deciding, lists, own, papers, petitions, recorded, sheets

app_name = "results"
urlpatterns = [
    path("", cycles.index, name="index"),
    path("ky/<int:pk>/", deciding.cycle, name="cycle"),
    path("ky/<int:pk>/chot/", cycles.close, name="close"),
    path("ky/<int:pk>/cong-bo/", cycles.publish, name="publish"),
    path("ky/<int:pk>/danh-sach/", lists.roster, name="roster"),
    path("ky/<int:pk>/van-ban/", papers.documents, name="documents"),
    path("phieu/<int:pk>/", sheets.result, name="result"),
    path("phieu/<int:pk>/giai-trinh/", sheets.trace, name="trace"),
    path("phieu/<int:pk>/ho-so.json", sheets.dossier, name="dossier"),
    path("phieu/<int:pk>/sua/", sheets.correct, name="correct"),
    path("phieu/<int:pk>/can-cu/", recorded.of_sheet, name="sheet_grounds"),
    path("phieu/<int:pk>/van-ban/", papers.papers, name="papers"),
    path("phieu/<int:pk>/van-ban/<slug:kind>.<slug:ending>", papers.paper, name="paper"),
    path("cua-toi/", own.mine, name="mine"),
    path("thong-bao/<int:pk>/da-nhan/", own.receive, name="receive"),
    path("thong-bao/<int:pk>/kien-nghi/", own.petition, name="petition_new"),
    path("kien-nghi/", petitions.petitions, name="petitions"),
    path("kien-nghi/<int:pk>/", petitions.petition, name="petition"),
    path("kien-nghi/<int:pk>/tep/", petitions.file, name="petition_file"),
    path("can-cu/", recorded.index, name="grounds"),
    path("can-cu/nguoi/<int:pk>/", recorded.person, name="ground_person"),
    path("can-cu/don-vi/<int:pk>/", recorded.unit, name="ground_unit"),
    path("can-cu/<int:pk>/huy/", recorded.revoke, name="ground_revoke"),
]
