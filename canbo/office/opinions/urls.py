"""Addresses of the opinions room, under /y-kien/."""

from django.urls import path

from canbo.office.opinions.views import draws, hall, public

app_name = "opinions"
urlpatterns = [
    path("boc-tham/", draws.index, name="draws"),
    path("boc-tham/danh-sach/", draws.frame_new, name="frame_new"),
    path("boc-tham/danh-sach/mau.xlsx", draws.frame_template, name="frame_template"),
    path("boc-tham/danh-sach/tu-don-vi/<int:pk>/", draws.frame_units, name="frame_units"),
    path("boc-tham/danh-sach/<int:pk>/", draws.frame, name="frame"),
    path("boc-tham/danh-sach/<int:pk>/phuong-an/", draws.plan, name="plan"),
    path("boc-tham/<int:pk>/", draws.draw, name="draw"),
    path("boc-tham/<int:pk>/bien-ban.<slug:kind>", draws.minutes, name="minutes"),
    path("boc-tham/<int:pk>/hoi-truong/", hall.hall, name="hall"),
    path("boc-tham/<int:pk>/cam-ket/", hall.commit, name="commit"),
    path("boc-tham/<int:pk>/mo-so/", hall.reveal, name="reveal"),
    path("boc-tham/<int:pk>/ket-qua/", hall.finish, name="finish"),
    path("cong-khai/<slug:plan_hash>/", public.page, name="public"),
    path("cong-khai/<slug:plan_hash>/gop-so/", public.digits, name="public_digits"),
    path("cong-khai/<slug:plan_hash>/record.json", public.record, name="public_record"),
    path("cong-khai/<slug:plan_hash>/frame.csv", public.frame, name="public_frame"),
    path("cong-khai/<slug:plan_hash>/verify_draw.py", public.script, name="public_script"),
]
