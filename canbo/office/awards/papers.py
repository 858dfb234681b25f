"""The papers of a round: tờ trình, biên bản, quyết định with its list, certificates. What stands on them, no layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from canbo.office.awards import law
from canbo.office.awards.models import Award, AwardRound, CouncilMeeting, Proposal
from canbo.office.awards.queries.candidates import SAID
from canbo.office.awards.queries.rounds import Ceiling, Standing
from canbo.office.results.papers.frame import BLANK, Frame
from canbo.paperwork.dates import long_date, short_date
from canbo.paperwork.documents import model
from canbo.paperwork.documents.certificates import Certificate
from canbo.paperwork.numbers import format_integer
from canbo.rulebook import commend

SUBMISSION, MINUTES, DECISION, CERTIFICATES = "to-trinh", "bien-ban", "quyet-dinh", "giay-khen"
PAPERS = {SUBMISSION: "Tờ trình", MINUTES: "Biên bản họp hội đồng", DECISION: "Quyết định"}
TOGETHER = 100  # certificates in one file: what a small computer lays out at once


def submission(frame: Frame, found: Standing, addressee: str) -> model.Report:
    """The submission with the proposals: what the rules say of each, the reason, the council's count."""
    marked = [one for one in found.proposals if one.outcome in ("no", "unknown")]
    said = [
        f"Số đề nghị: {_told(found.proposals)}.",
        *(_meeting(found, meeting) for meeting in found.meetings),
        *(_ceiling(one) for one in found.ceilings),
    ]
    if marked:
        said.append(f"Có {len(marked)} đề nghị chưa đủ hoặc chưa rõ điều kiện, đã ghi lý do ở cột cuối.")
    return model.Report(
        letterhead=frame.letterhead,
        title="Tờ trình",
        abstract=f"Về việc khen thưởng: {found.round.name}",
        addressee=addressee or BLANK,
        bases=_bases(found.round),
        parts=(
            model.Part("", (f"{frame.issuer} kính trình xem xét, quyết định khen thưởng như sau:", *said)),
            model.Part("Danh sách đề nghị", grid=_proposals(found)),
        ),
        closing=("Kính trình cấp có thẩm quyền xem xét, quyết định.",),
        signatory=frame.signatory,
        recipients=("Như trên;", "Lưu hồ sơ."),
    )


def _bases(round: AwardRound) -> tuple[str, ...]:
    source = law.of_year(round.year)
    titles = (f"Căn cứ {source.instrument.title} ({source.instrument.number});",) if source else ()
    return (*titles, f"Căn cứ kết quả đánh giá, xếp loại và thành tích năm {round.year} của {round.unit.name};")


def _meeting(found: Standing, meeting: CouncilMeeting) -> str:
    quorum = {True: "đủ", False: "không đủ", None: ""}[found.quorum(meeting)]
    told = f", {quorum} số thành viên theo quy chế" if quorum else ""
    day, members = short_date(meeting.held_on), f"{meeting.present}/{meeting.invited}"
    return f"Hội đồng thi đua, khen thưởng họp ngày {day}, có mặt {members} thành viên{told}."


def _ceiling(one: Ceiling) -> str:
    base = f"{one.label}: {one.held} trên {one.denominator} {one.base}"
    if one.allowed is None:
        return f"{base}; đơn vị chưa quy định tỷ lệ tối đa."
    return f"{base}; tối đa {one.allowed}" + (f", vượt {one.over}." if one.over else ", trong tỷ lệ.")


def _told(rows: Iterable[Proposal | Award]) -> str:
    """ "7 tập thể" or "3 cá nhân và 2 tập thể"."""
    every = list(rows)
    people = sum(1 for row in every if row.person_id)
    parts = [(people, "cá nhân"), (len(every) - people, "tập thể")]
    return " và ".join(f"{number} {noun}" for number, noun in parts if number) or "không có"


def _name(row: Proposal | Award) -> str:
    return str(row.person or row.collective)


def _place(post: str, row: Proposal | Award) -> str:
    return ", ".join(part for part in (post, row.unit.name if row.person_id else "") if part)


def _proposals(found: Standing) -> model.Grid:
    voted = any(one.vote for one in found.lines)
    columns: list[tuple[str, float, model.Align]] = [
        ("TT", 1, "center"), ("Họ và tên, tập thể", 5, "left"), ("Chức vụ, đơn vị", 7, "left"),
        ("Danh hiệu, hình thức", 4.6, "left"), ("Theo quy định", 2.4, "left"),
    ]  # fmt: skip
    columns += [("Đồng ý", 1.8, "center")] if voted else []
    rows = []
    for number, line in enumerate(found.lines, start=1):
        one = line.proposal
        vote = f"{line.vote.agree}/{line.vote.meeting.present}" if line.vote else "–"
        rows.append(
            (
                str(number), _name(one), _place(one.post_title, one), one.label, SAID[one.outcome],
                *((vote,) if voted else ()), one.reason or one.achievement,
            )
        )  # fmt: skip
    return model.Grid((*columns, ("Thành tích, lý do", 4.6, "left")), tuple(rows), size=11)


