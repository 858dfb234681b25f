"""Dashboards: the numbers are those of the sheets, each leads to its list, and who may not see is told nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.cycles.models import Cycle
from canbo.office.insight.models import SavedView
from canbo.office.insight.queries import levels, listing
from canbo.office.insight.queries import picture as pictures
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.picture import picture
from canbo.office.insight.queries.rounds import Round, chosen, rounds
from canbo.office.people.models import Unit
from canbo.office.regulations import kept
from canbo.office.results.models import Summary
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.office.results import decided
from tests.town import Town


@pytest.fixture
def july(town: Town) -> Town:
    """July: two decided as good, two as excellent, one not to be rated, the others open."""
    cycle = month.opened(town)
    decided.ready(town, nam=9500, hoa=9200, anh=8000, binh=8000, trang=8000)
    decided.decide_all(town, cycle, ("nam", "hoa", "anh", "binh"))
    decided.decide(town, "trang", level="", reason="Nghỉ thai sản")
    return town


def address(town: Town, key: str, name: str = "") -> str:
    return f"/buc-tranh/don-vi/{town.units[key].pk}/{name}"


def test_a_picture_counts_each_unit_and_says_what_the_ceiling_would_permit(july: Town) -> None:
    ward = july.units["ward"]
    every = rounds(ward.path)
    found = picture(ward, every, every[0], DAY)
    total = found.total.counts
    assert (total.opened, total.decided, total.rated, total.undecided) == (8, 5, 4, 3)
    assert dict(total.ranks) == {1: 2, 2: 2, 0: 1}
    assert (total.tenths(1), total.tenths(3)) == (500, 0)
    assert (total.allowed, total.over) == (0, 2)  # 20 % of two good is none
    lines = {line.unit.name: (line.own, dict(line.counts.ranks), line.counts.opened) for line in found.lines}
    assert lines == {
        "Phường An Bình": (True, {}, 1), "Văn phòng": (False, {1: 2, 0: 1}, 4), "Phòng Kinh tế": (False, {2: 2}, 3),
    }  # fmt: skip
    assert (found.before, found.peers) == (None, None)


def test_every_number_leads_to_a_list_of_so_many(july: Town) -> None:
    client = july.client("trang")
    page = client.get(address(july, "ward")).content.decode()
    numbers = re.findall(r'href="(/buc-tranh/don-vi/\d+/danh-sach/[^"]*)">(\d+)</a>', page)
    assert len(numbers) > 6
    for url, number in numbers:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        # Trang reads: her own, not yet published, is in no number and in no list.
        assert f"{number} phiếu</span>" in listed, url


def test_no_count_tells_a_reader_their_own_result_before_it_is_published(july: Town) -> None:
    ward, trang = july.units["ward"], july.persons["trang"].pk
    told = {reader: rounds(ward.path, DAY, reader) for reader in (None, trang, july.persons["mai"].pk)}
    ranks = {
        reader: (
            dict(picture(ward, every, every[0], DAY).total.counts.ranks),
            {path: dict(+one.ranks) for path, one in levels.by_part(ward, every[0]).items() if +one.ranks},
            {kind: dict(+one.ranks) for kind, one in levels.by_kind(ward, every[0]).items()},
        )
        for reader, every in told.items()
    }
    whole, without, other = ranks.values()
    assert other == whole
    assert (whole[0], {key: number for key, number in without[0].items() if number}) == (
        {1: 2, 2: 2, 0: 1},
        {1: 2, 2: 2},
    )
    assert sum(map(len, whole[1].values())) == sum(map(len, without[1].values())) + 1
    assert whole[2]["civil_servant"][0] == 1
    assert without[2]["civil_servant"].get(0, 0) == 0
    page = july.client("trang").get(address(july, "ward")).content.decode()
    assert "Phiếu của chính người xem" in page
    assert "Phiếu của chính người xem" not in july.client("mai").get(address(july, "ward")).content.decode()
    decided.close(july, Cycle.objects.get(pk=next(iter(told[None][0].cycles))), reason="Còn người chưa chấm")
    decided.publish(july, Cycle.objects.get(pk=next(iter(told[None][0].cycles))))
    assert rounds(ward.path, DAY, trang)[0].untold == ()


def test_peers_are_counted_without_what_a_reader_is_not_told_yet(july: Town) -> None:
    """Trang, of the first office, looks at the second: beside it stand the first and two more, with one result each."""
    office, ward, cycle = july.units["office"], july.units["ward"], Cycle.objects.get()
    for number in (1, 2):
        unit = Unit.objects.create(
            code=f"P{number}", name=f"Phòng {number}", parent=ward, path=f"{ward.path}z{number:06d}",
            agency=ward.agency, valid_from=date(2020, 1, 1),
        )  # fmt: skip
        given = {"agency": cycle.agency, "cycle": cycle, "unit": unit, "kind": "civil_servant"}
        Summary.objects.create(**given, level="good", sheets=1)
    beside = july.units["economy"]

    def told(now: Round) -> tuple[int, Counter[int]] | None:
        found = levels.peers(beside, now)
        return (found[0], +found[1].ranks) if found else None

    whole = rounds(beside.path, DAY)[0]
    assert told(whole) == (3, Counter({1: 2, 2: 2, 0: 1}))
    assert told(rounds(beside.path, DAY, july.persons["nam"].pk)[0]) == (3, Counter({1: 1, 2: 2, 0: 1}))
    hers = rounds(beside.path, DAY, july.persons["trang"].pk)[0]
    assert (told(hers), hers.untold) == ((3, Counter({1: 2, 2: 2})), ())
    # Whose own is all that a unit has: one unit fewer, and so too few to tell of.
    only = replace(hers.beside[0], unit=unit.path, level="good")
    assert told(replace(whole, beside=(only,))) is None
    assert rounds(office.path, DAY, july.persons["trang"].pk)[0].beside == ()


def test_levels_of_different_laws_stand_side_by_side(july: Town) -> None:
    now = rounds(july.units["ward"].path)[0]
    assert [rank for rank, _, _ in now.levels] == [1, 2, 3, 4]
    assert now.levels[0][1] == "Hoàn thành xuất sắc nhiệm vụ"
    assert listing.behind(july.units["ward"].path, now, level="1").count() == 2
    assert listing.behind(july.units["ward"].path, now, level=listing.UNDECIDED).count() == 3


def test_a_rank_has_all_the_names_that_the_laws_of_a_period_give_it(july: Town) -> None:
    now = rounds(july.units["ward"].path)[0]
    rules = next(iter(now.cycles.values()))
    best, *others = rules.levels
    older = replace(rules, levels=(replace(best, label="Loại A", short="A"), *others))
    both = Round(now.period, {1: rules, 2: older}, frozenset())
    assert both.levels[0] == (1, f"{best.label} / Loại A", f"{best.short} / A")
    assert both.levels[1][1] == others[0].label


def test_a_unit_that_ended_keeps_its_line(july: Town) -> None:
    ward = july.units["ward"]
    Unit.objects.filter(pk=july.units["economy"].pk).update(valid_to=DAY)
    every = rounds(ward.path)
    assert "Phòng Kinh tế" in [line.unit.name for line in picture(ward, every, every[0], DAY).lines]


def test_few_peers_are_not_told_of() -> None:
    assert Counts().tenths(1) is None
    assert levels.PEERS == 3


def test_the_period_shown_first_is_the_newest_that_is_over(july: Town) -> None:
    every = rounds(july.units["ward"].path)
    assert chosen(every, "", DAY) is chosen(every, "2020", DAY) is every[0]
    assert chosen([], "", DAY) is None


def test_the_page_takes_the_same_queries_for_many(july: Town) -> None:
    client = july.client("khoa")

    def queries(key: str) -> int:
        kept.forget()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(july, key)).status_code == 200
        return len(captured)

    queries("ward")
    assert (queries("office"), queries("ward"), queries("district")) == (17, 19, 17)


def test_who_may_see(july: Town) -> None:
    for key, status in {"lan": 200, "trang": 200, "khoa": 200, "nam": 404, "ha": 404, "quan_tri": 404}.items():
        assert july.client(key).get(address(july, "ward")).status_code == status, key
    assert july.client("ha").get(address(july, "office")).status_code == 200
    assert july.client("mai").get(address(july, "economy")).status_code == 404
    assert july.client("ha").get(address(july, "ward", "danh-sach/")).status_code == 404


def test_a_view_is_kept_under_a_name_and_only_for_its_owner(july: Town) -> None:
    trang, lan = july.client("trang"), july.client("lan")
    send = {"name": " Phường  mình ", "query": "ky=2026-07&doi-tuong=civil_servant&xuat=xlsx"}
    trang.post(address(july, "ward", "luu/"), send)
    shown = trang.post(address(july, "ward", "luu/"), send | {"query": "ky=2026-07"}, follow=True)
    assert shown.redirect_chain[-1][0] == address(july, "ward") + "?ky=2026-07"
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Phường mình", "ky=2026-07")
    assert trang.get(f"/buc-tranh/cach-xem/{view.pk}/").headers["Location"] == address(july, "ward") + "?ky=2026-07"
    assert lan.get(f"/buc-tranh/cach-xem/{view.pk}/").status_code == 404
    assert lan.post(f"/buc-tranh/cach-xem/{view.pk}/xoa/").status_code == 404
    trang.post(f"/buc-tranh/cach-xem/{view.pk}/xoa/")
    assert not SavedView.objects.exists()


def test_the_spreadsheet_adds_up(july: Town) -> None:
    answer = july.client("trang").get(address(july, "ward") + "?xuat=xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("sheet")


def test_the_stages_of_very_many_are_not_counted_sheet_by_sheet(july: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = july.client("khoa")
    assert "Phiếu theo bước" in client.get(address(july, "ward")).content.decode()
    monkeypatch.setattr(pictures, "STAGED", 2)
    page = client.get(address(july, "ward")).content.decode()
    assert "Phiếu theo bước" not in page
    assert "chưa quyết định" in page.lower()
