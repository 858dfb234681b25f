"""Pages about an agency's keys and trust list: seen by who seals or audits, changed by its administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import saved
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.views.common import act
from canbo.office.signatures import access, actions, keyring, queries
from canbo.office.signatures.forms import (
    ConfirmForm,
    KeyFileForm,
    KeyTokenForm,
    ReasonForm,
    RevocationForm,
    TrustForm,
)
from canbo.office.signatures.models import SealKey, Trusted
from canbo.office.signatures.views.choosing import choice, chosen


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, trust list and lists of revoked certificates of an agency (`?agency=`); `?q=` finds another one."""
    who = viewer(request)
    units = access.agencies(who)
    unit = chosen(request, units)
    context = choice(request, units) | {
        "unit": unit,
        "keys": queries.keys_of(unit.agency_id), "current": keyring.current(unit.agency_id),
        "trusted": queries.trusted_of(unit.agency_id), "lists": queries.lists_of(unit.agency_id),
        "keeps": access.may_keep_keys(who, unit.agency_id),
    }  # fmt: skip
    return render(request, "signatures/keys.html", context)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of a key, for programs that should know it. It holds no secret."""
    row = one(SealKey.objects.all(), pk=pk)
    need(access.may_see_keys(viewer(request), row.agency_id))
    return saved(row.pem, f"{row.subject}.pem", "application/x-pem-file")


@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest) -> HttpResponse:
    """Seal with a key that an authority issued."""
    who, unit = _keeper(request)
    form = KeyFileForm(request.POST or None, request.FILES or None)

    def run() -> str:
        given = form.cleaned_data
        actions.add_file(
            actor=who.account, agency_id=unit.agency_id, data=given["file"].read(), password=given["secret"]
        )
        return _back(unit)

    lead = "Khóa được mã hóa rồi cất trên máy chủ; mật khẩu của tệp không được lưu. Từ đó dấu đóng bằng khóa này."
    return _ask(request, form, run, unit, "Thêm khóa được cấp", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def add_token(request: HttpRequest) -> HttpResponse:
    """Seal with a key inside the server's token."""
    who, unit = _keeper(request)
    form = KeyTokenForm(request.POST or None)

    def run() -> str:
        actions.add_token(actor=who.account, agency_id=unit.agency_id, **form.cleaned_data)
        return _back(unit)

    lead = "Thiết bị phải đang cắm vào máy chủ. Khóa riêng không bao giờ rời thiết bị."
    return _ask(request, form, run, unit, "Thêm thiết bị ký", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """A new internal key."""
    who, unit = _keeper(request)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def run() -> str:
        actions.renew(actor=who.account, agency_id=unit.agency_id)
        return _back(unit)

    effects = [
        "Hệ thống tự tạo khóa mới, dùng từ bây giờ; khóa cũ vẫn giữ để kiểm tra văn bản đã đóng dấu.",
        "Con dấu nội bộ chứng tỏ văn bản không bị sửa; nó không do tổ chức chứng thực nào cấp.",
    ]
    return _ask(request, form, run, unit, "Tạo con dấu nội bộ mới", effects=effects)


@require_http_methods(["GET", "HEAD", "POST"])
def end_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal no more with a key."""
    who = viewer(request)
    row = one(SealKey.objects.all(), pk=pk)
    need(access.may_keep_keys(who, row.agency_id))
    unit = _root(row.agency_id)
    form = ReasonForm(request.POST or None)

    def run() -> str:
        actions.end_key(actor=who.account, key=row, **form.cleaned_data)
        return _back(unit)

    effects = ["Không văn bản nào được đóng dấu bằng khóa này nữa.", "Văn bản đã đóng dấu vẫn có giá trị."]
    return _ask(request, form, run, unit, "Thôi dùng khóa", lead=row.subject, effects=effects, danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def add_trusted(request: HttpRequest) -> HttpResponse:
    """Trust an authority, or one certificate."""
    who, unit = _keeper(request)
    form = TrustForm(request.POST or None, request.FILES or None)

    def run() -> str:
        actions.add_trusted(actor=who.account, agency_id=unit.agency_id, data=form.cleaned_data["file"].read())
        return _back(unit)

    lead = "Hãy lấy chứng thư từ trang chính thức của nơi cấp và đối chiếu số chứng thư trước khi thêm."
    return _ask(request, form, run, unit, "Thêm vào danh sách tin cậy", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def end_trusted(request: HttpRequest, pk: int) -> HttpResponse:
    """Trust an entry no more."""
    who = viewer(request)
    row = one(Trusted.objects.all(), pk=pk)
    need(access.may_keep_keys(who, row.agency_id))
    unit = _root(row.agency_id)
    form = ReasonForm(request.POST or None)

    def run() -> str:
        actions.end_trusted(actor=who.account, trusted=row, **form.cleaned_data)
        return _back(unit)

    effects = ["Chữ ký mới dựa vào mục này không được nhận nữa.", "Chữ ký đã nhận vẫn có giá trị theo ngày nhận."]
    return _ask(request, form, run, unit, "Thôi tin cậy", lead=row.subject, effects=effects, danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def add_list(request: HttpRequest) -> HttpResponse:
    """A new list of revoked certificates."""
    who, unit = _keeper(request)
    form = RevocationForm(request.POST or None, request.FILES or None)

    def run() -> str:
        given = form.cleaned_data["file"]
        actions.add_list(actor=who.account, agency_id=unit.agency_id, data=given.read(), name=given.name)
        return _back(unit)

    return _ask(request, form, run, unit, "Cập nhật danh sách thu hồi")


def _keeper(request: HttpRequest) -> tuple[Viewer, Unit]:
    """The administrator and the agency of `?agency=`; 404 for anybody else."""
    who = viewer(request)
    return who, chosen(request, access.kept(who))


def _root(agency_id: int) -> Unit:
    found = access.root(agency_id)
    need(found is not None)
    assert found is not None
    return found


def _back(unit: Unit) -> str:
    return f"{reverse('signatures:keys')}?agency={unit.agency_id}"


def _ask(
    request: HttpRequest, form: forms.Form, run: Callable[[], str], unit: Unit, verb: str, **extra: Any
) -> HttpResponse:
    crumbs = [{"label": f"Khóa và tin cậy: {unit.name}", "url": _back(unit)}]
    return act(request, form, run, heading=verb, submit=verb, cancel=_back(unit), crumbs=crumbs, **extra)
