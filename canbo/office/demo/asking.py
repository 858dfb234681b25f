"""Opinions in confidence: the draw of February 2023 with the campaign that followed, one open today, and a vote.

What S3 tells of is the plan: 89 schools, five drawn of each of three levels, heads of wards without a draw. Digits,
answers, texts and the head's response are invented and say so; the draw is a real one by our rule, so its fifteen are
not those of 2023. Ballots are made as the voters' page makes them; the box is opened by the trustees' own command.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.test.utils import override_settings

from canbo.office.base.models import Account
from canbo.office.demo import clock, play
from canbo.office.demo.places import DATA, Place, data
from canbo.office.demo.station import Trustees, cast
from canbo.office.opinions import actions, editing, queries, standing
from canbo.office.opinions.plans import Asked, Plan, Subject
from canbo.rulebook.draw import Reveal, commitment, read_frame

DRAWN, ASKED = date(2023, 2, 24), date(2023, 5, 8)
BELOW = date(2023, 6, 5)  # released, and a week later answered


def drawn(place: Place) -> standing.Case:
    """The list of 89 published, digits committed to and opened, five schools of each level drawn."""
    plan, names = data("asking")["draw"], data("asking")["draw"]["contributors"]
    actor = place.officer
    with clock.on(DRAWN - timedelta(days=7)):
        candidates = read_frame((DATA / "draw_frame.csv").read_bytes())
        frame = actions.publish_frame(actor=actor, unit=place.root, title=plan["frame"], candidates=candidates)
        row = actions.publish_plan(
            actor=actor, frame=frame, title=plan["title"], key="LB/BT-2023-01", levels=plan["levels"], reserve=3,
            contributors=names,
        )  # fmt: skip
    with clock.on(DRAWN):
        case = done(row.pk)
        opened = [Reveal(name, str(play.dice(name, "digits") + 10**9), f"{play.dice(name):032x}") for name in names]
        for one in opened:
            actions.commit(actor=actor, draw=row.pk, name=one.name, value=commitment(case.plan, one))
        for one in opened:
            actions.reveal(actor=actor, draw=row.pk, name=one.name, digits=one.digits, salt=one.salt)
        actions.finish(actor=actor, draw=row.pk)
    return done(row.pk)


def done(pk: int) -> standing.Case:
    """The draw with its records."""
    found = standing.one(pk)
    if found is None:
        raise LookupError(pk)
    return found


def in_2023(place: Place, trustees: Trustees) -> None:
    """Heads of all wards and of the schools drawn, asked about by their people and by parents or residents; opened,
    released, read by two, answered by the first head."""
    schools = [
        (one.name, level, place.units[one.name].pk) for level, found, _ in drawn(place).drawn for one in found
    ]  # fmt: skip
    heads = [place.units[row["code"]] for row in data("long_bien")["wards"]]
    wards = [(unit.name, "Phường", unit.pk) for unit in heads]
    actor = place.officer
    with clock.on(ASKED - timedelta(days=14)):
        row = actions.begin(actor=actor, unit=place.root, key="LYK-2023", title=data("asking")["title"])
        plan = designed(Plan(), ASKED, trustees)
        plan = editing.add_subjects(plan, [*wards, *schools])
        cells = [(one, who) for one in plan.subjects for who in plan.audiences]
        numbers = {f"{one.id}/{who.id}": 10 + play.dice(one.label, who.id) % 11 for one, who in cells}
        plan = editing.invite(plan, numbers, [])
        actions.change(actor=actor, campaign=row.pk, version=1, edit=lambda empty: plan)
        actions.freeze(actor=actor, campaign=row.pk, version=2, today=ASKED - timedelta(days=14))
    first = next(one for one in plan.subjects if one.level == "Mầm non")
    with clock.on(ASKED + timedelta(days=2)):
        looked_at_oneself(place, row.pk, first)
    with tempfile.TemporaryDirectory() as folder, override_settings(BOX_INBOX=Path(folder) / "inbox"):
        found = asked(row.pk)
        files = cast(found, trustees, Path(folder))
        for kind, day in (("slips", -13), ("handed", -1), ("opened", 8), ("totals", 9)):
            with clock.on(ASKED + timedelta(days=day)):
                actions.bring(actor=actor, campaign=row.pk, kind=kind, text=files[kind])
    answered(place, row.pk, first)


def head_of(place: Place, subject: Subject) -> Account:
    """The account of the head of a unit that was asked about."""
    return play.login(place.people[next(unit.code for unit in place.units.values() if unit.pk == subject.unit)][0])


def looked_at_oneself(place: Place, campaign: int, subject: Subject) -> None:
    """The head of a unit says how they see themselves, a little better than others do."""
    answers = {f"b{questions}/c1": ("1",) for questions in (1, 2)} | {"b1/c2": ("2",)}
    actions.view_self(actor=head_of(place, subject), campaign=campaign, about=subject.id, answers=answers)


def answered(place: Place, campaign: int, subject: Subject) -> None:
    """Two readers sum up what was written about the first school drawn; its head answers."""
    told = data("asking")
    with clock.on(BELOW):
        actions.summarise(
            actor=place.officer, campaign=campaign, about=subject.id, text=told["themes"], readers=told["readers"]
        )
    with clock.on(BELOW + timedelta(days=7)):
        actions.respond(
            actor=head_of(place, subject), campaign=campaign, about=subject.id, text=told["response"],
            steps=[(one["what"], one["due"]) for one in told["steps"]],
        )  # fmt: skip


def open_now(place: Place, trustees: Trustees, today: date) -> None:
    """The ward of today asks about the heads of its office and its school: slips are handed out, the box takes ballots
    for a week. What the trustees keep, and slips to try it with, lie beside the database."""
    units = [place.units["P-LB/Văn phòng HĐND và UBND"], place.units["P-LB-TH"]]
    opens, officer = today - timedelta(days=1), play.login(place.people["P-LB"][28])
    with clock.on(today - timedelta(days=6)):
        row = actions.begin(actor=officer, unit=place.units["P-LB"], key="LYK-DOT-1", title=data("asking")["now"])
        plan = editing.add_subjects(
            designed(Plan(), opens, trustees),
            [(units[0].name, "Phòng, văn phòng", units[0].pk), (units[1].name, "Trường", units[1].pk)],
        )
        plan = editing.invite(plan, {"v1/d1": 11, "v1/d2": 16, "v2/d1": 19, "v2/d2": 30}, [])
        plan = replace(plan, closes=(today + timedelta(days=7)).isoformat())
        actions.change(actor=officer, campaign=row.pk, version=1, edit=lambda empty: plan)
        actions.freeze(actor=officer, campaign=row.pk, version=2, today=today - timedelta(days=6))
    for kind, text in trustees.slips(asked(row.pk), trustees.folder).items():
        with clock.on(today - timedelta(days=3)):
            actions.bring(actor=officer, campaign=row.pk, kind=kind, text=text)


def voted(place: Place, trustees: Trustees, today: date) -> None:
    """A confidence vote of the ward's committee on its leaders, six weeks ago: slips at the meeting, ended by the
    chair, opened at once. Invented from end to end; what follows of the counts is the rule's."""
    told, day = data("asking")["vote"], today - timedelta(days=42)
    ward, officer = place.units["P-LB"], play.login(place.people["P-LB"][28])
    with clock.on(day - timedelta(days=3)):
        row = actions.begin_vote(actor=officer, unit=ward, key="LPTN-DOT-1", title=told["title"])

        def plan(empty: Plan) -> Plan:
            days = {"opens": day, "closes": day}
            filled = editing.holders(editing.terms(empty, days), trustees.holders)
            others = [(name, post, 0) for name, post in told["others"]]
            filled = editing.voted(filled, [*queries.leaders(ward, day), *others])
            return editing.meeting(filled, told["body"], told["summoned"], told["base"], [])

        actions.change(actor=officer, campaign=row.pk, version=1, edit=plan)
        actions.freeze(actor=officer, campaign=row.pk, version=2)
    with tempfile.TemporaryDirectory() as folder, override_settings(BOX_INBOX=Path(folder) / "inbox"):
        files = cast(asked(row.pk), trustees, Path(folder))
        with clock.on(day):
            for kind in ("slips", "handed"):
                actions.bring(actor=officer, campaign=row.pk, kind=kind, text=files[kind])
            actions.close_vote(actor=officer, campaign=row.pk)
            for kind in ("opened", "totals"):
                actions.bring(actor=officer, campaign=row.pk, kind=kind, text=files[kind])
            actions.attend(actor=officer, campaign=row.pk, present=told["summoned"])


def designed(plan: Plan, opens: date, trustees: Trustees) -> Plan:
    """Questions, audiences, trustees and days, as the data file has them."""
    told = data("asking")
    days = {"opens": opens, "closes": opens + timedelta(days=6)}
    plan = editing.holders(editing.terms(plan, days), trustees.holders)
    for number, one in enumerate(told["sets"], start=1):
        plan = editing.add_set(plan, one["label"])
        for text, kind, options, required in one["questions"]:
            made = Asked("", text, kind, tuple(options), required, 500 if kind == "text" else 0)
            plan = editing.put_question(plan, f"b{number}", made)
        plan = editing.add_audience(plan, one["audience"], f"b{number}")
    return plan


def asked(pk: int) -> queries.Round:
    """The campaign with its records."""
    found = queries.campaign(pk)
    if found is None:
        raise LookupError(pk)
    return found
