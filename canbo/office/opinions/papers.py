"""Minutes of a draw and of a confidence vote as paper: what stands on them, not the layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from canbo.office.opinions import votes
from canbo.office.opinions.queries import Round
from canbo.office.opinions.standing import Case
from canbo.office.people.queries.units import place_of
from canbo.paperwork.dates import short_date
from canbo.paperwork.documents import model
from canbo.rulebook.draw import Candidate

TITLE, VOTE_TITLE = "Biên bản bốc thăm", "Biên bản kiểm phiếu tín nhiệm"


def minutes(case: Case, address: str) -> model.MeetingMinutes:
    """The minutes of a finished draw; `address` is where anybody computes it again."""
    row, result = case.draw, case.result
    assert result is not None
    unit = row.unit
    again = (f"Bốc lại thay cuộc {row.replaces.key}, lý do: {row.reason}",) if row.replaces else ()
    return model.MeetingMinutes(
        letterhead=model.Letterhead(
            issuer=unit.name, place=place_of(unit.short_name or unit.name),
            superior=unit.parent.name if unit.parent else "", dated=timezone.localdate(result.at), style=unit.heading,  # type: ignore[arg-type]  # a database choice of the same words
        ),
        title=TITLE,
        abstract=row.title,
        opening=(
            f"Cuộc bốc thăm mã {row.key} thực hiện theo phương án công bố ngày {_day_of(row.at)}, "
            f"trên danh sách {row.frame.count} đơn vị công bố ngày {_day_of(row.frame.at)}.",
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


def vote_minutes(found: Round, present: int) -> model.MeetingMinutes:
    """The minutes of a vote that was counted, in the layout of its instrument. RuleError where fewer were present than
    ballots came back."""
    vote, counted, frozen = found.plan.vote, found.counted, found.manifest
    assert vote is not None
    assert counted is not None
    assert frozen is not None
    words = _words(vote.rules.quorum)
    lines = votes.lines(vote, counted, present)
    unit, instrument = found.row.unit, vote.rules.instrument
    finding = lines[0].finding
    assert finding is not None
    return model.MeetingMinutes(
        letterhead=model.Letterhead(
            issuer=unit.name, place=place_of(unit.short_name or unit.name),
            superior=unit.parent.name if unit.parent else "", style=instrument.heading,
        ),
        title=VOTE_TITLE,
        abstract=found.row.title,
        opening=(
            f"{vote.body} lấy phiếu tín nhiệm theo {instrument.number} của {instrument.issuer}, bằng phiếu kín gửi vào "
            f"hòm phiếu điện tử từ {_day(frozen.opens)} đến {_ended(found)}; hòm do "
            f"{frozen.need} trong {len(frozen.trustees)} người giữ khóa cùng mở.",
        ),
        facts=(
            ("Số người được triệu tập", str(vote.summoned)),
            ("Số người có mặt", f"{present} ({'đủ' if finding.quorum else 'không đủ'} {words} để tiến hành)"),
            *_returned(vote, counted),
            ("Mã đợt (SHA-256)", frozen.hash),
            ("Mốc cuối của hòm phiếu", counted.root),
            *_signed(found),
        ),
        discussion=(),
        choices=(*vote.rules.levels.values(), "Không hợp lệ"),
        votes=tuple(
            model.VoteLine(
                one.voted.name, one.voted.post, (*one.count.counts.values(), one.count.invalid), one.low
            )
            for one in lines
        ),
        conclusion=_following(vote, lines) if finding.quorum else (
            f"Số có mặt chưa đủ {words} số được triệu tập: kết quả lấy phiếu không có giá trị.",
        ),
        signatures=tuple(model.SignatureSpace(title) for title in ("Thư ký", "Trưởng ban kiểm phiếu", "Chủ trì")),
        ballots=f"Kết quả lấy phiếu đối với {len(lines)} người:",
        proposals=f"Tỷ lệ {list(vote.rules.levels.values())[-1].lower()}",
    )  # fmt: skip


def _returned(vote: votes.Vote, counted: votes.Counted) -> tuple[tuple[str, str], ...]:
    """What came back, and of what shares are taken."""
    return (
        ("Số phiếu thu về", f"{counted.returned}, trong đó {counted.papers} phiếu giấy"),
        ("Phiếu không mở được, không hợp lệ với mọi người", str(counted.lost)),
        ("Tỷ lệ tính trên", vote.rules.bases[vote.base]),
    )


def _signed(found: Round) -> tuple[tuple[str, str], ...]:
    """Who of the trustees stands for the result, and what they signed."""
    assert found.signed is not None
    return (
        ("Dấu của danh sách phiếu, đã so với biên bản phát phiếu", found.signed.lists),
        ("Mã kiểm tra kết quả totals.json (SHA-256)", found.signed.totals),
        ("Người giữ khóa đã ký kết quả", "; ".join(found.signers)),
    )


def _ended(found: Round) -> str:
    """Until when ballots were taken."""
    assert found.manifest is not None
    if found.closing is None:
        return f"hết {_day(found.manifest.closes)}"
    at = timezone.localtime(found.closing.at)
    return f"khi chủ trì kết thúc bỏ phiếu, {at.hour} giờ {at.minute:02} phút ngày {short_date(at.date())}"


def _following(vote: votes.Vote, lines: Sequence[votes.Line]) -> tuple[str, ...]:
    """What follows for whom, with its source."""
    found = []
    for one in lines:
        rule = one.finding.consequence if one.finding else None
        if rule:
            found.append(
                f"{one.voted.name}: {vote.rules.levels[rule.level].lower()} {one.low}. {rule.label} "
                f"(Căn cứ: {rule.cite.instrument}, {rule.cite.article.lower()}.)"
            )
    return tuple(found) or ("Không ai có tỷ lệ phiếu đến mức phải xem xét theo quy định.",)


def _words(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"


def _day(iso: str) -> str:
    return short_date(date.fromisoformat(iso))


def _day_of(at: datetime) -> str:
    """The day of a moment, as the office counts days."""
    return short_date(timezone.localdate(at))
