"""The demo is loaded as a visitor loads it: what the README promises is there, and no page it leads to fails."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from canbo.office.awards.queries import awarded
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.desk.management.commands.demo import WHO
from canbo.office.insight.queries import levelling
from canbo.office.opinions import queries
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.persons import Search
from canbo.office.profiles.models import DataRequest
from canbo.office.profiles.queries import meeting
from canbo.office.profiles.queries.titles import titles
from canbo.office.results.models import Decision
from canbo.office.talent.models import Arrangement, CadrePlan, Headcount
from canbo.office.training.queries import turns
from canbo.rulebook.draw.check import check

PAGES = 40  # of each role; a page links to many of its kind
LINK = re.compile(r'href="(/[^"#]*)"')
# Leaves the house, signs out, or starts a download that other tests read.
NOT_WALKED = re.compile(
    r"\.(css|js|svg|png|pdf|docx|xlsx|zip|ics|json|csv|py|woff2)($|\?)|xuat=|dang-xuat|logout|/static/"
)

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> Path:
    """The demo, with a folder of its own."""
    settings.DATA = tmp_path
    settings.BOX_INBOX = tmp_path / "box-inbox"
    call_command("demo", stdout=io.StringIO())
    return tmp_path


def test_the_stories_are_there_and_no_page_of_the_main_roles_fails(demo: Path) -> None:
    tan_phong_is_as_published()
    seven_collectives_were_given_merit()
    thirty_turns_of_training()
    the_draw_can_be_computed_again()
    one_campaign_was_answered_and_one_is_open(demo)
    one_ward_is_levelled_and_no_other_unit()
    the_running_ward_has_what_its_rooms_need()
    assert {username: wrong for username, _ in WHO if (wrong := list(failing(username)))} == {}


def tan_phong_is_as_published() -> None:
    """S5: 21 people in 2022, all good or better, more than 20 % excellent."""
    cycle = Cycle.objects.get(unit__code="TP", year=2022)
    rows = Decision.objects.filter(sheet__cycle=cycle, sheet__person__isnull=False, corrections__isnull=True)
    levels = Counter(rows.values_list("level", flat=True))
    assert (sum(levels.values()), sorted(levels.values())) == (21, [5, 16])


def seven_collectives_were_given_merit() -> None:
    """S4: "tặng Giấy khen cho 7 tập thể", out of the room's own query."""
    [tally] = awarded([Unit.objects.get(code="Q10").path], date(2020, 1, 1), date(2020, 12, 31))
    assert (tally.label, tally.people, tally.collectives) == ("Giấy khen", 0, 7)


def thirty_turns_of_training() -> None:
    """S5: "30 lượt", of which 2 to advanced and 3 to intermediate political theory."""
    found = turns([Unit.objects.get(code="TP").path], date(2021, 1, 1), date(2023, 10, 5))
    theory = [found.of("political_theory", step) for step in ("advanced", "intermediate")]
    assert (found.total, theory) == (30, [2, 3])


def the_draw_can_be_computed_again() -> None:
    """89 schools, five of each of three levels, and anybody computes the same from the two public files."""
    [case] = queries.draws(viewer("tochuc.longbien"))
    assert (case.draw.frame.count, [len(found) for _, found, _ in case.drawn]) == (89, [5, 5, 5])
    assert case.result is not None
    assert check(case.result.record, case.frame) == []


def one_campaign_was_answered_and_one_is_open(demo: Path) -> None:
    [past] = queries.campaigns(viewer("tochuc.longbien"))
    assert past.results is not None
    assert len(past.plan.subjects) == 14 + 15
    shown = {one.group for one in past.results.shown}
    assert {one.id for one in past.plan.subjects} <= shown
    answers = [queries.about(past, one.id)[1] for one in past.plan.subjects]
    assert [len(one.steps) for one in answers if one] == [2]
    ours = queries.campaigns(viewer("tochuc"))
    [now] = [one for one in ours if not one.plan.vote]
    [vote] = [one for one in ours if one.plan.vote]
    assert vote.counted is not None
    assert len(vote.signers) >= vote.manifest.need  # type: ignore[union-attr]
    assert (now.step(timezone.localdate()), now.opening and now.opening.hash) == ("casting", inbox(demo)["hash"])
    slips = demo / "demo-y-kien"
    assert {path.suffix for path in slips.iterdir()} == {".key", ".json", ".pdf"}
    assert "(ví dụ)" in past.row.title


def one_ward_is_levelled_and_no_other_unit() -> None:
    """The invented ward where everybody got the same is the one the page names; 109 units were looked at."""
    found = viewer("tochuc.longbien")
    [run] = levelling.standing(found)
    board = levelling.board(found, run)
    assert [one.unit for one in board.found] == ["Phường Hòa Bằng (giả định)"]
    assert (len(board.quiet), board.count) == (15, 109)
    named = [one for one in levelling.evaluators(found, run) if one.hit]
    assert [one.path for one in named] == [board.found[0].path]


def the_running_ward_has_what_its_rooms_need() -> None:
    """Standards met, missed and unknown; numbers assigned; a plan, a proposal, a request about data."""
    ward = Unit.objects.get(code="P-LB")
    day = timezone.localdate()
    found = meeting.report(meeting.counted(meeting.chosen([ward.path], day, Search(), ""), day, titles(day)))
    assert min(found.counts[key] for key in ("meets", "lacks", "unknown")) > 0
    assert Headcount.objects.filter(unit__path__startswith=ward.path).count() == 6
    assert CadrePlan.objects.filter(unit=ward).count() == 1
    assert Arrangement.objects.filter(from_unit__parent=ward).count() == 1
    assert DataRequest.objects.filter(person__account__username="chuyenvien", answers=None).count() == 1


def inbox(demo: Path) -> dict[str, str]:
    """What the box was told: of the open campaign alone."""
    [folder] = (demo / "box-inbox").iterdir()
    assert json.loads((folder / "handed.json").read_text())["voided"] == []
    return {"hash": folder.name}


def viewer(username: str) -> Viewer:
    return Viewer(Account.objects.get(username=username))


def failing(username: str) -> Iterator[tuple[str, int]]:
    """The pages, from the first on, that answer anything but a page."""
    client = Client()
    client.force_login(Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    waiting, seen = ["/"], set[str]()
    kinds: Counter[str] = Counter()
    for _ in range(PAGES):
        if not waiting:
            break
        where = waiting.pop(0)
        answer = client.get(where, follow=True)
        if answer.status_code != 200:
            yield where, answer.status_code
        for link in LINK.findall(answer.content.decode()) if answer["Content-Type"].startswith("text/html") else ():
            link = link.replace("&amp;", "&")
            kind = re.sub(r"\d+", "0", link.partition("?")[0])
            if link not in seen and not NOT_WALKED.search(link) and kinds[kind] < 2:
                kinds[kind] += 1
                seen.add(link)
                waiting.append(link)
