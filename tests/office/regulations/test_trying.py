"""Trying marks out and comparing: before anything is adopted, and only what one may see."""

from __future__ import annotations

from django.urls import reverse

from canbo.office.regulations import trying
from canbo.rulebook import pack
from tests.office.regulations import adopted
from tests.town import Town

MARKS = {"m0": "10", "m1": "10", "m2": "9,5", "m3": "92", "m4": "82%", "m5": "88"}


def test_marks_come_to_a_total_a_level_and_why() -> None:
    rules = pack("nd_335_2025").rules(adopted.CIVIL)
    trial = trying.attempt(rules, rules.form("staff"), MARKS)
    assert (trial.total, trial.word, trial.level, trial.missing) == (9063, "Hoàn thành xuất sắc nhiệm vụ", 1, 0)
    assert trial.trace is not None
    assert trial.trace["children"][0]["label"] == "Tổng điểm"
    with_ground = trying.attempt(rules, rules.form("staff"), MARKS | {"f_disciplined": "true"})
    assert (with_ground.total, with_ground.word) == (9063, "Không hoàn thành nhiệm vụ")


def test_a_wrong_entry_is_named_and_nothing_is_graded() -> None:
    rules = pack("nd_335_2025").rules(adopted.CIVIL)
    for text, message in (("999", "10"), ("-1", "0"), ("tốt", "tốt"), ("NaN", "NaN"), ("9,3", "0,25")):
        trial = trying.attempt(rules, rules.form("staff"), MARKS | {"m0": text})
        assert (trial.total, trial.trace, trial.word) == (None, None, "")
        (entry,) = [entry for _, rows in trial.marks for entry in rows if entry.error]
        assert (entry.name, entry.text) == ("m0", text)
        assert message in entry.error
    choice = trying.attempt(rules, rules.form("leader"), {"m6": "7500"})
    assert [entry.name for _, rows in choice.marks for entry in rows if entry.error] == ["m6"]


def test_a_draft_is_tried_out_by_its_officers_only(town: Town) -> None:
    draft = adopted.draft(town)
    url = reverse("regulations:tryout") + f"?nguon=draft:{draft.pk}&bieu=staff"
    page = town.client("trang").post(url, MARKS)
    assert "90,63" in page.content.decode()
    part = town.client("trang").post(url, MARKS, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<section id="trial"')
    for key in ("xa", "mai", "khoa"):
        assert town.client(key).get(url).status_code == 404
    assert town.client("nam").get(reverse("regulations:tryout"), {"nguon": "adoption:x"}).status_code == 404


def test_two_adoptions_side_by_side(town: Town) -> None:
    first = adopted.adopt(town)
    second = adopted.adopt(
        town, number="20/QĐ-UBND", settings=adopted.CIVIL | {"rounding": "ceiling", "petition_days": 5}
    )
    query = {"a": f"adoption:{first.pk}", "b": f"adoption:{second.pk}"}
    page = town.client("nam").get(reverse("regulations:compare"), query).content.decode()
    assert "Thời hạn kiến nghị" in page
    assert "5 ngày" in page
    assert "Mức 1" not in page
    whole = town.client("nam").get(reverse("regulations:compare"), query | {"all": "on"}).content.decode()
    assert "Mức 1" in whole
    hidden = town.client("xa").get(reverse("regulations:compare"), query).content.decode()
    assert "Chọn hai quy định để so sánh" in hidden
