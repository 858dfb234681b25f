"""Playing assigned work: an office adopts its catalogue, has a month behind it and another half done.

Who does what follows their post; what went wrong is decided by the dice of `play`, but for one person, whose month is
the worked example of Decree 335 (Điều 14): 46 of 50 converted products, one failed review, two products late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from canbo.office.demo import clock
from canbo.office.demo.places import Place, data
from canbo.office.demo.play import dice, login
from canbo.office.people.models import Person, Unit
from canbo.office.work import actions
from canbo.office.work.actions import Order, Review, catalogues, importing, routines
from canbo.office.work.models import Act, Assignment, Product
from canbo.office.work.queries.catalogues import products
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook.process import Period

REVIEWED, REDONE, PASSED = 21, 22, 23  # days of the month
DAY = timedelta(days=1)
LATE = 2 * DAY
REVIEW_TIME = time(15, 0)
REASON = "Ví dụ: Số liệu phụ lục chưa khớp với báo cáo của các phòng, phải làm lại."
EXCUSE = "Ví dụ: Cơ quan phối hợp gửi số liệu sau hạn đã thống nhất."
COLUMNS = [
    TableColumn("Vị trí việc làm", width=24), TableColumn("Mã", width=8), TableColumn("Sản phẩm, công việc", width=52),
    TableColumn("Đơn vị tính", width=14), TableColumn("Điểm", "points"), TableColumn("Số ngày", "integer"),
]  # fmt: skip


@dataclass(frozen=True)
class Office:
    """An office with its catalogue; the first of its people is the head, whom `above` gives work."""

    unit: Unit
    people: Sequence[Person]
    above: Person
    example: Person
    products: dict[str, Product]

    @property
    def head(self) -> Person:
        return self.people[0]

    def chief(self, person: Person) -> Person:
        return self.above if person == self.head else self.head

    def lines(self, person: Person) -> list[list[Any]]:
        """The lines of a person's month: the head's, the clerk's (the last seat), one of two for the others."""
        plans = data("work")["months"]
        if person == self.example:
            return list(plans["example"])
        if person in (self.head, self.people[-1]):
            return list(plans["head" if person == self.head else "clerk"])
        return list(plans[("general", "reports")[dice(person.code, "work") % 2]])


def founded(place: Place, unit: Unit, people: Sequence[Person], above: Person, example: Person, since: date) -> Office:
    """The office adopts its catalogue, imported from a spreadsheet, the day before it applies."""
    plan = data("work")
    rows = ((*row[:4], round(row[4] * 100), row[5]) for row in plan["products"])
    file = write_table(Table("Danh mục", COLUMNS, rows, (str(plan["catalogue"]["title"]),)))
    said = catalogues.Said(**plan["catalogue"], valid_from=since)
    with clock.on(since - DAY):
        entry = importing.upload(actor=place.officer, unit=unit, said=said, name="danh-muc.xlsx", data=file)
        made = importing.carry_out(actor=place.officer, entry=entry)
    return Office(unit, people, above, example, {row.code: row for row in products(made)})


def month(office: Office, period: Period) -> None:
    """A whole month: given on its first day, handed in, reviewed once with faults, redone, accepted."""
    first = period.starts
    given = _give(office, [(person, line) for person in office.people for line in office.lines(person)], first)
    _accept(given, first + DAY)
    late = [act for row in given for act in _hand_in(office, row)]
    _review(office, given, first.replace(day=REVIEWED), late[-1:], faults=True)
    _redo(given, first.replace(day=REDONE))
    _review(office, given, first.replace(day=PASSED))


