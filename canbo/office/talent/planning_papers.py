"""The list of a plan as a paper: what stands on it, no layout. Of anybody name, birth year, posts and votes alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from canbo.office.results.papers.frame import Frame, roman
from canbo.office.talent.models import CadrePlan
from canbo.office.talent.planning_law import Law
from canbo.office.talent.planning_sheets import held
from canbo.office.talent.queries.planning_lists import Line
from canbo.office.talent.queries.planning_steps import Told
from canbo.paperwork.documents import model


def listing(frame: Frame, plan: CadrePlan, law: Law, lines: Sequence[tuple[Line, Sequence[Told]]]) -> model.Report:
    """Danh sách quy hoạch: a part for each post."""
    bases = [f"Căn cứ {law.source.instrument.number} ({law.source.instrument.title});"] if law.source else []
    parts = []
    groups = [(pk, list(group)) for pk, group in groupby(lines, key=lambda pair: pair[0].post.pk)]
    for number, (_, group) in enumerate(groups, start=1):
        post = group[0][0].post
        parts.append(model.Part(f"{roman(number)}. {post.title}, {post.unit}", grid=_grid(group)))
    proposed = sum(line.entry.act == "proposed" for line, _ in lines)
    closing = [f"Danh sách có {len(lines)} dòng, {len({line.person.pk for line, _ in lines})} người."]
    closing += [f"Trong đó {proposed} dòng đang đề xuất, chưa đưa vào quy hoạch."] if proposed else []
    return model.Report(
        letterhead=frame.letterhead, title="Danh sách", abstract=f"Quy hoạch cán bộ nhiệm kỳ {plan.term}: {plan.name}",
        bases=(*bases, f"Căn cứ {plan.document};"), parts=tuple(parts), closing=tuple(closing),
        signatory=frame.signatory, recipients=("Cấp có thẩm quyền (để báo cáo);", "Lưu hồ sơ quy hoạch."),
        landscape=True,
    )  # fmt: skip


def _grid(group: Sequence[tuple[Line, Sequence[Told]]]) -> model.Grid:
    columns: list[tuple[str, float, model.Align]] = [
        ("TT", 1, "center"), ("Họ và tên", 4.6, "left"), ("Năm sinh", 1.7, "center"), ("Giới tính", 1.6, "center"),
        ("Chức vụ, đơn vị đang công tác", 7, "left"), ("Tình trạng", 2.8, "left"), ("Kết quả phiếu", 5.5, "left"),
    ]  # fmt: skip
    rows = tuple(
        (
            str(number), str(line.person), _born(line), {"F": "Nữ", "M": "Nam"}.get(line.person.sex, ""), held(line),
            line.state, "\n".join(f"{one.label}: {one.words}" for one in votes),
        )
        for number, (line, votes) in enumerate(group, start=1)
    )  # fmt: skip
    return model.Grid(tuple(columns), rows, size=11.5)


def _born(line: Line) -> str:
    year = line.person.birth_date.year if line.person.birth_date else line.person.birth_year
    return str(year) if year else ""
