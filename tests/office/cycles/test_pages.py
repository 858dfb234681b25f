"""The room's pages: who sees and manages cycles, what the list says, and what it costs."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from canbo.office.cycles import actions, queries
from canbo.office.cycles.models import Cycle
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import Town

# One of each: head above, auditor, head, deputy, head below, staff, officer, reader, stranger, administrator.
EVERYBODY = ("duc", "khoa", "lan", "hung", "mai", "nam", "trang", "ha", "xa", "quan_tri")
READERS = {"duc", "khoa", "lan", "mai", "trang", "ha"}


def opened(town: Town, number: int = 7, unit: str = "ward", due: date = date(2026, 12, 31)) -> Cycle:
    from canbo.office.regulations.queries import adoption_for

    found = adoption_for(town.units["ward"], date(2026, 7, 1))
    return actions.open_cycle(
        actor=town.accounts["trang"], unit=town.units[unit], adoption=found[0] if found else adopted.adopt(town),
        period=Period("month", 2026, number), deadlines={"self": due, "review": due, "decide": due}, repeats=True,
        with_points=False,
    )  # fmt: skip


def test_who_sees_and_manages(town: Town) -> None:
    cycle = opened(town)
    listing = reverse("cycles:index")
    assert {key for key in EVERYBODY if town.client(key).get(listing).status_code == 200} == READERS
    for name in ("extend", "lock", "repeat_stop"):
        url = reverse(f"cycles:{name}", args=[cycle.pk])
        assert {key for key in EVERYBODY if town.client(key).get(url).status_code == 200} == {"trang"}
        answers = {town.client(key).post(url, {"reason": "x"}).status_code for key in EVERYBODY if key != "trang"}
        assert answers == {404}
    page = reverse("cycles:cycle", args=[cycle.pk])
    assert {key for key in EVERYBODY if town.client(key).get(page).status_code == 404} == set(EVERYBODY) - READERS
    assert not queries.is_locked(cycle)


def test_a_stranger_reads_no_cycle(town: Town) -> None:
    cycle = opened(town)
    adopted.make_officer(town, "xa", "school")
    client = town.client("xa")
    assert "Tháng 7/2026" not in client.get(reverse("cycles:index")).content.decode()
    for name in ("cycle", "extend", "lock", "repeat_stop"):
        assert client.get(reverse(f"cycles:{name}", args=[cycle.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(town: Town, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        opened(town, 7 + number)
    client = town.client("trang")
    client.get(reverse("cycles:index"))
    with django_assert_num_queries(10):
        assert client.get(reverse("cycles:index")).content.decode().count("Gia hạn") == count


def test_the_list_says_what_is_due_next(town: Town) -> None:
    """One line a cycle: the deadlines ahead, or the last one once all are over."""
    cycle = opened(town, due=date(2026, 7, 31))
    actions.extend(actor=town.accounts["trang"], cycle=cycle, step="decide", due=date(2026, 8, 5), reason="Bão")
    said = {}
    for day in (date(2026, 7, 20), date(2026, 8, 1), date(2026, 9, 1)):
        who = Viewer(town.accounts["trang"], day=day)
        [row] = queries.listed(queries.cycles_of(who), who)
        said[day.month, day.day] = [(step.brief, step.due) for step in row.dated]
    last = ("Quyết định", date(2026, 8, 5))
    first = [("Tự chấm", date(2026, 7, 31)), ("Nhận xét", date(2026, 7, 31))]
    assert said == {(7, 20): [*first, last], (8, 1): [last], (9, 1): [last]}


def test_an_officer_of_an_ended_unit_is_offered_nothing_to_begin(town: Town) -> None:
    opened(town)
    pages = [reverse(name) for name in ("cycles:index", "people:units", "people:persons", "people:imports")]
    buttons = ("Mở kỳ đánh giá</a>", "Thêm đơn vị</a>", "Nhập từ Excel</a>", "Tải lên và xem trước")
    client = town.client("trang")
    assert [word in client.get(page).content.decode() for page, word in zip(pages, buttons, strict=True)] == [True] * 4
    Unit.objects.filter(pk=town.units["ward"].pk).update(valid_to=date(2026, 8, 1))
    assert [word in client.get(page).content.decode() for page, word in zip(pages, buttons, strict=True)] == [False] * 4


def test_states_and_filters_agree(town: Town) -> None:
    trang = town.accounts["trang"]
    late, ahead, locked = (opened(town, number) for number in (7, 8, 9))
    actions.lock(actor=trang, cycle=locked)
    who = Viewer(trang, day=date(2027, 1, 5))
    actions.extend(actor=trang, cycle=ahead, step="decide", due=date(2027, 1, 5), reason="Bão")
    rows = {row.cycle.pk: row.state for row in queries.listed(queries.cycles_of(who), who)}
    assert rows == {late.pk: "overdue", ahead.pk: "open", locked.pk: "locked"}
    for state, expected in (("overdue", late), ("open", ahead), ("locked", locked)):
        assert list(queries.filtered(queries.cycles_of(who), who.day, state=state)) == [expected]
    assert list(queries.filtered(queries.cycles_of(who), who.day, year="2025")) == []


def test_extending_through_the_page_keeps_what_was_typed(town: Town) -> None:
    cycle = opened(town)
    client, url = town.client("trang"), reverse("cycles:extend", args=[cycle.pk])
    refused = client.post(url, {"step": "self", "due": "30/12/2026", "reason": "Bão số 3"})
    assert refused.status_code == 422
    assert "phải sau hạn hiện nay" in refused.content.decode()
    assert "Bão số 3" in refused.content.decode()
    assert client.post(url, {"step": "self", "due": "05/01/2027", "reason": "Bão số 3"}).status_code == 302
    assert queries.deadlines(cycle)["self"] == date(2027, 1, 5)


def test_locking_and_reopening_through_the_page(town: Town) -> None:
    cycle = opened(town)
    client, url = town.client("trang"), reverse("cycles:lock", args=[cycle.pk])
    client.post(url, {"reason": ""})
    assert queries.is_locked(cycle)
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "Bổ sung phiếu"})
    assert not queries.is_locked(cycle)


def test_the_list_as_a_spreadsheet(town: Town) -> None:
    opened(town)
    answer = town.client("trang").get(reverse("cycles:index"), {"xuat": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in cells if row[0] == "Đánh giá tháng 7/2026")
    assert row[1:3] == ["Phường An Bình", "12/QĐ-UBND"]
    assert row[6] == "Đang mở"
