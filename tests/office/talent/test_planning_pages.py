"""The pages of planning: lists, check, steps, the public part, papers; who sees what."""

from __future__ import annotations

import pytest

from canbo.office.talent.models import (
    CadrePlan,
)
from tests.office.talent import planned
from tests.town import Town


@pytest.fixture
def plan(town: Town) -> CadrePlan:
    return planned.planned(town)


def test_every_page_of_a_plan_opens_for_who_reads_the_unit(town: Town, plan: CadrePlan) -> None:
    officer, head, other = town.client("trang"), town.client("lan"), town.client("nam")
    pages = ["", "kiem-tra/", "kiem-tra/?xem=women&day=01/12/2025", "chin-o/", "cong-khai/", "van-ban/", "?xuat=xlsx"]
    found = [(page, officer.get(f"/can-bo/quy-hoach/{plan.pk}/{page}").status_code) for page in pages]
    assert found == [(page, 200) for page in pages]
    assert head.get(f"/can-bo/quy-hoach/{plan.pk}/").status_code == 200
    assert other.get(f"/can-bo/quy-hoach/{plan.pk}/").status_code == 404
    assert officer.get("/can-bo/quy-hoach/").status_code == 200
