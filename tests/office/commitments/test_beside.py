"""Beside a score sheet stand the signed commitment it is judged by and the framework of the post."""

from __future__ import annotations

from datetime import date

from canbo.office.commitments import queries
from canbo.rulebook.process import Period
from tests.office.commitments import year
from tests.office.commitments.test_frameworks import imported
from tests.office.evaluations import month
from tests.town import Town


def test_the_sheet_shows_what_was_promised_and_what_the_post_asks(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption)
    imported(town)
    month.opened(town, adoption=adoption, due=month.FAR, period=Period("month", 2026, 12), today=date(2026, 12, 1))
    pk, key = month.sheet(town, "nam").pk, year.case(town, "nam").form.items[0].key
    where = month.url("sheet", pk)
    unsigned = town.client("nam").get(where).content.decode()
    assert "Người này chưa ký bản cam kết của năm." in unsigned
    assert "Khung năng lực của vị trí Chuyên viên" in unsigned
    year.write(town, "nam", {key: "Trả lời dân trong ngày"})
    assert "Trả lời dân trong ngày" not in town.client("mai").get(where).content.decode()
    year.sign(town, "nam", "nam")
    for reader in ("nam", "mai", "lan", "trang"):
        page = town.client(reader).get(where).content.decode()
        assert "Trả lời dân trong ngày" in page
        assert "Soạn thảo văn bản" in page
        assert year.url("commitment", year.of(town, "nam").pk) in page


def test_the_one_that_stood_in_the_year_is_found_not_the_withdrawn(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption)
    nam, far = town.persons["nam"].pk, date(2099, 1, 1)
    assert queries.commitment_of(nam, 2026, date(2020, 1, 1)) is None
    assert queries.commitment_of(nam, 2025, far) is None
    first = queries.commitment_of(nam, 2026, far)
    assert first is not None
    assert first.commitment.pk == year.of(town, "nam").pk
    assert queries.commitment_of(nam, 2026, far, "lb_2023") is None
    year.withdraw(town, "trang", "nam")
    assert queries.commitment_of(nam, 2026, far) is None
    year.opened(town, adoption=adoption)
    second = queries.commitment_of(nam, 2026, far, "nd_335_2025")
    assert second is not None
    assert second.commitment.number == 2
