"""The addresses of training."""

from django.urls import path

from canbo.office.training.views import choosing, courses, keeping, lists, own, plans

app_name = "training"
urlpatterns = [
    path("nhu-cau/", lists.needs, name="needs"),
    path("luot/", lists.turns, name="turns"),
    path("luot/nhap/", keeping.upload, name="import_new"),
    path("luot/nhap/mau/", keeping.template, name="template"),
    path("luot/nhap/<int:pk>/", keeping.preview, name="import"),
    path("luot/<int:pk>/rut/", courses.drop, name="drop"),
    path("luot/<int:pk>/ket-qua/", courses.result, name="result"),
    path("luot/<int:pk>/den-bu/", courses.pay_back, name="pay_back"),
    path("luot/<int:pk>/ban-tinh/<slug:ending>/", own.paper, name="service_paper"),
    path("ke-hoach/", plans.index, name="plans"),
    path("ke-hoach/moi/", plans.new, name="plan_new"),
    path("ke-hoach/<int:pk>/", plans.plan, name="plan"),
    path("ke-hoach/<int:pk>/van-ban/", plans.paper, name="plan_paper"),
    path("ke-hoach/<int:pk>/lop-moi/", plans.course_of_plan, name="plan_course"),
    path("lop/moi/", plans.course_new, name="course_new"),
    path("lop/<int:pk>/", courses.course, name="course"),
    path("lop/<int:pk>/cu/", courses.send, name="send"),
    path("lop/<int:pk>/huy/", plans.call_off, name="call_off"),
    path("cua-toi/", own.mine, name="mine"),
    path("nguoi/<int:pk>/", own.person, name="person"),
    path("quy-dinh/", choosing.index, name="choices"),
    path("quy-dinh/<slug:instrument>/", choosing.change, name="choose"),
]
