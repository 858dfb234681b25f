"""Decree 90: met or not met, and the figures a reviewer must enter beside the marks."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.office.evaluations import actions, entered, queries
from canbo.office.evaluations.errors import FactsMissing
from canbo.office.evaluations.models import Marking, Sheet
from canbo.rulebook import Citation, Fact
from canbo.rulebook.process import Period
from tests.office.evaluations import month
from tests.office.evaluations.month import url
from tests.office.regulations import adopted
from tests.town import Town

MET = {f"m{index}": "1" for index in range(4)}
FIGURES = {"f_tasks_done": "100", "f_tasks_beyond": "55,5%", "f_criteria_unmet": "0"}


@pytest.fixture
def year(town: Town) -> Sheet:
    """The year 2025 under Decree 90; nam's sheet after his own marks."""
    adoption = adopted.adopt(
        town, pack="nd_90_2020", settings={"completed_unmet_limit": 2000}, valid_from=date(2020, 9, 1)
    )
    month.opened(town, adoption=adoption, period=Period("year", 2025), due={})
    found = month.sheet(town, "nam")
    answer = town.client("nam").post(url("sheet", found.pk), {"do": "submit", "version": "0", **MET, "m3": "0"})
    assert (answer.status_code, Marking.objects.get().marks) == (302, (100, 100, 100, 0))
    return found


def test_the_reviewer_is_asked_for_figures(town: Town, year: Sheet) -> None:
    client = town.client("mai")
    shown = client.get(url("sheet", year.pk)).content.decode()
    assert "Tỷ lệ nhiệm vụ hoàn thành trong năm" in shown
    assert "Chưa đạt" in shown
    sent = {"do": "submit", "version": "0", **MET}
    refused = client.post(url("sheet", year.pk), {**sent, "f_tasks_done": "120"})
    assert (refused.status_code, "nhập tỷ lệ từ 0 đến 100%" in refused.content.decode()) == (422, True)
    refused = client.post(url("sheet", year.pk), {**sent, "f_tasks_done": "100"})
    assert "Cần nhập" in refused.content.decode()
    assert 'value="100"' in refused.content.decode()
    version = str(refused.context["version"])
    assert client.post(url("sheet", year.pk), {**sent, **FIGURES, "version": version}).status_code == 302
    assert Marking.objects.get(step="review").facts == {
        "tasks_done": 10000, "tasks_beyond": 5550, "criteria_unmet": 0,
    }  # fmt: skip
    assert "55,5%" in client.get(url("sheet", year.pk)).content.decode()
    assert queries.check_states() == []


def test_agreeing_does_not_pass_over_the_figures(town: Town, year: Sheet) -> None:
    given = {"actor": town.accounts["mai"], "person": town.persons["mai"]}
    report = actions.approve_many(**given, sheets=[year.pk])  # type: ignore[arg-type]
    assert [type(error) for _, error in report.refused] == [FactsMissing]
    town.client("mai").post(url("draft", year.pk, "review"), {"version": "0", "comment": "", **FIGURES})
    assert actions.approve_many(**given, sheets=[year.pk]).done == [year.pk]  # type: ignore[arg-type]


def test_the_grid_keeps_what_the_sheet_has(town: Town, year: Sheet) -> None:
    client, place = town.client("mai"), url("draft", year.pk, "review")
    client.post(place, {"version": "0", "comment": "Tốt", "w1": "Đúng mực", **FIGURES})
    client.post(place, {"version": "1", **MET})  # as a grid's row sends it
    draft = year.drafts.get(step="review")
    assert (draft.marks, draft.words, draft.facts["tasks_beyond"]) == (
        (100, 100, 100, 100), {"1": "Đúng mực", "comment": "Tốt"}, 5550,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("share", "92,5%", 9250), ("share", " ", None), ("flag", "1", True), ("flag", "0", False), ("count", "3", 3),
        ("months", "12", 12), ("level", "good", "good"),
    ],
)  # fmt: skip
def test_figures_are_read_and_shown_again(kind: str, text: str, value: object) -> None:
    fact = Fact("x", "Số liệu", kind, "entered", Citation("", "", "ours"))  # type: ignore[arg-type]
    read = entered.read(fact, text, ("good",))
    assert read == value
    assert entered.read(fact, entered.shown(fact, read), ("good",)) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("share", "101"), ("share", "-1"), ("share", "nhiều"), ("flag", "có"), ("count", "2,5"), ("level", "splendid")],
)
def test_a_figure_that_cannot_be_is_refused(kind: str, text: str) -> None:
    fact = Fact("x", "Số liệu", kind, "entered", Citation("", "", "ours"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Số liệu"):
        entered.read(fact, text, ("good",))
