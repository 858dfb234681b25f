"""Forms about accounts, roles and delegations."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField, today
from canbo.office.people.forms.picking import PersonField
from canbo.office.people.models import Grant
from canbo.office.people.queries.accounts import STATES
from canbo.office.people.queries.roles import deputies, heads_to_delegate

STYLES = [("name", "Tên và chữ cái đầu của họ đệm (hantt)"), ("code", "Mã số cán bộ, nếu có")]


class AccountsForm(forms.Form):
    """The filters of the list of accounts."""

    q = forms.CharField(label="Họ tên, tên đăng nhập", required=False)
    unit = UnitField(label="Đơn vị", required=False)
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *STATES])


class OpenForm(forms.Form):
    """How accounts are made for whoever has none."""

    style = forms.ChoiceField(label="Tên đăng nhập theo", choices=STYLES)


class TechnicalForm(forms.Form):
    """A further administrator who is on no roster."""

    username = forms.RegexField(
        label="Tên đăng nhập", regex=r"^[a-z0-9][a-z0-9._-]{2,49}$", help_text="Chữ thường không dấu, số, dấu . _ -",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số và . _ -, từ 3 đến 50 ký tự."},
    )  # fmt: skip
    unit = UnitField(label="Quản trị đơn vị", help_text="Đơn vị này và mọi đơn vị trực thuộc.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(viewer.paths("administrator"), viewer.day)  # type: ignore[attr-defined]


class GrantsForm(forms.Form):
    """The filters of the list of roles."""

    q = forms.CharField(label="Họ tên, tên đăng nhập", required=False)
    role = forms.ChoiceField(label="Vai trò", required=False, choices=[("", "Tất cả"), *Grant.ROLES])
    past = forms.BooleanField(label="Kể cả đã kết thúc", required=False)


class GrantForm(forms.Form):
    """A role for an account over a unit."""

    account = forms.CharField(label="Tên đăng nhập", max_length=60)
    role = forms.ChoiceField(label="Vai trò", choices=Grant.ROLES)
    unit = UnitField(label="Đơn vị", help_text="Vai trò có hiệu lực ở đơn vị này và mọi đơn vị trực thuộc.")
    valid_from = DayField(label="Từ ngày", initial=today)
    valid_to = DayField(label="Đến trước ngày", required=False, help_text="Để trống nếu chưa định ngày kết thúc.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(viewer.paths("administrator"), viewer.day)  # type: ignore[attr-defined]

    def clean_account(self) -> Account:
        found = Account.objects.filter(username=self.cleaned_data["account"].strip().lower()).first()
        if found is None:
            raise forms.ValidationError("Không có tài khoản này. Hãy kiểm tra tên đăng nhập hoặc tạo tài khoản trước.")
        return found


class RoleEndForm(forms.Form):
    day = DayField(label="Kết thúc từ ngày", initial=today, help_text="Ngày đầu tiên không còn vai trò.")


class DelegationForm(forms.Form):
    """Who acts for which head, from when to when, by what document."""

    principal = PersonField(label="Người đứng đầu")
    deputy = PersonField(label="Người phụ trách, làm thay")
    valid_from = DayField(label="Từ ngày", initial=today)
    until = DayField(label="Đến hết ngày")
    document = forms.CharField(
        label="Văn bản", max_length=200, help_text="Số, ngày của văn bản ủy quyền, giao phụ trách."
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"].offer(heads_to_delegate(viewer), viewer)  # type: ignore[attr-defined]
        self.fields["deputy"].offer(deputies(viewer), viewer)  # type: ignore[attr-defined]
