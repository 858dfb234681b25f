"""Writing the letters of a day: one digest a person at most, only to whom something is due. `canbo tick` calls it.

Everything is read and composed first; then one short transaction writes the round and its letters. Of two clocks at
once the database lets one write (`round_once_a_day`), and a person who moved between agencies that day still gets one
letter (`letter_once_a_day`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.agenda import digest, queries
from canbo.office.agenda.crowd import Crowd
from canbo.office.agenda.habits import Habit, habits
from canbo.office.agenda.models import Letter, Round
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import current, viewers
from canbo.office.people.models import Person, Posting

AT_ONCE = 500  # people asked about together


def write_due(now: datetime | None = None) -> int:
    """Write the letters of every agency whose hour has come today and whose letters are not written; how many.

    A round missed while the machine was off is made up for on the same day, never for a day gone by.
    """
    moment = timezone.localtime(now)
    day = moment.date()
    written = Round.objects.filter(day=day).values("agency")
    agencies = list(Agency.objects.exclude(pk__in=written).order_by("pk").values_list("pk", flat=True))
    chosen = habits(agencies)
    return sum(
        _write(pk, chosen[pk], moment) for pk in agencies if chosen[pk].enabled and moment.hour >= chosen[pk].hour
    )


def _write(agency_id: int, habit: Habit, moment: datetime) -> int:
    letters = list(_letters(agency_id, habit, moment))
    try:
        with transaction.atomic():
            Round.objects.create(agency_id=agency_id, day=moment.date(), letters=len(letters))
            Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)
    except IntegrityError:  # another clock wrote this round
        return 0
    return len(letters)


def _letters(agency_id: int, habit: Habit, moment: datetime) -> Iterator[Letter]:
    day = moment.date()
    people = _readers(agency_id, day)
    domain = urlsplit(settings.SITE).hostname or "localhost"
    for start in range(0, len(people), AT_ONCE):
        part = {person.account_id: person for person in people[start : start + AT_ONCE] if person.account_id}
        accounts = Account.objects.filter(pk__in=part).order_by("pk")
        crowd = Crowd(tuple(viewers((one for one in accounts if one.is_active), day)), day, pressing=True)
        for account, entries in queries.waiting(crowd).items():
            due = digest.pressing(entries, day, habit.days_before)
            if due:
                person = part[account]
                made = digest.compose(person.full_name, due, day)
                yield Letter(
                    person=person, agency_id=agency_id, day=day, address=person.email, subject=made.subject,
                    text=made.text, html=made.html, message_id=make_msgid(domain=domain), next_at=moment,
                )  # fmt: skip


def _readers(agency_id: int, day: date) -> Sequence[Person]:
    """The people of an agency, by primary post, with an address and an account, who did not say no."""
    held = Posting.objects.filter(current(day), primary=True, post__unit__agency=agency_id)
    rows = Person.objects.filter(pk__in=held.values("person"), account__isnull=False).exclude(email="")
    people = list(rows.order_by("pk"))
    unwanted = queries.unwanted(row.account_id for row in people if row.account_id)
    return [row for row in people if row.account_id not in unwanted]
