"""Two people, or two clocks, at one moment: the second is told, nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Draft, Marking, Sheet
from canbo.office.people.models import Delegation
from canbo.office.results.models import Decision
from tests.faults.place import Place
from tests.faults.web import Server, browser, serve, together
from tests.office.evaluations import month
from tests.office.results import decided
from tests.town import START, Town

ABOUT = ("nam", "hoa")
# About whom the two screens send which marks.
SUBMISSIONS = [("nam", (7, 7)), ("hoa", (6, 9)), ("trang", (8, 8))]


@pytest.fixture
def july(town: Town) -> Cycle:
    return month.opened(town, due=month.FAR)


@pytest.fixture
def server(place: Place, july: Cycle) -> Server:
    return serve(place)


def marks(share: int) -> dict[str, object]:
    """A staff sheet's entries: these points, and as many tens of percents."""
    return {f"m{index}": share if index < 3 else 10 * share for index in range(6)}


def test_of_two_screens_the_second_is_told_what_differs(town: Town, server: Server) -> None:
    screens = [browser(town, "nam"), browser(town, "nam")]
    where = month.url("draft", month.sheet(town, "nam").pk, "self")
    assert screens[0].post(server.port, where, marks(5) | {"version": 0})[0] == 200
    for version in (1, 2, 3):
        shares = (6, 7) if version % 2 else (8, 9)
        (one, first), (two, second) = together([
            lambda screen=screen, share=share, version=version: screen.post(  # type: ignore[misc]
                server.port, where, marks(share) | {"version": version}
            )
            for screen, share in zip(screens, shares, strict=True)
        ])  # fmt: skip
        assert sorted((one, two)) == [200, 409]
        won, lost, told = (*shares, second) if one == 200 else (*reversed(shares), first)
        draft = Draft.objects.get()
        assert (draft.version, draft.marks) == (
            version + 1,
            tuple(100 * int(str(mark)) for mark in marks(won).values()),
        )
        assert f"mục 1: ở đó {won}, ở đây {lost};" in json.loads(told)["message"]


def test_of_two_submissions_one_counts_and_the_other_keeps_what_was_typed(town: Town, server: Server) -> None:
    for key, shares in SUBMISSIONS:
        month.submit(town, key, key)
        sheet = month.sheet(town, key)
        sent = {"do": "submit", "step": "review", "version": 0, "comment": "Ý kiến của người chấm"}
        answers = together([
            lambda screen=screen, share=share, sheet=sheet, sent=sent: screen.post(  # type: ignore[misc]
                server.port, month.url("sheet", sheet.pk), marks(share) | sent
            )
            for screen, share in zip((browser(town, "mai"), browser(town, "mai")), shares, strict=True)
        ])  # fmt: skip
        statuses = [status for status, _ in answers]
        made = Marking.objects.get(sheet=sheet, step="review")
        assert month.state(town, key).stage == "decide"
        if len(set(shares)) == 1:  # a double click: the same twice is no conflict
            assert statuses == [302, 302], answers
            continue
        assert sorted(statuses) in ([302, 409], [302, 422])
        won = statuses.index(302)
        assert made.marks == tuple(100 * int(str(mark)) for mark in marks(shares[won]).values())
        assert "Ý kiến của người chấm" in answers[1 - won][1]
    call_command("check", "summaries", "journal")


def test_of_two_heads_one_decides_and_the_other_reads_who_did(town: Town, july: Cycle, server: Server) -> None:
    today = timezone.localdate()
    Delegation.objects.create(
        principal=town.persons["lan"], deputy=town.persons["hung"], document="Ví dụ: 01/UQ", by=town.accounts["trang"],
        valid_from=START, valid_to=today + timedelta(days=2),
    )  # fmt: skip
    names = {"lan": "Trần Thị Lan", "hung": "Nguyễn Văn Hùng"}
    decided.ready(town, *ABOUT)
    for key in ABOUT:
        sheet = month.sheet(town, key)
        (one, first), (two, second) = together([
            lambda head=head, sheet=sheet: head.post(  # type: ignore[misc]
                server.port, reverse("results:cycle", args=[july.pk]), {"sheet": sheet.pk}
            )
            for head in (browser(town, "lan"), browser(town, "hung"))
        ])  # fmt: skip
        assert sorted((one, two)) == [302, 422]
        decision = Decision.objects.get(sheet=sheet)
        winner, told = ("lan", second) if one == 302 else ("hung", first)
        assert decision.decider == town.persons[winner]
        assert f"{names[winner]} đã quyết định phiếu của {sheet.person} lúc" in told
        assert decision.total == month.STAFF_TOTAL
    call_command("check", "summaries", "journal")


def test_two_clocks_open_one_cycle(place: Place, town: Town) -> None:
    month.opened(town, repeats=True)
    place.at_once('FROM "cycle"', 'BEGIN|FROM "agency"', command=("tick",))
    cycles = list(Cycle.objects.order_by("starts").values_list("starts", flat=True))
    assert cycles == [date(2026, 7, 1), date(2026, 8, 1)]
    assert (
        Sheet.objects.filter(cycle__starts=cycles[1]).count() == Sheet.objects.filter(cycle__starts=cycles[0]).count()
    )
    call_command("check", "summaries", "journal")
