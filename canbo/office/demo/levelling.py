"""The wards of a district side by side, and among them one that does not exist, where everybody is given the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from canbo.office.base import jobs
from canbo.office.demo import clock
from canbo.office.demo.places import Place, data
from canbo.office.demo.play import Lines
from canbo.office.insight.actions import examining
from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption
from canbo.rulebook.levelling import Settings
from canbo.rulebook.process import Period

EVERYBODY = 80  # the share of each item, in percent, that everybody of the levelled ward is given
LOOKED = date(2023, 4, 25)


def other_wards(
    place: Place, adoption: Adoption, period: Period, play: Callable[[Place, Unit, Adoption, Period, Lines], None]
) -> None:
    """The wards the other stories do not tell of play one quarter; then the district's officer has it examined."""
    plan = data("long_bien")
    for row in plan["wards"]:
        if row["template"] == "ward_core":
            play(place, place.units[row["code"]], adoption, period, Lines())
    play(place, place.units[plan["levelled"]["code"]], adoption, period, Lines(EVERYBODY, alike=True))
    with clock.on(LOOKED):
        starts = date(period.year, 1, 1)
        job = examining.start(
            actor=place.officer, unit=place.root, starts=starts, ends=period.ends, settings=Settings()
        )
        jobs.perform(job)
