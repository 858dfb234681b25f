"""An exported grade recomputed from its file alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from canbo.rulebook import canonical, explain, trace
from canbo.rulebook.aggregate import PeriodResult, combine
from canbo.rulebook.process import Period
from canbo.rulebook.replay import Replay, recompute
from tests.rulebook.kit import RULES, STAFF

TEXT = canonical.dump(RULES)
MARKS = (1800, 900, 9200, 8200, 8800)


def dossier(**changed: Any) -> dict[str, Any]:
    """A sheet's export as JSON gives it back."""
    made = {
        "canbo": 1,
        "kind": "grade",
        "rules": json.loads(TEXT),
        "rules_hash": canonical.digest(TEXT),
        "form": "staff",
        "marks": list(MARKS),
        "facts": {"disciplined": False},
        "stated": {"total": 8813, "level": "good", "reason": ""},
        "trace_hash": trace.digest(explain.sheet(RULES, STAFF, MARKS, {"disciplined": False})),
        "person": "Người thử",
    }
    return {**json.loads(json.dumps(made)), **changed}


def test_a_true_dossier_agrees() -> None:
    found = recompute(dossier())
    assert (found.ok, found.total, found.level, found.problems, found.notes) == (True, 8813, "good", (), ())
    assert found.trace == explain.sheet(RULES, STAFF, MARKS, {})


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"marks": [1800, 900, 9200, 8200, 8801]}, "mã băm của phần giải thích là"),
        ({"marks": [1800, 925, 9200, 8200, 8800]}, "tổng điểm tính lại là 88,38, hồ sơ ghi 88,13"),
        ({"marks": [1800, 999, 9200, 8200, 8800]}, "Mục 2 “Năng lực”: 9,99 không đúng bước chấm 0,25."),
        ({"marks": [1800, None, 9200, 8200, 8800]}, "mục 2 chưa chấm"),
        ({"marks": [1800]}, "phiếu có 1 mục, biểu “Phiếu công chức” có 5 mục"),
        (
            {"stated": {"total": 8813, "level": "excellent"}},
            "mức tính lại là “Tốt”, hồ sơ ghi “Xuất sắc” mà không nêu lý do",
        ),
        ({"facts": {"disciplined": True}}, "mức tính lại là “Không hoàn thành”, hồ sơ ghi “Tốt” mà không nêu lý do"),
        ({"facts": {"disciplined": "có"}}, "sự việc “Bị kỷ luật” có giá trị không đúng kiểu"),
        ({"form": "boss"}, "quy định trong hồ sơ không có biểu “boss”"),
        ({"rules_hash": "0"}, "mã băm của quy định là"),
        ({"canbo": 2}, "không phải hồ sơ của Canbo, hoặc của phiên bản khác"),
        ({"kind": "photo"}, "không biết loại hồ sơ “photo”"),
        ({"stated": None}, "phần “stated” của hồ sơ phải là một nhóm { }"),
        ({"stated": {"level": "good"}}, "hồ sơ thiếu phần “total”"),
        (
            {"marks": [1800, 8.5, 9200, 8200, 8800]},
            "mục 2 ghi 8.5: điểm trong hồ sơ là số nguyên bằng điểm nhân 100 (8,5 điểm ghi 850; 92% ghi 9200)",
        ),
        ({"marks": [1800, "8,5", 9200, 8200, 8800]}, 'mục 2 ghi "8,5": điểm trong hồ sơ là số nguyên'),
        ({"marks": [1800, True, 9200, 8200, 8800]}, "mục 2 ghi true: điểm trong hồ sơ là số nguyên"),
        ({"marks": "1800 900"}, "phần “marks” của hồ sơ phải là một danh sách [ ]"),
        ({"periods": [5]}, "hồ sơ có phần ghi sai dạng; hãy tải lại hồ sơ từ trang kết quả"),
        ({"rules": {}}, "rules: nội dung không đúng dạng"),
    ],
)
def test_what_does_not_agree_is_named(changed: dict[str, Any], problem: str) -> None:
    found = recompute(dossier(**changed))
    assert not found.ok
    assert any(problem in one for one in found.problems), found.problems


def test_rules_touched_after_the_fact_are_noticed() -> None:
    rules = json.loads(TEXT)
    rules["levels"][0]["min"] = 8800
    found = recompute(dossier(rules=rules))
    assert found.problems[0].startswith("mã băm của quy định là")


def test_a_level_decided_otherwise_with_a_reason_is_in_order_and_noted() -> None:
    found = recompute(dossier(stated={"total": 8813, "level": "completed", "reason": "Vượt tỷ lệ, tập thể thống nhất"}))
    assert found.ok
    assert found.notes == (
        "mức tính lại là “Tốt”, hồ sơ ghi “Hoàn thành”; lý do của người quyết định: Vượt tỷ lệ, tập thể thống nhất",
    )


def test_a_year_from_its_months() -> None:
    periods = [
        {"period": "2026-01", "total": 4900, "level": "not_completed", "counted": True, "reason": "", "unit": ""},
        {"period": "2026-02", "total": None, "level": None, "counted": False, "reason": "maternity", "unit": ""},
        {"period": "2026-03", "total": 9900, "level": "excellent", "counted": True, "reason": "", "unit": ""},
    ]
    results = [
        PeriodResult(Period("month", 2026, 1), 4900, "not_completed"),
        PeriodResult(Period("month", 2026, 2), None, None, False, "maternity"),
        PeriodResult(Period("month", 2026, 3), 9900, "excellent"),
    ]
    why = explain.year(RULES, STAFF, combine(RULES, results, "year"), {})
    made = dossier(periods=periods, stated={"total": 7400, "level": "good"}, trace_hash=trace.digest(why))
    del made["marks"]
    assert recompute(made).problems == ()
    assert recompute({**made, "stated": {"total": 4933, "level": "not_completed"}}).problems[0] == (
        "tổng điểm tính lại là 74, hồ sơ ghi 49,33"
    )


def ceiling(stated: list[dict[str, Any]], **more: Any) -> Replay:
    members = [
        {"key": "a", "level": "excellent", "total": 9500},
        *[{"key": str(n), "level": "good", "total": 8000} for n in range(4)],
    ]
    made = {
        "canbo": 1,
        "kind": "ceiling",
        "rules": json.loads(TEXT),
        "rules_hash": canonical.digest(TEXT),
        "members": members,
    }
    return recompute({**made, "stated": stated, **more})


def test_a_ceiling_check() -> None:
    right = {"group": "", "denominator": 4, "allowed": 0, "held": 1, "over": 1}
    assert ceiling([right]).problems == ()
    assert ceiling([{**right, "allowed": 1}]).problems == ("nhóm “”: số được phép tính lại là 0, hồ sơ ghi 1",)
    assert ceiling([{**right, "allowed": 1, "over": 0}], exceptional=True).problems == ()
    assert ceiling([]).problems == ("nhóm “” chỉ có ở một phía",)
