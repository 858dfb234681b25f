"""What a campaign is called: opinions are asked for, a confidence vote is held. The words of each stand here."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = ("plan", "slips", "handed", "casting", "opened", "totals")


@dataclass(frozen=True)
class Words:
    """`steps` by key, in order; `freeze` a button and `frozen` what it takes away; `takes` what the box does, `send`
    what people do; `results` a link, `done` where it stands then, `over` a day of the calendar."""

    steps: dict[str, str]
    freeze: str
    frozen: str
    takes: str
    send: str
    results: str
    done: str
    over: str


def _steps(*labels: str) -> dict[str, str]:
    return dict(zip(STEPS, labels, strict=True))


OPINIONS = Words(
    _steps("Soạn phương án", "In phiếu", "Phát phiếu, hủy phiếu thừa", "Gửi ý kiến", "Mở hòm", "Công bố"),
    "Chốt đợt lấy ý kiến",
    "câu hỏi, nhóm, ngưỡng, thời hạn và người giữ khóa",
    "nhận ý kiến",
    "Gửi ý kiến",
    "Xem kết quả",
    "Đã công bố",
    "Hết hạn gửi ý kiến",
)
VOTE = Words(
    _steps("Soạn phiếu", "In phiếu", "Phát phiếu, hủy phiếu thừa", "Bỏ phiếu", "Mở hòm", "Kết quả kiểm phiếu"),
    "Chốt phiếu tín nhiệm",
    "danh sách trên phiếu, hội nghị, cách tính, thời hạn và người giữ khóa",
    "nhận phiếu tín nhiệm",
    "Bỏ phiếu",
    "Xem kết quả kiểm phiếu",
    "Đã có kết quả kiểm phiếu",
    "Hết hạn bỏ phiếu tín nhiệm",
)


def of(vote: object) -> Words:
    """The words of a plan: `vote` what it votes on, None where opinions are asked for."""
    return VOTE if vote else OPINIONS
