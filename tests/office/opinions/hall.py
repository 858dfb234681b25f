"""A draw in the town: fifteen of the demo's eighty-nine schools, three contributors."""

from __future__ import annotations

from pathlib import Path

from canbo.office import demo
from canbo.office.base import files
from canbo.office.opinions import actions, standing
from canbo.office.opinions.models import Draw, DrawFrame
from canbo.rulebook.draw import Reveal, commitment, read_frame
from tests.town import Town

FRAME = (Path(demo.__file__).parent / "data" / "draw_frame.csv").read_bytes()
LEVELS = {"Trung học cơ sở": 5, "Mầm non": 5, "Tiểu học": 5}
NAMES = ["Chủ trì", "Công đoàn", "Người dự thứ nhất"]
REVEALS = [Reveal(name, f"{at}234567890", f"{at}" * 32) for at, name in enumerate(NAMES, start=1)]


def frame(town: Town) -> DrawFrame:
    return actions.publish_frame(
        actor=town.accounts["trang"], unit=town.units["ward"], title="Trường công lập", candidates=read_frame(FRAME)
    )


def planned(town: Town, key: str = "MH-AB/BT-2026-01", beacon: str = "") -> Draw:
    return actions.publish_plan(
        actor=town.accounts["trang"], frame=frame(town), title="Bốc thăm trường", key=key, levels=LEVELS, reserve=3,
        contributors=NAMES, beacon=beacon,
    )  # fmt: skip


def case(draw: Draw) -> standing.Case:
    found = standing.one(draw.pk)
    assert found is not None
    return found


def committed(town: Town, draw: Draw) -> None:
    for one in REVEALS:
        value = commitment(case(draw).plan, one)
        actions.commit(actor=town.accounts["trang"], draw=draw.pk, name=one.name, value=value)


def revealed(town: Town, draw: Draw) -> None:
    for one in REVEALS:
        actions.reveal(
            actor=town.accounts["trang"], draw=draw.pk, name=one.name, digits=one.digits, salt=one.salt
        )  # fmt: skip


def drawn(town: Town) -> Draw:
    draw = planned(town)
    committed(town, draw)
    revealed(town, draw)
    actions.finish(actor=town.accounts["trang"], draw=draw.pk)
    return draw


def rule_frame(row: DrawFrame) -> bytes:
    """The published file of a list."""
    return files.read(row.file)
