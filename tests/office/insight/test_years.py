"""A person's years: one's own once published, those of a subordinate where they were decided in what one reads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.insight.queries.beside import beside
from canbo.office.insight.queries.years import years
from canbo.office.people.access import Viewer
from canbo.office.people.models import Posting
from tests.office.evaluations.month import DAY
from tests.office.results.test_after_publication import petition, published
from tests.office.talent.planned import begun, enter, post
from tests.office.training import turns
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


def test_training_service_and_planning_stand_beside_as_far_as_each_may_know(told: Town) -> None:
    turns.degree(told)
    plan = begun(told)
    enter(told, post(told, plan), "nam", act="proposed")

    def seen(who: str) -> tuple[int, int, list[str]]:
        found = beside(Viewer(told.accounts[who], DAY), told.persons["nam"], DAY)
        return len(found.turns), len(found.serving), [one.act for one in found.planned]

    assert (seen("nam"), seen("trang"), seen("mai")) == ((1, 1, []), (1, 1, ["proposed"]), (1, 1, []))
    enter(told, post(told, plan, title="Chánh Văn phòng", unit="office"), "nam")
    assert (seen("nam"), seen("dung")) == ((1, 1, ["put_in"]), (0, 0, []))


def test_a_persons_page_leads_to_what_the_viewer_may_open_and_nobody_to_a_closed_door(told: Town) -> None:
    nam = told.persons["nam"].pk
    wanted = {f"/ho-so/{nam}/", f"/buc-tranh/nguoi/{nam}/", f"/dao-tao/nguoi/{nam}/", f"/khen-thuong/nguoi/{nam}/"}
    for key in ("trang", "mai"):
        client = told.client(key)
        page = client.get(f"/nhan-su/nguoi/{nam}/").content.decode()
        assert {link for link in wanted if f'href="{link}"' in page} == wanted, key
        assert {client.get(link).status_code for link in wanted} == {200}, key
    own = told.client("nam").get(f"/nhan-su/nguoi/{nam}/").content.decode()
    assert not [link for link in wanted if link in own]
