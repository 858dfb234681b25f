"""Standards of titles and a plan of cadres, as the articles on District 10 and Tân Phong tell what came of them."""

from __future__ import annotations

import yaml

from canbo.office.demo import clock
from canbo.office.demo.places import Place, data
from canbo.office.profiles.actions import standards as acts
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions.planning_lists import Row
from canbo.rulebook import standards


def adopted(place: Place, key: str) -> None:
    """The standards of a place, read as a body would upload them, holding from their own day."""
    found = standards.read(yaml.safe_dump(data("standards")[key], allow_unicode=True), f"{key}.yaml")
    with clock.on(found.in_force):
        text = acts.keep(actor=place.officer, unit=place.root, found=found)
        acts.adopt(actor=place.officer, text=text)


def district_10(place: Place) -> None:
    """S4: standards of the district, and twelve people planned for posts, eleven of whom meet the post's standard."""
    adopted(place, "quan_10")
    given = data("standards")["plan"]
    with clock.on(given["day"]):
        plan = lists.begin_plan(
            actor=place.officer, unit=place.root, name=given["name"], first_year=given["first_year"],
            last_year=given["last_year"], began=given["day"], document=given["document"],
        )  # fmt: skip
        rows = []
        for code, title, leads, people in given["posts"]:
            post = lists.name_post(
                actor=place.officer, plan=plan, unit=place.units[code], title=title, level="district", leads=leads
            )
            rows += [Row(post, place.people[code][at]) for at in people]
        lists.enter(
            actor=place.officer, plan=plan, act="put_in", rows=rows, day=given["day"], document=given["document"]
        )