def running(office: Office, period: Period, today: date) -> None:
    """The month of today: most of it is accepted, the last of each person's work is handed in by half and waits; what
    comes every month has just been given."""
    first, done, due = period.starts, max(period.starts, today - 4 * DAY), min(period.ends, today + DAY)
    lines = []
    for person in office.people:
        *early, (code, quantity, _, what) = office.lines(person)
        lines += [(person, [*line[:2], done.day, line[3]]) for line in early]
        lines.append((person, [code, quantity, due.day, what]))
    given = _give(office, lines, first)
    _accept(given, first)
    begun = [row for row in given if row.due == done]
    for row in begun:
        _deliver(row, row.quantity, row.due)
    _review(office, begun, max(done, today - DAY))
    for row in given:
        if row not in begun:
            _deliver(row, max(1, row.quantity // 2), today)
    _routine(office, period, today)


def _give(office: Office, lines: Sequence[tuple[Person, list[Any]]], day: date) -> list[Assignment]:
    """Give these lines (code, quantity, due day of the month, what) on a day, each by the person's chief."""
    given: list[Assignment] = []
    for chief in (office.above, office.head):
        orders = [
            Order(person.pk, office.products[code], quantity, what, day, day.replace(day=due))
            for person, (code, quantity, due, what) in lines
            if office.chief(person) == chief
        ]
        with clock.on(day):
            given += actions.assign(actor=login(chief), orders=orders)
    people = {person.pk: person for person in office.people}
    for row in given:
        row.person = people[row.person_id]
    return given


def _accept(given: Sequence[Assignment], day: date) -> None:
    for person in {row.person_id: row.person for row in given}.values():
        with clock.on(day):
            actions.accept(actor=login(person), assignments=[row.pk for row in given if row.person_id == person.pk])


def _hand_in(office: Office, row: Assignment) -> list[Act]:
    """Hand in an assignment as its person does: mostly in time; the deliveries that came late."""
    if row.person == office.example:
        if row.product.code != "VB02":
            _deliver(row, row.quantity, row.due)
            return []
        _deliver(row, 2, row.due)
        _deliver(row, 2, row.due + LATE)
        return []
    is_late = dice(row.person.code, row.product.code, "late") % 6 == 0
    act = _deliver(row, row.quantity, row.due + LATE if is_late else row.due - DAY)
    return [act] if is_late else []


def _deliver(row: Assignment, pieces: int, day: date, redo: int | None = None) -> Act:
    with clock.on(day):
        return actions.deliver(actor=login(row.person), assignment=row.pk, pieces=pieces, day=day, redo=redo)


def _review(
    office: Office, given: Sequence[Assignment], day: date, excused: Sequence[Act] = (), faults: bool = False
) -> None:
    """The chiefs review what waits: all of it passes, but with `faults` a few fail; late ones named are excused."""
    known = {row.pk: row for row in given}
    reviewed = Act.objects.filter(assignment__in=known, kind__in=["pass", "fail"]).values("of")
    waiting = Act.objects.filter(assignment__in=known, kind="deliver").exclude(pk__in=reviewed)
    by_chief: dict[Person, list[Review]] = defaultdict(list)
    for act in waiting.order_by("id"):
        row, whole = known[act.assignment_id], act.pieces or 0
        failed = int(faults and _is_faulty(office, row))
        is_excused = act.pk in {late.pk for late in excused}
        reviews = by_chief[office.chief(row.person)]
        if failed:
            reviews.append(Review(act.pk, "fail", failed, REASON))
        if whole > failed:
            reviews.append(Review(act.pk, "pass", whole - failed, EXCUSE if is_excused else "", False, is_excused))
    for chief, reviews in by_chief.items():
        with clock.on(day, REVIEW_TIME):
            report = actions.review_many(actor=login(chief), given=reviews)
        if report.refused:
            raise RuntimeError(f"nghiệm thu: {report.refused}")


def _is_faulty(office: Office, row: Assignment) -> bool:
    if row.person == office.example:
        return row.product.code == "VB03"
    return dice(row.person.code, row.product.code, "fault") % 7 == 0


def _redo(given: Sequence[Assignment], day: date) -> None:
    """What failed is handed in again."""
    known = {row.pk: row for row in given}
    for act in Act.objects.filter(assignment__in=known, kind="fail").order_by("id"):
        _deliver(known[act.assignment_id], act.pieces or 1, day, redo=act.pk)


def _routine(office: Office, period: Period, today: date) -> None:
    """The head says what the first specialists do every month, and gives this month's."""
    code, quantity, due, what = data("work")["routine"]
    people = office.people[2:4]
    with clock.on(today):
        for person in people:
            routines.begin(
                actor=login(office.head), person=person.pk, product=office.products[code], quantity=quantity,
                due_day=due, what=what,
            )  # fmt: skip
        routines.give(actor=login(office.head), people=[person.pk for person in people], month=period)
