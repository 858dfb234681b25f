"""How many sheets were opened, unit by unit and kind by kind: kept as they are opened, and counted anew on demand.
Beside them the same by body, with what results say of the levels (`tally`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Model

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Opened, Sheet, Tally
from canbo.rulebook import Rules
from canbo.rulebook.model import MOST_LEVELS

REBUILD = """
INSERT INTO sheets_opened (agency_id, cycle_id, unit_id, kind, sheets)
SELECT agency_id, cycle_id, unit_id, kind, COUNT(*) FROM sheet GROUP BY agency_id, cycle_id, unit_id, kind
"""
OPENED = "opened"
DECIDED = ("unrated", *(f"level_{rank}" for rank in range(1, MOST_LEVELS + 1)))  # a level's place is its rank
COLUMNS = (OPENED, *DECIDED)
# By body: the agency's own unit of each unit. `{rows}` are of (agency_id, cycle_id, unit_id, kind, counted, sheets).
TALLY = f"""
INSERT INTO tally (agency_id, cycle_id, body_id, kind, {", ".join(COLUMNS)})
SELECT c.agency_id, c.cycle_id, body.id, c.kind,
    {", ".join(f"SUM(CASE c.counted WHEN '{column}' THEN c.sheets ELSE 0 END)" for column in COLUMNS)}
FROM ({{rows}}) c JOIN unit ON unit.id = c.unit_id JOIN unit body ON body.agency_id = unit.agency_id AND body.is_agency
WHERE true GROUP BY c.agency_id, c.cycle_id, body.id, c.kind
ON CONFLICT (body_id, cycle_id, kind, agency_id)
DO UPDATE SET {", ".join(f"{column} = tally.{column} + excluded.{column}" for column in COLUMNS)}
"""
GIVEN = """
SELECT column1 AS agency_id, column2 AS cycle_id, column3 AS unit_id, column4 AS kind, column5 AS counted,
    column6 AS sheets FROM (VALUES {values}) given
"""
FROM_OPENED = f"SELECT agency_id, cycle_id, unit_id, kind, '{OPENED}' AS counted, sheets FROM sheets_opened"
Key = tuple[int, str, str]  # unit, kind, column


def column(rules: Rules, level: str) -> str:
    """Where sheets decided at a level of these rules ("" for none) are counted by body."""
    return DECIDED[rules.level(level).rank if level else 0]


def add(cycle: Cycle, sheets: Iterable[Sheet]) -> None:
    """Count sheets just opened. Call it in the act's transaction, holding the cycle. Two statements."""
    new = Counter((row.unit_id, row.kind) for row in sheets)
    put_on("sheets_opened", ("unit_id", "kind"), ("sheets",), cycle, [(*key, number) for key, number in new.items()])
    tally(cycle, {(unit, kind, OPENED): number for (unit, kind), number in new.items()})


def put_on(
    table: str, key: Sequence[str], numbers: Sequence[str], cycle: Cycle, rows: Sequence[Sequence[int | str]]
) -> None:
    """Put numbers on the counts of a cycle, each in the row of its key, made where there is none. `rows`: key, then
    numbers. One statement."""
    if not rows:
        return
    whose = ("agency_id", "cycle_id", *key)
    columns = (*whose, *numbers)
    more = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in numbers)
    values = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"
            f" ON CONFLICT ({', '.join(whose)}) DO UPDATE SET {more}",
            [value for row in rows for value in (cycle.agency_id, cycle.pk, *row)],
        )


def tally(cycle: Cycle, more: Mapping[Key, int]) -> None:
    """Put so many sheets more (or, below 0, fewer) on the counts by body. Call it as `add`. One statement."""
    rows = [(cycle.agency_id, cycle.pk, *key, number) for key, number in more.items()]
    if not rows:
        return
    given = GIVEN.format(values=", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(TALLY.format(rows=given), [value for row in rows for value in row])


def rebuild() -> int:
    """Count all sheets anew; how many rows that gives."""
    with transaction.atomic():
        number = recount(Opened, REBUILD)
        retally([OPENED], FROM_OPENED)
    return number


def retally(columns: Sequence[str], rows: str, given: Sequence[str] = ()) -> None:
    """Make these counts by body anew from these rows, in the transaction of a `recount`."""
    Tally.objects.update(**dict.fromkeys(columns, 0))
    with connection.cursor() as cursor:
        cursor.execute(TALLY.format(rows=rows), given)


def recount(counts: type[Model], sql: str) -> int:
    """Make all rows of a table of counts anew by one statement, on both engines; how many there are. Every cycle is
    held meanwhile, as every act that opens or decides holds its own."""
    with transaction.atomic():
        list(Cycle.objects.select_for_update().order_by("agency_id", "id").values_list("id", flat=True))
        counts._default_manager.all().delete()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL work_mem = '256MB'")  # a million rows are grouped in memory, not on disk
            cursor.execute(sql)
        return counts._default_manager.count()
