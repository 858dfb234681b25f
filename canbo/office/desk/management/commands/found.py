"""`canbo found`: the first body of an installation, with its first administrator and organisation officer."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.base.site import SiteCommand
from canbo.office.people.actions.accounts import new_code
from canbo.office.people.actions.units import found_agency
from canbo.office.people.models import Grant, Unit
from canbo.paperwork.dates import DateError, parse_date


class Command(SiteCommand):
    help = "Found a body with its own paper trail, and print one-time codes for its administrator and its officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the body's code, as in BD-VH")
        parser.add_argument("name", help="the body's name, as on its documents")
        parser.add_argument("--since", required=True, help="the day it exists from, as in 01/07/2025")
        parser.add_argument(
            "--party", action="store_true", help="a Party body: its documents carry the Party's heading"
        )
        parser.add_argument("--administrator", default="quantri", help="user name (default quantri)")
        parser.add_argument("--officer", default="tochuc", help="user name (default tochuc)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            since = parse_date(options["since"]).day
            if since is None:
                raise DateError("--since cần đủ ngày, tháng, năm, ví dụ 01/07/2025.")
            with transaction.atomic():
                unit = found_agency(
                    actor=None,
                    name=options["name"],
                    code=options["code"],
                    valid_from=since,
                    heading="party" if options["party"] else "state",
                )
                codes = {
                    options["administrator"]: self.account(options["administrator"], "administrator", unit),
                    options["officer"]: self.account(options["officer"], "officer", unit),
                }
        except (ActionError, DateError) as error:
            raise CommandError(str(error)) from None
        for username, code in codes.items():
            self.stdout.write(f"{username}  {code}  (mã dùng một lần, trong {settings.CODE_DAYS} ngày)")

    def account(self, username: str, role: str, unit: Unit) -> str:
        """Make an account that holds a role over the unit; its one-time code."""
        if Account.objects.filter(username=username).exists():
            raise ActionError(f"Tên đăng nhập “{username}” đã có. Hãy chọn tên khác (--administrator, --officer).")
        code = new_code()
        expires = timezone.now() + timedelta(days=settings.CODE_DAYS)
        account = Account.objects.create_user(username, code, must_change=True, code_expires=expires)
        Grant.objects.create(account=account, role=role, unit=unit, valid_from=unit.valid_from)
        return code
