"""A person's years: one's own once published, those of a subordinate where they were decided in what one reads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.insight.queries.years import years
from canbo.office.people.access import Viewer
from canbo.office.people.models import Posting
from tests.office.evaluations.month import DAY
from tests.office.results.test_after_publication import petition, published
from tests.town import Town


@pytest.fixture
def told(town: Town) -> Town:
    """July published for Nam and Hoa; Nam petitioned."""
    published(town, "nam", "hoa")
    petition(town)
    return town


def grades(town: Town, who: str, about: str) -> list[tuple[str, int, bool]] | None:
    found = years(Viewer(town.accounts[who], DAY), town.persons[about], DAY)
    return None if found is None else [(one.brief, one.rank, one.petitioned) for one in found.grades]


def test_one_sees_ones_own_and_a_head_those_below(told: Town) -> None:
    own = grades(told, "nam", "nam")
    assert own is not None
    assert [row[0] for row in own] == ["T7/26"]
    assert own[0][2]
    assert grades(told, "mai", "nam") == grades(told, "lan", "nam") == grades(told, "trang", "nam") == own
    assert grades(told, "dung", "nam") is grades(told, "hoa", "nam") is grades(told, "xa", "nam") is None


def test_what_is_not_published_is_not_in_ones_own_years(told: Town) -> None:
    assert grades(told, "anh", "anh") == []


def test_who_has_moved_keeps_the_years_and_the_old_head_sees_only_those(told: Town) -> None:
    Posting.objects.filter(person=told.persons["nam"]).update(post=told.persons["xa"].postings.get().post)
    assert grades(told, "mai", "nam") == grades(told, "nam", "nam")
    found = years(Viewer(told.accounts["mai"], DAY), told.persons["nam"], DAY)
    assert found is not None
    assert (found.awards, found.standard) == ((), None)


def test_pages(told: Town) -> None:
    nam, hoa = told.persons["nam"].pk, told.persons["hoa"].pk
    page = told.client("nam").get("/buc-tranh/cua-toi/").content.decode()
    assert "Tháng 7/2026" in page
    assert "có kiến nghị" in page
    assert told.client("nam").get(f"/buc-tranh/nguoi/{hoa}/").status_code == 404
    assert told.client("mai").get(f"/buc-tranh/nguoi/{nam}/").status_code == 200
    with CaptureQueriesContext(connection) as captured:
        told.client("trang").get(f"/buc-tranh/nguoi/{nam}/")
    assert len(captured) == 33
