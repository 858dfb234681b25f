"""What the rooms up to this one hold about a person. See `holdings`."""

from __future__ import annotations

from django.db.models import Q

from canbo.office.opinions.queries.invited import invited
from canbo.office.people.models import Person
from canbo.office.profiles import worded
from canbo.office.profiles.holdings import Asked, Holding, add, leave_out
from canbo.office.profiles.queries.standing import Item, standing
from canbo.rulebook import personal

ACCOUNT, WORK, RECORD = "Nhân thân, tài khoản", "Cam kết, công việc", "Hồ sơ"
MARKS, SIGNED = "Đánh giá, kết quả", "Chữ ký, thông báo"
DONE = (
    "Việc bạn giao, chấm, ký, quyết định khi thi hành nhiệm vụ nằm trong hồ sơ của người khác; ở đây kể gọn trong "
    "“Việc đã làm trên hệ thống”"
)
# Names of links to an account that say who did something.
ACTORS = ("by", "account", "actor", "owner", "uploaded_by", "reader")
TOLD = Q(sheet__decisions__notices__isnull=False)  # what a result rests on is the person's to know once it was told


def register() -> None:
    """Put the parts of these rooms in place; called when the office starts."""
    _who()
    _work()
    _marks()
    _rest()


def _who() -> None:
    add(
        Holding(ACCOUNT, "Thông tin trong danh sách người", "people.Person", "pk", {
            "Mã số": "code", "Họ và tên": "full_name", "Ngày sinh": "birth_date", "Năm sinh": "birth_year",
            "Giới tính": "sex", "Trình độ chuyên môn": "education", "Lý luận chính trị": "political_theory",
            "Thư điện tử": "email", "Điện thoại": "phone",
        }),
        Holding(ACCOUNT, "Vị trí công tác", "people.Posting", "person", {
            "Chức vụ": "post.title", "Đơn vị": "post.unit", "Đối tượng": "kind", "Nhóm nhiệm vụ": "task_group",
            "Từ ngày": "valid_from", "Đến trước ngày": "valid_to",
        }),
        Holding(ACCOUNT, "Tài khoản", "base.Account", "person", {
            "Tên đăng nhập": "username", "Lập lúc": "created_at", "Đăng nhập gần nhất": "last_login",
            "Đóng từ ngày": "closed_on", "Cách hiện bảng": worded.density,
        }),
        Holding(ACCOUNT, "Bảo mật hai lớp", "mfa.Authenticator", "user__person", {
            "Loại": "type", "Lập lúc": "created_at", "Dùng gần nhất": "last_used_at",
        }),
        Holding(ACCOUNT, "Thư điện tử của tài khoản", "account.EmailAddress", "user__person", {"Địa chỉ": "email"}),
        Holding(ACCOUNT, "Vai trò", "people.Grant", "account__person", {
            "Vai trò": "role", "Đơn vị": "unit", "Từ ngày": "valid_from", "Đến trước ngày": "valid_to",
        }),
        Holding(ACCOUNT, "Ủy quyền cho người khác", "people.Delegation", "principal", {
            "Người làm thay": "deputy", "Từ ngày": "valid_from", "Đến trước ngày": "valid_to", "Văn bản": "document",
        }),
        Holding(ACCOUNT, "Được ủy quyền", "people.Delegation", "deputy", {
            "Làm thay": "principal", "Từ ngày": "valid_from", "Đến trước ngày": "valid_to", "Văn bản": "document",
        }),
        Asked(RECORD, "Mục hồ sơ, kể cả mục nhạy cảm", _record),
        Holding(RECORD, "Ai đã xem mục nhạy cảm của bạn", "profiles.SensitiveRead", "person", {
            "Lúc": "at", "Người xem": "reader.person", "Tài khoản": "reader", "Lý do": "why",
        }),
        Holding(RECORD, "Yêu cầu về dữ liệu", "profiles.DataRequest", "person", {
            "Nhận ngày": "received", "Nội dung": "text", "Hạn trả lời": "answer_due",
        }),
        Holding(RECORD, "Trả lời yêu cầu", "profiles.DataAnswer", "request__person", {
            "Lúc": "at", "Kết quả": "outcome", "Nội dung": "text",
        }),
    )  # fmt: skip
    leave_out("Từng lần ghi một mục hồ sơ đã gộp vào “Mục hồ sơ, kể cả mục nhạy cảm”", "profiles.ProfileEntry.person")
    leave_out("Trình độ theo hồ sơ chỉ tóm tắt lại “Mục hồ sơ, kể cả mục nhạy cảm”", "profiles.Attained.person")
    leave_out("Việc tài khoản nào là của bạn đã có ở “Tài khoản”", "people.Person.account")


