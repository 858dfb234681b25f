"""The words of rosters, loaded once from `vocabulary.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from canbo.paperwork.names import search_key
from canbo.paperwork.tables import Spellings


@dataclass(frozen=True)
class Vocabulary:
    """Column titles, and the folded words (`search_key`) that mean a value or mark a row."""

    titles: Spellings
    sexes: dict[str, str]
    kinds: dict[str, str]
    kind_titles: tuple[str, ...]
    marked: frozenset[str]
    unmarked: frozenset[str]
    totals: tuple[str, ...]
    closings: tuple[str, ...]
    unit_words: tuple[str, ...]

    def title_of(self, field: str) -> str:
        """The preferred Vietnamese title of a field, for messages."""
        return self.titles.fields[field][0]


@cache
def vocabulary() -> Vocabulary:
    import yaml

    source = files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(source)
    return Vocabulary(
        titles=Spellings(raw["fields"], tuple(raw["ignored"])),
        sexes=_folded(raw["sexes"]),
        kinds=_folded(raw["kinds"]),
        kind_titles=tuple(raw["kind_titles"].values()),
        marked=frozenset(mark.lower() for mark in raw["marked"]),
        unmarked=frozenset(mark.lower() for mark in raw["unmarked"]),
        totals=tuple(map(search_key, raw["totals"])),
        closings=tuple(map(search_key, raw["closings"])),
        unit_words=tuple(map(search_key, raw["unit_words"])),
    )


def _folded(words: dict[str, list[str]]) -> dict[str, str]:
    return {search_key(word): meaning for meaning, spellings in words.items() for word in spellings}
