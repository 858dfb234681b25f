"""Slips with one-time log-in codes, to cut out and hand over in person."""

from __future__ import annotations

from canbo.paperwork.dates import short_date
from canbo.paperwork.documents.blocks import Paper, Slip, Slips
from canbo.paperwork.documents.model import AccountSlip, AccountSlips


def compose(document: AccountSlips) -> Paper:
    slips = tuple(_slip(document, slip) for slip in document.slips)
    return Paper(
        title=f"Phiếu tài khoản - {document.office}",
        blocks=(Slips(slips),),
        size=11,
        margins=(12, 12, 12, 12),
        page_numbers=False,
    )


def _slip(document: AccountSlips, slip: AccountSlip) -> Slip:
    pairs = [
        ("Họ và tên", slip.full_name),
        ("Đơn vị", slip.unit_name),
        ("Địa chỉ", document.address),
        ("Tên đăng nhập", slip.login),
    ]
    small = list(document.instructions)
    if document.valid_until:
        small.insert(0, f"Mã dùng một lần, có hiệu lực đến hết ngày {short_date(document.valid_until)}.")
    return Slip(document.office, tuple(pairs), ("Mã đăng nhập", slip.code), tuple(small), document.address)