def _work() -> None:
    add(
        Holding(WORK, "Bản cam kết", "commitments.Commitment", "person", {
            "Năm": "year", "Lần": "number", "Chức vụ": "post_title", "Đơn vị": "unit", "Hạn ký": "due",
        }),
        Holding(WORK, "Lời cam kết đã ghi", "commitments.CommitmentText", "commitment__person", {
            "Lúc": "at", "Nội dung": worded.promised,
        }),
        Holding(WORK, "Ký cam kết", "commitments.CommitmentSigning", "person", {"Phần": "part", "Lúc": "at"}),
        Holding(WORK, "Việc được giao", "work.Assignment", "person", {
            "Giao ngày": "assigned_on", "Việc": "what", "Sản phẩm": "product.name", "Số lượng": "quantity",
            "Hạn": "due",
        }),
        Holding(WORK, "Việc đã nộp, đã nghiệm thu", "work.Act", "assignment__person", {
            "Lúc": "at", "Việc": "kind", "Số lượng": "pieces", "Ghi chú": "text", "Người làm": "person",
        }),
        Holding(WORK, "Việc giao hằng tháng", "work.Routine", "person", {"Việc": "what", "Số lượng": "quantity"}),
    )  # fmt: skip
    leave_out("Bảng tóm tắt công việc chỉ cộng lại từ “Việc đã nộp, đã nghiệm thu”", "work.Standing.person")
    leave_out("Tên người làm từng bước được kể cùng việc ấy, ở “Việc đã nộp, đã nghiệm thu”", "work.Act.person")
    leave_out(
        DONE, "work.Assignment.by_person", "work.Assignment.on_behalf_of", "work.Act.on_behalf_of",
        "commitments.CommitmentSigning.on_behalf_of",
    )  # fmt: skip


