"""An instrument in one file: its sections, the holes it leaves, the days it binds.

For instruments that are not graded by (`pack.py` is for those): votes, commendation, training, planning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from canbo.rulebook import filling, sections, settings
from canbo.rulebook.errors import PackError, RuleError
from canbo.rulebook.model import Instrument, Setting
from canbo.rulebook.reader import Reader
from canbo.rulebook.source import Node
from canbo.rulebook.source import sections as read_sections


@dataclass(frozen=True)
class Document:
    """A file read as far as it says by itself; `reader` reads the rest once its settings are filled."""

    instrument: Instrument
    settings: tuple[Setting, ...]
    content: Mapping[str, Node]

    @property
    def key(self) -> str:
        return self.instrument.key

    def reader(self, given: Mapping[str, object]) -> Reader:
        """A reader under what a body gives for the settings; SettingsError names every fault."""
        return self._reader(filling.filled(self.settings, given), strict=True)

    def trial(self) -> Reader:
        """A reader under defaults and stand-ins: the file is checked whole before anybody has chosen."""
        return self._reader({setting.key: settings.sample(setting) for setting in self.settings}, strict=False)

    def _reader(self, values: Mapping[str, object], strict: bool) -> Reader:
        return Reader(self.instrument.number, {setting.key: setting for setting in self.settings}, values, strict)


def read(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Document:
    """A file that holds just these sections, `instrument` among them. PackError names file, line, what was expected."""
    content = read_sections([path], path.parent)
    for key, node in content.items():
        if key not in required and key not in optional:
            raise node.fail(f"mục lạ “{key}”", "một trong " + ", ".join((*required, *optional)))
    for key in required:
        if key not in content:
            raise PackError(path.name, 1, f"thiếu mục “{key}”", f"{key}: …")
    instrument = sections.instrument(content["instrument"])
    reader = Reader(instrument.number, {}, {})
    declared = settings.read_all(content["settings"], reader, None) if "settings" in content else {}
    return Document(instrument, tuple(declared.values()), content)


def by_day(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Instruments in the order in which they came into force."""
    return tuple(sorted(documents, key=lambda one: one.instrument.in_force))


def binds(instrument: Instrument, day: date) -> bool:
    """Whether an instrument is in force on a day; its last day is one of them."""
    return instrument.in_force <= day and (instrument.ends is None or day <= instrument.ends)


def named(documents: Sequence[Document], key: str, what: str) -> Document:
    """The one of that key; RuleError, naming `what` was asked for, where there is none."""
    for one in documents:
        if one.key == key:
            return one
    raise RuleError(f"không có văn bản {what} “{key}”; có: " + ", ".join(one.key for one in documents))


def on(documents: Sequence[Document], day: date, what: str) -> Document:
    """The one in force on a day, the later where two are; RuleError, naming `what` was asked for, where none is."""
    found = [one for one in documents if binds(one.instrument, day)]
    if not found:
        raise RuleError(f"không có văn bản nào về {what} có hiệu lực ngày {day:%d/%m/%Y}")
    return max(found, key=lambda one: one.instrument.in_force)
