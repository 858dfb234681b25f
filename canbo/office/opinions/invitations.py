"""The invitation on paper: who is asked, when, where and how, and the codes that whoever is asked compares.

What the server sends can be altered; what was handed out on paper cannot. So both codes stand here: that of the survey,
and that of the voter's page as this version of the software ships it (`canbo box page` prints the same).
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files

from canbo.office.opinions.queries import Round
from canbo.office.people.queries.units import place_of
from canbo.paperwork.dates import short_date
from canbo.paperwork.documents import model
from canbo.rulebook.ballot import codes
from canbo.rulebook.ballot.manifest import Group, Manifest

TITLE = "Thư mời"
PAGE = ("index.html", "modules.js")  # the box's page: read as files, since office and box know nothing of each other
BLANK = "." * 30  # room to write who signs


def letters(found: Round, site: str) -> list[model.Invitation]:
    """The invitation of each group of a frozen campaign, in the manifest's order; `site` is the box's address."""
    assert found.manifest is not None
    return [letter(found, group, site) for group in found.manifest.groups]


def letter(found: Round, group: Group, site: str) -> model.Invitation:
    """The invitation of one group of a frozen campaign."""
    made, row = found.manifest, found.row
    assert made is not None
    assert found.opening is not None
    online, vote = made.way == "tokens", made.profile == "vote"
    address = f"{site}/#{made.hash}" if online else f"{site}/"
    return model.Invitation(
        letterhead=_letterhead(found),
        title=TITLE,
        abstract="Bỏ phiếu tín nhiệm kín" if vote else "Góp ý kín về người đứng đầu",
        addressee=group.label,
        opening=(_asked(found, group),),
        facts=(*_days(made), ("Nơi gửi" if not online else "Nơi nhận phiếu và gửi", f"{site}/")),
        address=address,
        sections=(
            ("Cách làm", _ONLINE if online else _SLIP),
            ("Được bảo vệ thế nào", _protected(made)),
            ("Điều không bảo đảm được", _unprotected(made)),
        ),
        survey=made.title,
        compare=(
            "Trước khi gửi, mở mục “Điều hệ thống không bảo đảm được” và “Xem mã của trang” trên trang, so với các mã "
            f"dưới đây. Khác dù chỉ một ký tự: dừng lại, không gửi, báo {row.unit.name}. Ai nghi ngờ thì so bằng một "
            "máy khác.",
        ),
        codes=(
            ("Mã của đợt", codes.digest(made.hash)),
            *((f"Mã của trang, {name}", codes.digest(digest)) for name, digest in page_codes()),
            # The box's own key is not the office's to know: whoever runs the box tells it.
            ("Dấu khóa ký mốc của hòm phiếu (người vận hành hòm chép từ lệnh canbo box page)", BLANK),
        ),
        signatory=model.Signatory(BLANK),
    )


@cache
def page_codes() -> tuple[tuple[str, str], ...]:
    """The files of the voter's page, each with its sha256 in hex."""
    page = files("canbo").joinpath("box", "page")
    return tuple((name, hashlib.sha256(page.joinpath(name).read_bytes()).hexdigest()) for name in PAGE)


def _letterhead(found: Round) -> model.Letterhead:
    unit, vote = found.row.unit, found.plan.vote
    return model.Letterhead(
        issuer=unit.name, place=place_of(unit.short_name or unit.name),
        superior=unit.parent.name if unit.parent else "",
        style=vote.rules.instrument.heading if vote else unit.heading,  # type: ignore[arg-type]  # a database choice of the same words
    )  # fmt: skip


def _asked(found: Round, group: Group) -> str:
    made, unit = found.manifest, found.row.unit.name
    assert made is not None
    if vote := found.plan.vote:
        levels = ", ".join(vote.rules.levels.values()).lower()
        return (
            f"{unit} mời {vote.summoned} người dự {vote.body} lấy phiếu tín nhiệm đối với {len(vote.people)} người, "
            f"theo {vote.rules.instrument.number}. Mỗi người chọn một trong các mức: {levels}."
        )
    about = next((one.label for one in found.plan.subjects if one.id == group.about), "")
    return (
        f"{unit} mời {group.invited} người của nhóm góp ý về người đứng đầu {about}: {made.title}. "
        f"Có {len(made.asked(group))} câu, trả lời trong vài phút. Góp ý hay không là quyền của mỗi người; không ai "
        "biết ai đã gửi."
    )


