"""The paper trail: distributable by agency, records nobody rewrites, a journal that shows every tampering."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from canbo.office.base import journal
from canbo.office.base.models import Event, Link
from canbo.office.base.trail import distribution_faults, trail_models
from canbo.office.people.models import Succession
from tests.town import START, Town


def test_every_trail_table_can_be_distributed_by_agency() -> None:
    assert distribution_faults() == []


@pytest.mark.slow
@pytest.mark.django_db
def test_the_database_says_the_same() -> None:
    """On PostgreSQL every key and every link between trail tables carries the agency; SQLite has plain links."""
    tables = {model._meta.db_table for model in trail_models()}
    faults: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for table in sorted(tables):
            for name, found in connection.introspection.get_constraints(cursor, table).items():
                key = found["primary_key"] or found["unique"]
                if connection.vendor == "postgresql" and key and "agency_id" not in found["columns"]:
                    faults.append((table, name))
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conrelid::regclass::text, confrelid::regclass::text, cardinality(conkey) FROM pg_constraint "
                "WHERE contype = 'f'"
            )
            links = [(a.strip('"'), b.strip('"'), n) for a, b, n in cursor.fetchall()]
            faults += [(a, b) for a, b, n in links if a in tables and b in tables and n != 2]
            assert any(n == 2 for _, _, n in links)
    assert faults == []


def event(town: Town, verb: str = "people.imported") -> Event:
    ward = town.units["ward"]
    return journal.record(
        agency_id=ward.agency_id, actor=town.accounts["trang"], verb=verb, subject=ward, data={"rows": 3}
    )


def test_a_sealed_journal_verifies_and_counts_what_waits(town: Town) -> None:
    agency = town.units["ward"].agency_id
    event(town), event(town)
    seal = journal.seal(agency_id=agency)
    event(town)
    found = journal.verify(agency_id=agency)
    assert seal is not None
    assert (found.chained, found.waiting, found.head, found.faults) == (2, 1, seal.head, ())
    assert journal.seal(agency_id=agency) is not None
    assert journal.seal(agency_id=agency) is None
    assert journal.verify(agency_id=agency).chained == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda: Event.objects.update(verb="people.nothing"),
        lambda: Event.objects.all()._raw_delete(using="default"),
        lambda: Link.objects.update(hash="0" * 64),
        lambda: Succession.objects.update(document="khác"),
    ],
)
def test_the_database_refuses_to_rewrite_records(town: Town, act: object) -> None:
    event(town)
    journal.seal(agency_id=town.units["ward"].agency_id)
    Succession.objects.create(
        predecessor=town.units["office"], successor=town.units["economy"], kind="rename", day=START
    )
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        act()  # type: ignore[operator]


def test_tampering_below_the_triggers_is_found(town: Town) -> None:
    """Whoever owns the database can drop the triggers; the chain tells."""
    agency = town.units["ward"].agency_id
    changed = event(town)
    event(town)
    journal.seal(agency_id=agency)
    with connection.cursor() as cursor:
        on = ' ON "journal_event"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "journal_event_no_update"{on}')
        cursor.execute("UPDATE journal_event SET verb = 'people.other' WHERE id = %s", [changed.pk])
    assert journal.verify(agency_id=agency).faults == (f"sự kiện {changed.pk} ở mắt xích 1 đã bị sửa",)


def test_journals_of_two_agencies_do_not_touch(town: Town) -> None:
    event(town)
    school = town.units["school"]
    journal.record(agency_id=school.agency_id, actor=None, verb="people.imported", subject=school)
    journal.seal(agency_id=school.agency_id)
    assert journal.verify(agency_id=school.agency_id).chained == 1
    assert journal.verify(agency_id=town.units["ward"].agency_id).waiting == 1


def test_an_event_changed_before_it_is_chained_is_found_too(town: Town) -> None:
    changed = event(town)
    with connection.cursor() as cursor:
        on = ' ON "journal_event"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "journal_event_no_update"{on}')
        cursor.execute("UPDATE journal_event SET verb = 'people.other' WHERE id = %s", [changed.pk])
    found = journal.verify(agency_id=town.units["ward"].agency_id)
    assert found.faults == (f"sự kiện {changed.pk}, chưa vào chuỗi, đã bị sửa",)


def test_the_command_names_the_faulty_agency_first(town: Town) -> None:
    changed = event(town)
    school = town.units["school"]
    journal.record(agency_id=school.agency_id, actor=None, verb="people.imported", subject=school)
    with connection.cursor() as cursor:
        on = ' ON "journal_event"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "journal_event_no_update"{on}')
        cursor.execute("UPDATE journal_event SET verb = 'people.other' WHERE id = %s", [changed.pk])
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("journal", "verify", "-v", "2", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == [
        f"MH-AB: sự kiện {changed.pk}, chưa vào chuỗi, đã bị sửa",
        "Nhật ký của 3 cơ quan: 1 cơ quan có lỗi; 0 sự kiện trong chuỗi, 2 chờ niêm phong.",
    ]
    assert [line.split(":")[0] for line in lines[2:]] == ["HS", "MH", "MH-AB"]
