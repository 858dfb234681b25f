"""The addresses of personnel records, standards, personal data, under /ho-so/."""

from django.urls import path

from canbo.office.profiles.views import imports, meeting, personal, records, standards

app_name = "profiles"
urlpatterns = [
    path("", records.index, name="index"),
    path("nhay-cam/", records.sensitive_file, name="sensitive_file"),
    path("nhap/", imports.index, name="imports"),
    path("nhap/mau.xlsx", imports.template, name="import_template"),
    path("nhap/<int:pk>/", imports.page, name="import"),
    path("nhap/<int:pk>/ghi/", imports.carry_out, name="import_carry_out"),
    path("muc/<int:pk>/sua/", records.correct, name="entry_correct"),
    path("muc/<int:pk>/rut/", records.take_back, name="entry_withdraw"),
    path("tieu-chuan/", standards.index, name="standards"),
    path("tieu-chuan/nhap/", standards.upload, name="standard_upload"),
    path("tieu-chuan/mau.<slug:kind>", standards.template, name="standard_template"),
    path("tieu-chuan/chuc-danh/", standards.matching, name="titles"),
    path("tieu-chuan/<int:pk>/", standards.standard_set, name="standard_set"),
    path("tieu-chuan/<int:pk>/ap-dung/", standards.adopt, name="standard_adopt"),
    path("tieu-chuan/<int:pk>/thoi/", standards.end, name="standard_end"),
    path("dat-chuan/", meeting.index, name="meeting"),
    path("dat-chuan/danh-sach/", meeting.people, name="judged"),
    path("<int:pk>/dat-chuan/", meeting.why, name="why"),
    path("ve-toi/", personal.mine, name="mine"),
    path("ve-toi/tep.xlsx", personal.mine_file, name="mine_file"),
    path("ve-toi/yeu-cau/", personal.ask, name="ask"),
    path("yeu-cau/", personal.index, name="requests"),
    path("yeu-cau/<int:pk>/", personal.data_request, name="data_request"),
    path("yeu-cau/<int:pk>/xac-nhan/", personal.acknowledge, name="data_acknowledge"),
    path("yeu-cau/<int:pk>/gia-han/", personal.extend, name="data_extend"),
    path("yeu-cau/<int:pk>/tra-loi/", personal.answer, name="data_answer"),
    path("thoi-han-luu/", personal.kept, name="retention"),
    path("thoi-han-luu/<int:pk>/<slug:key>/", personal.keep, name="retention_set"),
    path("<int:pk>/", records.record, name="record"),
    path("<int:pk>/them/<slug:key>/", records.add, name="record_add"),
    path("<int:pk>/nhay-cam/", records.sensitive, name="sensitive"),
]
