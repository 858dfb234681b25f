"""How allauth meets our accounts: no sign-up, no e-mail; a changed code stops being a one-time code."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from canbo.office.people import secrets

TOO_MANY = "Thử sai quá nhiều lần. Hãy chờ một lúc rồi thử lại."
WRONG_CODE = "Mã không đúng hoặc đã cũ. Hãy nhập mã ứng dụng đang hiện."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "Tên đăng nhập hoặc mật khẩu không đúng. Quên mật khẩu thì nhờ cán bộ tổ chức của đơn vị cấp lại mã."
        ),
        "enter_current_password": "Mật khẩu hoặc mã hiện tại không đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "same_as_current": "Hãy chọn mật khẩu khác mật khẩu đang dùng.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def set_password(self, user: Any, password: str) -> None:
        user.must_change = False
        user.code_expires = None
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)
