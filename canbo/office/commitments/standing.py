"""A commitment with everything recorded about it, and where it stands. Loaded for many at once: seven queries.

A return takes its text back: what was signed on it stands no more, and the person signs a newer text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model

from canbo.office.commitments.models import (
    Commitment,
    CommitmentReturn,
    CommitmentSigning,
    CommitmentState,
    CommitmentText,
    CommitmentWithdrawal,
)
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import Form, Rules

M = TypeVar("M", bound=Model)
LARGEST = 2**63 - 1  # what an id can be; an address may hold any number
Words = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A commitment and its records, each in the order they were made."""

    commitment: Commitment
    rules: Rules
    state: CommitmentState
    texts: tuple[CommitmentText, ...]
    signings: tuple[CommitmentSigning, ...]
    returns: tuple[CommitmentReturn, ...]
    withdrawal: CommitmentWithdrawal | None

    @property
    def form(self) -> Form:
        return self.rules.form(self.commitment.form)

    @property
    def text(self) -> CommitmentText:
        """The text that stands: the newest."""
        return self.texts[-1]

    @property
    def words(self) -> dict[str, str]:
        """The person's words by item key."""
        return words_of(self.text.items)

    @property
    def returned(self) -> CommitmentReturn | None:
        """The return the person has to answer, while no newer text stands."""
        return next((row for row in self.returns if row.text_id == self.text.pk), None)

    def signed(self, part: str) -> CommitmentSigning | None:
        """The standing signing of a part."""
        if self.returned is not None:
            return None
        return next((row for row in self.signings if row.text_id == self.text.pk and row.part == part), None)

    @property
    def stage(self) -> str:
        """Where it stands: one of `models.STAGES`."""
        if self.withdrawal is not None:
            return "withdrawn"
        if self.signed("superior") is not None:
            return "done"
        return "superior" if self.signed("subject") is not None else "subject"

    def derived(self) -> CommitmentState:
        """The summary row as the records have it (not saved)."""
        mine = self.signed("subject")
        self.state.stage, self.state.late = self.stage, mine is not None and mine.late
        return self.state


def words_of(items: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Words by item key from what a text or draft keeps."""
    return {one["key"]: one["text"] for one in items}


def items_of(form: Form, words: Words) -> list[dict[str, str]]:
    """What a text keeps of words by item key: in the form's order, without the empty ones."""
    kept = [(item.key, words.get(item.key, "").strip()) for item in form.items]
    return [{"key": key, "text": text} for key, text in kept if text]


def load(ids: Iterable[int], *, hold: bool = False) -> dict[int, Case]:
    """The cases of these commitments by id, in the order given; ids that do not exist are left out.

    `hold` locks their summary rows until the transaction ends, so that what is judged still holds when it is written.
    """
    wanted = [pk for pk in dict.fromkeys(ids) if pk <= LARGEST]
    rows = Commitment.objects.filter(pk__in=wanted)
    found = {row.pk: row for row in rows.select_related("person", "unit__parent", "evaluated_by", "adoption", "agency")}
    states = CommitmentState.objects.filter(commitment__in=found).order_by("commitment_id")
    state = {row.commitment_id: row for row in (states.select_for_update(of=("self",)) if hold else states)}
    signings = CommitmentSigning.objects.select_related("person", "on_behalf_of", "signature__file")
    texts = _by(CommitmentText.objects.filter(commitment__in=found).order_by("id"))
    signed = _by(signings.filter(commitment__in=found).order_by("id"))
    returned = _by(CommitmentReturn.objects.filter(commitment__in=found).select_related("by__person").order_by("id"))
    withdrawn = _by(CommitmentWithdrawal.objects.filter(commitment__in=found).select_related("by__person"))
    rules = rules_many(row.rules_id for row in found.values())
    return {
        pk: Case(
            commitment=found[pk],
            rules=rules[found[pk].rules_id],
            state=state[pk],
            texts=texts[pk],
            signings=signed[pk],
            returns=returned[pk],
            withdrawal=next(iter(withdrawn[pk]), None),
        )
        for pk in wanted
        if pk in found
    }


def one(pk: int, *, hold: bool = False) -> Case | None:
    """The case of one commitment."""
    return load([pk], hold=hold).get(pk)


def _by(rows: Iterable[M]) -> defaultdict[int, tuple[M, ...]]:
    found: defaultdict[int, tuple[M, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.commitment_id] += (row,)  # type: ignore[attr-defined]  # every model read here has a commitment
    return found
