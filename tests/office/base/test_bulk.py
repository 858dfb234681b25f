"""Rows written in bulk are the rows that objects written one by one would be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from canbo.office.base import bulk, journal
from canbo.office.base.models import Event
from canbo.office.evaluations.models import Marking, State
from tests.office.evaluations import month
from tests.town import Town

ODD = 'tab\t, xuống\ndòng, "nháy", \\N, NULL, đủ dấu ế'


def values(row: Any, *but: str) -> dict[str, Any]:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {key: value for key, value in kept.items() if key not in ("id", *but)}


def markings(town: Town) -> list[Marking]:
    """The same three twice over, but for what is odd about them."""
    sheet = month.sheet(town, "nam")
    author, account = town.persons["nam"], town.accounts["nam"]
    return [
        Marking(agency_id=sheet.agency_id, sheet=sheet, step="self", author=author, account=account, **given)
        for given in (
            {"marks": (100, None, -5, 0), "total": 100, "comment": ODD, "facts": {"a": [1, None], "b": ODD}},
            {"marks": (), "total": 0, "late": True, "at": timezone.now()},
            {"marks": (32767,), "total": -1, "on_behalf_of": town.persons["mai"], "facts": {}},
        )
    ]


def test_added_in_bulk_is_as_saved_one_by_one(town: Town) -> None:
    month.opened(town)
    together, alone = markings(town), markings(town)
    bulk.add(together)
    for row in alone:
        row.save()
    read = Marking.objects.in_bulk([row.pk for row in (*together, *alone)])
    assert [values(read[row.pk], "at") for row in together] == [values(read[row.pk], "at") for row in alone]
    assert [values(row) for row in together] == [values(read[row.pk]) for row in together]
    assert len({row.pk for row in (*together, *alone)}) == 6
    bulk.add([])


def test_what_a_constraint_refuses_is_refused_in_bulk(town: Town) -> None:
    cycle = month.opened(town)
    row = State.objects.filter(cycle=cycle).first()
    assert row is not None
    twin = State(agency_id=row.agency_id, sheet_id=row.sheet_id, cycle_id=row.cycle_id, unit_path=row.unit_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.add([twin])


def test_who_listens_to_statements_hears_of_rows_in_bulk(town: Town) -> None:
    month.opened(town)
    heard: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        bulk.add(markings(town))
    verb = "COPY" if connection.vendor == "postgresql" else "INSERT INTO"
    assert heard[-1].startswith(f'{verb} "marking" (')


def test_many_acts_are_journalled_as_each_alone(town: Town) -> None:
    cycle = month.opened(town)
    sheets = [month.sheet(town, key) for key in ("nam", "hoa")]
    acts = [(sheets[0], {"b": ODD, "a": None}), (sheets[1], {})]
    given: dict[str, Any] = {"agency_id": cycle.agency_id, "verb": "thử"}
    for actor in (town.accounts["lan"], None):
        journal.record_many(actor=actor, acts=acts, **given)
        for subject, data in acts:
            journal.record(actor=actor, subject=subject, data=data, **given)
    rows = list(Event.objects.filter(verb="thử").order_by("id"))
    assert len(rows) == 8
    for many, each in zip((*rows[:2], *rows[4:6]), (*rows[2:4], *rows[6:]), strict=True):
        assert values(many, "at", "digest") == values(each, "at", "digest")
        assert isinstance(many.at, datetime)
        assert (journal.digest(many), journal.digest(each)) == (many.digest, each.digest)
    assert journal.verify(agency_id=cycle.agency_id).faults == ()
