"""Papers: whose head signs under whose heading, and how the adopting document is cited."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from canbo.office.people.models import Post, Unit
from canbo.office.results.papers import cycles as papers
from canbo.office.results.papers import frame as frames
from canbo.office.results.papers.citing import adopted as cited_document
from canbo.office.results.papers.citing import cited
from canbo.rulebook import pack
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.town import Town

DAY = date(2026, 7, 20)
CHAIR = "Chủ tịch Ủy ban nhân dân"


def signs(unit: Unit) -> tuple[str, str, str]:
    """Body, title and name on a paper of the unit as it is by default."""
    given = frames.defaults(unit, DAY)
    return given["issuer"], given["position"], given["name"]


def test_who_signs_is_the_head_of_the_body_whose_heading_it_is(town: Town) -> None:
    ward = town.units["ward"]
    head, deputy = Post.objects.get(unit=ward, rank="head"), Post.objects.get(unit=ward, rank="deputy")
    assert (ward.heading, head.title, deputy.title) == ("state", "Bí thư Đảng ủy", "Phó Bí thư Đảng ủy")
    assert signs(ward) == (ward.name, "", "")
    Post.objects.filter(pk=deputy.pk).update(title=CHAIR)
    assert signs(ward) == ("Ủy ban nhân dân phường An Bình", CHAIR, "Nguyễn Văn Hùng")
    Unit.objects.filter(pk=ward.pk).update(heading="party")
    ward.refresh_from_db()
    assert signs(ward) == ("Đảng ủy phường An Bình", "Bí thư Đảng ủy", "Trần Thị Lan")
    assert signs(town.units["office"])[1:] == ("Chánh Văn phòng", "Lê Thị Mai")


def test_the_authority_is_named_in_full_once() -> None:
    frame = frames.Frame("state", "Ủy ban nhân dân phường An Bình", "An Bình", CHAIR)
    assert frame.authority == "Chủ tịch Ủy ban nhân dân phường An Bình"
    assert frames.Frame("state", "Trường A", "An Bình", "Hiệu trưởng").authority == "Hiệu trưởng Trường A"
    blank = frames.Frame("state", "Phường An Bình", "An Bình", "")
    assert (blank.authority, blank.signatory.position) == (frames.BLANK, frames.BLANK)


def test_a_form_without_a_known_signer_says_so(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    where = reverse("results:papers", args=[month.sheet(town, "nam").pk])
    assert frames.NOBODY in town.client("lan").get(where).content.decode()
    Post.objects.filter(unit=cycle.unit, rank="deputy").update(title=CHAIR)
    assert frames.NOBODY not in town.client("lan").get(where).content.decode()


def test_a_decision_cites_the_instrument_and_the_kind_of_document_that_adopted_it(town: Town) -> None:
    adoption = adopted.adopt(town, kind="Kế hoạch", number="05-KH/ĐU", title="Về việc đánh giá (ví dụ)")
    cycle = month.opened(town, adoption=adoption)
    frame = frames.frame(cycle.unit, frames.defaults(cycle.unit, DAY))
    made = papers.decision(frame, cycle, pack("nd_335_2025").specimen, [], [], None, points=False)
    assert made.bases == (
        "Căn cứ Nghị định số 335/2025/NĐ-CP quy định về đánh giá, xếp loại chất lượng đối với cơ quan hành chính nhà "
        "nước và công chức;",
        "Căn cứ Kế hoạch số 05-KH/ĐU ngày 05 tháng 01 năm 2026 của Phường An Bình về việc đánh giá (ví dụ);",
        "Xét kết quả đánh giá tháng 7/2026 của Phường An Bình,",
    )
    assert cited_document(adoption) == "Kế hoạch số 05-KH/ĐU ngày 05 tháng 01 năm 2026"


@pytest.mark.parametrize(
    ("key", "number", "wanted"),
    [
        ("nd_90_2020", "1/QĐ", ("Nghị định số 90/2020/NĐ-CP",)),
        ("qd_366_2025", "1/QĐ", ("Quy định số 366-QĐ/TW",)),
        ("lb_2021", "05-KH/BCN", ()),
        ("lb_2023", "1/QĐ", (pack("lb_2023").instrument.title,)),
    ],
)
def test_instruments_are_cited_by_kind_and_number(town: Town, key: str, number: str, wanted: tuple[str, ...]) -> None:
    adoption = adopted.adopt(town, number=number)
    assert cited(pack(key).instrument, adoption, whole=False) == wanted