def _marks() -> None:
    add(
        Holding(MARKS, "Phiếu đánh giá", "evaluations.Sheet", "person", {
            "Kỳ": "cycle.name", "Đơn vị": "unit", "Chức vụ": "post_title", "Lập lúc": "at",
        }),
        Holding(MARKS, "Điểm bạn tự chấm", "evaluations.Marking", "author", {
            "Kỳ": "sheet.cycle.name", "Lúc": "at", "Nhận xét": "comment",
        }, Q(step="self")),
        Holding(MARKS, "Nhận xét của cấp trên về bạn, khi kết quả đã báo", "evaluations.Marking", "sheet__person", {
            "Kỳ": "sheet.cycle.name", "Bước": "step", "Lúc": "at", "Nhận xét": "comment",
        }, TOLD & ~Q(step="self")),
        Holding(MARKS, "Phiếu trả lại", "evaluations.Return", "sheet__person", {
            "Kỳ": "sheet.cycle.name", "Lúc": "at", "Lý do": "reason",
        }),
        Holding(MARKS, "Minh chứng trên phiếu", "evaluations.Evidence", "sheet__person", {
            "Kỳ": "sheet.cycle.name", "Tệp": "file.name", "Lúc": "at", "Ghi chú": "note",
        }),
        Holding(MARKS, "Kết quả đã báo cho bạn", "results.Notice", "person", {
            "Kỳ": "decision.sheet.cycle.name", "Mức": worded.level, "Lý do": "decision.reason", "Báo lúc": "at",
            "Kiến nghị đến hết": "petition_until",
        }),
        Holding(MARKS, "Căn cứ xếp loại", "results.Ground", "person", {
            "Căn cứ": worded.ground, "Giá trị": "value", "Ngày": "day", "Đến ngày": "until", "Hình thức": "degree",
            "Văn bản": "document",
        }),
        Holding(MARKS, "Kiến nghị của bạn", "results.Petition", "person", {
            "Lúc": "at", "Nội dung": "text", "Hạn trả lời": "answer_due",
        }),
        Holding(MARKS, "Trả lời kiến nghị", "results.PetitionAnswer", "petition__person", {
            "Lúc": "at", "Chấp nhận": "accepted", "Nội dung": "text",
        }),
        Asked(MARKS, "Đợt lấy ý kiến mời bạn tham gia", _invited),
    )  # fmt: skip
    leave_out(
        DONE, "evaluations.Assignee.person", "evaluations.Marking.on_behalf_of", "results.Decision.decider",
        "results.Decision.on_behalf_of",
    )  # fmt: skip
    leave_out("Phiếu bạn đang chấm mà chưa gửi: thấy khi mở phiếu", "evaluations.Draft.author")
    leave_out(
        "Lời mời lấy ý kiến đã dùng hay chưa: chỉ trang lấy phiếu của bạn nói",
        "opinions.CampaignInvitation.person",
    )


def _rest() -> None:
    add(
        Holding(SIGNED, "Văn bản bạn đã ký", "signatures.Signature", "person", {
            "Văn bản": "name", "Cách ký": "way", "Lúc": "at",
        }),
        Holding(SIGNED, "Chứng thư của bạn", "signatures.PersonCertificate", "person", {
            "Chủ thể": "subject", "Số": "serial", "Từ": "valid_from", "Đến": "valid_to",
        }),
        Holding(SIGNED, "Yêu cầu ký bằng thiết bị", "signatures.SigningRequest", "person", {
            "Văn bản": "name", "Lúc": "at",
        }),
        Holding(SIGNED, "Lần xác nhận mật khẩu để ký", "signatures.Confirmation", "account__person", {
            "Việc": "about", "Lúc": "at",
        }),
        Holding(SIGNED, "Thông báo đã đọc", "regulations.Receipt", "person", {
            "Thông báo": "announcement.title", "Lúc": "at",
        }),
        Holding(SIGNED, "Tệp bạn đã tải lên, đã lập", "base.StoredFile", "uploaded_by__person", {
            "Tệp": "name", "Lúc": "at",
        }),
        Holding(SIGNED, "Việc nền bạn đã chạy", "base.Job", "owner__person", {"Việc": "label", "Lúc": "created_at"}),
        Holding(SIGNED, "Việc đã làm trên hệ thống", "base.Event", "actor__person", {
            "Lúc": "at", "Phần": worded.room, "Việc": worded.act, "Mã việc": "verb",
        }),
    )  # fmt: skip
    leave_out(DONE, "signatures.Signature.on_behalf_of")


def _record(person: Person) -> list[list[tuple[str, str]]]:
    return [
        [(personal.label_of(one.field), one.shown), *_beside(one)]
        for one in standing([person.pk], list(personal.fields()), sensitive=True)
    ]


def _beside(one: Item) -> list[tuple[str, str]]:
    day = f"{one.day:%d/%m/%Y}" if one.day else ""
    told = (("Từ ngày", day), ("Ngành, nơi cấp", one.detail), ("Văn bản", one.paper))
    return [(label, text) for label, text in told if text]


def _invited(person: Person) -> list[list[tuple[str, str]]]:
    return [[("Đợt", str(one.campaign.title))] for one in invited([person.pk])]
