"""Taking a ballot: one check, one statement. It is acknowledged when, and only when, the database has it for good."""

from __future__ import annotations

from enum import Enum

from django.db import connection

from canbo.box import clock, papers
from canbo.box.models import Arrival, Ballot, Paper
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import check, slip

# Written so that nothing comes between looking and taking: two ballots with one counter, or the close of the survey.
TAKE = """
INSERT INTO box_arrival (leaf, survey, signer, counter, body)
SELECT %(leaf)s, %(survey)s, %(signer)s, %(counter)s, %(body)s
WHERE NOT EXISTS (SELECT 1 FROM box_paper WHERE survey = %(survey)s AND kind = 'closed')
  AND NOT EXISTS (SELECT 1 FROM box_arrival WHERE signer = %(signer)s AND counter >= %(counter)s)
  AND NOT EXISTS (SELECT 1 FROM box_ballot WHERE signer = %(signer)s AND counter >= %(counter)s)
ON CONFLICT DO NOTHING
"""


class Taken(Enum):
    """What became of a ballot that was sound: taken now, or there already."""

    NOW = "now"
    BEFORE = "before"


class Later(Exception):
    """A ballot by the same key with this counter or a higher one is in the box: `highest`."""

    def __init__(self, highest: int) -> None:
        super().__init__(highest)
        self.highest = highest


def cast(survey: str, source: bytes) -> tuple[str, Taken]:
    """Take a ballot: its leaf, and whether it was new. RuleError says why not; Later asks for a higher counter;
    papers.Unknown where there is no such survey."""
    _on_a_day_of_casting(survey)
    try:
        gate = papers.gate(survey)
    except papers.Unknown:
        raise RuleError("chưa đến lúc gửi: chưa công bố số phiếu đã phát") from None
    ballot = gate.accept(source)
    signer = slip.mark(ballot.point)
    row: dict[str, str | int] = {
        "leaf": ballot.leaf, "survey": survey, "signer": signer, "counter": ballot.counter, "body": ballot.text,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TAKE, row)
        if cursor.rowcount == 1:
            return ballot.leaf, Taken.NOW
    return ballot.leaf, _explain(survey, ballot, signer)


def _on_a_day_of_casting(survey: str) -> None:
    days = papers.window(papers.manifest(survey))
    today = days.number(clock.today())
    if today < 0:
        raise RuleError(f"chưa đến ngày gửi ý kiến ({days.opens:%d/%m/%Y})")
    if today > days.last:
        raise RuleError(f"đã hết hạn gửi ý kiến ({days.closes:%d/%m/%Y})")


def _explain(survey: str, ballot: check.Ballot, signer: str) -> Taken:
    """Why nothing was written."""
    counters: dict[str, int] = {}
    for rows in (Arrival.objects.filter(signer=signer), Ballot.objects.filter(signer=signer)):
        counters |= dict(rows.values_list("leaf", "counter"))
    if ballot.leaf in counters:
        return Taken.BEFORE
    if Paper.objects.filter(survey=survey, kind=Paper.CLOSED).exists():
        raise RuleError("hòm phiếu đã đóng")
    raise Later(max(counters.values(), default=ballot.counter))
