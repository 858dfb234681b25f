"""The addresses of headcount and arrangement, under /can-bo/."""

from django.urls import path

from canbo.office.talent.views import arrangement, structure

app_name = "structure"
urlpatterns = [
    path("bien-che/", structure.index, name="index"),
    path("bien-che/nhap/", structure.upload, name="upload"),
    path("bien-che/nhap/mau.xlsx", structure.template, name="template"),
    path("bien-che/<int:pk>/", structure.unit, name="unit"),
    path("bien-che/<int:pk>/giao/", structure.set_unit, name="set_unit"),
    path("bo-tri/", arrangement.index, name="arrangements"),
    path("bo-tri/moi/", arrangement.new, name="arrangement_new"),
    path("bo-tri/<int:pk>/", arrangement.page, name="arrangement"),
    path("bo-tri/<int:pk>/quyet-dinh/", arrangement.decide, name="arrangement_decide"),
    path("bo-tri/<int:pk>/rut/", arrangement.drop, name="arrangement_drop"),
]
