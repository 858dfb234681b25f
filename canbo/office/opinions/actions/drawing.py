"""A draw, step by step: list, plan, commitments, reveals, result. Each step is a record and none can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import standing
from canbo.office.opinions.actions.acting import told
from canbo.office.opinions.models import Draw, DrawCommitment, DrawFrame, DrawResult, DrawReveal
from canbo.office.people.acting import keeper
from canbo.office.people.models import Unit
from canbo.paperwork.names import tidy
from canbo.rulebook import draw as rule

HASH = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def publish_frame(*, actor: Account, unit: Unit, title: str, candidates: Sequence[rule.Candidate]) -> DrawFrame:
    """Publish a list to draw from, with its hash. ActionError where two share a code or nothing is on it."""
    keeper(actor, unit.path)
    if not candidates:
        raise ActionError("Danh sách bốc thăm chưa có đơn vị nào.")
    with told():
        content = rule.write_frame(candidates)
    file = files.store(
        agency_id=unit.agency_id, actor=actor, name="frame.csv", data=content, content_type="text/csv; charset=utf-8"
    )
    row = DrawFrame.objects.create(
        agency_id=unit.agency_id, unit=unit, unit_path=unit.path, title=tidy(title)[:200], file=file,
        sha256=rule.frame_hash(content), count=len(candidates), by=actor,
    )  # fmt: skip
    _record(actor, row, "opinions.draw_frame_published", {"sha256": row.sha256, "count": row.count})
    return row


@transaction.atomic
def publish_plan(
    *, actor: Account, frame: DrawFrame, title: str, key: str, levels: Mapping[str, int], reserve: int,
    contributors: Sequence[str], beacon: str = "", replaces: Draw | None = None, reason: str = "",
) -> Draw:  # fmt: skip
    """Publish what a draw will do: how many of each level, substitutes, who brings digits, in that order.

    ActionError where it cannot be carried out on the list, its code is taken, or a draw again gives no reason.
    """
    keeper(actor, frame.unit.path)
    names = [tidy(name) for name in contributors if tidy(name)]
    plan = rule.Plan(tidy(key), frame.sha256, dict(levels), reserve, tuple(names), tidy(beacon))
    with told():
        rule.check_plan(plan, rule.read_frame(files.read(frame.file)))
    if not plan.id.startswith(f"{frame.unit.agency.code}/"):
        raise ActionError(f"Mã cuộc bốc thăm bắt đầu bằng {frame.unit.agency.code}/ để không trùng cơ quan khác.")
    if max(map(len, names)) > 120 or len(plan.id) > 100:
        raise ActionError("Tên người góp số hoặc mã cuộc bốc thăm quá dài. Hãy viết gọn lại.")
    why = tidy(reason)[:500]
    if replaces is not None and not why:
        raise ActionError("Bốc thăm lại phải ghi lý do; lý do được ghi vào biên bản.")
    try:
        with transaction.atomic():
            row = Draw.objects.create(
                agency_id=frame.agency_id, frame=frame, unit=frame.unit, unit_path=frame.unit_path,
                title=tidy(title)[:200], key=plan.id, levels=list(levels.items()), reserve=reserve, contributors=names,
                beacon=plan.beacon, plan_hash=plan.hash, replaces=replaces, reason=why if replaces else "", by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Mã này đã dùng, hoặc cuộc trước đã được thay. Hãy đặt mã khác.") from error
    _record(actor, row, "opinions.draw_planned", {"plan": row.plan_hash, "replaces": replaces.pk if replaces else None})
    return row


@transaction.atomic
def commit(*, actor: Account, draw: int, name: str, value: str) -> DrawCommitment:
    """Put a contributor's commitment on the board. Conflict where another stands there; ActionError once any number
    was opened, or where the value is no fingerprint."""
    case = _hold(actor, draw)
    if case.stage != "commit":
        raise Conflict("Đã hết lúc nhận cam kết của cuộc bốc thăm này.")
    _known(case, name)
    given = value.strip().lower()
    if not HASH.fullmatch(given):
        raise ActionError("Cam kết gồm 64 ký tự hệ mười sáu (0–9, a–f).")
    there = case.committed.get(name)
    if there is not None and there != given:
        raise Conflict(f"{name} đã cam kết rồi; cam kết đã công bố thì không đổi được.")
    if given in case.committed.values() and there is None:
        raise Conflict("Cam kết này đã có người đưa. Mỗi người phải có số và chuỗi ngẫu nhiên riêng.")
    row, made = DrawCommitment.objects.get_or_create(
        agency_id=case.draw.agency_id, draw=case.draw, name=name, defaults={"value": given, "by": actor}
    )
    if made:
        _record(actor, row, "opinions.draw_committed", {"draw": draw, "value": given})
    return row


@transaction.atomic
def reveal(*, actor: Account, draw: int, name: str, digits: str, salt: str) -> DrawReveal:
    """Open what a contributor committed to. Conflict before all have committed or when opened otherwise already;
    ActionError where it is not what they committed to."""
    case = _hold(actor, draw)
    _known(case, name)
    given = rule.Reveal(name, "".join(digits.split()), "".join(salt.split()).lower())
    there = case.revealed.get(name)
    if there == given:
        return next(row for row in case.reveals if row.name == name)
    if case.stage != "reveal" or there is not None:
        raise Conflict("Chỉ mở số khi mọi người đã cam kết, mỗi người một lần.")
    with told():
        value = rule.commitment(case.plan, given)
    if value != case.committed[name]:
        raise ActionError(f"Số hoặc chuỗi ngẫu nhiên không khớp với cam kết của {name}. Hãy xem lại phiếu góp số.")
    row = DrawReveal.objects.create(
        agency_id=case.draw.agency_id, draw=case.draw, name=name, digits=given.digits, salt=given.salt, by=actor
    )
    _record(actor, row, "opinions.draw_revealed", {"draw": draw})
    return row


@transaction.atomic
def finish(*, actor: Account, draw: int, beacon: str = "") -> DrawResult:
    """Compute the result from what was opened and keep the record. Run again it changes nothing. Conflict where
    somebody's number is missing; ActionError where the public number of the plan is not given."""
    case = _hold(actor, draw)
    if case.result is not None:
        return case.result
    if case.stage != "ready":
        raise Conflict("Chưa mở đủ số của mọi người góp số.")
    with told():
        made = rule.record(
            case.plan, case.committed, list(case.revealed.values()), list(case.candidates.values()), tidy(beacon)
        )
    text = json.dumps(made, ensure_ascii=False, indent=1)
    row = DrawResult.objects.create(
        agency_id=case.draw.agency_id, draw=case.draw, seed=str(made["seed"]), record=text, by=actor
    )
    _record(actor, row, "opinions.draw_done", {"draw": draw, "seed": row.seed})
    return row


def _hold(actor: Account, pk: int) -> standing.Case:
    """The case of a draw, locked until the transaction ends. NotTheirs for a stranger or where there is none."""
    if not Draw.objects.select_for_update().filter(pk=pk).exists():
        raise NotTheirs("Không có cuộc bốc thăm này.")
    case = standing.one(pk)
    assert case is not None
    keeper(actor, case.draw.unit.path)
    return case


def _known(case: standing.Case, name: str) -> None:
    if name not in case.draw.contributors:
        raise ActionError(f"“{name}” không có trong danh sách người góp số.")


def _record(
    actor: Account, row: DrawFrame | Draw | DrawCommitment | DrawReveal | DrawResult, verb: str,
    data: Mapping[str, object],
) -> None:  # fmt: skip
    journal.record(agency_id=row.agency_id, actor=actor, verb=verb, subject=row, data=data)
