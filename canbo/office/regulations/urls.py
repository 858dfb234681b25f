"""Addresses of the regulations room, under /quy-dinh/."""

from django.urls import path

from canbo.office.regulations.views import announcing, drafts, reading, texts, trying

app_name = "regulations"
urlpatterns = [
    path("", reading.index, name="index"),
    path("<int:pk>/", reading.adoption, name="adoption"),
    path("<int:pk>/thoi-ap-dung/", reading.end, name="adoption_end"),
    path("van-ban/", reading.packs, name="packs"),
    path("van-ban/<slug:key>/", reading.pack, name="pack"),
    path("so-sanh/", trying.compare, name="compare"),
    path("thu-cham/", trying.tryout, name="tryout"),
    path("du-thao/", drafts.index, name="drafts"),
    path("du-thao/<int:pk>/", drafts.draft, name="draft"),
    path("du-thao/<int:pk>/luu/<slug:key>/", drafts.save_setting, name="draft_setting"),
    path("du-thao/<int:pk>/noi-dung/<slug:key>/", texts.items, name="draft_items"),
    path("du-thao/<int:pk>/noi-dung/<slug:key>/tep/", texts.items_file, name="draft_items_file"),
    path("du-thao/<int:pk>/noi-dung/<slug:key>/mau/", texts.items_template, name="draft_items_template"),
    path("du-thao/<int:pk>/cu-the-hoa/", texts.refinement, name="draft_refinement"),
    path("du-thao/<int:pk>/cu-the-hoa/tep/", texts.refinement_file, name="draft_refinement_file"),
    path("du-thao/<int:pk>/xem-truoc/", drafts.preview, name="draft_preview"),
    path("du-thao/<int:pk>/ban-hanh/", drafts.adopt, name="draft_adopt"),
    path("du-thao/<int:pk>/xoa/", drafts.discard, name="draft_discard"),
    path("thong-bao/", announcing.index, name="announcements"),
    path("thong-bao/moi/", announcing.create, name="announce"),
    path("thong-bao/<int:pk>/", announcing.page, name="announcement"),
    path("thong-bao/<int:pk>/da-doc/", announcing.acknowledge, name="acknowledge"),
    path("thong-bao/<int:pk>/tep/", announcing.file, name="announcement_file"),
]
