"""One opening as it goes on: keys as trustees bring them, papers counted by hand, the opening itself with its progress.

Keys and passphrases stay in this process's memory; nothing is written but the three files at the end.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from canbo.opening import counting, hand, keys, station, totals
from canbo.rulebook.errors import RuleError

State = Literal["waiting", "opening", "done"]


@dataclass
class Session:
    """`to` the folder for what may leave; `earlier` and `before` as for `station.carry_out`. `refusal` says why the
    last attempt to open was refused."""

    export: counting.Export
    to: Path
    earlier: Sequence[str] = ()
    before: Sequence[totals.Before] = ()
    given: dict[int, keys.Key] = field(default_factory=dict)
    papers: str = ""
    root: str = ""
    lists: str = ""
    state: State = "waiting"
    refusal: str = ""
    steps: int = 0
    done: station.Done | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def total(self) -> int:
        """Steps of an opening: every ballot is checked, and opened."""
        return 2 * len(self.export.ballots)

    def add_key(self, text: str, passphrase: str) -> None:
        """A trustee's key. RuleError for a wrong passphrase, a file that is none, or nobody's key."""
        self._need_waiting()
        key = keys.read(text.strip(), passphrase)
        self.given[counting.place(self.export.manifest, key)] = key

    def take_back(self, place: int) -> None:
        """Forget a trustee's key."""
        self._need_waiting()
        self.given.pop(place, None)

    def put_papers(self, text: str) -> None:
        """The table of ballots counted by hand; "" for none. RuleError where it does not add up."""
        self._need_waiting()
        if text:
            hand.read(text, self.export.manifest)
        self.papers = text

    @property
    def counted_by_hand(self) -> dict[str, int]:
        """Paper ballots by the label of their group."""
        manifest = self.export.manifest
        found = hand.read(self.papers, manifest) if self.papers else {}
        return {manifest.group(key).label: lines.get(("", ""), 0) for key, lines in found.items()}

    def begin(self, root: str, lists: str) -> None:
        """Begin to open, apart from who asks for the page. RuleError at once where keys, the head or the mark of the
        lists are not right."""
        with self._lock:
            self._need_waiting()
            self.root, self.lists, self.refusal, self.steps = root, lists, "", 0
            counting.verify(self.export, root, lists)
            counting.keys(self.export.manifest, self.given.values())
            self.state = "opening"
        threading.Thread(target=self._carry_out, daemon=True).start()

    def _carry_out(self) -> None:
        try:
            self.done = station.carry_out(
                self.export, self.root, self.lists, self.given.values(), self.to, self.papers, self.earlier,
                self.before, self._step,
            )  # fmt: skip
            self.given.clear()
            self.state = "done"
        except RuleError as error:
            self._refuse(str(error))
        except FileExistsError as error:
            self._refuse(f"đã có {error.filename}; không ghi đè. Hãy mở lại với thư mục khác")
        except OSError as error:
            self._refuse(f"không ghi được vào {self.to}: {error.strerror}")

    def _refuse(self, why: str) -> None:
        self.refusal, self.state = why, "waiting"

    def _step(self) -> None:
        self.steps += 1

    def _need_waiting(self) -> None:
        if self.state != "waiting":
            raise RuleError("hòm đang mở hoặc đã mở xong; không đổi được gì nữa")

    def files(self) -> list[tuple[Path, str, str]]:
        """What may leave: path, for whom, sha256 for the minutes."""
        whom = {
            "opened.json": "cán bộ tổ chức đưa vào trang của đợt; người gửi dùng để kiểm tra phiếu của mình",
            "totals.json": "cán bộ tổ chức đưa vào trang của đợt để công bố",
            "texts.json": "chỉ giao cho hai người đọc; không đưa cho người đứng đầu đơn vị",
        }
        return [
            (self.to / name, text, hashlib.sha256((self.to / name).read_bytes()).hexdigest())
            for name, text in whom.items()
        ]
