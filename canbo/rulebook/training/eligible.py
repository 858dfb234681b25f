"""Who may be sent to postgraduate training on a day. Guarantee: a better record never loses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from canbo.rulebook import requirements, trace
from canbo.rulebook.model import Facts, FactValue, Trace
from canbo.rulebook.process import whole_years
from canbo.rulebook.requirements import SAID, Answer
from canbo.rulebook.training.reading import TrainingRules


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known: day of birth, first day of service, yearly rating by year (absent or None: not known), and the day
    of the first sending where somebody was sent before."""

    born: date | None
    joined: date | None
    ratings: Mapping[int, str | None]
    first_sent: date | None = None


def eligible(rules: TrainingRules, one: Candidate, day: date) -> Answer:
    """Whether somebody may be sent on a day, and what is missing or not known."""
    return requirements.judge(rules.requires, facts_of(rules, one, day))


def explain(rules: TrainingRules, one: Candidate, day: date) -> Trace:
    """Why, requirement by requirement, with what the record says and the ratings it rests on."""
    facts = facts_of(rules, one, day)
    below = [requirements.traced(need, rules.words, facts) for need in rules.requires]
    labels = {level.key: level.label for level in rules.words.levels}
    for year in _years(rules, day):
        rating = one.ratings.get(year)
        said = labels.get(rating, rating) if rating else "chưa có"
        below.append(trace.step(["rating", year, rating], f"Xếp loại năm {year}", said, rules.cite))
    outcome = eligible(rules, one, day).outcome
    return trace.step(
        ["postgraduate", day.isoformat(), outcome], f"Cử đi đào tạo sau đại học ngày {day:%d/%m/%Y}", SAID[outcome],
        rules.cite, below,
    )  # fmt: skip


def facts_of(rules: TrainingRules, one: Candidate, day: date) -> Facts:
    """The facts the requirements speak in, without those not known."""
    facts: dict[str, FactValue | None] = {
        "service_years": whole_years(one.joined, day) if one.joined else None,
        "age": whole_years(one.born, min(day, one.first_sent or day)) if one.born else None,
        "worst_rating": _worst(rules, one, day),
    }
    return requirements.known(rules.words, facts)


def _years(rules: TrainingRules, day: date) -> range:
    """The years before a sending whose ratings count."""
    return range(day.year - (rules.rating_years or 0), day.year)


def _worst(rules: TrainingRules, one: Candidate, day: date) -> str | None:
    """The worst rating of the years that count. With a year not known it is told only if it already settles the matter:
    what is not known cannot make it better."""
    ranks = {level.key: level.rank for level in rules.words.levels}
    found = [one.ratings.get(year) for year in _years(rules, day)]
    rated = [rating for rating in found if rating is not None]
    if not rated:
        return None
    worst = max(rated, key=lambda rating: ranks[rating])
    if len(rated) == len(found):
        return worst
    needs = [need for need in rules.requires if need.holds({"worst_rating": worst}) is False]
    return worst if needs else None
