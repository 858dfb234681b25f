"""Grounds about units: recorded, listed and taken back by page, beside those about people."""

from __future__ import annotations

import html
from datetime import date

from django.urls import reverse

from canbo.office.results import actions
from canbo.office.results.models import Ground
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.town import Town

GIVEN = {"fact": "disciplined", "day": "12/07/2026", "document": "16/QĐ-UBND", "degree": "Phê bình"}


def page(town: Town, where: str, **query: str) -> str:
    return html.unescape(town.client("trang").get(where, query).content.decode())


def test_a_ground_about_a_unit_by_page(town: Town) -> None:
    month.opened(town)
    office, listed = town.units["office"], reverse("results:grounds")
    where = reverse("results:ground_unit", args=[office.pk])
    assert f'<a href="{where}">{office.name}</a>' in page(town, listed, q=office.name.split()[0].upper())
    assert town.client("trang").post(where, GIVEN | {"day": "32/07/2026"}).status_code == 422
    done = town.client("trang").post(where, GIVEN)
    assert (done.status_code, done.headers["Location"]) == (302, where)
    row = Ground.objects.get()
    assert (row.collective, row.person, row.fact, row.value) == (office, None, "disciplined", True)
    assert f'<a href="{where}">{office.name}</a>' in page(town, listed)
    revoke = reverse("results:ground_revoke", args=[row.pk])
    assert f"Hủy căn cứ về {office.name}" in page(town, revoke)
    taken = town.client("trang").post(revoke, {"document": "Ghi nhầm đơn vị"})
    assert (taken.status_code, taken.headers["Location"]) == (302, where)
    assert Ground.objects.filter(revokes=row, collective=office).count() == 1


def test_units_beyond_the_officers_own_do_not_exist(town: Town) -> None:
    month.opened(town)
    for key in ("district", "school"):
        assert town.client("trang").get(reverse("results:ground_unit", args=[town.units[key].pk])).status_code == 404
    assert town.client("lan").get(reverse("results:ground_unit", args=[town.units["office"].pk])).status_code == 404


def test_only_people_are_absent(town: Town) -> None:
    adopted.adopt(town)
    day = date(2026, 7, 20)
    person, unit = (actions.kinds_for(town.units["office"], day, collective=one) for one in (False, True))
    assert {one.key for one in person} - {one.key for one in unit} == {"maternity", "sick", "absent", "before_joining"}
