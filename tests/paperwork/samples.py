"""One document of each kind, filled as an office would fill it. People and texts are invented."""

from __future__ import annotations

from datetime import date

from canbo.paperwork.documents import model as m

STATE = m.Letterhead(
    superior="UBND quận Long Biên",
    issuer="Ủy ban nhân dân phường Phúc Đồng",
    number="12/QĐ-UBND",
    place="Phúc Đồng",
    dated=date(2023, 2, 3),
)
PARTY = m.Letterhead(
    superior="Đảng bộ thành phố Hà Nội",
    issuer="Đảng ủy phường Long Biên",
    number="05-TB/ĐU",
    place="Long Biên",
    dated=date(2026, 4, 3),
    style="party",
)
LEVELS = ("Ví dụ: Xuất sắc", "Ví dụ: Tốt", "Ví dụ: Hoàn thành", "Ví dụ: Không hoàn thành")


def score_sheet() -> m.ScoreSheet:
    def item(number: str, title: str, maximum: int, *marks: m.Mark) -> m.Criterion:
        return m.Criterion(number, title, maximum, marks)

    groups = (
        m.CriteriaGroup(
            "I",
            "Ý thức tổ chức kỷ luật, phẩm chất đạo đức",
            2000,
            (2000, 1850, 1850),
            (
                item("1", "Ví dụ: Chấp hành giờ giấc, quy chế làm việc của cơ quan", 1000, 1000, 900, 900),
                m.Criterion(
                    "2",
                    "Ví dụ: Thái độ phục vụ nhân dân, ứng xử với đồng nghiệp",
                    1000,
                    (1000, 950, 950),
                    (("Cấp trên trực tiếp", "Có một ý kiến phản ánh của công dân ngày 12/7, đã giải trình."),),
                ),
            ),
        ),
        m.CriteriaGroup(
            "II",
            "Kết quả thực hiện nhiệm vụ",
            7000,
            (6800, 6525, 6500),
            tuple(
                item(
                    str(n),
                    f"Ví dụ: Nhiệm vụ được giao thứ {n} trong tháng, đúng tiến độ và chất lượng",
                    1000,
                    970,
                    930,
                    925,
                )
                for n in range(1, 8)
            ),
        ),
        m.CriteriaGroup(
            "III", "Điểm thưởng", 1000, (500, 300, None), (item("1", "Ví dụ: Sáng kiến", 1000, 500, 300, None),)
        ),
    )
    return m.ScoreSheet(
        letterhead=STATE,
        title="Phiếu đánh giá hằng tháng",
        period="Tháng 7 năm 2018",
        person=m.Person(
            "Nguyễn Thị Thu Hà", "Công chức Văn phòng - Thống kê", "Văn phòng HĐND - UBND", "03/04/1985", "LB-0123"
        ),
        regulation="Ví dụ: Quy định khung số 1",
        mark_columns=("Tự chấm", "Cấp trên chấm", "Quyết định"),
        maximum=10000,
        groups=groups,
        total=(9300, 8675, 8650),
        levels=LEVELS,
        level=LEVELS[1],
        grounds=(m.Ground("Bị khiển trách ngày 12/7/2018", "Ví dụ: Điều 1"),),
        remarks=(
            ("Tự nhận xét", "Hoàn thành các nhiệm vụ được giao trong tháng; phối hợp tốt với các bộ phận."),
            ("Nhận xét của cấp trên trực tiếp", "Đồng ý với phần tự nhận xét. Cần chủ động hơn trong báo cáo tiến độ."),
        ),
        signatures=(
            m.SignatureSpace("Người tự đánh giá", "Nguyễn Thị Thu Hà", "Ngày 25/7/2018"),
            m.SignatureSpace("Cấp trên trực tiếp", "Trần Văn Bình", "Ngày 26/7/2018"),
            m.SignatureSpace("Người đứng đầu", "Lê Đức Ước", "Ngày 28/7/2018"),
        ),
        footnote="Mã bộ quy định: 3f9a2c41 · Mã bản giải trình: 77b0e1d2",
    )


