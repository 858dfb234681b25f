"""`canbo rules …` as pack writers and auditors meet it: what it prints, its exit status, no need of Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from canbo.rulebook import library
from canbo.rulebook.cli import main
from tests.rulebook.kit import SMALL
from tests.rulebook.test_replay import dossier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "phieu.json"
    path.write_text(json.dumps(dossier()), encoding="utf-8")
    return path


def test_a_grade_is_recomputed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Tổng điểm: 88,13",
        "Mức xếp loại: Tốt",
        f"ĐÚNG  {file}: kết quả tính lại khớp với hồ sơ",
    ]
    assert main(["score", str(file)]) == 0
    assert capsys.readouterr().out.startswith("Tổng điểm: 88,13\n")
    assert main(["explain", str(file)]) == 0
    assert "Cách tính: 70 × (92% + 82% + 88%) / 3 = 61,13 điểm" in capsys.readouterr().out
    assert main(["check", str(file)]) == 0


def test_a_wrong_grade_exits_with_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps(dossier(stated={"total": 9000, "level": "good"})), encoding="utf-8")
    assert main(["grade", str(file)]) == 1
    assert f"SAI   {file}: tổng điểm tính lại là 88,13, hồ sơ ghi 90" in capsys.readouterr().out


def test_a_pack_is_checked_with_its_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SMALL)]) == 0
    assert capsys.readouterr().out == "ĐÚNG  small: 12/12 ví dụ đúng\n"
    broken = tmp_path / "pack.yaml"
    broken.write_text(
        (SMALL / "pack.yaml").read_text(encoding="utf-8").replace("min: 90", "min: chín"), encoding="utf-8"
    )
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(f"SAI   {tmp_path.name}/pack.yaml:84: “chín” không phải là số điểm")


def test_packs_are_listed_shown_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [pack.key for pack in library()]
    assert main(["show", "small"]) == 2
    assert main(["show", str(SMALL)]) == 0
    assert "  Nội dung phiếu tập thể (texts)" in capsys.readouterr().out.splitlines()
    assert main(["diff", "nd_335_2025", "nd_233_2026"]) == 1
    assert main(["diff", str(SMALL), str(SMALL)]) == 0


@pytest.mark.parametrize(
    "args", [[], ["dance"], ["grade"], ["grade", "khong_co.json"], ["show", "khong_co"], ["diff", "nd_335_2025"]]
)
def test_wrong_use_exits_with_two(args: list[str]) -> None:
    assert main(args) == 2


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "canbo rules grade HỒSƠ.json" in capsys.readouterr().out


def test_an_auditor_needs_no_django(file: Path) -> None:
    program = (
        "import sys; sys.modules['django'] = None\n"
        "from canbo.cli import main\n"
        f"status = main(['rules', 'grade', {str(file)!r}])\n"
        "assert not [name for name in sys.modules if name.startswith('django') and sys.modules[name]]\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mức xếp loại: Tốt" in done.stdout
