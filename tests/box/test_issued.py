"""Two windows, two databases, whole: forty people are issued ballots by the office one after another and answer in the
same order; then somebody takes the dumps of both databases and looks for who answered what (T2, T3, T4, T6, T7).

On PostgreSQL dumps are made with pg_dump, and rows laid out by their place (ctid), by who wrote them (xmin) and as the
dump has them; on SQLite by rowid and as the dump has them.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.opinions import actions, queries
from canbo.office.opinions.models import CampaignInvitation
from canbo.rulebook.ballot import handover
from tests.box.place import Place, box
from tests.box.test_dumps import PEOPLE, RUNS, linked
from tests.office.evaluations.test_marking import POSTGRES, at_once
from tests.office.opinions import online
from tests.office.opinions.online import DAY, Device, manifest_of
from tests.town import Town, build

pytestmark = [pytest.mark.django_db(transaction=POSTGRES), pytest.mark.slow]


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Iterator[Place]:
    """A box whose inbox the office of this test writes into."""
    (tmp_path / "box").mkdir()
    with box(tmp_path / "box") as served:
        settings.BOX_INBOX, settings.KEYS = served.inbox, tmp_path / "keys"
        yield served


def dump(url: str) -> str:
    """A whole dump as an administrator takes it."""
    if not url:
        return "\n".join(connection.connection.iterdump())
    tool = next(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    done = subprocess.run([tool, "--inserts", "--dbname", url], capture_output=True, text=True, check=True)
    return done.stdout


def office_url() -> str:
    if not POSTGRES:
        return ""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))


def office_orders(campaign: int, dumped: list[tuple[int, int]]) -> dict[str, list[int]]:
    """Those who were issued a ballot, in every order the office's database keeps; `dumped` as its dump has them."""
    orders = ["ctid", "xmin::text::bigint, ctid"] if POSTGRES else ["rowid"]
    found = {"dump": [person for of, person in dumped if of == campaign]}
    with connection.cursor() as cursor:
        for order in [*orders, "person_id", "blinded, id", "signed, id"]:
            cursor.execute(
                f"SELECT person_id FROM campaign_invitation WHERE campaign_id = %s AND issued ORDER BY {order}",
                [campaign],
            )
            found[order] = [row[0] for row in cursor.fetchall()]
    assert all(len(order) == PEOPLE for order in found.values())
    return found


def issued_in(text: str) -> list[tuple[int, int]]:
    """Campaign and person of every ballot issued, in the order of a dump."""
    rows = re.findall(r'INSERT INTO (?:public\.)?"?campaign_invitation"? VALUES\s*\((.*?)\);', text)
    with connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, "campaign_invitation")]
    named = [dict(zip(columns, (cell.strip(" '") for cell in row.split(",")), strict=True)) for row in rows]
    return [(int(row["campaign_id"]), int(row["person_id"])) for row in named if row["issued"] in ("true", "1")]


def box_orders(place: Place, survey: str) -> dict[str, list[str]]:
    """The ballots of a survey, in every order the box's database keeps."""
    orders = ["ctid", "xmin::text::bigint, ctid"] if place.url else ["rowid"]
    rows = f"SELECT leaf FROM box_ballot WHERE survey = '{survey}' ORDER BY"
    return {order: [row[0] for row in place.rows(f"{rows} {order}")] for order in [*orders, "leaf", "signer", "body"]}


def campaigns(town: Town, number: int) -> list[queries.Round]:
    people = online.crowd(town, PEOPLE)
    return [
        online.frozen(town, online.planned(town, f"TT-{at}", [people], dropped=["v2"])) for at in range(number)
    ]  # fmt: skip


def taken(town: Town, found: queries.Round, seed: int) -> list[tuple[int, str]]:
    """Forty people are issued a ballot one after another, in a random order: each with the ballot they will cast."""
    made = manifest_of(found)
    rows = list(CampaignInvitation.objects.filter(campaign=found.row).select_related("person__account"))
    people = [row.person for row in random.Random(seed).sample(rows, PEOPLE)]
    ballots = []
    for one in people:
        device = Device(made, "v1-d1", (seed, one.pk))
        assert one.account is not None
        signed = actions.issue(actor=one.account, survey=made.hash, blinded=device.blinded)
        ballots.append((one.pk, device.ballot(device.finish(signed))))
    return ballots