def minutes(frame: Frame, found: Standing, meeting: CouncilMeeting) -> model.MeetingMinutes:
    """The council's minutes with the counts of one meeting."""
    lines = [one for one in found.lines if one.vote is not None and one.vote.meeting_id == meeting.pk]
    words = {True: "đủ phiếu", False: "không đủ phiếu", None: "theo số phiếu"}
    votes = tuple(
        model.VoteLine(
            _name(one.proposal), one.proposal.label, (one.vote.agree, one.vote.disagree, one.vote.abstain),
            words[one.carried],
        )
        for one in lines
        if one.vote is not None
    )  # fmt: skip
    return model.MeetingMinutes(
        letterhead=frame.letterhead,
        title="Biên bản",
        abstract=f"Họp hội đồng thi đua, khen thưởng: {found.round.name}",
        opening=(f"Hội đồng thi đua, khen thưởng của {found.round.unit.name} họp {long_date(meeting.held_on)}.",),
        facts=(
            ("Chủ trì", meeting.chair), ("Thư ký", meeting.secretary),
            ("Thành viên có mặt", f"{meeting.present} trên {meeting.invited}"),
        ),
        discussion=tuple(line for line in meeting.notes.splitlines() if line.strip()),
        choices=("Đồng ý", "Không đồng ý", "Ý kiến khác"),
        votes=votes,
        conclusion=(_meeting(found, meeting), "Biên bản được thông qua tại cuộc họp."),
        signatures=(model.SignatureSpace("Thư ký", meeting.secretary), model.SignatureSpace("Chủ trì", meeting.chair)),
        ballots="Kết quả kiểm phiếu của từng đề nghị:",
        about="Danh hiệu, hình thức",
        proposals="Kết luận",
    )  # fmt: skip


def framed(kind: str, frame: Frame, found: Standing) -> Frame:
    """The frame as it fits a paper: minutes are of the day of the meeting, and what was written before the decision
    does not bear its number, nor a submission its day."""
    signed = found.decision
    number = "" if kind != DECISION and signed and frame.number == signed.number else frame.number
    if kind == MINUTES and found.meetings:
        return replace(frame, number=number, dated=found.meetings[-1].held_on)
    own = kind == SUBMISSION and signed is not None and frame.dated == signed.day
    return replace(frame, number=number, dated=None if own else frame.dated)


def decision(frame: Frame, found: Standing) -> model.Decision:
    """The decision with its list: the awards once decided, before that the proposals as a draft to sign."""
    rows: Sequence[Proposal | Award] = found.awards or found.proposals
    money = any(row.amount for row in rows)
    told = "; ".join(f"{label}: {_told(each)}" for label, each in _by_label(rows).items())
    bonus = "Tiền thưởng kèm theo như danh sách, chi theo quy định hiện hành." if money else ""
    return model.Decision(
        letterhead=frame.letterhead,
        title="Quyết định",
        abstract=f"Về việc khen thưởng: {found.round.name}",
        authority=frame.authority,
        bases=(*_bases(found.round), "Xét đề nghị của hội đồng thi đua, khen thưởng,"),
        articles=(
            f"Điều 1. Khen thưởng {_told(rows)} (danh sách kèm theo), gồm: {told}." + (f"\n{bonus}" if bonus else ""),
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            f"Điều 3. Các đơn vị thuộc {found.round.unit.name} và những cá nhân, tập thể có tên trong danh sách thi "
            "hành Quyết định này.",
        ),
        signatory=frame.signatory,
        recipients=("Như Điều 3;", "Lưu hồ sơ."),
        annex_title="Danh sách khen thưởng",
        annex_grid=_listed(rows, money),
    )


def _by_label(rows: Sequence[Proposal | Award]) -> dict[str, list[Proposal | Award]]:
    found: dict[str, list[Proposal | Award]] = {}
    for row in rows:
        found.setdefault(_proposal(row).label, []).append(row)
    return found


def _proposal(row: Proposal | Award) -> Proposal:
    return row.proposal if isinstance(row, Award) else row


def _listed(rows: Sequence[Proposal | Award], money: bool) -> model.Grid:
    columns: list[tuple[str, float, model.Align]] = [
        ("TT", 1, "center"), ("Họ và tên, tập thể", 5.5, "left"), ("Chức vụ, đơn vị", 6, "left"),
        ("Danh hiệu, hình thức", 5, "left"),
    ]  # fmt: skip
    columns += [("Tiền thưởng (đồng)", 3, "right")] if money else []
    lines = tuple(
        (
            str(number), _name(row), _place(_proposal(row).post_title, row), _proposal(row).label,
            *((format_integer(row.amount) if row.amount is not None else "",) if money else ()),
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    return model.Grid(tuple(columns), lines, size=11.5)


def certificates(frame: Frame, awards: Iterable[Award]) -> list[Certificate]:
    """A certificate of each award, with the unit and post of the day: of who left meanwhile, too."""
    titles = law.titles()
    found = []
    for row in awards:
        one, day = row.proposal, row.decision.day
        form = row.title not in titles
        letterhead = model.Letterhead(frame.issuer, frame.place, frame.superior, "", frame.dated or day, frame.style)
        found.append(
            Certificate(
                letterhead=letterhead, authority=frame.authority, verb="Tặng" if form else "Tặng danh hiệu",
                kind=one.label, recipient=_name(row), about=_about(row),
                achievement=one.achievement or ("" if form else f"Năm {row.year}"),
                reference=f"Quyết định số {row.decision.number}, {long_date(day)}\nSố vào sổ: {row.register:02d}",
                signatory=frame.signatory,
            )
        )  # fmt: skip
    return found


def _about(row: Award) -> str:
    if not row.person_id:
        return ""
    return "\n".join(part for part in (row.proposal.post_title, row.unit.name) if part)


def printable(row: Award) -> bool:
    """Whether an award has a certificate: a title or a form, no monthly money."""
    return row.title in law.titles() or row.title in commend.forms()