def _days(made: Manifest) -> tuple[tuple[str, str], ...]:
    days = [(made.opens, made.closes, "Gửi phiếu")]
    if made.way == "tokens":
        days.insert(0, (made.issues, made.issued_by, "Nhận phiếu"))
    return tuple(
        (what, _day(first) if first == last else f"từ {_day(first)} đến hết {_day(last)}") for first, last, what in days
    )


_SLIP = (
    "Tự bốc một phiếu gấp kín; không ai ghi phiếu nào của ai. Giữ kín phiếu như giữ tiền.",
    "Quét mã vuông trên phiếu bằng điện thoại của mình, hoặc mở địa chỉ trên và gõ mã phiếu. Không đăng nhập, không "
    "ghi tên.",
    "Chọn câu trả lời, bấm “Niêm phong và gửi”, ghi lại hai mã biên nhận để kiểm tra về sau.",
    "Còn hạn thì gửi lại được bằng chính phiếu ấy; chỉ lần cuối được tính. Mất phiếu không cấp lại.",
    "Không có điện thoại: dùng phiếu giấy bỏ vào hòm tại chỗ.",
)
_ONLINE = (
    "Trong những ngày nhận phiếu, mở địa chỉ trên bằng máy của mình, đăng nhập và bấm “Nhận phiếu”.",
    "Trong những ngày gửi, mở lại đúng địa chỉ, trên đúng máy và trình duyệt đã nhận; lần này không đăng nhập.",
    "Không dùng chế độ ẩn danh, không xóa dữ liệu của trình duyệt. Mất máy là mất phiếu, không cấp lại.",
    "Nếu thấy báo đã cấp phiếu mà bạn chưa nhận: báo ngay, có người đã nhận thay.",
    "Còn hạn thì gửi lại được; chỉ lần cuối được tính.",
)


def _protected(made: Manifest) -> tuple[str, ...]:
    names = ", ".join(one.name for one in made.trustees)
    end = "chủ trì kết thúc việc bỏ phiếu" if made.profile == "vote" else "hết hạn"
    shown = (
        "Kết quả công bố đúng số phiếu của từng mức, như quy định về lấy phiếu."
        if made.profile == "vote"
        else f"Kết quả chỉ công bố cho nhóm có từ {made.k} ý kiến, ghi theo khoảng; phần viết do hai người đọc tóm tắt."
    )
    return (
        "Máy chủ không giữ gì nối phiếu với người. Câu trả lời bị khóa ngay trên máy của bạn.",
        f"Chỉ khi {end} và có ít nhất {made.need} trong {len(made.trustees)} người giữ khóa cùng mở mới đọc được, "
        f"khi đó các phiếu đã bị xáo trộn. Người giữ khóa: {names}.",
        shown,
    )


def _unprotected(made: Manifest) -> tuple[str, ...]:
    vote = made.profile == "vote"
    return (
        "Máy bị cài phần mềm theo dõi, có người nhìn màn hình, hoặc trang web bị sửa: hãy dùng máy riêng và so các mã.",
        *(() if vote else ("Bạn tự viết chi tiết khiến người khác nhận ra: tránh nêu tên, ngày, lớp.",)),
        *(("Mọi người chọn giống nhau thì ai cũng biết mỗi người chọn gì.",) if vote else ()),
        "Đủ số người giữ khóa thông đồng với nhau sẽ đọc được từng phiếu, nhưng phiếu không có tên.",
        "Ai có phiếu của bạn (chụp trước, lấy mất) cũng gửi được bằng phiếu ấy: khi đó hãy gửi lại, lần cuối được tính."
        if made.way == "slips"
        else "Người quản trị biết tài khoản nào đã nhận phiếu, nhưng không biết trả lời gì.",
    )


def _day(iso: str) -> str:
    return short_date(date.fromisoformat(iso))
