"""What happened in each place, and when. Each story adopts rules and plays its cycles through the office's actions."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test.utils import override_settings

from canbo.office.base.models import Account
from canbo.office.commitments.prefilling import BLANK, LAST_YEAR
from canbo.office.demo import (
    asking,
    cadres,
    clock,
    levelling,
    merits,
    personnel,
    play,
    promises,
    standards,
    tasks,
    trainings,
)
from canbo.office.demo.crowd import PASSWORD, Seat, fill
from canbo.office.demo.places import Place, agency, crowd, data, district, officer
from canbo.office.demo.play import Days, Lines
from canbo.office.demo.promises import Signing
from canbo.office.demo.reform import carry_out
from canbo.office.demo.rules import adopted
from canbo.office.demo.station import Trustees
from canbo.office.evaluations.actions import open_with_sheets
from canbo.office.evaluations.cases import Case
from canbo.office.people.actions.units import create_unit
from canbo.office.people.models import Grant, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.results.actions import petition
from canbo.office.results.models import Notice
from canbo.rulebook import FactValue
from canbo.rulebook.process import Period

SINCE = date(2018, 1, 1)


def city() -> Unit:
    """The city above the two districts (its leaders, invented, evaluate the districts' heads)."""
    root = agency({"code": "HN", "name": "Thành phố Hà Nội", "party": True}, SINCE, None)
    place = Place(root, officer("tochuc.hanoi", root), {root.code: root})
    crowd(place, root, "district")
    return root


def hai_ba_trung(above: Unit) -> None:
    """July 2018: the first month under 3814-QĐ/TU as the district refined it (2460-QĐ/QU, our example)."""
    place = district("hai_ba_trung", "tochuc.haibatrung", above)
    frame = adopted("hbt_frame", actor=place.officer, unit=place.root)
    own = adopted("hbt_own", actor=place.officer, unit=place.root, refines=frame)
    days = Days(date(2018, 7, 2), date(2018, 7, 24), date(2018, 7, 26), date(2018, 7, 30), date(2018, 7, 31))
    play.whole(place.officer, place.root, own, Period("month", 2018, 7), Lines(), days)


def long_bien(above: Unit) -> Place:
    """2021–2023: the district's sets, met / not met and then the 10-point scale, in Phúc Đồng and one school."""
    place = district("long_bien", "tochuc.longbien", above)
    ward, school = place.units["LB-00151"], place.units["Trường Mầm non Hoa Phượng"]
    first = adopted("lb_2021", actor=place.officer, unit=place.root)
    promised(place, ward, first, 2021)
    quarter(place, ward, first, Period("quarter", 2021, 4))
    promised(place, ward, first, 2022)
    for number in (2, 4):
        quarter(place, ward, first, Period("quarter", 2022, number))
    promised(place, ward, first, 2023)
    second = adopted("lb_2023", actor=place.officer, unit=place.root)
    for unit in (place.root, ward, school):
        quarter(place, unit, second, Period("quarter", 2023, 1))
    levelling.other_wards(place, second, Period("quarter", 2023, 1), quarter)
    return place


# Announced to the ward on 07/10/2021; to be signed before 10/10/2021, then before 30 January.
SIGNINGS = {
    2021: Signing(date(2021, 10, 7), date(2021, 10, 8), date(2021, 10, 9), 9, 3, date(2021, 10, 12)),
    2022: Signing(date(2022, 1, 10), date(2022, 1, 18), date(2022, 1, 21), 5, 1, date(2022, 2, 9)),
    2023: Signing(date(2023, 1, 9), date(2023, 1, 16), date(2023, 1, 19), 5, 1, date(2023, 2, 2)),
}


def promised(place: Place, ward: Unit, adoption: Adoption, year: int) -> None:
    """A year's commitments of the ward: prepared for all 21 people, signed by the first twelve, later by six."""
    promises.year(place.officer, ward, adoption, year, SIGNINGS[year], LAST_YEAR if year > min(SIGNINGS) else BLANK)


def quarter(place: Place, unit: Unit, adoption: Adoption, period: Period, lines: Lines | None = None) -> None:
    """One quarter, evaluated on the 25th of its last month and published on the last day."""
    month = period.ends
    days = Days(
        month.replace(day=10),
        month.replace(day=22),
        month.replace(day=24),
        month.replace(day=25),
        month.replace(day=28),
    )
    play.whole(place.officer, unit, adoption, period, lines or Lines(), days)


def tan_phong() -> None:
    """S5: 21 people; 2022 as published; 2023 under 48/2023 left before closing, with the ceiling speaking up."""
    plan = data("tan_phong")
    above = agency(plan["city"], SINCE, None)
    crowd(Place(above, officer("tochuc.laichau", above)), above, "district")
    root = agency(plan["ward"], SINCE, above)
    place = Place(root, officer("tochuc.tanphong", root), {root.code: root})
    for row in plan["units"]:
        place.units[row["code"]] = create_unit(
            actor=place.officer,
            parent=root,
            name=row["name"],
            short_name=row["short"],
            code=row["code"],
            valid_from=SINCE,
            heading="party",
        )
    rows = plan["people"]
    seats = [
        Seat(place.units[unit], title, rank, kind, "Cán bộ, công chức phường", key, sex, education, theory)
        for unit, title, rank, kind, sex, education, theory, key, _ in rows
    ]  # fmt: skip
    people = fill("TP", seats, SINCE, {0: "bithu.tanphong", 1: "phobithu.tanphong", 2: "chutich.tanphong"})
    best = {person.pk for person, row in zip(people, rows, strict=True) if row[-1]}
    lines = Lines(100, lambda case: figures(case, best))
    before = adopted("tp_2022", actor=place.officer, unit=root)
    days = Days(date(2022, 12, 1), date(2022, 12, 5), date(2022, 12, 8), date(2022, 12, 12), date(2022, 12, 14))
    play.whole(place.officer, root, before, Period("year", 2022, 1), lines, days)
    standards.adopted(place, "tan_phong")
    after = adopted("tp_2023", actor=place.officer, unit=root)
    trainings.tan_phong(place, people)
    cadres.tan_phong(place, people)
    days = Days(date(2023, 12, 1), date(2023, 12, 5), date(2023, 12, 8), date(2023, 12, 12), date(2023, 12, 14))
    play.whole(place.officer, root, after, Period("year", 2023, 1), lines, days, until="decided")


def figures(case: Case, best: set[int]) -> dict[str, FactValue]:
    """The figures entered beside the marks: everything done; more than half beyond for those rated excellent."""
    excellent = case.sheet.person_id in best or case.sheet.collective_id is not None
    known: dict[str, FactValue] = {
        "tasks_done": 10000, "tasks_beyond": 5500 if excellent else 2000, "criteria_unmet": 0, "unit_targets": 10000
    }  # fmt: skip
    wanted = {fact.key for fact in case.rules.facts if not (fact.leader_only and case.form.leader is False)}
    return {key: value for key, value in known.items() if key in wanted}


def long_bien_now(above: Unit, old: Place, today: date) -> Place:
    """The new ward Long Biên since 2026 under NĐ 335/2025: months published, the running one waiting for people.

    Its last staff seats are taken by people of the former ward Phúc Đồng, whose results of 2021–2023 stay there.
    """
    place = carry_out(old, above)
    ward = place.units["P-LB"]
    movers = old.people["LB-00151"][10:15]
    crowd(place, ward, "ward_2025", above, CAST, movers)
    for username, role, unit in (
        ("tochuc", "officer", ward), ("kiemtra", "auditor", ward), ("quantri", "administrator", above)
    ):  # fmt: skip
        grant(username, role, unit)
    rules = adopted("ward_2026", actor=place.officer, unit=ward)
    promised_now(place, rules)
    done = months(date(2026, 1, 1), today)
    office = work_begins(place, done[-1])
    for month in done:
        if month == done[-1]:
            tasks.month(office, month)
        last = month.ends
        days = Days(last.replace(day=20), last.replace(day=24), last.replace(day=26), last, last + timedelta(days=1))
        over = last + 2 * play.PETITIONS < today
        play.whole(place.officer, ward, rules, month, Lines(), days, until="locked" if over else "published")
    tasks.running(office, Period("month", today.year, today.month), today)
    running(place, ward, rules, today)
    return place


def promised_now(place: Place, rules: Adoption) -> None:
    """2026: the ward asks for commitments before 30 January. Two offices sign; one countersignature still waits."""
    opened, signed, late = date(2026, 1, 5), date(2026, 1, 15), date(2026, 2, 4)
    promises.competencies(place.officer, place.units["P-LB"], opened)
    for name, people, waiting in ((OFFICE, 10, 0), (ECONOMY, 11, 1)):
        plan = Signing(opened, signed, date(2026, 1, 20), people, 1, late, waiting)
        promises.year(place.officer, place.units[f"P-LB/{name}"], rules, 2026, plan)


def work_begins(place: Place, month: Period) -> tasks.Office:
    """The ward's office, twelve people, has a catalogue from this month on."""
    people = place.people["P-LB"]
    return tasks.founded(
        place, place.units[f"P-LB/{OFFICE}"], people[2:14], above=people[0], example=people[4], since=month.starts
    )


def months(first: date, today: date) -> list[Period]:
    """The whole months from a day until the one before today's, at most the last ten."""
    found = [Period("month", first.year, first.month)]
    while found[-1].next().ends < today:
        found.append(found[-1].next())
    return found[-10:]


def running(place: Place, unit: Unit, rules: Adoption, today: date) -> None:
    """This month, half way: most have scored themselves, one office is reviewed, one has not begun."""
    period = Period("month", today.year, today.month)
    due = {"self": today + timedelta(days=4), "review": today + timedelta(days=6), "decide": today + timedelta(days=9)}
    with clock.on(today):
        cycle = open_with_sheets(
            actor=place.officer, unit=unit, adoption=rules, period=period, deadlines=due, repeats=True
        )
    economy = place.units[f"P-LB/{ECONOMY}"]
    late = {person.pk for person in place.people[unit.code][4::3]}
    play.score(cycle, Lines(), today, lambda case: case.sheet.person_id not in late and case.sheet.unit != economy)
    play.review(cycle, Lines(), today, lambda case: "Văn hóa" in case.sheet.unit.name)


def grant(username: str, role: str, unit: Unit) -> Account:
    """A role for an account of the cast, or for a technical account made for it."""
    account = Account.objects.filter(username=username).first() or Account.objects.create_user(username, PASSWORD)
    Grant.objects.create(account=account, role=role, unit=unit, valid_from=unit.valid_from)
    return account


CAST = {0: "bithu", 1: "chutich", 2: "chanhvp", 4: "chuyenvien", 14: "truongkinhte", 28: "tochuc"}
OFFICE, ECONOMY = "Văn phòng HĐND và UBND", "Phòng Kinh tế, Hạ tầng và Đô thị"


def school_now(place: Place, today: date) -> None:
    """A primary school under NĐ 233/2026: the last whole quarter published a few days ago, one petition waiting."""
    school = place.units["P-LB-TH"]
    crowd(place, school, "school_2026", place.units["P-LB"], {0: "hieutruong", 2: "giaovien"})
    rules = adopted("school_2026", actor=place.officer, unit=school)
    quarter = Period("quarter", 2026, 3)
    while quarter.next().ends < today:
        quarter = quarter.next()
    days = Days(*(today - timedelta(days=back) for back in (12, 8, 6, 4, 2)))
    cycle = play.whole(place.officer, school, rules, quarter, Lines(), days, until="published")
    teacher = place.people[school.code][2]
    notice = Notice.objects.get(decision__sheet__cycle=cycle, person=teacher)
    with clock.on(today - timedelta(days=1)):
        petition(
            actor=play.login(teacher), person=teacher, notice=notice,
            text="Ví dụ: Đề nghị xem xét lại tiêu chí tiến độ; hai sản phẩm nộp muộn do thay đổi kế hoạch của trường.",
        )  # fmt: skip


# The demo's password is printed for everybody; hashing it well for each of its signings would take half of the time.
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def play_all(today: date) -> None:
    """Every story, in the order of the years; every account can log in at the end."""
    with override_settings(PASSWORD_HASHERS=QUICK):
        above = city()
        hai_ba_trung(above)
        old = long_bien(above)
        trustees = Trustees(Path(settings.DATA) / "demo-y-kien")
        asking.in_2023(old, trustees)
        tan_phong()
        tenth = merits.district_10()
        standards.district_10(tenth)
        cadres.quan_10(tenth)
        now = long_bien_now(above, old, today)
        school_now(now, today)
        merits.the_ward(now, now.units["P-LB"], now.people["P-LB"])
        personnel.the_ward(now, now.units["P-LB"], now.people["P-LB"], today)
        trainings.the_ward(now, now.units["P-LB"], now.people["P-LB"][6])
        asking.voted(now, trustees, today)
        asking.open_now(now, trustees, today)
    Account.objects.update(password=make_password(PASSWORD))
