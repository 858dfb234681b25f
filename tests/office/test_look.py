"""How figures, dates and deadlines are written, and that the vendored files are the ones named."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from canbo.office import base
from canbo.office.base import gallery
from canbo.office.base.templatetags import canbo

BASE = Path(base.__file__).parent
VENDOR = BASE / "static" / "vendor"


@pytest.mark.parametrize(
    ("hundredths", "written"),
    [
        (8750, "87,5"), (8999, "89,99"), (10000, "100"), (5, "0,05"), (0, "0"), (-250, "-2,5"), (-50, "-0,5"),
        (123456, "1.234,56"), (None, "–"),
    ],
)  # fmt: skip
def test_points_are_written_with_a_comma(hundredths: int | None, written: str) -> None:
    assert canbo.points(hundredths) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(3, 8), "37,5%"), (Fraction(1, 3), "33,3%"), (Decimal("0.20"), "20%"), (0.0005, "0,1%"), (1, "100%"),
        (0, "0%"), (None, "–"),
    ],
)  # fmt: skip
def test_shares_round_half_up_to_one_decimal(value: Fraction | Decimal | float | None, written: str) -> None:
    assert canbo.share(value) == written


def test_the_day_comes_before_the_month() -> None:
    assert canbo.vidate(date(2026, 3, 4)) == "04/03/2026"


def test_a_moment_is_shown_in_the_office_s_time() -> None:
    late = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert canbo.vidatetime(late) == "00:30 21/11/2026"
    assert canbo.vidate(late) == "21/11/2026"


@pytest.mark.parametrize(("days", "words"), [(2, "còn 2 ngày"), (0, "hôm nay"), (-3, "quá hạn 3 ngày")])
def test_deadlines_in_words(days: int, words: str) -> None:
    today = date(2026, 12, 31)
    assert canbo.days_left(today + timedelta(days), today) == words
    assert canbo.days_left(days) == words


def test_the_local_day_of_a_deadline_counts() -> None:
    assert canbo.days_left(datetime(2026, 12, 31, 17, 30, tzinfo=UTC), date(2027, 1, 1)) == "hôm nay"


def test_a_change_of_filter_goes_back_to_the_first_page() -> None:
    query = QueryDict("q=Nam&unit=5&page=7")
    assert canbo.merge_query(query, {"unit": 6}) == "?q=Nam&unit=6"
    assert canbo.merge_query(query, {"page": 8}) == "?q=Nam&unit=5&page=8"
    assert canbo.merge_query(query, {"q": None, "unit": ""}) == "?"


def test_sorting_turns_round_at_the_second_click() -> None:
    source = Template('{% load canbo %}{% sort_header "name" "Họ và tên" %}')
    shown = [
        source.render(Context({"request": RequestFactory().get("/", data)})).strip()
        for data in ({"page": "3"}, {"sort": "name"}, {"sort": "-name"})
    ]
    assert shown[0].endswith('<th scope="col"><a href="?sort=name">Họ và tên</a></th>')
    assert shown[1].endswith('<th scope="col" aria-sort="ascending"><a href="?sort=-name">Họ và tên</a></th>')
    assert shown[2].endswith('<th scope="col" aria-sort="descending"><a href="?sort=name">Họ và tên</a></th>')


def test_the_shares_of_a_bar_fill_it_exactly() -> None:
    drawn = canbo.share_bar([{"level": level, "count": 1, "label": str(level)} for level in (1, 2, 3)])
    assert drawn["parts"] == [
        {"x": "0", "width": "333", "level": 1},
        {"x": "333", "width": "334", "level": 2},
        {"x": "667", "width": "333", "level": 3},
    ]
    assert canbo.share_bar([{"level": 1, "count": 0, "label": "a"}])["parts"] == [{"x": "0", "width": "0", "level": 1}]


def test_a_grade_is_never_a_hue_without_its_word() -> None:
    shown = [canbo_tag(f"{{% grade_badge {arguments} %}}") for arguments in ('1 "Hoàn thành xuất sắc"', "None")]
    assert shown == [
        '<span class="grade grade-1">Hoàn thành xuất sắc</span>',
        '<span class="grade grade-0">Chưa xếp loại</span>',
    ]


def canbo_tag(source: str) -> str:
    """What a tag of the library renders to."""
    return Template("{% load canbo %}" + source).render(Context()).strip()


def test_the_pager_links_keep_the_filter() -> None:
    request = RequestFactory().get("/", {"q": "Nam", "page": "2"})
    page = Paginator(range(100), 10).page(2)
    html = render_to_string("base/parts/pager.html", {"page": page, "noun": "người"}, request)
    assert "11–20 trong 100 người" in html
    assert re.findall(r'href="([^"]+)"', html)[:2] == ["?q=Nam&amp;page=1", "?q=Nam&amp;page=1"]
    assert html.count('aria-current="page"') == 1


class Inline(HTMLParser):
    """Collects what the content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        bad = {name for name in names if name == "style" or name.startswith("on")}
        if bad or tag == "style" or (tag == "script" and "src" not in names):
            self.refused.append(f"{tag} {sorted(bad)}")


def test_the_gallery_shows_every_part_and_nothing_the_policy_refuses() -> None:
    html = render_to_string("base/gallery.html", gallery.sample(), RequestFactory().get("/"))
    parser = Inline()
    parser.feed(html)
    assert parser.refused == []
    assert "{#" not in html
    assert "{%" not in html
    used = "\n".join(path.read_text() for path in (BASE / "templates" / "base").rglob("*.html"))
    used += (BASE / "templatetags" / "canbo.py").read_text()
    parts = {path.name for path in (BASE / "templates" / "base" / "parts").glob("*.html")}
    assert {name for name in parts if f"base/parts/{name}" not in used} == set()


def test_vendored_files_are_the_ones_named() -> None:
    named = dict(re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (VENDOR / "VENDORED.md").read_text(), re.M))
    files = {
        str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("*") if path.suffix in {".css", ".woff2", ".js"}
    }
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == named


def test_no_page_asks_another_host() -> None:
    texts = [path for kind in ("*.html", "*.css", "*.js") for path in BASE.rglob(kind)]
    foreign = [
        (path.name, found)
        for path in texts
        for found in re.findall(r"https?://[^\s\"')]+", path.read_text())
        if path.name != "bootstrap.min.css"
    ]
    assert foreign == []
