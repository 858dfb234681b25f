"""Papers about a cycle: the unit's summary roster, the decision on rating with its list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.results.ceilings import Ceilings
from canbo.office.results.models import Closing
from canbo.office.results.papers.citing import adopted, cited
from canbo.office.results.papers.frame import Frame, roman
from canbo.office.results.papers.sheets import UNRATED
from canbo.office.results.queries.rosters import Share
from canbo.paperwork.documents import model
from canbo.paperwork.numbers import format_percent
from canbo.rulebook import Rules


def summary(
    frame: Frame, cycle: Cycle, rules: Rules, rows: Sequence[State], shares: Sequence[Share], found: Ceilings
) -> model.SummaryRoster:
    """The unit's results with counts and ceilings. `rows` by unit, as the list has them."""
    total = sum(one.count for one in shares)
    counts = [model.LevelCount(one.label, one.count, format_percent(one.count, total)) for one in shares if one.count]
    return model.SummaryRoster(
        letterhead=frame.letterhead,
        title="Bảng tổng hợp kết quả đánh giá, xếp loại chất lượng",
        period=cycle.name,
        mark_columns=("Tự chấm", "Cấp trên chấm", "Quyết định"),
        sections=sections(rules, rows, steps=True),
        counts=tuple(counts),
        ceiling=tuple(_ceiling(found)),
        signatures=(model.SignatureSpace("Người lập bảng"), model.SignatureSpace(frame.signs, frame.name)),
        footnote=f"Mã bộ quy định: {cycle.rules_id[:16]}",
    )


def sections(rules: Rules, rows: Sequence[State], *, steps: bool) -> tuple[model.RosterSection, ...]:
    """The sheets by unit; with the totals of each step, or only what was decided."""
    labels = {one.key: one.label for one in rules.levels}
    found = []
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.sheet.unit_id), start=1):
        mine = list(group)
        lines = tuple(
            model.RosterLine(
                str(row.sheet.person or row.sheet.collective), row.sheet.post_title,
                (row.self_total, row.review_total, row.total) if steps else (row.total,),
                labels.get(row.level, UNRATED),
            )
            for row in mine
        )  # fmt: skip
        found.append(model.RosterSection(f"{roman(number)}. {mine[0].sheet.unit.name}", lines))
    return tuple(found)


def _ceiling(found: Ceilings) -> list[str]:
    """A line for each group: base, allowed with its rounding, held, whether it is kept."""
    lines = []
    for panel in found.panels:
        parts = "; ".join(f"{one.label.lower()} {one.value}" for one in panel.trace.children)
        lines.append(f"{panel.group}: {parts}; {panel.trace.value}.")
    return lines


def decision(
    frame: Frame, cycle: Cycle, rules: Rules, rows: Sequence[State], shares: Sequence[Share], closed: Closing | None,
    *, points: bool,
) -> model.Decision:  # fmt: skip
    """The decision on rating, the list appended, with points where they are published."""
    told = "; ".join(f"{one.label}: {one.count}" for one in shares if one.count)
    law = (*cited(rules.instrument, cycle.adoption), adopted(cycle.adoption, whole=True))
    bases = [f"Căn cứ {one};" for one in law]
    if closed is not None and closed.exceptional:
        bases.append(f"Căn cứ {closed.exceptional_document};")
    bases.append(f"Xét kết quả {_lower(cycle.name)} của {cycle.unit.name},")
    return model.Decision(
        letterhead=frame.letterhead,
        title="Quyết định",
        abstract=f"Về việc xếp loại chất lượng theo kết quả {_lower(cycle.name)}",
        authority=frame.authority,
        bases=tuple(bases),
        articles=(
            f"Điều 1. Xếp loại chất lượng đối với {_who(rows)} của {cycle.unit.name} theo kết quả "
            f"{_lower(cycle.name)} (danh sách kèm theo), gồm: {told}.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            f"Điều 3. Các đơn vị thuộc {cycle.unit.name} và những người có tên trong danh sách thi hành "
            "Quyết định này.",
        ),
        signatory=frame.signatory,
        recipients=("Như Điều 3;", "Lưu hồ sơ."),
        annex_title="Danh sách kết quả xếp loại chất lượng",
        annex_columns=("Điểm",) if points else (),
        annex=sections(rules, rows, steps=False) if points else _levels_only(rules, rows),
    )


def _levels_only(rules: Rules, rows: Sequence[State]) -> tuple[model.RosterSection, ...]:
    """The list without points, as it is published."""
    return tuple(
        model.RosterSection(
            one.title, tuple(model.RosterLine(x.full_name, x.post_title, (), x.level) for x in one.lines)
        )
        for one in sections(rules, rows, steps=False)
    )


def _who(rows: Sequence[State]) -> str:
    """How many people and collectives a list has."""
    people = sum(1 for row in rows if row.sheet.person_id)
    counts = [(people, "người"), (len(rows) - people, "tập thể")]
    return " và ".join(f"{number} {noun}" for number, noun in counts if number)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
