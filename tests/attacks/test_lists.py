"""Every list of what results are for takes as many queries for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.office.awards.models import Proposal
from canbo.office.people.models import Person, Posting
from canbo.office.profiles.actions import requests
from canbo.office.talent.actions import planning_public as public
from canbo.office.talent.actions import programmes, structure
from canbo.office.talent.models import CadrePlan
from canbo.office.training import actions as training
from canbo.office.training.models import Course
from canbo.paperwork.names import search_key, sort_key
from tests.office.awards import year
from tests.office.profiles import record as kept
from tests.office.talent import planned
from tests.office.training import turns
from tests.town import START, Town

FEW, MANY = 2, 12
DAY = date(2025, 9, 1)


def people(town: Town, number: int) -> list[str]:
    """So many more civil servants of the office, by their keys in the town."""
    post = town.persons["nam"].postings.get().post
    made = []
    for at in range(number):
        key, name = f"p{Person.objects.count()}", f"Lê Văn {chr(65 + at)}"
        person = Person.objects.create(
            code=f"P{Person.objects.count():05d}", full_name=name, sort_key=sort_key(name),
            search_key=search_key(name), birth_date=date(1985, 1, 1), sex="M", invented=True,
        )  # fmt: skip
        Posting.objects.create(person=person, post=post, kind="civil_servant", task_group="TM", valid_from=START)
        town.persons[key] = person
        made.append(key)
    return made


def recorded(town: Town, number: int) -> None:
    kept.put_all(town, *((key, "education", "university") for key in people(town, number)))


def asked(town: Town, number: int) -> None:
    for _ in range(number):
        requests.ask(actor=town.accounts["nam"], kind="see", text="Xin bản sao")


def standards(town: Town, number: int) -> None:
    for _ in range(number):
        kept.adopted_set(town, "ward", "Chuyên viên: {education: university}")


def plans(town: Town, number: int) -> None:
    for _ in range(number):
        at = CadrePlan.objects.count()
        planned.enter(town, planned.post(town, planned.begun(town, name=f"QH {at}")), "nam")


def listed(town: Town, number: int) -> None:
    plan = CadrePlan.objects.first() or planned.begun(town)
    planned.enter(town, plan.posts.first() or planned.post(town, plan), *people(town, number))


def commented(town: Town, number: int) -> None:
    if not CadrePlan.objects.exists():
        listed(town, 1)
    plan, today = CadrePlan.objects.get(), timezone.localdate()
    row = plan.publications.first() or public.publish_plan(
        actor=town.accounts["trang"], plan=plan, day=today, until=today, place="Niêm yết"
    )
    for _ in range(number):
        said = public.comment(actor=town.accounts["binh"], publication=row, text="Đề nghị xem lại.")
        public.answer(actor=town.accounts["trang"], comment=said, text="Đã xem.")


def programmed(town: Town, number: int) -> None:
    trang, ward = town.accounts["trang"], town.units["ward"]
    for at in range(number):
        row = programmes.begin_programme(
            actor=trang, unit=ward, name=f"Chương trình {number}.{at}", document="01", first_year=2020, last_year=2025
        )
        target = programmes.set_target(
            actor=trang, programme=row, label="x", measure="%", direction="at_least", aim=1, answers=ward
        )
        programmes.measure(actor=trang, target=target, day=DAY, value=1, source="BC")


def arranged(town: Town, number: int) -> None:
    for key in people(town, number):
        structure.propose(
            actor=town.accounts["trang"], person=town.persons[key], act="transfer", unit=town.units["economy"],
            title="Chuyên viên", day=DAY, strengths="Tốt", reason="Cần người",
        )  # fmt: skip


def planned_courses(town: Town, number: int) -> None:
    for at in range(number):
        name = f"KH {number}.{at}"
        plan = training.make_plan(actor=town.accounts["trang"], unit=town.units["ward"], year=2026, name=name)
        turns.course(town, plan=plan)
        turns.course(town)


def sent(town: Town, number: int) -> None:
    row = Course.objects.first() or turns.course(town, places=100)
    turns.send(town, row, *people(town, number))
    for turn in row.sendings.filter(results=None):
        turns.finish(town, turn)


def facts(town: Town, number: int) -> None:
    for key in people(town, number):
        year.fact(town, key, "conduct", True)


def rounds(town: Town, number: int) -> None:
    for _ in range(number):
        year.merited(town)


def proposed(town: Town, number: int) -> None:
    row = Proposal.objects.first()
    held = row.round if row else year.round_of(town, "occasion")
    year.propose(town, held, "merit", *people(town, number), reason="Có thành tích")
    year.meet(town, held, agree=5)


Grow = Callable[[Town, int], None]
LISTS: dict[str, tuple[Grow, Callable[[Town], str]]] = {
    "records": (recorded, lambda town: reverse("profiles:index")),
    "judged": (recorded, lambda town: reverse("profiles:judged")),
    "meeting": (recorded, lambda town: reverse("profiles:meeting")),
    "titles": (recorded, lambda town: reverse("profiles:titles")),
    "requests": (asked, lambda town: reverse("profiles:requests")),
    "standards": (standards, lambda town: reverse("profiles:standards")),
    "plans": (plans, lambda town: reverse("talent:plans")),
    "plan": (listed, lambda town: reverse("talent:plan", args=[CadrePlan.objects.get().pk])),
    "check": (listed, lambda town: reverse("talent:plan_check", args=[CadrePlan.objects.get().pk])),
    "boxes": (listed, lambda town: reverse("talent:plan_boxes", args=[CadrePlan.objects.get().pk])),
    "public": (commented, lambda town: reverse("talent:plan_public", args=[CadrePlan.objects.get().pk])),
    "programmes": (programmed, lambda town: reverse("talent:programmes")),
    "arrangements": (arranged, lambda town: reverse("structure:arrangements")),
    "training": (planned_courses, lambda town: reverse("training:plans")),
    "turns": (sent, lambda town: reverse("training:turns") + "?since=01/01/2025"),
    "course": (sent, lambda town: reverse("training:course", args=[Course.objects.get().pk])),
    "send": (sent, lambda town: reverse("training:send", args=[Course.objects.get().pk])),
    "needs": (recorded, lambda town: reverse("training:needs")),
    "facts": (facts, lambda town: reverse("awards:facts")),
    "qualifying": (facts, lambda town: reverse("awards:index") + "?year=2025"),
    "rounds": (rounds, lambda town: reverse("awards:rounds")),
    "awards": (rounds, lambda town: reverse("awards:awards")),
    "of_one": (rounds, lambda town: reverse("awards:person", args=[town.persons["nam"].pk])),
    "round": (proposed, lambda town: reverse("awards:round", args=[Proposal.objects.first().round_id])),  # type: ignore[union-attr]
    "candidates": (proposed, lambda town: reverse("awards:candidates", args=[Proposal.objects.first().round_id])),  # type: ignore[union-attr]
    "council": (proposed, lambda town: reverse("awards:council", args=[Proposal.objects.first().round_id])),  # type: ignore[union-attr]
    "decide": (proposed, lambda town: reverse("awards:decide", args=[Proposal.objects.first().round_id])),  # type: ignore[union-attr]
    "workforce": (recorded, lambda town: reverse("insight:workforce", args=[town.units["ward"].pk])),
    "people": (recorded, lambda town: reverse("insight:people", args=[town.units["ward"].pk])),
}  # fmt: skip


def asked_for(town: Town, where: str) -> int:
    client = town.client("trang")
    client.get(where)  # what is read once a process
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(where)
    assert page.status_code == 200, where
    return len(caught)


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_many_as_for_few(town: Town, name: str) -> None:
    grow, address = LISTS[name]
    grow(town, FEW)
    few = asked_for(town, address(town))
    grow(town, MANY - FEW)
    assert asked_for(town, address(town)) == few
