"""Reports: the figures in their words are those of the lists; what nobody knows is said to be missing."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from canbo.office.insight.queries.ratings import ALL, ratings
from canbo.office.insight.queries.rounds import rounds
from canbo.office.insight.reports import figures, tables, words, writing
from canbo.office.people.models import Person
from canbo.office.talent.models import Programme
from tests.office.evaluations import month
from tests.office.evaluations.month import DAY
from tests.office.results import decided
from tests.town import Town


@pytest.fixture
def july(town: Town) -> Town:
    """July: one excellent, three good, one not to be rated, three open."""
    cycle = month.opened(town)
    decided.ready(town, nam=9500, hoa=8000, anh=8000, binh=8000, trang=8000)
    decided.decide_all(town, cycle, ("nam", "hoa", "anh", "binh"))
    decided.decide(town, "trang", level="", reason="Nghỉ thai sản")
    Person.objects.update(education="Đại học", political_theory="Trung cấp")
    return town


def test_the_report_of_a_programme_begins_with_its_first_year(town: Town) -> None:
    def begun(unit: str) -> date:
        return writing.write(words.templates()["programme"], town.units[unit], DAY).source.since

    assert begun("ward") == date(DAY.year, 1, 1)
    for unit, first in (("district", 2020), ("district", 2025), ("ward", 2021), ("ward", 2030)):
        row = Programme(unit=town.units[unit], name="Chương trình 01", document="01-CTr", first_year=first)
        row.agency_id, row.last_year, row.by = town.units[unit].agency_id, first + 4, town.accounts["trang"]
        row.save()
    assert [begun(unit) for unit in ("district", "ward", "office")] == [date(2025, 1, 1)] + [date(2021, 1, 1)] * 2


def test_every_figure_and_table_of_every_template_is_known(july: Town) -> None:
    steps = {"university", "intermediate", "advanced", "any", "all", "came", "left", "person", "collective"}
    for template in words.templates().values():
        texts = [template.abstract, *(text for one in template.sections for text in one.texts)]
        for text in texts:
            for piece in words.places(text):
                if not isinstance(piece, str):
                    assert piece[0] in figures.FIGURES, (template.key, piece)
                    assert {one for one in piece[1] if not one.isdigit()} <= steps | template.groups.keys(), piece
        assert {one.table for one in template.sections} - {""} <= tables.TABLES.keys()
        assert writing.write(template, july.units["ward"], DAY).text


def test_a_quarterly_report_says_what_was_decided(july: Town) -> None:
    report = writing.write(words.templates()["quarter"], july.units["ward"], DAY)
    text = report.text
    assert "Phường An Bình có 10 người, gồm 9 công chức, 1 lao động hợp đồng." in text
    assert "mở 8 phiếu đánh giá, đã quyết định 5 (62,5%)." in text
    assert "hoàn thành xuất sắc nhiệm vụ 1 người (25%); hoàn thành tốt nhiệm vụ 3 người (75%)" in text
    assert "không xếp loại 1 người" in text
    assert report.missing == 0
    grid = next(part.table for part in report.parts if part.table)
    assert grid.rows[-1][1:3] == ("Tổng cộng", "8")


def test_what_no_room_knows_is_missing_and_never_made_up(july: Town) -> None:
    report = writing.write(words.templates()["programme"], july.units["ward"], DAY)
    assert report.missing == 3
    assert report.text.count(figures.MISSING) == 3


def test_a_year_in_which_nothing_was_rated_is_named_all_the_same(town: Town) -> None:
    report = writing.write(words.templates()["year"], town.units["ward"], DAY)
    assert report.abstract == "Tổng kết công tác đánh giá, xếp loại chất lượng năm 2026 của Phường An Bình"
    assert figures.MISSING in report.text


def test_shares_tell_of_whom_nothing_is_known(july: Town) -> None:
    Person.objects.filter(pk=july.persons["hoa"].pk).update(education="")
    source = writing.write(words.templates()["term"], july.units["ward"], DAY).source
    assert figures.of(source, "education", ["all", "university"]).text == "100% (1 người chưa có số liệu)"
    assert figures.of(source, "theory", ["all", "advanced"]).text == "0%"


def test_the_command_writes_text_or_a_paper(july: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("report", "quarter", unit="MH-AB", day=DAY)
    assert "đã quyết định 5" in capsys.readouterr().out
    file = tmp_path / "bao-cao.docx"
    call_command("report", "quarter", unit="MH-AB", day=DAY, word=file)
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(file.read_bytes())).namelist()


def test_the_table_of_ratings_adds_up_along_the_tree_and_names_who_is_missing(july: Town) -> None:
    district = july.units["district"]
    now = rounds(district.path)[0]
    found = ratings(district, now)
    assert found.adds_up
    assert dict(found.counts[ALL].ranks) == {1: 1, 2: 3, 0: 1}
    assert [key for key, _ in found.columns] == ["", "civil_servant"]
    assert found.missing == ()
    ward = ratings(july.units["ward"], now)
    assert {one.unit.name: one.counts.decided for one in ward.below} == {
        "Phường An Bình": 0, "Văn phòng": 3, "Phòng Kinh tế": 2,
    }  # fmt: skip


def test_an_agency_without_results_is_missing(town: Town) -> None:
    month.opened(town)
    district = town.units["district"]
    found = ratings(district, rounds(district.path)[0])
    assert [unit.name for unit in found.missing] == ["Phường An Bình"]


def test_pages_and_papers_and_who_may_see(july: Town) -> None:
    base = f"/buc-tranh/don-vi/{july.units['ward'].pk}/"
    for page in ("bao-cao/", "bang-xep-loai/"):
        for key, status in {"lan": 200, "trang": 200, "khoa": 200, "nam": 404, "ha": 404, "quan_tri": 404}.items():
            assert july.client(key).get(base + page).status_code == status, (page, key)
    client = july.client("trang")
    form = {"mau": "quarter", "tai": "docx", "issuer": "UBND", "place": "An Bình", "position": "Chủ tịch"}
    answer = client.get(base + "bao-cao/", form)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(base + "bao-cao/", form | {"place": ""}).status_code == 422
    assert client.get(base + "bao-cao/", form | {"tai": "exe"}).status_code == 404
    assert client.get(base + "bang-xep-loai/?xuat=xlsx").headers["Content-Type"].endswith("sheet")
    assert client.get(base + f"bao-cao/?tu={date.max}&ngay=x").status_code == 200
