"""What is derived from the record, and people judged together: equal to the entries and to each judged alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db.models import Q, QuerySet

from canbo.office.people.models import Person, Post, Posting
from canbo.office.people.queries.persons import Search
from canbo.office.profiles.actions import retention
from canbo.office.profiles.actions import standards as acts
from canbo.office.profiles.actions.recording import put, withdraw
from canbo.office.profiles.attained import FIELDS, rebuild
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.models import Attained, ProfileEntry, ProfileValue
from canbo.office.profiles.queries.alike import each, grouped
from canbo.office.profiles.queries.checks import check_attained
from canbo.office.profiles.queries.meeting import chosen, judged, listed
from canbo.office.profiles.queries.titles import titles
from canbo.rulebook import personal
from canbo.rulebook.process import whole_years, years_before
from canbo.rulebook.standards import kinds
from canbo.rulebook.standards.judging import facts_of
from tests.office.profiles.record import adopted_set, put_all
from tests.town import START, Town

DAYS = [date(2021, 6, 30), date(2024, 2, 29), date(2026, 11, 22)]
WORDS = ["", "Đại học", "thạc sĩ", "12/12", "Trung cấp", "Cao cấp"]


def crowded(town: Town, chance: Random, people: int = 60) -> None:
    """Many more people of the ward, of whom the roster and the record say something or nothing, in every way."""
    posts = list(Post.objects.filter(unit__path__startswith=town.units["ward"].path))
    for at in range(people):
        some = date(chance.randint(1958, 2004), *chance.choice([(2, 28), (3, 1), (6, 30), (11, 22), (11, 23)]))
        born = chance.choice([None, date(1976, 2, 29), some, some, some])
        person = Person.objects.create(
            code=f"X-{at}", full_name=f"Người {at}", sort_key=f"{at:03}", search_key=f"nguoi {at}", birth_date=born,
            birth_year=born.year if born else chance.choice([None, 1980]), sex=chance.choice(["F", "M", ""]),
            education=chance.choice(WORDS), political_theory=chance.choice(WORDS),
        )  # fmt: skip
        Posting.objects.create(person=person, post=chance.choice(posts), kind="civil_servant", valid_from=START)
    spoken(town, chance)


def spoken(town: Town, chance: Random) -> None:
    """Entries about half of them, some corrected, some withdrawn."""
    crowd = list(Person.objects.filter(code__startswith="X-").values_list("pk", flat=True))
    drafts = []
    for pk in chance.sample(crowd, len(crowd) // 2):
        for field in chance.sample(FIELDS, 4):
            steps = list(personal.find(field).steps)
            text = chance.choice(steps) if steps else f"{chance.randint(1985, 2027)}-07-01"
            day = chance.choice([None, date(2015, 1, 1) + timedelta(chance.randint(0, 4600))])
            drafts.append(Draft(pk, field, text, day))
    made = put(actor=town.accounts["trang"], drafts=drafts)
    for entry in chance.sample(made, 12):
        text = ProfileValue.objects.get(entry=entry).text
        if chance.random() < 0.5:
            withdraw(actor=town.accounts["trang"], entry=entry, reason="Nhầm")
        else:
            put(actor=town.accounts["trang"], drafts=[Draft(entry.person_id, entry.field, text, replaces=entry.pk)])


def asked(town: Town) -> None:
    """Standards of three units, a post that falls under another title, one under none."""
    adopted_set(town, "district", "Trưởng phòng: {education: college, age: 45}\n  Văn thư: {language: two, age: 30}")
    adopted_set(
        town, "ward",
        "Chuyên viên: {education: university, political_theory: intermediate, experience_years: 5, age: 50}\n"
        "  Bí thư Đảng ủy: {political_theory: advanced, state_management: principal}",
    )  # fmt: skip
    adopted_set(town, "office", "Chuyên viên: {informatics: basic, experience_years: 9}\n  Chánh Văn phòng: null")
    acts.match(
        actor=town.accounts["trang"], unit=town.units["ward"],
        said={"Phó Bí thư Đảng ủy": "Bí thư Đảng ủy", "Chuyên viên tổ chức": ""},
    )  # fmt: skip


def alone(rows: QuerySet[Posting], day: date) -> Counter[tuple[object, ...]]:
    """Each judged by the record's entries, as before there was anything derived."""
    found: Counter[tuple[object, ...]] = Counter()
    scales = {key for key, kind in kinds().items() if kind.steps}
    for one in judged(rows, day):
        steps = {key: step for key, step in facts_of(one.profile, day).items() if key in scales}
        told = (one.found, one.answer, tuple(sorted(steps.items())))
        found[*told, one.place.person.sex, one.place.post.unit.path] += 1
    return found


