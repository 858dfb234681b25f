"""Why somebody qualifies for a title or not, built on request from the same parts as the answer."""

from __future__ import annotations

from canbo.rulebook import requirements, trace
from canbo.rulebook.commend.model import Record, TitleRules
from canbo.rulebook.commend.qualify import facts_of, holding, last_award, qualify, steps
from canbo.rulebook.model import Trace
from canbo.rulebook.requirements import SAID


def explain(rules: TitleRules, record: Record, year: int, title: str) -> Trace:
    """The tree of one title in one year: every requirement, met or not, with the years and facts it rests on."""
    one = rules.titles[title]
    found = qualify(rules, record, year, one.of)
    held = holding(record, year, found)
    facts = facts_of(rules, record, year)
    below = []
    if one.also:
        outcome = held(one.also, year)
        below.append(
            trace.step([one.also, year, outcome], f"{rules.titles[one.also].label} năm {year}", SAID[outcome], one.cite)
        )
    below += [requirements.traced(need, rules.words, facts) for need in one.requires]
    if one.run is not None:
        used = last_award(one, one.run, record, year)
        label = rules.titles[one.run.of].label
        years = [
            trace.step(
                [one.run.of, when, counts],
                f"Năm {when}",
                f"{SAID[counts]} (đã dùng cho lần tặng năm {used})" if when <= used else SAID[counts],
                one.run.counted,
            )
            for when, counts in steps(one, one.run, record, year, held)
        ]
        outcome = requirements.joined(counts for _, counts in steps(one, one.run, record, year, held))
        below.append(
            trace.step(
                ["run", one.run.of, one.run.times, one.run.spacing, outcome],
                f"{label} {one.run.times} lần liên tục", SAID[outcome], one.run.cite, years,
            )
        )  # fmt: skip
    outcome = found[title].outcome
    return trace.step([title, year, outcome], f"{one.label} năm {year}", SAID[outcome], one.cite, below)
