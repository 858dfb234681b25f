"""A campaign in the town about the heads of two offices, and a trustees' station to open its box."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from canbo.office.opinions import actions, editing, queries
from canbo.office.opinions.plans import Asked, Plan
from canbo.opening import slips, station
from canbo.opening.counting import Export
from canbo.rulebook.ballot import board, handover, slip
from canbo.rulebook.ballot.manifest import Manifest
from tests.rulebook.ballot import survey
from tests.town import Town

HOLDERS = [(f"Người {at}", "Công đoàn", key.public) for at, key in enumerate(survey.HOLDERS)]
AFTER = date(9999, 1, 1)  # long after the last day of any campaign here
NUMBERS = {"v1/d1": 12, "v1/d2": 5, "v1/d3": 6, "v2/d1": 20, "v2/d3": 30}


def edited(plan: Plan, today: date, unit: int, other: int) -> Plan:
    """Two offices, three audiences; one audience of the first is too small and is put together with another."""
    opens = today + timedelta(days=5)
    terms = {"k": 8, "k_text": 10, "k_invited": 8, "need": 2, "spare": 2, "opens": opens, "closes": opens}
    plan = editing.holders(editing.terms(plan, terms), HOLDERS)
    plan = editing.add_set(plan, "Chung")
    plan = editing.put_question(plan, "b1", Asked("", "Gương mẫu", "scale", ("Tốt", "Khá", "Chưa tốt"), True))
    plan = editing.put_question(plan, "b1", Asked("", "Góp ý thêm", "text", (), False, 500))
    for label in ("Đồng nghiệp", "Cấp dưới", "Người dân"):
        plan = editing.add_audience(plan, label, "b1")
    plan = editing.add_subjects(plan, [("Văn phòng", "Phòng", unit), ("Phòng Kinh tế", "Phòng", other)])
    return editing.invite(plan, NUMBERS, [])


def planned(town: Town, edit: Callable[[Plan], Plan] = lambda plan: plan) -> queries.Round:
    unit, other = town.units["office"].pk, town.units["economy"].pk
    row = actions.begin(actor=town.accounts["trang"], unit=town.units["ward"], key="LYK-1", title="Lấy ý kiến")
    today = timezone.localdate()
    actions.change(
        actor=town.accounts["trang"], campaign=row.pk, version=1,
        edit=lambda plan: edit(edited(plan, today, unit, other)),
    )  # fmt: skip
    return again(row.pk)


def again(pk: int) -> queries.Round:
    found = queries.campaign(pk)
    assert found is not None
    return found


def frozen(town: Town) -> queries.Round:
    found = planned(town)
    actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=2)
    return again(found.row.pk)


def opened(
    manifest: Manifest, given: Mapping[str, Sequence[Mapping[str, object]]], to: Path,
    before: Sequence[tuple[str, str, str]] = (),
) -> dict[str, str]:  # fmt: skip
    """What the trustees' station writes of a survey in which everybody in `given` answered: its files by kind."""
    codes, marks = slips.make(manifest, survey.bytes_from("station"))
    handed = slips.void(manifest, handover.read_slips(marks, manifest), [])
    texts = []
    for group, documents in given.items():
        for at, document in enumerate(documents):
            key = slip.private_key(codes[group][at], manifest.hash, group)
            texts.append(survey.cast(manifest, key, survey.opened(dict(document), (group, at)), 1, group))
    ordered = sorted(texts, key=handover.leaf)
    head = handover.Head(0, len(ordered), board.root([handover.leaf(one) for one in ordered]))
    read = handover.read_slips(marks, manifest)
    export = Export(manifest, read, handover.read_handed(handed, manifest, read), (head,), ordered)
    station.carry_out(export, head.root, export.lists, survey.HOLDERS[:2], to, before=before)
    files = {kind: (to / f"{kind}.json").read_text() for kind in ("opened", "totals", "texts")}
    return {"slips": marks, "handed": handed} | files


def answered(number: int) -> list[dict[str, object]]:
    return [{"c1": "1", "c2": f"Việc riêng số {at}"} for at in range(number)]


def released(town: Town, to: Path) -> tuple[queries.Round, dict[str, str]]:
    """The campaign with everything brought; few of one group about the second office answered."""
    found = frozen(town)
    assert found.manifest is not None
    given = {"v1-d1": answered(10), "v1-d2-d3": answered(11), "v2-d1": answered(3), "v2-d3": answered(12)}
    files = opened(found.manifest, given, to)
    for kind in ("slips", "handed", "opened", "totals"):
        actions.bring(actor=town.accounts["trang"], campaign=found.row.pk, kind=kind, text=files[kind], today=AFTER)
    return again(found.row.pk), files