@pytest.mark.parametrize("few", [40, 1])
@pytest.mark.parametrize("seed", [1, 2])
def test_judged_together_is_as_judged_alone(town: Town, monkeypatch: pytest.MonkeyPatch, seed: int, few: int) -> None:
    monkeypatch.setattr("canbo.office.profiles.queries.alike.FEW", few)
    crowded(town, Random(seed))
    asked(town)
    for day in DAYS:
        for group in ("", "leaders"):
            rows = chosen([town.units["district"].path], day, Search(), group)
            together: Counter[tuple[object, ...]] = Counter()
            for one in grouped(rows, day, titles(day), sex=True, depth=35):
                told = (one.verdict.found, one.verdict.answer, tuple(sorted(one.steps.items())))
                together[*told, one.sex, one.path] += one.people
            assert together == alone(rows, day)
            said = [(one.place.pk, one.found, one.answer) for one in judged(rows, day)]
            assert [(pk, one.found, one.answer) for pk, one in each(rows, day, titles(day))] == said
            wanted = [one.place.pk for one in judged(rows, day) if one.outcome == "lacks" and not one.found.exempt]
            assert listed(rows, day, "lacks") == wanted
    outcomes = {one.verdict.outcome for one in grouped(rows, day, titles(day))}
    assert outcomes == {"meets", "lacks", "unknown", "none"} - ({"meets"} if group else set())


def test_every_act_on_the_record_is_followed_and_a_rebuild_gives_the_same(town: Town) -> None:
    crowded(town, Random(3), people=30)
    assert check_attained() == []
    kept = rows()
    assert len(kept) > 15
    assert {row[0] for row in kept} == set(
        ProfileEntry.objects.filter(Q(field__in=FIELDS), replaced_by=None, withdrawal=None).values_list(
            "person_id", flat=True
        )
    )
    Attained.objects.filter(person=kept[0][0]).delete()
    Attained.objects.filter(person=kept[-1][0]).update(steps="education:doctor")
    assert check_attained() != []
    call_command("summaries", "rebuild")
    assert rows() == kept
    assert rebuild() == len(kept)


def test_words_that_go_are_derived_no_more(town: Town) -> None:
    put_all(town, ("nam", "education", "doctor"))
    Posting.objects.filter(person=town.persons["nam"]).update(valid_to=date(2024, 1, 1))
    retention.set_rule(
        actor=town.accounts["trang"], root=town.units["ward"], kind="record_left", days=30, basis="QĐ 01"
    )
    agency = town.units["ward"].agency
    assert [row[3] for row in rows()] == ["education:doctor"]
    assert retention.apply(agency=agency, day=date(2026, 1, 1)) == {"record_left": 1}
    assert rows() == [] == check_attained()


def rows() -> list[tuple[int, date, date | None, str, date | None]]:
    columns = ("person_id", "valid_from", "valid_to", "steps", "recruited")
    return list(Attained.objects.order_by(*columns[:2]).values_list(*columns))


def test_a_day_so_many_years_before_is_the_last_that_gives_them() -> None:
    for day in (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 11, 22)):
        for years in (0, 1, 4, 30):
            last = years_before(day, years)
            assert whole_years(last, day) == years > whole_years(last + timedelta(1), day)
