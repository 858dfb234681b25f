"""Filling in a pack: its settings as blocks of inputs, its texts as a table; what was posted, sorted into values and
texts that are not values yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canbo.office.regulations import entries
from canbo.office.regulations.models import AdoptionDraft
from canbo.rulebook import Pack, Placeholder, Setting

SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Block:
    """One setting on the page: its inputs, what is wrong with it, whether the law leaves it to the body to decide."""

    setting: Setting
    entries: tuple[entries.Entry, ...]
    error: str
    filled: int = 0
    of: int = 0

    @property
    def required(self) -> bool:
        return not self.setting.optional and self.setting.default is None


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page sent: values (None empties a setting), texts that are no values yet, and why."""

    settings: dict[str, Any]
    typed: dict[str, dict[str, str]]
    errors: dict[str, str]


def blocks(found: Pack, draft: AdoptionDraft, problems: Mapping[str, str] | None = None) -> list[Block]:
    """The settings of the draft's pack as they stand. `problems`: faults by setting key, from `drafting.outcome`."""
    faults = dict(problems or {})
    return [_block(found, setting, draft, faults.get(setting.key, "")) for setting in found.settings]


def _block(found: Pack, setting: Setting, draft: AdoptionDraft, fault: str) -> Block:
    if setting.type == "items":
        rows = items(found, setting, draft.settings.get(setting.key))
        return Block(setting, (), fault, sum(bool(row.text) for row in rows), len(rows))
    typed = draft.typed.get(setting.key)
    if typed is not None:
        try:
            entries.read(setting, typed)
        except entries.EntryError as error:
            fault = str(error)
    elif setting.key in draft.settings:
        typed = entries.shown(setting, draft.settings[setting.key])
    else:
        typed = entries.default_of(setting)
    return Block(setting, tuple(entries.entries(setting, found.specimen.periods, typed)), fault)


def posted(found: Pack, data: Mapping[str, str]) -> Posted:
    """The settings whose inputs are among the posted data (a page may send one block or all)."""
    made = Posted({}, {}, {})
    for setting in found.settings:
        names = [entry.name for entry in entries.entries(setting, found.specimen.periods, {})]
        typed = {name: clean(data[name]) for name in names if name in data}
        if not typed:
            continue
        try:
            made.settings[setting.key] = entries.read(setting, typed)
        except entries.EntryError as error:
            made.typed[setting.key] = typed
            made.errors[setting.key] = str(error)
    return made


def clean(text: str) -> str:
    """A typed text without spaces at its ends, and without the one character a database refuses."""
    return text.replace("\x00", "").strip()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A text the body must write: where it goes, the headings the pack gives or the body wrote, and the text."""

    blank: Placeholder
    number: int
    heading: str
    text: str

    @property
    def own_heading(self) -> bool:
        """Whether the body names the criterion above the item, since the pack gives none."""
        return self.blank.kind == "item" and not self.blank.path


def blanks(found: Pack, setting: Setting) -> list[Placeholder]:
    """The texts a setting of type `items` stands for, in the order of the form."""
    return [blank for blank in found.placeholders if blank.setting == setting.key]


def items(found: Pack, setting: Setting, value: object) -> list[ItemRow]:
    """The table of a form's texts, filled with what was written."""
    places = blanks(found, setting)
    written: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    if isinstance(value, list):
        keys = [blank.key for blank in places if blank.kind == "item"]
        written = dict(zip(keys, value, strict=False))
    rows = []
    for number, blank in enumerate(places, start=1):
        given = written.get(blank.key, "")
        text = given["label"] if isinstance(given, Mapping) else given
        heading = SEPARATOR.join(given.get("path", ())) if isinstance(given, Mapping) else ""
        rows.append(ItemRow(blank, number, heading or SEPARATOR.join(blank.path), text))
    return rows


def items_value(found: Pack, setting: Setting, texts: Mapping[str, tuple[str, str]]) -> dict[str, Any] | None:
    """The value of an items setting from (heading, text) by placeholder key; None when nothing at all is written."""
    value: dict[str, Any] = {}
    for blank in blanks(found, setting):
        heading, text = (clean(part) for part in texts.get(blank.key, ("", "")))
        path = [part.strip() for part in heading.split(SEPARATOR.strip()) if part.strip()]
        if not text and not path:
            continue
        value[blank.key] = text if blank.kind == "heading" or blank.path else {"path": path, "label": text}
    return value or None
