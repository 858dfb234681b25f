"""`canbo code`: a new one-time code for an account that nobody in the office may help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.base.site import SiteCommand
from canbo.office.people.actions.accounts import issue_from_server


class Command(SiteCommand):
    help = "Print a new one-time code for an account; its old password ends. For officers and administrators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username=options["username"].strip().lower()).first()
        if account is None:
            raise CommandError(f"Không có tài khoản “{options['username']}”.")
        try:
            code = issue_from_server(account=account)
        except ActionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{account.username}  {code}  (mã dùng một lần, trong {settings.CODE_DAYS} ngày)")
