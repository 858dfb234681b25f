"""Everything the page of one commitment shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from canbo.office.base.pages import crumb
from canbo.office.commitments import access, papers
from canbo.office.commitments.models import CommitmentDraft, CommitmentReminder
from canbo.office.commitments.queries.board import LABELS
from canbo.office.commitments.queries.frameworks import Frameworks
from canbo.office.commitments.standing import Case, words_of
from canbo.office.commitments.superiors import seat
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person

PARTS = {"subject": "Người cam kết ký", "superior": "Cấp trên trực tiếp ký"}


@dataclass(frozen=True)
class Row:
    """An item on the page: its number, the name of its input, its text, the person's words, what is wrong with them."""

    number: int
    name: str
    label: str
    words: str
    error: str


def parts(case: Case, words: Mapping[str, str], errors: Mapping[str, str] | None = None) -> list[tuple[str, list[Row]]]:
    """The items by criterion, numbered through."""
    found, number = [], 0
    for title, items in papers.headed(case.form):
        rows = []
        for item in items:
            number += 1
            error = (errors or {}).get(item.key, "")
            rows.append(Row(number, f"w{number}", item.label, words.get(item.key, ""), error))
        found.append((title, rows))
    return found


def typed(case: Case, data: Mapping[str, str]) -> dict[str, str]:
    """The words posted, by item key."""
    keys = [item.key for _, items in papers.headed(case.form) for item in items]
    return {key: data.get(f"w{number}", "").replace("\r\n", "\n") for number, key in enumerate(keys, start=1)}


def draft_of(case: Case) -> tuple[dict[str, str], int]:
    """The words to go on writing from, and the version of the draft (0 where there is none)."""
    row = CommitmentDraft.objects.filter(commitment=case.commitment).first()
    return (words_of(row.items), row.version) if row else (case.words, 0)


def context(case: Case, found: Viewer, above: int | None) -> dict[str, Any]:
    """What the page shows whoever looks at it, and which buttons they get."""
    row = case.commitment
    own, behalf = access.is_subject(found, row), seat(found, row, above)
    stage = case.stage
    superior = Person.objects.filter(pk=above).first() if above else None
    framework = Frameworks.of([row.unit_path], found.day).find(row.unit_path, row.post_title)
    return {
        "case": case, "row": row, "stage": stage, "label": LABELS[stage], "own": own,
        "writes": own and stage == "subject",
        "countersigns": behalf is not None and stage == "superior",
        "returns": stage == "superior" and (own or behalf is not None),
        "withdraws": stage != "withdrawn" and (access.may_manage(found, row) or behalf is not None),
        "behalf": behalf is not None and found.person is not None and behalf != found.person.pk and superior,
        "superior": superior, "framework": framework, "steps": _steps(case, superior), "events": _events(case),
        "pairs": _pairs(case), "nudge": _nudge(case) if own else None,
        "overdue": stage == "subject" and row.due is not None and row.due < found.day,
        "crumbs": [crumb("Cam kết của tôi", "commitments:mine") if own else crumb("Bản cam kết", "commitments:index")],
    }  # fmt: skip


def _steps(case: Case, superior: Person | None) -> list[dict[str, Any]]:
    """The two signings: done by whom when, or awaited from whom until when."""
    order, now = ["subject", "superior"], case.stage
    found = []
    for part in order:
        signing = case.signed(part)
        awaited = str(case.commitment.person) if part == "subject" else str(superior or "chưa rõ cấp trên")
        state = "done" if signing else "now" if part == now else "todo"
        if state == "now" and part == "subject" and case.returned is not None:
            state = "returned"
        found.append(
            {
                "label": PARTS[part],
                "state": state,
                "who": str(signing.person) if signing else awaited,
                "when": signing.at if signing else None,
                "due": case.commitment.due if part == "subject" else None,
                "note": case.returned.reason if case.returned is not None and part == "subject" else "",
            }
        )
    return found


def _events(case: Case) -> list[dict[str, Any]]:
    """What happened to it, oldest first."""
    row = case.commitment
    told: list[tuple[datetime, str, str, str]] = []
    for text in case.texts[1:]:
        told.append((text.at, _who(text.by), "chốt nội dung để ký", ""))
    for signing in case.signings:
        what = "ký cam kết" if signing.part == "subject" else "ký với tư cách cấp trên trực tiếp"
        what += f", thay {signing.on_behalf_of}" if signing.on_behalf_of else ""
        told.append((signing.at, str(signing.person), what + (" (muộn)" if signing.late else ""), ""))
    told += [(back.at, _who(back.by), "trả lại để sửa", back.reason) for back in case.returns]
    if case.withdrawal is not None:
        told.append((case.withdrawal.at, _who(case.withdrawal.by), "rút bản cam kết", case.withdrawal.reason))
    begun = [(row.at, _who(row.by), "lập bản cam kết", "")]
    return [
        {"when": when, "who": who, "what": what, "why": why}
        for when, who, what, why in begun + sorted(told, key=lambda one: one[0])
    ]


def _who(account: Any) -> str:
    return str(getattr(account, "person", account))


def _pairs(case: Case) -> list[tuple[str, object]]:
    row = case.commitment
    found: list[tuple[str, object]] = [
        ("Đơn vị", row.unit.name), ("Chức vụ, chức danh", row.post_title), ("Biểu mẫu", case.form.label),
        ("Căn cứ", f"{case.rules.instrument.number}; {row.adoption.number}"), ("Lần", row.number),
    ]  # fmt: skip
    return [pair for pair in found if pair[1]]


def _nudge(case: Case) -> dict[str, Any] | None:
    """How often the person was reminded, and when last."""
    rows = CommitmentReminder.objects.filter(commitment=case.commitment, part=case.stage).order_by("id")
    times = list(rows.values_list("at", flat=True))
    return {"times": len(times), "last": times[-1]} if times else None


def link(pk: int) -> str:
    """The address of a commitment's page."""
    return reverse("commitments:commitment", args=[pk])
