"""Entries as an iCalendar file (RFC 5545): whole days, since a deadline is a day, whatever the reader's time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from canbo.office.agenda.entries import Entry


def calendar(entries: Iterable[Entry], *, day: date, host: str, absolute: Callable[[str], str]) -> bytes:
    """The file. The same entries on the same day give the same bytes. `inside` is left out: it names people.

    `absolute` makes an address of the site whole; `host` tells our identifiers from other systems'.
    """
    made = Calendar()
    made.add("prodid", "-//Canbo//Lich//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Canbo: hạn việc của tôi")
    made.add("refresh-interval", timedelta(hours=6))
    stamp = datetime.combine(day, time(), UTC)
    for entry in entries:
        if entry.day is not None:
            made.add_component(_event(entry, entry.day, stamp, host, absolute))
    return made.to_ical()


def _event(entry: Entry, day: date, stamp: datetime, host: str, absolute: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"Đã xong: {entry.what}" if entry.done else entry.what)
    event.add("description", entry.about)
    event.add("url", absolute(entry.url))
    event.add("categories", [entry.kind_label])
    event.add("transp", "TRANSPARENT")
    return event
