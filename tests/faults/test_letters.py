"""Letters when two clocks strike together, and when the worker dies between the mail server's word and our mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from canbo.office.agenda import actions
from canbo.office.agenda.habits import Habit
from canbo.office.agenda.models import Letter, Round
from canbo.office.base import jobs
from canbo.office.people.models import Person
from tests.faults.place import CANBO, Place
from tests.office.agenda.mailbox import Mailbox, mailbox
from tests.office.evaluations import month
from tests.town import Town


@pytest.fixture
def box(monkeypatch: Any) -> Iterator[Mailbox]:
    """A real mail server the processes of this place send to."""
    with mailbox() as made:
        monkeypatch.setenv("CANBO_SMTP_URL", f"smtp://127.0.0.1:{made.port}")
        yield made


@pytest.fixture
def due(place: Place, town: Town) -> Town:
    """Nam and Mai must score by tomorrow; the ward's letters may be written from midnight on."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    month.opened(town, due=dict.fromkeys(month.DUE, tomorrow))
    actions.set_habit(actor=town.accounts["trang"], unit=town.units["ward"], habit=Habit(hour=0))
    for key in ("nam", "mai"):
        Person.objects.filter(pk=town.persons[key].pk).update(email=f"{key}@phuong.example.vn")
    return town


def states() -> list[str]:
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


def test_two_clocks_at_once_write_one_letter_each(due: Town, place: Place) -> None:
    place.at_once('FROM "notice"', command=("tick",))
    wrote = Round.objects.filter(agency=due.units["ward"].agency_id).values_list("letters", flat=True)
    assert (list(wrote), states()) == ([2], ["waiting", "waiting"])


def test_killed_between_the_servers_word_and_our_mark_one_letter_is_repeated_once(
    due: Town, place: Place, box: Mailbox
) -> None:
    """The only window. The repetition carries the same Message-ID; every other letter goes out once."""
    place.run(*CANBO, "tick")
    place.killed_at('UPDATE "letter" SET .*"sent_at"')
    assert (states(), len(box.letters)) == (["sending", "waiting"], 1)
    again(place)
    assert (states(), len(box.letters)) == (["sending", "sent"], 2)
    Letter.objects.filter(state="sending").update(next_at=timezone.now())  # a quarter of an hour later
    again(place)
    again(place)
    ids = [str(letter["Message-ID"]) for letter in box.letters]
    assert (states(), ids) == (["sent", "sent"], [ids[0], ids[1], ids[0]])
    assert ids[0] != ids[1]


def again(place: Place) -> None:
    """The family starts anew, the clock strikes, the worker works."""
    jobs.revive()
    place.run(*CANBO, "tick")
    place.work()
