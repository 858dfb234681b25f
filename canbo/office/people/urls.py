from django.urls import path

from canbo.office.people.views import accounts, changes, imports, persons, posts, roles, units

app_name = "people"
urlpatterns = [
    path("don-vi/", units.index, name="units"),
    path("don-vi/them/", units.create, name="unit_create"),
    path("don-vi/<int:pk>/", units.page, name="unit"),
    path("don-vi/<int:pk>/thay-doi/", changes.change, name="unit_change"),
    path("don-vi/<int:pk>/chuc-vu/", posts.create, name="post_create"),
    path("chuc-vu/<int:pk>/ket-thuc/", posts.end, name="post_end"),
    path("nguoi/", persons.index, name="persons"),
    path("nguoi/them/", persons.create, name="person_create"),
    path("nguoi/<int:pk>/", persons.page, name="person"),
    path("nguoi/<int:pk>/sua/", persons.edit, name="person_edit"),
    path("nguoi/<int:pk>/vi-tri/", persons.add_posting, name="posting_add"),
    path("vi-tri/<int:pk>/ket-thuc/", persons.posting_end, name="posting_end"),
    path("vi-tri/<int:pk>/thay-doi/", persons.posting_change, name="posting_change"),
    path("nhap/", imports.index, name="imports"),
    path("nhap/mau/", imports.template, name="import_template"),
    path("nhap/<int:pk>/", imports.page, name="import"),
    path("nhap/<int:pk>/thuc-hien/", imports.carry_out, name="import_carry_out"),
    path("nhap/<int:pk>/tep/", imports.file, name="import_file"),
    path("tai-khoan/", accounts.index, name="accounts"),
    path("tai-khoan/vai-tro/", accounts.role_holders, name="role_accounts"),
    path("tai-khoan/tao/", accounts.open_missing, name="accounts_open"),
    path("tai-khoan/cap-lai/", accounts.reissue, name="accounts_reissue"),
    path("tai-khoan/<int:pk>/", accounts.act, name="account_act"),
    path("vai-tro/", roles.grants, name="grants"),
    path("vai-tro/<int:pk>/ket-thuc/", roles.grant_end, name="grant_end"),
    path("uy-quyen/", roles.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/ket-thuc/", roles.delegation_end, name="delegation_end"),
]
