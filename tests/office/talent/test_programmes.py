"""Programmes of a term: what targets come to, corrections, who measures, the final review."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.talent.actions import programmes as actions
from canbo.office.talent.models import Programme, ProgrammeTarget
from canbo.office.talent.programmes_figures import Progress, progress
from tests.town import Town

DAY = date(2020, 6, 18)


@pytest.fixture
def programme(town: Town) -> Programme:
    return actions.begin_programme(
        actor=town.accounts["trang"], unit=town.units["ward"], name="Chương trình đòn bẩy",
        document="Chương trình số 01-CTr/ĐU", first_year=2015, last_year=2020,
    )  # fmt: skip


def target(town: Town, programme: Programme, label: str, direction: str, aim: int, **more: object) -> ProgrammeTarget:
    return actions.set_target(
        actor=town.accounts["trang"], programme=programme, label=label, measure="%", direction=direction, aim=aim,
        answers=town.units["office"], **more,  # type: ignore[arg-type]
    )  # fmt: skip


def measure(town: Town, found: ProgrammeTarget, value: int, day: date = DAY, by: str = "trang") -> None:
    actions.measure(actor=town.accounts[by], target=found, day=day, value=value, source="Báo cáo 12")


def told(rows: list[Progress]) -> list[tuple[str, str, str, str]]:
    return [(row.target.label, row.aim, row.measured, row.word) for row in rows]


def test_targets_are_met_by_their_direction_at_the_boundary(town: Town, programme: Programme) -> None:
    standards = target(town, programme, "đạt chuẩn", "at_least", 100_00)
    trained = target(town, programme, "quy hoạch được đào tạo", "above", 90_00)
    late = target(town, programme, "hồ sơ trễ hạn", "below", 5_00)
    target(town, programme, "chưa đo", "at_most", 1_00)
    for found, value in ((standards, 100_00), (trained, 90_00), (late, 4_99)):
        measure(town, found, value)
    assert told(progress(programme)) == [
        ("đạt chuẩn", "từ 100%", "100%", "Đạt"),
        ("quy hoạch được đào tạo", "trên 90%", "90%", "Chưa đạt"),
        ("hồ sơ trễ hạn", "dưới 5%", "4,99%", "Đạt"),
        ("chưa đo", "không quá 1%", "–", "Chưa có số liệu"),
    ]


def test_a_correction_keeps_what_was_measured_and_a_day_told_again_counts_once(
    town: Town, programme: Programme
) -> None:
    first = target(town, programme, "được đào tạo", "at_least", 80_00)
    measure(town, first, 85_00, date(2019, 12, 31))
    with pytest.raises(ActionError, match="lý do điều chỉnh"):
        target(town, programme, "được đào tạo", "above", 90_00, replaces=first)
    second = target(town, programme, "được đào tạo", "above", 90_00, replaces=first, reason="Kết luận 5")
    with pytest.raises(ActionError, match="vừa được điều chỉnh"):
        target(town, programme, "được đào tạo", "above", 95_00, replaces=first, reason="Kết luận 6")
    measure(town, second, 91_00)
    measure(town, second, 92_50)
    (row,) = progress(programme)
    assert [(one.day, one.value) for one in row.values] == [(DAY, 92_50), (date(2019, 12, 31), 85_00)]
    assert (row.aim, row.word) == ("trên 90%", "Đạt")


def test_who_answers_for_a_target_measures_it_and_nobody_else(town: Town, programme: Programme) -> None:
    found = target(town, programme, "đạt chuẩn", "at_least", 100_00)
    measure(town, found, 50_00, by="mai")  # heads the answering office
    for other in ("nam", "dung", "xa"):
        with pytest.raises(NotTheirs):
            measure(town, found, 60_00, by=other)
    with pytest.raises(ActionError, match="sau hôm nay"):
        measure(town, found, 60_00, date(2100, 1, 1))
    answers = [
        town.client(key).get(f"/can-bo/chuong-trinh/chi-tieu/{found.pk}/").status_code for key in ("mai", "dung")
    ]
    assert answers == [200, 404]


def test_the_final_review_is_filled_with_the_figures(town: Town, programme: Programme) -> None:
    measure(town, target(town, programme, "cán bộ đạt chuẩn", "at_least", 100_00), 100_00)
    officer = town.client("trang")
    page = f"/can-bo/chuong-trinh/{programme.pk}/"
    sent = officer.post(f"{page}tong-ket/", {"faults": "Còn chậm ở một số phòng.\nDo thiếu kinh phí."})
    assert (sent.status_code, officer.get(page).status_code) == (302, 200)
    assert officer.post(f"{page}tong-ket/", {"faults": " "}).status_code == 422
    file = officer.get(
        f"{page}van-ban/",
        {"tai": "docx", "issuer": "UBND phường An Bình", "place": "An Bình", "position": "Chủ tịch"},
    )
    text = "\n".join(line.text for line in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "Chương trình có 1 chỉ tiêu: 1 đạt, 0 chưa đạt hoặc chưa có số liệu." in text
    assert "Cán bộ đạt chuẩn: 100%, chỉ tiêu từ 100%; đạt (tính đến 18/06/2020, theo Báo cáo 12)." in text
    assert "II. Hạn chế, nguyên nhân" in text
    assert "Do thiếu kinh phí." in text
    assert officer.get(f"{page}?xuat=xlsx").status_code == 200
    assert town.client("nam").get(page).status_code == 404
