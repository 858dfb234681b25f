"""Forms of the signatures room. They read what was given; the actions decide."""

from __future__ import annotations

from django import forms

from canbo.office.signatures.models import Signature

CERTIFICATES = ".cer,.crt,.pem,.der,.p7b,.p7c"


def chosen_file(label: str, accept: str, hint: str) -> forms.FileField:
    """A file to choose, of these endings."""
    return forms.FileField(
        label=label, help_text=hint, widget=forms.ClearableFileInput(attrs={"accept": accept}),
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp rỗng. Hãy chọn lại tệp."},
    )  # fmt: skip


def password_field(label: str = "Mật khẩu của bạn") -> forms.CharField:
    """The password, asked again."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, widget=widget)


class ListForm(forms.Form):
    """The filters of the list of signatures."""

    q = forms.CharField(label="Văn bản, người ký", required=False)
    way = forms.ChoiceField(label="Cách ký", required=False, choices=[("", "Tất cả"), *Signature.WAYS])


class AgencyForm(forms.Form):
    """Another agency, by its name or code; asked only of who has several."""

    q = forms.CharField(label="Tìm cơ quan", required=False)


class CheckForm(forms.Form):
    """A PDF to check."""

    file = chosen_file("Tệp PDF", ".pdf", "Tệp chỉ được đọc để kiểm tra, không lưu lại.")


class ClaimForm(forms.Form):
    """One's own certificate."""

    file = chosen_file(
        "Tệp chứng thư hoặc PDF đã ký", f"{CERTIFICATES},.pdf",
        "Tệp .cer, .crt, .pem do nơi cấp giao; hoặc một tệp PDF bất kỳ đã ký bằng chứng thư đó.",
    )  # fmt: skip


class RuleForm(forms.Form):
    """Why a certificate is not confirmed, or no longer."""

    reason = forms.CharField(
        label="Lý do", max_length=300, required=False, help_text="Phải ghi khi không xác nhận hoặc thôi dùng."
    )


class ReasonForm(forms.Form):
    """An act that must say why."""

    reason = forms.CharField(label="Lý do", max_length=300)


class ConfirmForm(forms.Form):
    """An act that only needs a second look."""


class KeyFileForm(forms.Form):
    """A key that an authority issued."""

    file = chosen_file("Tệp khóa", ".p12,.pfx", "Tệp .p12 hoặc .pfx gồm khóa riêng, chứng thư và chuỗi cấp.")
    secret = password_field("Mật khẩu của tệp khóa")


class KeyTokenForm(forms.Form):
    """A key inside the server's token."""

    token = forms.CharField(label="Nhãn thiết bị", max_length=80, help_text="Đúng như phần mềm của thiết bị hiện.")
    label = forms.CharField(label="Nhãn khóa", max_length=80, help_text="Nhãn chung của khóa riêng và chứng thư.")


class TrustForm(forms.Form):
    """Certificates to trust."""

    file = chosen_file(
        "Tệp chứng thư", CERTIFICATES,
        "Chứng thư của nơi cấp: từ đó mọi chứng thư nơi đó cấp được tin. Chứng thư khác: chỉ tin chính nó.",
    )  # fmt: skip


class RevocationForm(forms.Form):
    """A list of revoked certificates."""

    file = chosen_file("Danh sách thu hồi", ".crl", "Tải từ trang của nơi cấp chứng thư; nên cập nhật mỗi tuần.")


class BatchForm(forms.Form):
    """Papers to put the agency's seal on."""

    file = chosen_file("Tệp", ".zip,.pdf", "Một tệp PDF, hoặc một tệp nén .zip có tới 2.000 tệp PDF, 100 MB.")
    position = forms.CharField(
        label="Dòng thứ hai của dấu", max_length=120, required=False, help_text="Ví dụ: Phòng Nội vụ."
    )
    reason = forms.CharField(label="Lý do", max_length=300)
    password = password_field()
