"""The forms about one's own account, in Vietnamese: allauth has no Vietnamese of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

# The cookie that keeps the name typed for somebody who was asked to come back in some seconds (desk/outage.py).
TYPED_NAME = "canbo_typed_name"
TYPED_NAME_SECONDS = 120


def _word(form: Any, **labels: str) -> None:
    """Give fields their labels; the word in the empty box would only repeat them."""
    for name, label in labels.items():
        if field := form.fields.get(name):
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and TYPED_NAME in self.request.COOKIES:
            self.initial.setdefault("login", unquote(self.request.COOKIES[TYPED_NAME]))
        _word(
            self, login="Tên đăng nhập", password="Mật khẩu hoặc mã dùng một lần", remember="Giữ đăng nhập trên máy này"
        )


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = "Mã dùng một lần trên phiếu" if self.user.must_change else "Mật khẩu hiện tại"
        _word(self, oldpassword=current, password1="Mật khẩu mới", password2="Nhập lại mật khẩu mới")
        self.fields[
            "password1"
        ].help_text = "Ít nhất 10 ký tự, không phải từ quá quen thuộc. Một câu ngắn dễ nhớ là tốt nhất."


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password="Mật khẩu")


class FactorForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code="Mã 6 số trên ứng dụng, hoặc một mã dự phòng")


class FactorAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code="Mã 6 số trên ứng dụng, hoặc một mã dự phòng")


class ActivateForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code="Mã 6 số ứng dụng đang hiện")
