"""Cadres as the sources tell of them: Tân Phong's planning for 2025–2030 with its yearly review, District 10's
programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from canbo.office.demo import clock
from canbo.office.demo.places import Place, data
from canbo.office.demo.play import login
from canbo.office.people.models import Person
from canbo.office.regulations.actions import choosing
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions import planning_public as public
from canbo.office.talent.actions import planning_steps as steps
from canbo.office.talent.actions import programmes
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanPost
from canbo.office.talent.planning_law import CHOICES

BALLOT = "key_cadres"  # the step whose count is shown


def tan_phong(place: Place, people: Sequence[Person]) -> CadrePlan:
    """S5: a list in five steps under the rules of 2023, published, commented on and approved; a year later somebody is
    taken out. Under the rules of today one post has one person too many: that is there to be seen."""
    told = data("cadres")["tan_phong"]
    with clock.on(told["began"]):
        plan = lists.begin_plan(
            actor=place.officer, unit=place.root, name=told["name"], first_year=told["first_year"],
            last_year=told["last_year"], began=told["began"], document=told["document"],
        )  # fmt: skip
        posts = [
            lists.name_post(
                actor=place.officer, plan=plan, unit=place.units[row["unit"]], title=row["title"], level="commune",
                leads=row["leads"],
            )
            for row in told["posts"]
        ]  # fmt: skip
    rows = [
        (lists.Row(post, people[at]), agree)
        for post, row in zip(posts, told["posts"], strict=True)
        for at, agree in row["people"].items()
    ]
    held(place, plan, told, rows)
    _made_public(place, plan, told, people)
    _reviewed(place, plan, told, people, posts)
    return plan


def held(place: Place, plan: CadrePlan, told: Mapping[str, Any], rows: Sequence[tuple[lists.Row, int]]) -> None:
    """The steps as they were held, one of them by ballot with how many agreed; the last puts everybody in."""
    proposed: list[PlanEntry] = []
    for number, (step, day) in enumerate(told["steps"], start=1):
        paper = told["minutes"].format(number=number)
        with clock.on(day):
            if not proposed:
                proposed = lists.enter(
                    actor=place.officer, plan=plan, act="proposed", rows=[row for row, _ in rows], day=day, step=step,
                    document=paper,
                )  # fmt: skip
            agreed = [agree for _, agree in rows]
            steps.hold_step(
                actor=place.officer, plan=plan, step=step,
                held=steps.Held(
                    day, told["present"] + 2, told["present"], told["chair"], paper,
                    told["present"] if step == BALLOT else None,
                ),
                counts=[
                    steps.Count(entry.pk, agree, told["present"] - agree)
                    for entry, agree in zip(proposed, agreed, strict=True)
                ]
                if step == BALLOT else [],
            )  # fmt: skip
    step, day = told["steps"][-1]
    with clock.on(day):
        lists.enter(
            actor=place.officer, plan=plan, act="put_in", rows=[row for row, _ in rows], day=day, step=step,
            document=told["list"],
        )  # fmt: skip


def _made_public(place: Place, plan: CadrePlan, told: Mapping[str, Any], people: Sequence[Person]) -> None:
    said = told["comment"]
    with clock.on(told["published"]["day"]):
        row = public.publish_plan(actor=place.officer, plan=plan, **told["published"])
    with clock.on(said["day"]):
        comment = public.comment(actor=login(people[said["person"]]), publication=row, text=said["text"])
        public.answer(actor=place.officer, comment=comment, text=said["answer"])
    with clock.on(told["approved"]["day"]):
        public.approve(actor=place.officer, plan=plan, reason="", **told["approved"])


def _reviewed(
    place: Place, plan: CadrePlan, told: Mapping[str, Any], people: Sequence[Person], posts: Sequence[PlanPost]
) -> None:
    out, day = told["review"], told["review"]["day"]
    with clock.on(day):
        choosing.choose(
            CHOICES, actor=place.officer, unit=place.root, instrument="nine_box", values=told["axes"], valid_from=day,
            document=out["document"],
        )  # fmt: skip
        lists.enter(
            actor=place.officer, plan=plan, act="taken_out", rows=[lists.Row(posts[-1], people[out["person"]])],
            day=day, reason=out["reason"], document=out["document"],
        )  # fmt: skip
        entries = PlanEntry.objects.filter(agency=plan.agency_id, post__plan=plan, act="put_in")
        newest = {row.person_id: row for row in entries.select_related("post__plan__unit", "person")}
        for at, level in told["potentials"].items():
            lists.see_potential(
                actor=place.officer, entry=newest[people[at].pk], level=level, day=day, document=out["document"]
            )


def quan_10(place: Place) -> None:
    """S4: the programme that was reviewed on 18/06/2020: everybody meets the standards, over 90 % of those planned
    were trained."""
    told = data("cadres")["quan_10"]
    with clock.on(date(told["first_year"], 7, 2)):
        row = programmes.begin_programme(
            actor=place.officer, unit=place.root, name=told["name"], document=told["document"],
            first_year=told["first_year"], last_year=told["last_year"],
        )  # fmt: skip
        targets = [
            programmes.set_target(
                actor=place.officer, programme=row, label=one["label"], measure="%", direction=one["direction"],
                aim=one["aim"] * 100, answers=place.units[one["answers"]],
            )
            for one in told["targets"]
        ]  # fmt: skip
    for target, one in zip(targets, told["targets"], strict=True):
        for day, value in one["values"]:
            with clock.on(day):
                programmes.measure(
                    actor=place.officer, target=target, day=day, value=value * 100, source=told["source"]
                )
    with clock.on(told["targets"][0]["values"][-1][0]):
        programmes.review(actor=place.officer, programme=row, parts=told["review"])
