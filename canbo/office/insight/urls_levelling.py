"""Addresses against levelling, under /buc-tranh/cao-bang/."""

from django.urls import path

from canbo.office.insight.views import levelling

patterns = [
    path("cao-bang/", levelling.index, name="levelling"),
    path("cao-bang/xem-xet/", levelling.examine, name="examine"),
    path("cao-bang/nguoi-cham/", levelling.evaluators, name="evaluators"),
    path("cao-bang/cua-toi/", levelling.own, name="own_marking"),
    path("cao-bang/<int:pk>/", levelling.examined, name="examined"),
    path("cao-bang/<int:pk>/phieu/<slug:signal>/", levelling.evidence, name="evidence"),
]
