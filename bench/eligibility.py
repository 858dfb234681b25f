"""How fast titles are told, beside a baseline in the same run: python bench/eligibility.py

20,000 people, each of five years, all four titles of persons, with what is missing and what would open it. The baseline
answers yes or no by plain comparisons: no unknowns, reasons or articles. The target (issue: what results are for) is 10
seconds on one core.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from canbo.rulebook import commend, trace
from canbo.rulebook.commend import Record, TitleRules

PEOPLE, YEARS = 20_000, range(2024, 2029)
RATINGS = ("excellent", "good", "good", "good", "completed", "not_completed")


def people() -> list[Record]:
    """Random careers of eleven years, one year in twenty not known."""
    chance = random.Random(7)
    found = []
    for _ in range(PEOPLE):
        held = {}
        for year in range(2018, 2028):
            if chance.random() < 0.95:
                titles = ["advanced_worker", "base_fighter", "province_fighter"][: chance.choice((0, 1, 1, 2, 2, 3))]
                held[year] = frozenset(titles)
        facts: dict[int, dict[str, bool | int | str | None]] = {
            year: {"rating": chance.choice(RATINGS), "conduct": True, "initiative": chance.random() < 0.2}
            for year in YEARS
        }
        found.append(Record(facts, held))
    return found


def plain(records: list[Record]) -> int:
    """The titles of everybody by comparisons alone; how many are earned."""
    earned = 0
    for record in records:
        for year in YEARS:
            facts, titles = record.facts[year], record.titles
            advanced = facts["rating"] in ("excellent", "good") and facts["conduct"]
            base = advanced and (facts["rating"] == "excellent" or facts["initiative"])
            province = all("base_fighter" in titles.get(year - back, ()) for back in range(3))
            national = all("province_fighter" in titles.get(year - back, ()) for back in range(2))
            earned += bool(advanced) + bool(base) + province + national
    return earned


def engine(rules: TitleRules, records: list[Record]) -> int:
    """The same through the rules; how many are earned."""
    everybody = dict(enumerate(records))
    return sum(
        one.outcome is True
        for year in YEARS
        for titles in commend.qualify_all(rules, everybody, year).values()
        for one in titles.values()
    )


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return time.perf_counter() - wall, time.process_time() - cpu, answer


def main() -> None:
    records = people()
    print(f"{PEOPLE:,} people × {len(YEARS)} years × 4 titles")
    wall, cpu, earned = timed(lambda: plain(records))
    print(f"  baseline, comparisons alone     {wall:6.2f} s   cpu {cpu:6.2f} s   {earned:,} yes")
    for reading in ("fresh", "rolling"):
        rules = commend.rules(commend.find("luat_06_2022"), {"award_years": reading, "base_fighter_share": 1500})
        wall, cpu, earned = timed(lambda rules=rules: engine(rules, records))  # type: ignore[misc]
        print(f"  through the rules, {reading:8}     {wall:6.2f} s   cpu {cpu:6.2f} s   {earned:,} yes")
    wall, cpu, _ = timed(
        lambda: sum(len(trace.digest(commend.explain(rules, one, 2026, "national_fighter"))) for one in records[:1000])
    )
    print(f"  traces of 1,000 people          {wall:6.2f} s   cpu {cpu:6.2f} s")


if __name__ == "__main__":
    main()
