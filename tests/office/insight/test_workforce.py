"""The picture of a workforce: who counts once, what is known of them, who came and left, whom the law retires."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from random import Random

import pytest
from django.utils import timezone

from canbo.office.insight.queries import staff, workforce
from canbo.office.insight.queries.turnover import days_until, turnover
from canbo.office.people.models import Person, Post, Posting
from canbo.office.profiles.queries.facts import step_of
from canbo.office.profiles.queries.standing import standing
from canbo.rulebook.standards import kinds
from tests.office.profiles import record
from tests.office.profiles.test_attained import crowded
from tests.town import START, Town

DAY = date(2026, 7, 20)


@pytest.fixture
def staffed(town: Town) -> Town:
    """Nam has a second post in the other office; Binh left at the end of 2024; Anh moved within the ward in 2025."""
    town.persons["nam"].postings.create(
        post=Post.objects.get(unit=town.units["economy"], title="Trưởng phòng"), kind="civil_servant", primary=False,
        valid_from=START,
    )  # fmt: skip
    Posting.objects.filter(person=town.persons["binh"]).update(valid_to=date(2025, 1, 1))
    Posting.objects.filter(person=town.persons["anh"]).update(valid_to=date(2025, 6, 1))
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    town.persons["anh"].postings.create(post=post, kind="civil_servant", valid_from=date(2025, 6, 1))
    Person.objects.filter(pk=town.persons["hoa"].pk).update(birth_date=date(1970, 3, 9), education="Thạc sĩ")
    Person.objects.filter(pk=town.persons["ha"].pk).update(birth_date=None, birth_year=1990)
    return town


def keys(town: Town, facet: workforce.Facet, unit: str = "ward", day: date = DAY) -> dict[str, int]:
    """How many have each key of a facet."""
    return dict(workforce.by(workforce.count(town.units[unit].path, day), facet, day))


def test_everybody_counts_once_where_the_primary_post_is(staffed: Town) -> None:
    assert keys(staffed, workforce.SEX) == {"F": 6, "M": 3}
    assert keys(staffed, workforce.KIND) == {"civil_servant": 8, "contract_worker": 1}
    assert keys(staffed, workforce.EDUCATION) == {"master": 1, "": 8}
    assert keys(staffed, workforce.AGE) == {"46": 7, "56": 1, "36": 1}
    units = workforce.by_unit(workforce.count(staffed.units["ward"].path, DAY), staffed.units["ward"])
    assert units[staffed.units["economy"].path] == 1
    assert units[staffed.units["office"].path] == 6


def test_an_age_is_reached_on_the_birthday(staffed: Town) -> None:
    for day, age in ((date(2026, 3, 8), 55), (date(2026, 3, 9), 56)):
        rows = workforce.count(staffed.units["office"].path, day)["birth"]
        ages = {row[1]: workforce.age(row, day) for row in rows}
        assert ages["1970-03"] == age


def test_the_record_stands_for_the_word_of_the_roster(staffed: Town) -> None:
    record.put_all(staffed, ("hoa", "education", "university", date(1992, 5, 1)))
    record.put_all(staffed, ("hoa", "education", "doctor", date(2020, 5, 1)))
    assert keys(staffed, workforce.EDUCATION) == {"doctor": 1, "": 8}
    assert keys(staffed, workforce.EDUCATION, day=date(2020, 4, 30))["university"] == 1
    ward = staffed.units["ward"].path
    assert len(workforce.behind(ward, DAY, workforce.EDUCATION, "doctor")) == 1
    alone = staff.counted(workforce.places(ward, DAY), DAY, ["steps"])
    assert alone == {"steps": workforce.count(ward, DAY)["steps"]}


@pytest.mark.parametrize("seed", [4, 5])
def test_every_facet_counts_whom_it_lists(town: Town, seed: int) -> None:
    crowded(town, Random(seed))
    ward = town.units["ward"].path
    for day in (date(2024, 2, 29), DAY):
        every = set(workforce.ordered(ward, day))
        found = workforce.count(ward, day)
        for facet in workforce.FACETS.values():
            numbers = workforce.by(found, facet, day)
            listed = {key: list(workforce.behind(ward, day, facet, key)) for key in numbers}
            assert {key: len(rows) for key, rows in listed.items()} == numbers, facet.name
            assert sorted(pk for rows in listed.values() for pk in rows) == sorted(every), facet.name
        for scale in staff.SCALES:
            assert keys_of(found, scale) == plainly(every, scale, day)


def keys_of(found: Mapping[str, Counter[staff.Row]], scale: str) -> Counter[str]:
    told: Counter[str] = Counter()
    for row, number in found["steps"].items():
        told[staff.key(scale, row)] += number
    return told


def plainly(places: Iterable[int], scale: str, day: date) -> Counter[str]:
    """The same from the entries, person by person: the highest step by the day, else the roster's word."""
    steps = list(kinds()[scale].steps)
    told: Counter[str] = Counter()
    for place in Posting.objects.filter(pk__in=places).select_related("person"):
        items = standing([place.person_id], [scale])
        had = [one.text for one in items if one.text in steps and (one.day is None or one.day <= day)]
        word = getattr(place.person, scale).strip()
        told[min(had, key=steps.index) if had else step_of(scale, word) or word] += 1
    return told


