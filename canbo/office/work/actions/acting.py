"""What every act on work checks and writes alike: as whom somebody acts, the record, the summary row, the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer, current
from canbo.office.people.models import Posting
from canbo.office.work import access, cases
from canbo.office.work.access import Command, Seat
from canbo.office.work.cases import Case
from canbo.office.work.models import Act, Assignment, Standing

LONGEST = 500


def postings(people: Iterable[int], day: date) -> dict[int, Posting]:
    """The primary posting of each person on a day, with its unit; one query."""
    rows = Posting.objects.filter(current(day), person__in=list(people), primary=True)
    rows = rows.select_related("person", "post__unit", "evaluated_by").order_by("id")
    return {row.person_id: row for row in rows}


def command_of(actor: Account) -> Command:
    """What the actor leads today. NotTheirs for an account without a person."""
    found = Command.of(Viewer(actor))
    if found.person is None:
        raise NotTheirs("Tài khoản kỹ thuật không giao và không nghiệm thu việc.")
    return found


def seat(command: Command, person: int, paths: Iterable[str], what: str) -> Seat:
    """As whom the actor is a superior of the person. ActionError where it is the person; NotTheirs where no superior
    at all."""
    found = command.seat(person, paths)
    if found is not None:
        return found
    if command.person is not None and command.person.pk == person:
        raise ActionError(f"Không ai tự {what} của mình. Hãy đề nghị cấp trên trực tiếp làm việc này.")
    raise NotTheirs(f"Chỉ cấp trên của người được giao (hoặc người được ủy quyền) mới {what}.")


def paths_of(row: Assignment, posted: Mapping[int, Posting]) -> tuple[str, ...]:
    """Where the superiors of an assignment sit: over its unit, and over the unit that evaluates the person."""
    posting = posted.get(row.person_id)
    return (row.unit_path, *(access.places(posting) if posting and posting.post.unit_id == row.unit_id else ()))


def held(ids: Sequence[int]) -> dict[int, Case]:
    """These assignments with their acts, nobody else acting on them meanwhile. Inside a transaction."""
    rows = list(cases.rows().filter(pk__in=ids).order_by("id"))
    agencies = {row.agency_id for row in rows}
    locked = Standing.objects.select_for_update().filter(agency__in=agencies, assignment__in=ids).order_by("id")
    list(locked.values_list("id"))
    return cases.load(rows)


def one(pk: int) -> Case:
    """One assignment with its acts, locked. NotTheirs where there is none."""
    found = held([pk]).get(pk)
    if found is None:
        raise NotTheirs("Không có việc này.")
    return found


def make(actor: Account, by: Seat, case: Case, kind: str, **said: Any) -> Act:
    """An act not yet written, taken in by the case. ActionError where it cannot follow what was done before."""
    act = Act(
        agency_id=case.row.agency_id,
        assignment=case.row,
        kind=kind,
        person=by.person,
        on_behalf_of_id=by.on_behalf_of,
        account=actor,
        **{"text": text(said.pop("text", "")), **said},
    )
    act.at = timezone.now()
    case.add(act)
    return act


def write(actor: Account, pairs: Sequence[tuple[Case, Act]]) -> None:
    """Write acts already taken in by their cases, the summary rows and the journal. Inside a transaction."""
    Act.objects.bulk_create([act for _, act in pairs], batch_size=500)
    touched = {case.row.pk: case for case, _ in pairs}
    for case in touched.values():
        case.again()
    cases.save(list(touched.values()))
    by_kind: dict[str, list[tuple[Model, Mapping[str, Any]]]] = defaultdict(list)
    for case, act in pairs:
        by_kind[act.kind].append((act, _said(case, act)))
    for kind, acts in by_kind.items():
        journal.record_all(actor, f"work.{kind}", acts)


def _said(case: Case, act: Act) -> dict[str, object]:
    said: dict[str, object] = {"assignment": case.row.pk}
    if act.pieces is not None:
        said["pieces"] = act.pieces
    if act.day is not None:
        said["day"] = act.day.isoformat()
    if act.of_id is not None:
        said["of"] = act.of_id
    return said


def text(given: str) -> str:
    """Words as kept: no idle spaces. ActionError where they are too long to keep."""
    tidy = " ".join(given.split())
    if len(tidy) > LONGEST:
        raise ActionError(f"Nội dung dài {len(tidy)} ký tự. Hãy rút còn {LONGEST}.")
    return tidy


def reason(given: str, act: str) -> str:
    """A reason that was given. ActionError where it was not."""
    if not (tidy := text(given)):
        raise ActionError(f"Hãy nhập lý do {act}.")
    return tidy
