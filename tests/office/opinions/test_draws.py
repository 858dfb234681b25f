"""A draw in the office: each step once and in order; papers and files agree; strangers get only what is public."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Event
from canbo.office.opinions import actions, papers
from canbo.office.opinions.models import Draw, DrawFrame, DrawReveal
from canbo.rulebook import draw as rule
from canbo.rulebook.draw.check import check
from tests.office.opinions import hall
from tests.town import Town


def url(name: str, *args: object) -> str:
    return reverse(f"opinions:{name}", args=args)


def test_the_frame_of_the_demo_has_the_schools_of_the_source_and_marks_the_others() -> None:
    rows = rule.read_frame(hall.FRAME)
    assert len(rows) == 89
    assert sum(one.name.endswith("(ví dụ)") for one in rows) == 74
    assert "Trường Mầm non Bắc Biên" in {one.name for one in rows}


def test_a_draw_step_by_step(town: Town) -> None:
    draw, officer = hall.planned(town), town.accounts["trang"]
    assert (hall.case(draw).stage, hall.case(draw).plan.hash) == ("commit", draw.plan_hash)
    with pytest.raises(Conflict):
        actions.reveal(actor=officer, draw=draw.pk, name="Chủ trì", digits="1234567890", salt="1" * 32)
    hall.committed(town, draw)
    assert hall.case(draw).stage == "reveal"
    with pytest.raises(Conflict):
        actions.finish(actor=officer, draw=draw.pk)
    hall.revealed(town, draw)
    assert hall.case(draw).stage == "ready"
    first = actions.finish(actor=officer, draw=draw.pk)
    assert actions.finish(actor=officer, draw=draw.pk) == first
    case = hall.case(draw)
    assert check(first.record, case.frame) == []
    assert [(level, len(got), len(spare)) for level, got, spare in case.drawn] == [
        (level, 5, 3) for level in hall.LEVELS
    ]
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "opinions.draw_frame_published", "opinions.draw_planned", *["opinions.draw_committed"] * 3,
        *["opinions.draw_revealed"] * 3, "opinions.draw_done",
    ]  # fmt: skip
    journal.seal(agency_id=draw.agency_id)
    assert journal.verify(agency_id=draw.agency_id).faults == ()


def test_what_was_said_is_not_said_again_otherwise(town: Town) -> None:
    draw, officer = hall.planned(town), town.accounts["trang"]
    value = rule.commitment(hall.case(draw).plan, hall.REVEALS[0])
    for _ in range(2):  # a lost answer is sent again
        actions.commit(actor=officer, draw=draw.pk, name="Chủ trì", value=value)
    refused: list[tuple[type[ActionError], str, str]] = [
        (Conflict, "Chủ trì", "0" * 64), (Conflict, "Công đoàn", value), (ActionError, "Công đoàn", "xyz"),
        (ActionError, "Ai đó", "0" * 64),
    ]  # fmt: skip
    for kind, name, other in refused:
        with pytest.raises(kind):
            actions.commit(actor=officer, draw=draw.pk, name=name, value=other)
    for one in hall.REVEALS[1:]:
        actions.commit(actor=officer, draw=draw.pk, name=one.name, value=rule.commitment(hall.case(draw).plan, one))
    with pytest.raises(ActionError, match="không khớp với cam kết"):
        actions.reveal(actor=officer, draw=draw.pk, name="Chủ trì", digits="9999999999", salt="1" * 32)
    for _ in range(2):
        actions.reveal(actor=officer, draw=draw.pk, name="Chủ trì", digits="12345 67890"[:-1] + "0", salt="1" * 32)
    assert DrawReveal.objects.count() == 1


WRONG: dict[str, Callable[[Town], object]] = {
    "a code of another agency": lambda town: hall.planned(town, key="HS/BT-1"),
    "a code twice": lambda town: [hall.planned(town), hall.planned(town)],
    "more than there are": lambda town: actions.publish_plan(
        actor=town.accounts["trang"], frame=hall.frame(town), title="x", key="MH-AB/1", levels={"Mầm non": 31},
        reserve=0, contributors=hall.NAMES,
    ),
    "nobody brings digits": lambda town: actions.publish_plan(
        actor=town.accounts["trang"], frame=hall.frame(town), title="x", key="MH-AB/1", levels={"Mầm non": 1},
        reserve=0, contributors=[" "],
    ),
    "again without a reason": lambda town: actions.publish_plan(
        actor=town.accounts["trang"], frame=hall.frame(town), title="x", key="MH-AB/2", levels={"Mầm non": 1},
        reserve=0, contributors=hall.NAMES, replaces=hall.planned(town),
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", WRONG.values(), ids=WRONG)
def test_a_plan_that_cannot_be_is_refused(town: Town, act: Callable[[Town], object]) -> None:
    with pytest.raises(ActionError):
        act(town)


def test_a_beacon_named_in_the_plan_must_be_given(town: Town) -> None:
    draw = hall.planned(town, beacon="Xúc xắc tại chỗ")
    hall.committed(town, draw)
    hall.revealed(town, draw)
    with pytest.raises(ActionError, match="Giá trị công khai"):
        actions.finish(actor=town.accounts["trang"], draw=draw.pk)
    assert '"beacon": "6 3 5"' in actions.finish(actor=town.accounts["trang"], draw=draw.pk, beacon="6 3 5").record


def test_a_draw_again_ends_the_one_before(town: Town) -> None:
    before = hall.planned(town)
    again = actions.publish_plan(
        actor=town.accounts["trang"], frame=before.frame, title="Bốc lại", key="MH-AB/BT-2026-02", levels=hall.LEVELS,
        reserve=3, contributors=hall.NAMES, replaces=before, reason="Một người góp số ra về, mất phiếu",
    )  # fmt: skip
    assert hall.case(before).stage == "replaced"
    with pytest.raises(Conflict):
        hall.committed(town, before)
    hall.committed(town, again)


@pytest.mark.parametrize("key", ["lan", "ha", "khoa", "quan_tri", "xa"])
def test_only_the_officer_runs_a_draw(town: Town, key: str) -> None:
    draw = hall.planned(town)
    with pytest.raises(NotTheirs):
        actions.commit(actor=town.accounts[key], draw=draw.pk, name="Chủ trì", value="0" * 64)
    assert town.client(key).get(url("hall", draw.pk)).status_code == 404
    assert town.client(key).post(url("commit", draw.pk), {"name": "Chủ trì", "value": "0" * 64}).status_code == 404


def test_the_database_refuses_to_rewrite_a_draw(town: Town) -> None:
    draw = hall.drawn(town)
    for act in (
        lambda: Draw.objects.filter(pk=draw.pk).update(plan_hash="0" * 64),
        lambda: DrawReveal.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_pages_of_the_office(town: Town) -> None:
    client = town.client("trang")
    file = SimpleUploadedFile("frame.csv", hall.FRAME)
    unit = town.units["ward"].pk
    made = client.post(url("frame_new"), {"unit": unit, "title": "Trường công lập", "file": file})
    frame = DrawFrame.objects.get()
    assert made.headers["Location"] == url("frame", frame.pk)
    assert client.get(url("frame", frame.pk) + "?tep").content == hall.FRAME
    sent = {
        "title": "Bốc thăm", "key": "MH-AB/BT-2026-01", "reserve": 3, "contributors": "Chủ trì\nCông đoàn\n",
        "level0": 5, "level1": 5, "level2": 40,
    }  # fmt: skip
    wrong = client.post(url("plan", frame.pk), sent)
    assert (wrong.status_code, "Chủ trì\nCông đoàn" in wrong.content.decode()) == (422, True)
    planned = client.post(url("plan", frame.pk), sent | {"level2": 0})
    draw = Draw.objects.get()
    assert planned.headers["Location"] == url("draw", draw.pk)
    assert [count for _, count in draw.levels] == [5, 5]
    for name, args in (("draws", ()), ("draw", (draw.pk,)), ("hall", (draw.pk,)), ("frame_template", ())):
        assert client.get(url(name, *args)).status_code == 200


def test_a_list_is_made_of_units(town: Town) -> None:
    client, ward = town.client("trang"), town.units["ward"].pk
    onward = client.post(url("frame_new"), {"unit": ward, "title": "Phòng"})
    assert onward.headers["Location"].startswith(url("frame_units", ward))
    office, economy = town.units["office"].pk, town.units["economy"].pk
    sent = {"title": "Phòng", "unit": [office, economy], f"level-{office}": "Phòng"}
    refused = client.post(url("frame_units", ward), sent)
    assert (refused.status_code, "Hãy ghi cấp của: Phòng Kinh tế" in refused.content.decode()) == (422, True)
    client.post(url("frame_units", ward), sent | {f"level-{economy}": "Phòng"})
    row = DrawFrame.objects.get()
    assert hall.rule_frame(row).decode().splitlines() == [
        "code,name,level", "MH-AB-KT,Phòng Kinh tế,Phòng", "MH-AB-VP,Văn phòng,Phòng"
    ]  # fmt: skip


def test_minutes_come_as_pdf_and_word(town: Town) -> None:
    draw = hall.drawn(town)
    said = papers.minutes(hall.case(draw), "https://canbo.vn/x")
    assert len([line for line in said.conclusion if "bốc được 5 đơn vị" in line]) == 3
    client = town.client("trang")
    assert client.get(url("minutes", draw.pk, "pdf")).content.startswith(b"%PDF-")
    word = zipfile.ZipFile(io.BytesIO(client.get(url("minutes", draw.pk, "docx")).content))
    assert hall.case(draw).drawn[0][1][0].name in word.read("word/document.xml").decode()
    assert client.get(url("minutes", draw.pk, "exe")).status_code == 404


def test_anybody_gets_what_was_published_and_nothing_more(town: Town) -> None:
    draw, anybody = hall.planned(town), Client()
    assert anybody.get(url("public", draw.plan_hash)).status_code == 200
    assert anybody.get(url("public_record", draw.plan_hash)).status_code == 404
    assert anybody.get(url("public", "0" * 64)).status_code == 404
    assert anybody.get(url("draw", draw.pk)).status_code == 302
    hall.committed(town, draw)
    hall.revealed(town, draw)
    actions.finish(actor=town.accounts["trang"], draw=draw.pk)
    record = anybody.get(url("public_record", draw.plan_hash)).content.decode()
    frame = anybody.get(url("public_frame", draw.plan_hash)).content
    assert check(record, frame) == []
    assert json.loads(record)["plan"]["frame"] == rule.frame_hash(frame)
    assert b"hashlib" in anybody.get(url("public_script", draw.plan_hash)).content


def test_the_list_of_draws_takes_the_same_queries_for_many(town: Town) -> None:
    client, counts = town.client("trang"), []
    for more in (1, 3):
        for at in range(more):
            hall.planned(town, key=f"MH-AB/{more}{at}")
        with CaptureQueriesContext(
            connection,
        ) as ran:
            client.get(url("draws"))
        counts.append(len(ran))
    assert counts[0] == counts[1]


ONES = ("draw", "hall", "frame", "plan", "frame_units", "campaign", "terms", "invited", "results")


def test_a_number_no_row_can_have_is_not_found(town: Town) -> None:
    client = town.client("trang")
    assert {client.get(url(name, 10**30)).status_code for name in ONES} == {404}
