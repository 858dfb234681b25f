"""The instruments on training as a body filled them: of the day of a sending, and the thresholds of weak criteria."""

from __future__ import annotations

from datetime import date

from canbo.office.regulations.choices import Choices
from canbo.office.training.models import TrainingChoice
from canbo.rulebook import RuleError, document, training
from canbo.rulebook.document import Document
from canbo.rulebook.standards import kinds
from canbo.rulebook.training import TrainingRules, Weakness, needs


def instruments() -> tuple[Document, ...]:
    """Every instrument whose settings a body may fill, the one in force last first."""
    return (*reversed(training.library()), needs.instrument())


CHOICES = Choices(TrainingChoice, "training.chosen", instruments)


def rules(path: str, day: date) -> TrainingRules | None:
    """The instrument on training in force on a day, filled for a unit; None where none of the shipped was."""
    try:
        found = document.on(training.library(), day, "đào tạo")
    except RuleError:
        return None
    return training.rules(found, CHOICES.given(path, found.key, day))


def weakness(path: str, day: date) -> Weakness:
    """The thresholds of weak criteria for a unit."""
    return training.weakness(CHOICES.given(path, needs.instrument().key, day))


def contents() -> dict[str, str]:
    """The groups of content, by the newest instrument that names them."""
    named = [training.rules(one, {}).contents for one in training.library()]
    return dict(next((found for found in reversed(named) if found), {}))


def steps() -> dict[str, str]:
    """Every qualification a course may give: "kind:step" to its words."""
    return {
        f"{kind.key}:{step}": f"{kind.label}: {label}"
        for kind in kinds().values()
        for step, label in (kind.steps or {}).items()
    }


def qualification(kind: str, step: str) -> str:
    """A qualification in words; "" for none."""
    return steps().get(f"{kind}:{step}", "")
