"""What the rooms above the personnel record hold about a person: told from here, since that room knows none of them."""

from __future__ import annotations

from django.db.models import Q

from canbo.office.awards.models import AwardImport
from canbo.office.awards.queries.recorded import told
from canbo.office.profiles.actions import retention
from canbo.office.profiles.holdings import Holding, add, leave_out
from canbo.office.training.models import TrainingImport

TALENT, AWARDS, LETTERS = "Sử dụng, quy hoạch, đào tạo", "Khen thưởng", "Thư, lịch, số liệu"


def register() -> None:
    """Put the parts of these rooms in place, and their uploaded lists of people; called when the office starts."""
    retention.uploads(TrainingImport, AwardImport)
    add(
        Holding(TALENT, "Đề xuất bố trí đã có quyết định", "talent.Arrangement", "person", {
            "Hình thức": "act", "Đơn vị": "unit", "Vị trí": "title", "Lý do": "reason",
        }, Q(decisions__isnull=False)),
        Holding(TALENT, "Thông báo quy hoạch gửi bạn", "talent.PlanNotice", "person", {"Lúc": "at"}),
        Holding(TALENT, "Góp ý của bạn về danh sách công khai", "talent.PlanComment", "person", {
            "Lúc": "at", "Nội dung": "text",
        }),
        Holding(TALENT, "Cử đi đào tạo, bồi dưỡng", "training.Sending", "person", {
            "Khóa": "course.name", "Ngày cử": "day", "Văn bản": "document", "Lý do": "exception",
        }),
        Holding(TALENT, "Kết quả học, văn bằng", "training.TrainingResult", "sending__person", {
            "Khóa": "sending.course.name", "Kết quả": "result", "Ngày": "day", "Văn bằng, chứng chỉ": "certificate",
        }),
        Holding(TALENT, "Đền bù chi phí đào tạo", "training.PayBack", "sending__person", {
            "Khóa": "sending.course.name", "Ngày": "day", "Phải đền bù (đồng)": "amount", "Văn bản": "document",
        }),
        Holding(AWARDS, "Danh hiệu, hình thức khen thưởng", "awards.Award", "person", {
            "Năm": "year", "Danh hiệu": "proposal.label", "Số vào sổ": "register",
        }),
        Holding(AWARDS, "Căn cứ xét khen thưởng", "awards.AwardFact", "person", {
            "Năm": "year", "Căn cứ": lambda row: told(row)[0], "Giá trị": lambda row: told(row)[1],
            "Văn bản": "document",
        }),
        Holding(LETTERS, "Thư hệ thống gửi bạn", "agenda.Letter", "person", {
            "Ngày": "day", "Địa chỉ": "address", "Tiêu đề": "subject", "Gửi lúc": "sent_at",
        }),
        Holding(LETTERS, "Lựa chọn nhận thư", "agenda.MailChoice", "account__person", {"Nhận": "wanted", "Lúc": "at"}),
        Holding(LETTERS, "Địa chỉ lịch riêng", "agenda.Feed", "account__person", {"Lập": "at", "Thôi": "ended_at"}),
        Holding(LETTERS, "Màn hình số liệu đã lưu", "insight.SavedView", "account__person", {"Tên": "name"}),
        Holding(LETTERS, "Số liệu về cách bạn chấm điểm", "insight.Examined", "evaluator", {
            "Số người": "people", "Số phiếu": "sheets",
        }),
    )  # fmt: skip
    leave_out(
        "Việc đang xét trong quy trình quy hoạch: người được quy hoạch được báo khi công khai",
        "talent.PlanVote.person", "talent.PlanEntry.person", "talent.PlanFact.person", "talent.PlanPotential.person",
    )  # fmt: skip
    leave_out("Đề nghị khen thưởng đang xét: được báo khi có quyết định", "awards.Proposal.person")
