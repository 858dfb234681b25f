"""Minutes of a draw as paper: what stands on them, not the layout."""

from __future__ import annotations

from canbo.office.opinions.standing import Case
from canbo.office.people.queries.units import place_of
from canbo.paperwork.dates import short_date
from canbo.paperwork.documents import model
from canbo.rulebook.draw import Candidate

TITLE = "Biên bản bốc thăm"


def minutes(case: Case, address: str) -> model.MeetingMinutes:
    """The minutes of a finished draw; `address` is where anybody computes it again."""
    row, result = case.draw, case.result
    assert result is not None
    unit = row.unit
    again = (f"Bốc lại thay cuộc {row.replaces.key}, lý do: {row.reason}",) if row.replaces else ()
    return model.MeetingMinutes(
        letterhead=model.Letterhead(
            issuer=unit.name, place=place_of(unit.short_name or unit.name),
            superior=unit.parent.name if unit.parent else "", dated=result.at.date(), style=unit.heading,  # type: ignore[arg-type]  # a database choice of the same words
        ),
        title=TITLE,
        abstract=row.title,
        opening=(
            f"Cuộc bốc thăm mã {row.key} thực hiện theo phương án công bố ngày {short_date(row.at.date())}, "
            f"trên danh sách {row.frame.count} đơn vị công bố ngày {short_date(row.frame.at.date())}.",
            *again,
        ),
        facts=(
            ("Mã kiểm tra của danh sách (SHA-256)", row.frame.sha256),
            ("Mã kiểm tra của phương án (SHA-256)", row.plan_hash),
            ("Số lượng bốc", "; ".join(f"{level}: {count}" for level, count in case.levels.items())),
            ("Dự phòng mỗi cấp", str(row.reserve)),
        ),
        discussion=(
            "Người góp số lần lượt công bố cam kết; khi đủ cam kết mới mở số:",
            *(
                f"{at}. {one.name}: số {one.digits}, chuỗi ngẫu nhiên {one.salt}, cam kết {case.committed[one.name]}."
                for at, one in enumerate(case.revealed.values(), start=1)
            ),
            *((f"Giá trị công khai bổ sung ({row.beacon}): {case.record['beacon']}.",) if row.beacon else ()),
            f"Hạt giống tính từ các số trên: {result.seed}.",
        ),
        choices=(),
        votes=(),
        conclusion=(
            *_told(case),
            f"Ai cũng tính lại được kết quả từ record.json và frame.csv tại {address}, hoặc bằng đoạn mã kiểm tra "
            "phát kèm biên bản (python3 verify_draw.py record.json frame.csv).",
        ),
        signatures=tuple(model.SignatureSpace(title) for title in ("Thư ký", "Đại diện giám sát", "Chủ trì")),
    )  # fmt: skip


def _told(case: Case) -> list[str]:
    lines = []
    for level, drawn, reserve in case.drawn:
        lines.append(f"Cấp {level}, bốc được {len(drawn)} đơn vị: {_listed(drawn)}.")
        if reserve:
            lines.append(f"Cấp {level}, dự phòng theo thứ tự: {_listed(reserve)}.")
    return lines


def _listed(rows: list[Candidate]) -> str:
    return "; ".join(f"{at}. {one.name} ({one.code})" for at, one in enumerate(rows, start=1))