def test_both_dumps_link_nobody_to_a_ballot(place: Place) -> None:
    """Two windows: the mean of twenty runs at most 2/N, for every order of the office, while it issued and at
    the end, against every order of the box's; and the dumps have no value in common but what is published."""
    town, today = build(), timezone.localdate()
    found = campaigns(town, RUNS)
    given = [taken(town, one, seed) for seed, one in enumerate(found)]
    during = dump(office_url())
    then = {one.row.pk: office_orders(one.row.pk, issued_in(during)) for one in found}
    place.day(today + 2 * DAY)
    assert len(actions.end_due(today + 2 * DAY)) == RUNS
    assert place.run("tick").returncode == 0
    place.day(today + 3 * DAY)
    for one, ballots in zip(found, given, strict=True):
        for _, text in ballots:
            assert place.cast(manifest_of(one), text).status == 200
    place.day(today + 4 * DAY)
    assert place.run("tick").returncode == 0
    after = dump(office_url())
    now = {one.row.pk: office_orders(one.row.pk, issued_in(after)) for one in found}
    shares: dict[tuple[str, str, str], list[float]] = {}
    for one, ballots in zip(found, given, strict=True):
        whose = {handover.leaf(text): str(person) for person, text in ballots}
        leaves = box_orders(place, manifest_of(one).hash)
        for when, orders in (("while issuing", then), ("at the end", now)):
            for order, people in orders[one.row.pk].items():
                for other, rows in leaves.items():
                    found_out = linked([str(pk) for pk in people], rows, whose)
                    shares.setdefault((when, order, other), []).append(found_out)
    means = {pair: statistics.mean(of) for pair, of in shares.items()}
    assert len(means) >= 40
    assert {pair: mean for pair, mean in means.items() if mean > 2 / PEOPLE} == {}
    _nothing_in_common(during, after, place)


def _nothing_in_common(during: str, after: str, place: Place) -> None:
    """Every value long enough to be one: of the office while it issued and afterwards, in what the box keeps."""
    kept = "\n".join(str(value) for row in place.rows("SELECT leaf, signer, body FROM box_ballot") for value in row)
    values = set(re.findall(r"[\w-]{22,}", kept))
    public = set(re.findall(r"[\w-]{22,}", "\n".join(row[0] for row in place.rows("SELECT text FROM box_paper"))))
    public |= {row[0] for row in place.rows("SELECT DISTINCT survey FROM box_ballot")}
    assert len(values - public) > 20 * PEOPLE * RUNS / 2
    for text in (during, after):
        assert set(re.findall(r"[\w-]{22,}", text)) & (values - public) == set()


def test_the_same_attack_finds_everybody_in_the_usual_schema() -> None:
    """T3: the negative control, on the same engine and by the same means."""
    shares = []
    with connection.cursor() as cursor:
        for run in range(RUNS):
            cursor.execute("CREATE TABLE usual_invite (person integer, done boolean)")
            cursor.execute("CREATE TABLE usual_answer (body text)")
            cursor.execute("INSERT INTO usual_invite VALUES " + ", ".join(f"({at}, false)" for at in range(PEOPLE)))
            order, whose = random.Random(run).sample(range(PEOPLE), PEOPLE), {}
            for at, person in enumerate(order):
                cursor.execute("DELETE FROM usual_invite WHERE person = %s", [person])
                cursor.execute("INSERT INTO usual_invite VALUES (%s, true)", [person])
                cursor.execute("INSERT INTO usual_answer VALUES (%s)", [f"body {at}"])
                whose[f"body {at}"] = str(person)
            place = "ctid" if POSTGRES else "rowid"
            cursor.execute(f"SELECT person FROM usual_invite WHERE done ORDER BY {place}")
            people = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute(f"SELECT body FROM usual_answer ORDER BY {place}")
            shares.append(linked(people, [row[0] for row in cursor.fetchall()], whose))
            cursor.execute("DROP TABLE usual_invite")
            cursor.execute("DROP TABLE usual_answer")
    assert statistics.mean(shares) == 1.0


