"""Lists of this room as spreadsheets, and the minutes of a meeting as paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Meeting, State, Vote
from canbo.office.people.models import Unit
from canbo.paperwork.dates import long_date
from canbo.paperwork.documents.model import Letterhead, MeetingMinutes, SignatureSpace, VoteLine
from canbo.paperwork.workbook import Table, TableColumn, write_table


def people_table(
    cycle: Cycle, unit: Unit, rows: Iterable[State], held: Mapping[int, Mapping[str, str]], labels: Mapping[str, str]
) -> bytes:
    """The sheets of a board's list."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28), TableColumn("Mã số", width=14),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30),
        TableColumn("Đang ở bước", width=26), TableColumn("Người nhận xét", width=26),
        TableColumn("Người quyết định", width=26),
        TableColumn("Tự chấm", "points", 11), TableColumn("Cấp trên chấm", "points", 13),
        TableColumn("Kết quả", "points", 11), TableColumn("Xếp loại", width=30),
    ]  # fmt: skip
    levels = {level.key: level.label for level in cycles.rules(cycle).levels}
    lines = (
        (
            number,
            subject(row),
            row.sheet.person.code if row.sheet.person else "",
            row.sheet.post_title,
            row.sheet.unit.name,
            labels.get(row.stage, row.stage),
            held.get(row.sheet_id, {}).get("review", ""),
            held.get(row.sheet_id, {}).get("decide", ""),
            row.self_total,
            row.review_total,
            row.total,
            levels.get(row.level, ""),
        )
        for number, row in enumerate(rows, start=1)
    )
    return write_table(Table("Tiến độ", columns, lines, ["TIẾN ĐỘ ĐÁNH GIÁ", f"{unit.name}. {cycle.name}"]))


def minutes(meeting: Meeting, votes: Sequence[Vote]) -> MeetingMinutes:
    """The minutes of a meeting with its votes, to print and sign."""
    unit = meeting.unit
    levels = {level.key: level.label for level in cycles.rules(meeting.cycle).levels}
    told = [f"{subject(vote)}: {vote.note}" for vote in votes if vote.note]
    return MeetingMinutes(
        letterhead=_letterhead(meeting),
        title="Biên bản",
        abstract=f"Họp đánh giá, xếp loại – {meeting.cycle.name}",
        opening=(f"{unit.name} họp đánh giá, xếp loại {long_date(meeting.held_on)}.",),
        facts=(
            ("Chủ trì", meeting.chair),
            ("Thư ký", meeting.secretary),
            ("Triệu tập", f"{meeting.invited} người"),
            ("Có mặt", f"{meeting.present} người"),
        ),
        discussion=tuple(line for line in meeting.notes.splitlines() if line.strip()),
        choices=("Đồng ý", "Không đồng ý", "Ý kiến khác"),
        votes=tuple(
            VoteLine(
                subject(vote), vote.sheet.post_title, (vote.agree, vote.disagree, vote.abstain), levels[vote.level]
            )
            for vote in votes
        ),
        conclusion=(*told, "Biên bản được đọc lại, những người có mặt thống nhất."),
        signatures=(SignatureSpace("Thư ký", meeting.secretary), SignatureSpace("Chủ trì", meeting.chair)),
    )


def subject(row: State | Vote) -> str:
    """Whom a sheet is about."""
    return str(row.sheet.person or row.sheet.collective)


def _letterhead(meeting: Meeting) -> Letterhead:
    """The unit itself issues its minutes; above it stands the unit it belongs to."""
    unit = meeting.unit
    return Letterhead(
        issuer=unit.name,
        place="",
        superior=unit.parent.name if unit.parent else "",
        dated=meeting.held_on,
        style="party" if unit.heading == "party" else "state",
    )
