"""Two heads decide, two clocks open and two presses petition at the same moment: one of each stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet
from canbo.office.results.models import Decision, Petition
from tests.office.evaluations import month
from tests.office.evaluations.test_marking import POSTGRES, at_once
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.office.results.test_after_publication import petition, published
from tests.town import build

pytestmark = [pytest.mark.django_db(transaction=POSTGRES), pytest.mark.slow]


def twice(act: Callable[[], object]) -> list[str]:
    """Do the same in two threads; what came of each."""
    outcomes: list[str] = []

    def one() -> None:
        try:
            act()
            outcomes.append("done")
        except ActionError:
            outcomes.append("told")

    at_once(one, one)
    return sorted(outcomes)


def test_two_decisions() -> None:
    town = build()
    month.opened(town)
    decided.ready(town, "nam")
    assert twice(lambda: decided.decide(town, "nam")) == ["done", "told"]
    assert Decision.objects.count() == 1


def test_two_openings() -> None:
    town = build()
    adoption = adopted.adopt(town)
    assert twice(lambda: month.opened(town, adoption=adoption)) == ["done", "told"]
    assert (Cycle.objects.count(), Sheet.objects.filter(person=town.persons["nam"]).count()) == (1, 1)


def test_two_petitions() -> None:
    town = build()
    published(town, "nam")
    assert twice(lambda: petition(town)) == ["done", "told"]
    assert Petition.objects.count() == 1