def test_twenty_requests_at_once_make_one_ballot(place: Place) -> None:
    """T7: twenty devices of one person, at the same moment: one is answered, nineteen are told; and twenty times the
    same number is answered alike."""
    town = build()
    found = online.frozen(town)
    made, answers, told = manifest_of(found), [], []

    def ask(device: Device, who: str) -> Callable[[], None]:
        def one() -> None:
            try:
                answers.append(actions.issue(actor=town.accounts[who], survey=made.hash, blinded=device.blinded))
            except Conflict as error:
                told.append(str(error))

        return one

    at_once(*(ask(Device(made, "v1-d1", at), "nam") for at in range(20)))
    assert (len(answers), len(told), len(set(told))) == (1, 19, 1)
    answers.clear()
    at_once(*[ask(Device(made, "v1-d1", "hoa"), "hoa")] * 20)
    assert (len(answers), len(set(answers)), len(told)) == (20, 1, 19)
    assert CampaignInvitation.objects.filter(issued=True).count() == 2


def test_an_issue_at_the_very_end_is_counted_or_refused(place: Place) -> None:
    """Whoever is issued a ballot while the keys go is in the count: else the opening would refuse the whole box."""
    town, today = build(), timezone.localdate()
    found = online.frozen(town)
    made, answers, told = manifest_of(found), [], []

    def ask(who: str) -> Callable[[], None]:
        def one() -> None:
            try:
                device = Device(made, "v1-d1", who)
                answers.append(actions.issue(actor=town.accounts[who], survey=made.hash, blinded=device.blinded))
            except ActionError as error:
                told.append(str(error))

        return one

    def end() -> None:
        actions.end_due(today + 2 * DAY)

    at_once(*map(ask, online.OFFICE), end)
    handed = handover.read_handed((place.inbox / made.hash / handover.HANDED).read_text(), made, {})
    assert handed.issued["v1-d1"] == len(answers) == 5 - len(told)


def test_the_box_s_role_cannot_reach_the_people(place: Place) -> None:
    """T6: as docs/operations/box.md sets the databases up, the box's user cannot even connect to the office's; with
    SQLite the two lie in two files, the box's in a folder of its own that others cannot enter."""
    if not POSTGRES:
        assert (place.folder / "box").stat().st_mode & 0o077 == 0
        assert [path.name for path in place.folder.rglob("*.sqlite3")] == ["box.sqlite3"]
        return
    server = os.environ["DATABASE_URL"]
    names = {word: f"{word}_{uuid.uuid4().hex[:8]}" for word in ("canbo_office", "canbo_box")}
    text = (Path(__file__).parents[2] / "docs" / "operations" / "box.md").read_text(encoding="utf-8")
    (sql,) = re.findall(r"```sql\n(.*?)```", text, flags=re.S)
    for word, name in names.items():
        sql = sql.replace(word, name)
    with psycopg.connect(server, autocommit=True) as base:
        for statement in sql.strip().split(";\n"):
            base.execute(statement.rstrip(";"))
    try:
        for user, database, may in (
            ("canbo_office", "canbo_office", True), ("canbo_box", "canbo_box", True),
            ("canbo_box", "canbo_office", False), ("canbo_office", "canbo_box", False),
        ):  # fmt: skip
            parts = urlsplit(server)
            where = f"{names[user]}:secret@{parts.hostname}:{parts.port}"
            url = urlunsplit(parts._replace(netloc=where, path=f"/{names[database]}"))
            if may:
                psycopg.connect(url).close()
            else:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(url)
    finally:
        connections.close_all()
        with psycopg.connect(server, autocommit=True) as base:
            for name in names.values():
                base.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                base.execute(f'DROP ROLE IF EXISTS "{name}"')
