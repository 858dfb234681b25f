"""`canbo draw …`: a draw verified from its files alone, for whoever was in the room. Needs no server or database.

Exit status: 0 all in order, 1 something does not agree, 2 wrong use or unreadable file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from canbo.rulebook.draw import check

USAGE = """canbo draw: kiểm tra kết quả bốc thăm từ tệp

  canbo draw verify record.json frame.csv   tính lại toàn bộ và so với biên bản
  canbo draw handout                        in đoạn mã kiểm tra độc lập (Python 3, không cần cài gì)

Mã thoát: 0 khớp, 1 có chỗ không khớp, 2 dùng sai lệnh hoặc không đọc được tệp."""


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit status as described above."""
    match list(argv):
        case ["verify", record, frame]:
            try:
                return _verify(Path(record).read_text(encoding="utf-8"), Path(frame).read_bytes())
            except (OSError, UnicodeDecodeError) as error:
                print(error, file=sys.stderr)
                return 2
        case ["handout"]:
            print(handout(), end="")
            return 0
        case [word] if word in ("-h", "--help", "help"):
            print(USAGE)
            return 0
    print(USAGE, file=sys.stderr)
    return 2


def handout() -> str:
    """The text of the script handed out with a record: under thirty lines of the standard library."""
    return (resources.files("canbo.rulebook.draw") / "verify_draw.py").read_text(encoding="utf-8")


def _verify(record: str, frame: bytes) -> int:
    faults = check.check(record, frame)
    if faults:
        print("KHÔNG ĐÚNG:", *(f"- {fault}" for fault in faults), sep="\n")
        return 1
    data = json.loads(record)
    for level, one in data["result"].items():
        print(f"{level}: bốc được {', '.join(one['drawn'])}; dự phòng {', '.join(one['reserve']) or 'không có'}")
    print(f"ĐÚNG: tính lại được từ {len(data['reveals'])} người góp số. Hạt giống {data['seed']}")
    return 0
