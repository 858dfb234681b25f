"""Verifying a draw from its two files, `record.json` and the frame: every step again, every difference named."""

from __future__ import annotations

import json
from typing import Any

from canbo.rulebook import draw
from canbo.rulebook.canonical import text_of
from canbo.rulebook.errors import RuleError


def read_plan(data: Any) -> draw.Plan:
    """A published plan; RuleError where it is not one."""
    try:
        plan = draw.Plan(
            str(data["id"]),
            str(data["frame"]),
            {str(level): int(count) for level, count in data["levels"].items()},
            int(data["reserve"]),
            tuple(str(name) for name in data["contributors"]),
            str(data["beacon"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleError(f"phương án không đọc được: {error!r}") from error
    if text_of(plan.data()) != text_of(data):
        raise RuleError("phương án có phần lạ hoặc sai kiểu")
    return plan


def check(record_text: str, frame: bytes) -> list[str]:
    """What is wrong with a draw; empty when it is exactly as its files say. Never raises for what a file holds."""
    try:
        data = json.loads(record_text)
        plan = read_plan(data["plan"])
        reveals = [draw.Reveal(one["name"], one["digits"], one["salt"]) for one in data["reveals"]]
        said: dict[str, Any] = {key: data[key] for key in ("commitments", "beacon", "seed", "result")}
    except RuleError as error:
        return [str(error)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return [f"biên bản không đọc được: {error!r}"]
    try:
        return _differences(plan, reveals, said, frame)
    except RuleError as error:
        return [str(error)]
    except (TypeError, AttributeError) as error:
        return [f"biên bản có phần sai kiểu: {error!r}"]


def _differences(plan: draw.Plan, reveals: list[draw.Reveal], said: dict[str, Any], frame: bytes) -> list[str]:
    found = []
    if draw.frame_hash(frame) != plan.frame:
        found.append("danh sách bốc thăm không phải danh sách đã công bố trong phương án")
    candidates = draw.read_frame(frame)
    draw.check_plan(plan, candidates)
    for one in reveals:
        if said["commitments"].get(one.name) != draw.commitment(plan, one):
            found.append(f"số của {one.name} khác với cam kết đã công bố")
    if set(said["commitments"]) != set(plan.contributors):
        found.append("danh sách cam kết không khớp với người góp số của phương án")
    again = draw.record(plan, said["commitments"], reveals, candidates, said["beacon"])
    if again["seed"] != said["seed"]:
        found.append("hạt giống không tính lại được từ các số đã mở")
    if again["result"] != said["result"]:
        found.append("kết quả khác với kết quả tính lại")
    return found