def roster(people: int = 48) -> m.SummaryRoster:
    half = people // 2
    lines = tuple(
        m.RosterLine(
            f"Nguyễn Thị Người thứ {n}",
            "Công chức Địa chính - Xây dựng",
            (9150 - n, 8900, 8875),
            LEVELS[n % 3],
            "Có kiến nghị" if n == 5 else "",
        )
        for n in range(1, people + 1)
    )
    return m.SummaryRoster(
        letterhead=STATE,
        title="Bảng tổng hợp kết quả đánh giá, xếp loại",
        period="Quý I năm 2023",
        mark_columns=("Tự chấm", "Cấp trên chấm", "Quyết định"),
        sections=(
            m.RosterSection("I. Văn phòng HĐND - UBND", lines[:half]),
            m.RosterSection("II. Phòng Kinh tế", lines[half:]),
        ),
        counts=tuple(m.LevelCount(level, people // 3, "33,3%") for level in LEVELS[:3]),
        ceiling=("mức cao nhất không quá 20% của 48 người, tức 9 người; hiện có 16 người, vượt 7 người.",),
        signatures=(
            m.SignatureSpace("Người lập bảng", "Phạm Quỳnh Anh"),
            m.SignatureSpace("Thủ trưởng đơn vị", "Lê Đức Ước"),
        ),
    )


def notice(letterhead: m.Letterhead = PARTY) -> m.Notice:
    return m.Notice(
        letterhead=letterhead,
        title="Thông báo",
        abstract="kết quả đánh giá, xếp loại quý I năm 2026",
        addressee="đồng chí Nguyễn Thị Thu Hà, Phó Chánh Văn phòng",
        paragraphs=("Sau khi xem xét kết quả tự đánh giá và ý kiến của cấp trên, Đảng ủy thông báo kết quả như sau:",),
        facts=(("Kỳ đánh giá", "Quý I năm 2026"), ("Tổng điểm", "86,5"), ("Xếp loại", LEVELS[1])),
        closing=(
            "Nếu không nhất trí, đồng chí gửi kiến nghị bằng văn bản trong thời hạn quy định.",
            "Trân trọng thông báo để đồng chí biết",
        ),
        signatory=m.Signatory("Bí thư", "Lê Đức Ước", on_behalf_of="Đảng ủy"),
        recipients=("Như kính gửi;", "Lưu Văn phòng."),
    )


def decision() -> m.Decision:
    return m.Decision(
        letterhead=STATE,
        title="Quyết định",
        abstract="Về việc xếp loại chất lượng cán bộ, công chức năm 2023",
        authority="Chủ tịch Ủy ban nhân dân phường Phúc Đồng",
        bases=(
            "Ví dụ: Căn cứ Luật số 1 ngày 02 tháng 3 năm 2008;",
            "Ví dụ: Căn cứ Nghị định số 2 về đánh giá, xếp loại;",
            "Theo đề nghị của công chức Văn phòng - Thống kê.",
        ),
        articles=(
            "Điều 1. Xếp loại chất lượng năm 2023 đối với 4 cán bộ, công chức của phường (có danh sách kèm theo).",
            "Điều 2. Kết quả này là căn cứ để xét thi đua, khen thưởng và bố trí cán bộ.\nCó hiệu lực từ ngày ký.",
            "Điều 3. Văn phòng và các ông, bà có tên chịu trách nhiệm thi hành Quyết định này",
        ),
        signatory=m.Signatory("Phó Chủ tịch", "Trần Văn Bình", on_behalf_of="Ủy ban nhân dân", in_place_of="Chủ tịch"),
        recipients=("Như Điều 3;", "Phòng Nội vụ (để báo cáo);", "Lưu: VT."),
        annex_title="Danh sách xếp loại năm 2023",
        annex_columns=("Điểm",),
        annex=(
            m.RosterSection(
                "", tuple(m.RosterLine(f"Trần Văn Người thứ {n}", "Công chức", (8875,), LEVELS[1]) for n in range(1, 5))
            ),
        ),
    )


def trace() -> m.TraceSheet:
    task = m.TraceNode(
        "Kết quả thực hiện nhiệm vụ",
        "61,13",
        "Ví dụ: Điều 16",
        (
            m.TraceNode(
                "Số lượng (a)",
                "0,92",
                "Ví dụ: Điều 14 khoản 2",
                (m.TraceNode("Quy đổi hoàn thành 46 / quy đổi được giao 50", "46/50"),),
            ),
            m.TraceNode("Chất lượng (b)", "0,82", "Ví dụ: Điều 14 khoản 3"),
            m.TraceNode("Tiến độ (c)", "0,88", "Ví dụ: Điều 14 khoản 4"),
        ),
    )
    return m.TraceSheet(
        letterhead=STATE,
        title="Bản giải trình cách tính",
        facts=(("Họ và tên", "Nguyễn Thị Thu Hà"), ("Kỳ đánh giá", "Năm 2026"), ("Xếp loại", LEVELS[1])),
        roots=(
            m.TraceNode(
                "Tổng điểm", "88,13", "Ví dụ: Điều 17", (m.TraceNode("Tiêu chí chung", "27", "Ví dụ: Điều 12"), task)
            ),
            m.TraceNode("Mức xếp loại", LEVELS[1], "Ví dụ: Điều 20"),
        ),
        footnote="Mã bản giải trình: 77b0e1d2",
    )


def slips(count: int = 11) -> m.AccountSlips:
    return m.AccountSlips(
        office="UBND phường Phúc Đồng",
        address="https://danhgia.example.vn/",
        slips=tuple(
            m.AccountSlip(f"Nguyễn Thị Người thứ {n}", "Văn phòng HĐND - UBND", f"nguoi.{n}", f"K7QF-{n:04d}")
            for n in range(count)
        ),
        valid_until=date(2023, 2, 10),
        instructions=("Nhập mã này rồi đặt mật khẩu của riêng mình. Không đưa phiếu cho người khác.",),
    )


def minutes() -> m.MeetingMinutes:
    return m.MeetingMinutes(
        letterhead=STATE,
        title="Biên bản",
        abstract="Họp đánh giá, xếp loại quý I năm 2023",
        opening=(
            "Hôm nay, hồi 14 giờ 00 ngày 25 tháng 3 năm 2023, tại phòng họp số 1, đơn vị họp đánh giá, xếp loại.",
        ),
        facts=(
            ("Có mặt", "20/21 người"),
            ("Vắng mặt", "1 người (nghỉ phép)"),
            ("Chủ trì", "Lê Đức Ước"),
            ("Thư ký", "Phạm Quỳnh Anh"),
        ),
        discussion=("Từng cá nhân trình bày phần tự đánh giá; cuộc họp góp ý và biểu quyết.",),
        choices=("Xuất sắc", "Tốt", "Hoàn thành"),
        ballots="Số phiếu phát ra 20, thu về 20, hợp lệ 20. Kết quả biểu quyết:",
        votes=tuple(m.VoteLine(f"Nguyễn Thị Người thứ {n}", "Công chức", (n, 18 - n, 2), "Tốt") for n in range(1, 6)),
        conclusion=("Cuộc họp kết thúc hồi 16 giờ 30 cùng ngày. Biên bản đã đọc cho mọi người cùng nghe và nhất trí.",),
        signatures=(m.SignatureSpace("Thư ký", "Phạm Quỳnh Anh"), m.SignatureSpace("Chủ trì", "Lê Đức Ước")),
        journal_head="9f2c…e41a",
    )


def commitment() -> m.Commitment:
    return m.Commitment(
        letterhead=STATE,
        title="Bản cam kết",
        abstract="Thực hiện tiêu chí đánh giá năm 2022",
        person=m.Person("Nguyễn Thị Thu Hà", "Công chức Văn phòng", "Văn phòng HĐND và UBND", "02/09/1985", "CC0012"),
        opening=("Thực hiện bộ tiêu chí, trong năm 2022 tôi cam kết:",),
        groups=tuple(
            m.PromiseGroup(
                f"Tiêu chí thứ {group}",
                tuple(m.Promise(str(3 * group + n - 3), f"Nội dung thứ {n}", "Đúng hạn" * (n == 2)) for n in (1, 2, 3)),
            )
            for group in range(1, 10)
        ),
        closing=("Tôi cam kết thực hiện đúng những nội dung trên.",),
        signatures=(m.SignatureSpace("Cấp trên trực tiếp", "Lê Đức Ước"), m.SignatureSpace("Người cam kết")),
        replaces="Thay bản cam kết lần 1 đã rút.",
        reference="Bản cam kết số 7, lần 2.",
    )


ALL = (score_sheet, roster, notice, decision, trace, slips, minutes, commitment)
