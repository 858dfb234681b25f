"""An office of thirteen in the town: what the journey of work needs before and between its steps, through the actions.

Run inside the data folder of the served product (`server.within`), since a person clicking twelve times over what one
has shown would only take longer.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from canbo.office.base.models import Account
from canbo.office.evaluations.actions import open_with_sheets
from canbo.office.people.models import Person, Post, Posting, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.work import actions
from canbo.office.work.models import Act, Assignment
from canbo.paperwork.names import search_key, sort_key
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import PASSWORD, START, Town, build

NEWCOMERS = ("Ánh Dương", "Bảo Châu", "Cẩm Ly", "Đan Thanh", "Gia Hân", "Hải Yến", "Khánh Vân", "Minh Tú")


def last_month() -> Period:
    """The month that is over: whatever day the test runs, its days have passed."""
    end = timezone.localdate().replace(day=1) - timedelta(days=1)
    return Period("month", end.year, end.month)


def settle() -> None:
    """The town, eight more specialists in its office, Decree 335 in force."""
    town = build()
    for number, given in enumerate(NEWCOMERS, start=101):
        _join(town, number, f"Vũ {given}")
    commitment = {"commitment_day": {"month": 1, "day": 30}}
    adopted.adopt(town, settings=adopted.CIVIL | commitment)


def _join(town: Town, number: int, name: str) -> None:
    person = Person.objects.create(
        code=f"CB{number:04d}", full_name=name, sort_key=sort_key(name), search_key=search_key(name),
        account=Account.objects.create_user(f"cb{number}", PASSWORD), invented=True,
    )  # fmt: skip
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    Posting.objects.create(person=person, post=post, kind="civil_servant", task_group="Tham mưu", valid_from=START)


def hand_in() -> None:
    """Of work nothing has been handed in of: its person accepts it, and hands it in the day before it was due."""
    begun = Act.objects.filter(kind="deliver").values("assignment")
    for row in Assignment.objects.exclude(pk__in=begun).select_related("person__account").order_by("id"):
        assert row.person.account is not None
        actions.accept(actor=row.person.account, assignments=[row.pk])
        actions.deliver(
            actor=row.person.account, assignment=row.pk, pieces=row.quantity, day=row.due - timedelta(days=1)
        )


def open_month() -> None:
    """The ward's officer opens last month's evaluation."""
    month = last_month()
    ward = Unit.objects.get(name="Phường An Bình")
    ahead = timezone.localdate() + timedelta(days=5)
    open_with_sheets(
        actor=Account.objects.get(username="trang"), unit=ward, adoption=Adoption.objects.get(unit=ward), period=month,
        deadlines={"self": ahead, "review": ahead, "decide": ahead},
    )  # fmt: skip


def day(number: int) -> date:
    """A day of the month that is over."""
    return last_month().starts.replace(day=number)
