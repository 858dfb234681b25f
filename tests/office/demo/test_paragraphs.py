"""The paragraphs two articles published come out of the demo's data by the report's own figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test.utils import override_settings

from canbo.office.demo import merits, standards, stories
from canbo.office.insight.reports import writing
from canbo.office.insight.reports.words import templates
from canbo.office.people.models import Unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=stories.QUICK):
        yield


def test_district_10_in_2020() -> None:
    standards.district_10(merits.district_10())
    unit = Unit.objects.get(code="Q10")
    report = writing.write(templates()["programme"], unit, date(2020, 6, 18), since=date(2015, 7, 1))
    assert report.missing == 0
    assert "; 100% cán bộ lãnh đạo, quản lý, công chức đạt chuẩn theo quy định;" in report.text
    assert "; 91,7% cán bộ quy hoạch được đào tạo đạt chuẩn." in report.text
    assert "7 tập thể được tặng Giấy khen." in report.text


def test_tan_phong_in_2023() -> None:
    stories.tan_phong()
    unit = Unit.objects.get(code="TP")
    report = writing.write(templates()["ward"], unit, date(2023, 10, 5), since=date(2021, 1, 1))
    assert report.missing == 0
    for words in (
        "có 21 cán bộ, công chức; 100% có trình độ chuyên môn từ đại học trở lên, 100% đã qua đào tạo lý luận",
        "Cán bộ chủ chốt: 100% đạt tiêu chuẩn chức danh, 100% có trình độ từ đại học trở lên, 75% có trình độ cao cấp",
        "tỷ lệ cán bộ nữ 40%",
        "cử 30 lượt cán bộ đi đào tạo, bồi dưỡng, trong đó 2 người học cao cấp, 3 người học trung cấp",
        "Trong năm 2022, 100% cán bộ, công chức hoàn thành tốt nhiệm vụ trở lên, trong đó 23,8% hoàn thành xuất sắc",
    ):
        assert words in report.text
