"""Addresses of the opinions room, under /y-kien/."""

from django.urls import path

from canbo.office.opinions.views import campaigns, designing, draws, hall, public, results

app_name = "opinions"
urlpatterns = [
    path("", campaigns.index, name="campaigns"),
    path("dot/", campaigns.begin, name="begin"),
    path("dot/<int:pk>/", campaigns.campaign, name="campaign"),
    path("dot/<int:pk>/manifest.json", campaigns.manifest, name="manifest"),
    path("dot/<int:pk>/chot/", campaigns.freeze, name="freeze"),
    path("dot/<int:pk>/tep/<slug:kind>/", campaigns.bring, name="bring"),
    path("dot/<int:pk>/thoi-han/", designing.terms, name="terms"),
    path("dot/<int:pk>/giu-khoa/", designing.holders, name="holders"),
    path("dot/<int:pk>/cau-hoi/", designing.sets, name="sets"),
    path("dot/<int:pk>/cau-hoi/<slug:questions>/", designing.question, name="question_new"),
    path("dot/<int:pk>/cau-hoi/<slug:questions>/<slug:key>/", designing.question, name="question"),
    path("dot/<int:pk>/duoc-hoi/", designing.invited, name="invited"),
    path("dot/<int:pk>/ket-qua/", results.results, name="results"),
    path("dot/<int:pk>/ket-qua/<slug:key>/", results.subject, name="subject"),
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
