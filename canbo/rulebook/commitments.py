"""The year's commitment (bản cam kết): by when it is signed. No clock: whoever asks brings the year."""

from __future__ import annotations

from datetime import date, timedelta

from canbo.rulebook import amounts
from canbo.rulebook.model import Commitment, DayOfYear, Rules
from canbo.rulebook.reader import NO_HOLE, Reader
from canbo.rulebook.source import Node


def last_day(rules: Rules, year: int) -> date | None:
    """The last day on which the commitment of a year is signed in time; None where the rules set none.

    A day outside the instrument's own force binds nobody: a set that came into force on 24 February had no deadline
    on 29 January of that year.
    """
    rule = rules.commitment
    named = rule.years.get(str(year), rule.every) if rule is not None else None
    if rule is None or named is None:
        return None
    found = date(year, named.month, named.day) - timedelta(days=rule.strict)
    ends = rules.instrument.ends
    return found if rules.instrument.in_force <= found and (ends is None or found <= ends) else None


def read(node: Node | None, reader: Reader) -> Commitment | None:
    """The `commitment` section; None where there is none, or where an optional setting leaves it open."""
    if node is None or node.is_null:
        return None
    given = node.fields(("strict", "cite"), ("every", "years"))
    every = _day(given["every"], reader) if "every" in given else None
    years = {key: _day(entry, reader) for key, entry in given["years"].entries().items()} if "years" in given else {}
    for key, entry in given["years"].entries().items() if "years" in given else ():
        if not (key.isascii() and key.isdigit() and len(key) == 4):
            raise entry.fail(f"“{key}” không phải là năm", "năm bốn chữ số, như 2021")
    cite = reader.cite(given["cite"], None, node)
    kept = {key: found for key, found in years.items() if found is not None}
    if every is None and not kept:
        return None
    return Commitment(every, kept, reader.flag(given["strict"]), cite)


def _day(node: Node, reader: Reader) -> DayOfYear | None:
    """A day and month, or what a setting says; None where null or left open."""
    filled = reader.fill(node, "day_of_year")
    if filled is not NO_HOLE:
        return DayOfYear(**filled) if isinstance(filled, dict) else None
    if node.is_null:
        return None
    given = node.fields(("month", "day"))
    value = {"month": reader.count(given["month"]), "day": reader.count(given["day"])}
    if problem := amounts.day_of_year_fault(value):
        raise node.fail("ngày không hợp lệ", problem)
    return DayOfYear(**value)
