"""The addresses of structure, programmes, planning."""

from django.urls import path

from canbo.office.talent.views import (
    planning_lines,
    planning_papers,
    planning_public,
    planning_settings,
    planning_steps,
    plans,
    programmes,
)

app_name = "talent"
urlpatterns = [
    path("quy-hoach/", plans.index, name="plans"),
    path("quy-hoach/moi/", plans.new, name="plan_new"),
    path("quy-hoach/cua-toi/", planning_public.mine, name="plan_mine"),
    path("quy-hoach/thiet-lap/", planning_settings.index, name="plan_settings"),
    path("quy-hoach/thiet-lap/<slug:instrument>/", planning_settings.change, name="plan_setting"),
    path("quy-hoach/<int:pk>/", plans.page, name="plan"),
    path("quy-hoach/<int:pk>/chuc-danh/", plans.post_new, name="plan_post"),
    path("quy-hoach/<int:pk>/dua-vao/", plans.entry_new, name="plan_entry"),
    path("quy-hoach/<int:pk>/nhap/", planning_papers.upload, name="plan_import"),
    path("quy-hoach/<int:pk>/nhap/mau.xlsx", planning_papers.template, name="plan_template"),
    path("quy-hoach/<int:pk>/kiem-tra/", plans.checked, name="plan_check"),
    path("quy-hoach/<int:pk>/chin-o/", plans.boxes, name="plan_boxes"),
    path("quy-hoach/<int:pk>/buoc/", planning_steps.new, name="plan_step"),
    path("quy-hoach/<int:pk>/cong-khai/", planning_public.index, name="plan_public"),
    path("quy-hoach/<int:pk>/cong-khai/moi/", planning_public.publish, name="plan_publish"),
    path("quy-hoach/<int:pk>/phe-duyet/", planning_public.approve, name="plan_approve"),
    path("quy-hoach/<int:pk>/van-ban/", planning_papers.index, name="plan_papers"),
    path("quy-hoach/bien-ban/<int:pk>/", planning_steps.minutes, name="plan_minutes"),
    path("quy-hoach/danh-sach/<int:pk>/", planning_public.published, name="plan_published"),
    path("quy-hoach/y-kien/<int:pk>/tra-loi/", planning_public.answer, name="plan_answer"),
    path("quy-hoach/bao-tin/<int:pk>/da-xem/", planning_public.read, name="plan_read"),
    path("quy-hoach/dong/<int:pk>/", planning_lines.candidate, name="candidate"),
    path("quy-hoach/dong/<int:pk>/dua-vao/", planning_lines.put_in, name="candidate_in"),
    path("quy-hoach/dong/<int:pk>/dua-ra/", planning_lines.take_out, name="candidate_out"),
    path("quy-hoach/dong/<int:pk>/xac-nhan/", planning_lines.confirm, name="candidate_confirm"),
    path("quy-hoach/dong/<int:pk>/trien-vong/", planning_lines.potential, name="candidate_potential"),
    path("chuong-trinh/", programmes.index, name="programmes"),
    path("chuong-trinh/moi/", programmes.new, name="programme_new"),
    path("chuong-trinh/<int:pk>/", programmes.page, name="programme"),
    path("chuong-trinh/<int:pk>/chi-tieu/", programmes.target_new, name="programme_target_new"),
    path("chuong-trinh/<int:pk>/tong-ket/", programmes.review, name="programme_review"),
    path("chuong-trinh/<int:pk>/van-ban/", programmes.papers, name="programme_papers"),
    path("chuong-trinh/chi-tieu/<int:pk>/", programmes.target, name="programme_target"),
    path("chuong-trinh/chi-tieu/<int:pk>/dieu-chinh/", programmes.target_correct, name="programme_target_correct"),
]
