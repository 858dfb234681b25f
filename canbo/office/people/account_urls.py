"""The addresses about one's own account: the few pages of allauth in use.

allauth reverses names we have no page for (sign-up, e-mail, reset by e-mail): they lead to the page that says who
helps instead.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from canbo.office.people.views.help import ask

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("khong-dang-nhap-duoc/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("bao-mat/", mfa.index, name="mfa_index"),
    path("bao-mat/dang-nhap/", mfa.authenticate, name="mfa_authenticate"),
    path("bao-mat/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bao-mat/ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("bao-mat/ung-dung/go/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("bao-mat/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("bao-mat/ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("bao-mat/ma-du-phong/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("quen-mat-khau/", ask, name="account_reset_password"),
    path("quen-mat-khau/", ask, name="account_signup"),
    path("quen-mat-khau/", ask, name="account_set_password"),
    path("quen-mat-khau/", ask, name="account_email"),
    path("quen-mat-khau/", ask, name="account_email_verification_sent"),
    path("quen-mat-khau/", ask, name="account_reset_password_done"),
]
