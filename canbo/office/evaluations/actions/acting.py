"""What every act checks and writes alike: who acts, whether the sheet is still open, the summary row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations import stage
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Sheet, State
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person

STATE_FIELDS = ["stage", "self_total", "review_total", "total", "level"]


@dataclass
class Report:
    """What an act on many sheets did: the ids done, and for each refused one who it is about and why."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[Sheet, ActionError]] = field(default_factory=list)


def viewer_of(actor: Account, person: Person | None, today: date | None) -> Viewer:
    """The actor's rights on the day. NotAssigned where the account is not the person's."""
    found = Viewer(actor, today) if today else Viewer(actor)
    if person is not None:
        if person.account_id != actor.pk:
            raise NotAssigned("Tài khoản này không phải của người đang thao tác.")
        found.person = person
    return found


def must_be_open(case: Case) -> None:
    """ActionError where a decision stands or the cycle is locked."""
    if case.state.stage in stage.SETTLED:
        raise ActionError(
            f"Phiếu của {case.subject} đã có quyết định xếp loại. "
            "Muốn thay đổi, hãy làm quyết định sửa ở trang kết quả."
        )
    if case.locked:
        raise ActionError(f"{case.sheet.cycle.name} đã khóa. Muốn sửa, hãy đề nghị cán bộ tổ chức mở lại kỳ.")


def save_states(cases: Iterable[Case]) -> None:
    """Keep the summary rows of these cases equal to their records."""
    write_states([case.derived() for case in cases], STATE_FIELDS)


def write_states(rows: Sequence[State], fields: Sequence[str]) -> None:
    """Write these fields of summary rows that exist, many of them in few statements.

    Many are written as an upsert on their unique key: a `bulk_update` of 2,000 rows takes ten times as long.
    """
    if len(rows) == 1:
        rows[0].save(update_fields=fields)
    elif rows:
        State.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["agency", "sheet"], update_fields=fields, batch_size=1000
        )
