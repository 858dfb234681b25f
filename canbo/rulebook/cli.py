"""`canbo rules …`: the rulebook alone, for pack writers and auditors. Prints Vietnamese; needs no server or database.

Exit status: 0 all in order, 1 something does not agree, 2 wrong use or unreadable file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from canbo.rulebook import amounts, cases, compare, loader, replay, trace, words
from canbo.rulebook.errors import PackError, RuleError
from canbo.rulebook.pack import Pack

USAGE = """canbo rules: quy định đánh giá dưới dạng dữ liệu, và tính lại kết quả từ tệp

  canbo rules list                     các quy định có sẵn
  canbo rules show QUYĐỊNH             nội dung một quy định và các thiết lập phải điền
  canbo rules diff A B                 so sánh hai quy định
  canbo rules check [QUYĐỊNH|TỆP…]     kiểm tra quy định và chạy các ví dụ; tệp .json thì tính lại hồ sơ
  canbo rules score HỒSƠ.json          tính lại điểm
  canbo rules grade HỒSƠ.json          tính lại điểm và mức xếp loại, so với kết quả đã ghi
  canbo rules explain HỒSƠ.json        giải thích từng bước

QUYĐỊNH là tên một quy định có sẵn, hoặc đường dẫn tới thư mục hay tệp .yaml.
Mã thoát: 0 khớp, 1 có chỗ không khớp, 2 dùng sai lệnh hoặc không đọc được tệp."""


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit status as described above."""
    args = list(argv)
    if not args or args[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if args else 2
    command, rest = args[0], args[1:]
    if command not in COMMANDS:
        return _fail(f"không có lệnh “{command}”\n\n{USAGE}")
    least, most, work = COMMANDS[command]
    if not least <= len(rest) <= most:
        return _fail(f"lệnh “{command}” dùng chưa đúng\n\n{USAGE}")
    try:
        return work(rest)
    except (RuleError, OSError) as error:
        return _fail(str(error))


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _pack(name: str) -> Pack:
    path = Path(name)
    return loader.load(path) if path.exists() else loader.pack(name)


def _dossier(name: str) -> dict[str, Any]:
    try:
        data = json.loads(Path(name).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RuleError(f"{name}: không đọc được JSON ({error})") from error
    if not isinstance(data, dict):
        raise RuleError(f"{name}: không phải hồ sơ của Canbo")
    return data


def _list(_: list[str]) -> int:
    for pack in loader.library():
        instrument = pack.instrument
        ends = f"{instrument.ends:%d/%m/%Y}" if instrument.ends else "nay"
        print(f"{pack.key:16} {instrument.number:18} {instrument.in_force:%d/%m/%Y}–{ends:10}  {instrument.title}")
    return 0


def _show(names: list[str]) -> int:
    pack = _pack(names[0])
    print(f"{pack.instrument.number}: {pack.instrument.title}\nMã băm: {pack.hash}\n")
    for _, label, value in compare.rows(pack):
        print(f"  {label}: {value}")
    needed = pack.unfilled({})
    if needed:
        print("\nĐơn vị phải điền trước khi áp dụng:")
        for setting in needed:
            print(f"  {setting.label} ({setting.key})")
    return 0


def _diff(names: list[str]) -> int:
    found = compare.diff(_pack(names[0]), _pack(names[1]))
    for one in found:
        print(f"{one.label}\n  - {one.a}\n  + {one.b}")
    print("Hai quy định không khác nhau." if not found else f"\n{len(found)} chỗ khác nhau.")
    return 1 if found else 0


def _check(names: list[str]) -> int:
    targets = names or [pack.folder for pack in loader.library()]
    return max(_check_dossier(name) if name.endswith(".json") else _check_pack(name) for name in targets)


def _check_pack(name: str) -> int:
    try:
        pack = _pack(name)
    except PackError as error:
        print(f"SAI   {error}")
        return 1
    results = cases.run(pack)
    for result in results:
        for problem in result.problems:
            print(f"SAI   {result.file}:{result.line}: {result.name}: {problem}")
    bad = sum(not result.ok for result in results)
    print(f"{'SAI ' if bad else 'ĐÚNG'}  {pack.key}: {len(results) - bad}/{len(results)} ví dụ đúng")
    return 1 if bad else 0


def _check_dossier(name: str) -> int:
    return _tell(name, replay.recompute(_dossier(name)))


def _tell(name: str, found: replay.Replay) -> int:
    for note in found.notes:
        print(f"Lưu ý: {note}")
    for problem in found.problems:
        print(f"SAI   {name}: {problem}")
    if found.ok:
        print(f"ĐÚNG  {name}: kết quả tính lại khớp với hồ sơ")
    return 0 if found.ok else 1


def _score(names: list[str]) -> int:
    found = replay.recompute(_dossier(names[0]))
    print("Tổng điểm: " + ("không có" if found.total is None else amounts.shown(found.total)))
    return _tell(names[0], found)


def _grade(names: list[str]) -> int:
    dossier = _dossier(names[0])
    found = replay.recompute(dossier)
    if found.trace is not None and dossier.get("kind") == "grade":
        print("Tổng điểm: " + ("không có" if found.total is None else amounts.shown(found.total)))
        print("Mức xếp loại: " + words.level(replay.rules_of(dossier), found.level))
    return _tell(names[0], found)


def _explain(names: list[str]) -> int:
    found = replay.recompute(_dossier(names[0]))
    if found.trace is not None:
        print(trace.text(found.trace))
    return _tell(names[0], found)


COMMANDS: dict[str, tuple[int, int, Callable[[list[str]], int]]] = {
    "list": (0, 0, _list),
    "show": (1, 1, _show),
    "diff": (2, 2, _diff),
    "check": (0, 999, _check),
    "score": (1, 1, _score),
    "grade": (1, 1, _grade),
    "explain": (1, 1, _explain),
}
