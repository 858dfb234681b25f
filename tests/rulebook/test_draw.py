"""The draw: whoever has the two files computes the same; who speaks last, or edits a file, changes nothing unseen."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canbo.rulebook import RuleError, draw
from canbo.rulebook.draw import Candidate, Plan, Reveal, cli
from canbo.rulebook.draw.check import check

LEVELS = {"MN": 30, "TH": 32, "THCS": 27}
SCHOOLS = [
    Candidate(f"{level}-{number:03}", f"Trường ví dụ {level} số {number}", level)
    for level, count in LEVELS.items()
    for number in range(1, count + 1)
]
FRAME = draw.write_frame(SCHOOLS)
NAMES = ("Chủ trì", "Công đoàn", "Người dự thứ nhất")
PLAN = Plan("LB-2023-02", draw.frame_hash(FRAME), {"MN": 5, "TH": 5, "THCS": 5}, 3, NAMES)
REVEALS = [Reveal(name, f"{number}234567890", f"{number}" * 32) for number, name in enumerate(NAMES, start=1)]


def record(plan: Plan = PLAN, reveals: list[Reveal] = REVEALS) -> dict[str, Any]:
    commitments = {one.name: draw.commitment(plan, one) for one in reveals}
    return draw.record(plan, commitments, reveals, draw.read_frame(FRAME))


def text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_an_honest_draw_is_in_order_and_takes_five_of_each_level() -> None:
    data = record()
    assert check(text(data), FRAME) == []
    assert {level: (len(one["drawn"]), len(one["reserve"])) for level, one in data["result"].items()} == dict.fromkeys(
        LEVELS, (5, 3)
    )


def test_the_known_draw_stays_what_it_was() -> None:
    assert PLAN.hash == "7d0d227201e30923ff548f4dd9fd01ffc9d63e7a696de5839d2504ea8a45cc0d"
    assert record()["seed"] == "8d158966246e25f19b3c545b12e1a9220ba2ff39cd20b225e2c102e1b7dfad5a"
    assert record()["result"]["MN"]["drawn"] == ["MN-023", "MN-015", "MN-008", "MN-028", "MN-018"]


def change(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def apply(data: dict[str, Any]) -> None:
        *way, last = path.split("/")
        part: Any = data
        for step in way:
            part = part[int(step)] if isinstance(part, list) else part[step]
        part[last] = value(part[last]) if callable(value) else value

    return apply


TAMPERED = {
    "another result": change("result/MN/drawn", lambda codes: ["MN-001", *codes[1:]]),
    "substitutes in another order": change("result/TH/reserve", lambda codes: codes[::-1]),
    "digits changed after committing": change("reveals/2/digits", "9999999999"),
    "a name put to somebody else's digits": change("reveals/0/name", "Công đoàn"),
    "somebody not opened": change("reveals", lambda rows: rows[:2]),
    "a seed out of the air": change("seed", "0" * 64),
    "more drawn than planned": change("plan/levels/MN", 6),
    "a plan for another frame": change("plan/frame", "0" * 64),
    "a beacon the plan does not name": change("beacon", "1000"),
    "a plan with a number that only looks the same": change("plan/levels/MN", 5.0),
    "a plan with a part of its own": change("plan/note", "x"),
    "a record cut short": change("result", {}),
    "nonsense": change("reveals", "x"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_whatever_is_changed_is_named(tamper: Callable[[dict[str, Any]], None]) -> None:
    data = record()
    tamper(data)
    assert check(text(data), FRAME) != []


def test_another_frame_is_named() -> None:
    other = FRAME.replace("số 1,".encode(), "số một,".encode())
    assert other != FRAME
    assert check(text(record()), other) == ["danh sách bốc thăm không phải danh sách đã công bố trong phương án"]
    for content in (b"", b"\xff", b"code,name,level\nB,b,MN\nA,a,MN\n", b"a,b\n"):
        assert check(text(record()), content) != []


def test_a_commitment_copied_from_a_neighbour_opens_nothing() -> None:
    copied = Reveal(NAMES[1], REVEALS[0].digits, REVEALS[0].salt)
    assert draw.commitment(PLAN, copied) != draw.commitment(PLAN, REVEALS[0])
    later = Plan("LB-2023-03", PLAN.frame, PLAN.levels, PLAN.reserve, NAMES)
    assert draw.commitment(later, REVEALS[0]) != draw.commitment(PLAN, REVEALS[0])


def test_the_order_of_the_frame_does_not_matter() -> None:
    mixed = random.Random(1).sample(SCHOOLS, len(SCHOOLS))
    assert draw.draw(PLAN, mixed, "ab" * 32) == draw.draw(PLAN, SCHOOLS, "ab" * 32)
    assert draw.write_frame(mixed) == FRAME


@pytest.mark.parametrize("bad", ["123", "12345678x0", "", "١٢٣٤٥٦٧٨٩٠"])
def test_digits_that_are_not_ten_digits_are_refused(bad: str) -> None:
    with pytest.raises(RuleError, match="chữ số"):
        draw.commitment(PLAN, Reveal(NAMES[0], bad, "0" * 32))


def test_a_plan_that_cannot_be_drawn_is_refused() -> None:
    for plan in (
        Plan("x", PLAN.frame, {"MN": 31}, 0, NAMES),
        Plan("x", PLAN.frame, {"đại học": 1}, 0, NAMES),
        Plan("x", PLAN.frame, {"MN": 5}, 0, ()),
        Plan("x", PLAN.frame, {"MN": 5}, 0, ("Lan", "Lan")),
        Plan("", PLAN.frame, {"MN": 5}, 0, NAMES),
    ):
        with pytest.raises(RuleError):
            draw.check_plan(plan, SCHOOLS)


@pytest.mark.slow
def test_every_school_is_as_likely_as_every_other() -> None:
    counts: Counter[str] = Counter()
    draws = 3000
    for number in range(draws):
        seed = hashlib.sha256(f"uniform {number}".encode()).hexdigest()
        counts.update(code for one in draw.draw(PLAN, SCHOOLS, seed) for code in one.drawn)
    for level, size in LEVELS.items():
        share = 5 / size
        chi = sum(
            (counts[one.code] - draws * share) ** 2 / (draws * share * (1 - share))
            for one in SCHOOLS
            if one.level == level
        )
        assert chi < 2 * size  # far in the tail of chi-square with size − 1 degrees of freedom


def test_the_handed_out_script_and_openssl_compute_the_same(tmp_path: Path) -> None:
    data = record()
    (tmp_path / "record.json").write_text(text(data), encoding="utf-8")
    (tmp_path / "frame.csv").write_bytes(FRAME)
    script = tmp_path / "verify_draw.py"
    script.write_text(cli.handout(), encoding="utf-8")
    assert len(cli.handout().splitlines()) < 30
    command = [sys.executable, "-I", str(script), str(tmp_path / "record.json"), str(tmp_path / "frame.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "MN bốc được: " + " ".join(data["result"]["MN"]["drawn"]) in done.stdout
    data["result"]["MN"]["drawn"][0] = "MN-001"
    (tmp_path / "record.json").write_text(text(data), encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (1, "KHÔNG ĐÚNG: cấp MN: kết quả khác kết quả tính lại")
    key = f"hexkey:{data['seed']}"
    openssl = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", key]
    one = subprocess.run(openssl, input=b"MN\0MN-007", capture_output=True, check=True)
    assert one.stdout.decode().split()[-1] == draw.score(data["seed"], "MN", "MN-007")


def test_the_command_says_whether_it_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = record()
    paths = [str(tmp_path / "record.json"), str(tmp_path / "frame.csv")]
    (tmp_path / "record.json").write_text(text(data), encoding="utf-8")
    (tmp_path / "frame.csv").write_bytes(FRAME)
    assert cli.main(["verify", *paths]) == 0
    assert "ĐÚNG" in capsys.readouterr().out
    (tmp_path / "record.json").write_text(text(data).replace("1234567890", "1234567899"), encoding="utf-8")
    assert cli.main(["verify", *paths]) == 1
    assert cli.main(["verify", "nowhere.json", paths[1]]) == 2
    assert cli.main([]) == 2