def test_who_moves_within_neither_comes_nor_leaves(staffed: Town) -> None:
    days = [date(2024, 12, 31), date(2025, 12, 31), DAY]
    paths = [staffed.units[key].path for key in ("ward", "economy")]
    ward, economy = (turnover(path, days, workforce.places(path, DAY).count()) for path in paths)
    assert [(one.people, one.came, one.left) for one in ward] == [(10, None, None), (9, 0, 1), (9, 0, 0)]
    assert [(one.people, one.came, one.left) for one in economy] == [(3, None, None), (1, 0, 2), (1, 0, 0)]
    assert ward[1].rate == 105  # one of nine and a half
    assert days_until(DAY, 3) == days


def test_the_law_retires(staffed: Town) -> None:
    rows = {row[1]: row for row in workforce.count(staffed.units["office"].path, DAY)["birth"]}
    assert workforce.retires(rows["1970-03"]) == date(2027, 7, 1)  # 57 years 4 months
    assert workforce.retires(rows[None]) is None
    assert keys(staffed, workforce.RETIREMENT, "office") == {"2027": 1, "": 1, "later": 4}


def test_every_number_leads_to_a_list_of_so_many(staffed: Town) -> None:
    client = staffed.client("trang")
    address = f"/buc-tranh/don-vi/{staffed.units['ward'].pk}/doi-ngu/"
    page = client.get(address + f"?ngay={timezone.localdate():%Y-%m-%d}").content.decode()
    numbers = re.findall(r'<td class="num"><a href="(/[^"]*danh-sach/[^"]*)">(\d+)</a>', page)
    assert len(numbers) > 8
    for url, number in numbers:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert listed.count('<td class="stt">') == int(number), url


def test_small_groups_are_not_counted_by_ethnicity(staffed: Town) -> None:
    path = staffed.units["ward"].path
    assert workforce.minority(path, DAY, 9, 2).minority is None
    record.put_all(staffed, *((key, "ethnicity", "Kinh") for key in ("nam", "hoa", "mai", "dung")))
    assert workforce.minority(path, DAY, 9, 2) == workforce.Minority(0, 5, 9)
    record.put_all(staffed, ("lan", "ethnicity", "Tày"))
    assert workforce.minority(path, DAY, 9, 2).minority is None
    record.put_all(staffed, ("anh", "ethnicity", "Thái"))
    assert workforce.minority(path, DAY, 9, 2) == workforce.Minority(2, 3, 9)


def test_who_may_see(staffed: Town) -> None:
    address = f"/buc-tranh/don-vi/{staffed.units['ward'].pk}/doi-ngu/"
    for key, status in {"lan": 200, "trang": 200, "khoa": 200, "nam": 404, "ha": 404, "quan_tri": 404}.items():
        assert staffed.client(key).get(address).status_code == status, key
        assert staffed.client(key).get(address + "danh-sach/").status_code == status, key
