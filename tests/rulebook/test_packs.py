"""The cases: every shipped pack's are true, and a case that is not true says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from canbo.rulebook import Pack, library, load, refine
from canbo.rulebook.cases import run
from tests.rulebook.kit import SMALL, small

PACKS = library()


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_every_case_of_a_shipped_pack_is_true(pack: Pack) -> None:
    results = run(pack)
    assert len(results) >= 10
    assert [(result.file, result.line, result.name, result.problems) for result in results if not result.ok] == []


def test_every_shipped_example_of_a_refinement_can_be_read() -> None:
    files = [
        file
        for pack in PACKS
        for file in (Path(pack.folder) / "examples").glob("*.yaml")
        if "refines:" in file.read_text()
    ]
    assert files
    for file in files:
        assert refine.read(file.read_text(encoding="utf-8"), file.name).groups


def test_shipped_packs_come_by_the_day_they_came_into_force() -> None:
    days = [pack.instrument.in_force for pack in PACKS]
    assert days == sorted(days)
    assert len({pack.key for pack in PACKS}) == len(PACKS) == len({pack.hash for pack in PACKS})


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_what_comes_after_a_deadline_is_refused_unless_the_adopting_body_chose_otherwise(pack: Pack) -> None:
    (setting,) = (one for one in pack.settings if one.key == "accept_late")
    assert [key for key, _ in setting.choices] == ["refuse", "accept"]
    assert (setting.default, setting.cite.confidence, pack.specimen.settings["accept_late"]) == (
        "refuse", "ours", "refuse",
    )  # fmt: skip


def test_every_kind_of_case_is_understood() -> None:
    assert [result.problems for result in run(small())] == [()] * 12


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("total: 88.13, percent", "total: 88.14, percent", "total: 88,13, cần 88.14"),
        ("task: 61.13}", "task: 61}", "groups.task: 61,13, cần 61"),
        ("level: not_completed, by", "level: good, by", "level: not_completed, cần good"),
        ("applied: [discipline]", "applied: []", "applied: ['discipline'], cần []"),
        ("over: 1, allowed_after", "over: 2, allowed_after", "over: 1, cần 2"),
        ("c: 37.5%", "c: 37%", "c: 37.500000%, cần 37%"),
        ("decide: 2026-12-14", "decide: null", "decide: 2026-12-14, cần None"),
        ("errors: [texts]", "errors: []", "errors: ['texts'], cần []"),
        ("marks: {c1a: true}", "marks: {c1a: 49}", "chỉ nhận đạt hoặc chưa đạt"),
        ("kind: petition", "kind: vote", "không có loại ví dụ “vote”"),
        ("{denominator: 5,", "{people: 5,", "ví dụ loại ceiling không cho “people”"),
        ("settings_example: open", "settings_example: shut", "_settings.yaml không có “shut”"),
        ("facts: {is_head: true}", "facts: {is_boss: true}", "quy định không có sự việc “is_boss”"),
        ("examples/quan.yaml", "examples/phuong.yaml", "không có tệp “examples/phuong.yaml”"),
    ],
)
def test_a_case_that_is_not_true_says_so(tmp_path: Path, before: str, after: str, problem: str) -> None:
    shutil.copytree(SMALL, tmp_path / "small")
    file = tmp_path / "small" / "cases" / "all.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    (wrong,) = [result for result in run(load(tmp_path / "small")) if not result.ok]
    assert problem in wrong.problems[0]
    assert wrong.line == text[: text.index(before)][: text[: text.index(before)].rindex("\n- ") + 1].count("\n") + 1
