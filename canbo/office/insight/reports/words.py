"""The words of the reports, from `templates/*.yaml`: paragraphs with places for figures, {name} or {name:argument}."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q

ALL = "all"  # everybody, where a figure may be about a group
FOLDER = Path(__file__).parent / "templates"
PLACE = re.compile(r"\{([a-z_]+(?::[^{}:]+)*)\}")


@dataclass(frozen=True)
class Group:
    """A group of people that a report counts: kinds of staff, only key posts, without some titles."""

    kinds: tuple[str, ...] = ()
    key: bool = False
    ranks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def chosen(self) -> Q:
        """Postings of the group."""
        found = ~Q(post__title__in=self.without)
        if self.kinds:
            found &= Q(kind__in=self.kinds)
        if self.ranks:
            found &= Q(post__rank__in=self.ranks)
        return found & Q(post__key=True) if self.key else found


@dataclass(frozen=True)
class Section:
    """A part of a report: its paragraphs, and the name of the table after them."""

    heading: str
    texts: tuple[str, ...]
    table: str = ""


@dataclass(frozen=True)
class Template:
    """A report. `period`: the kind of period it is about ("" none); `since`: it tells what happened from a day on."""

    key: str
    label: str
    title: str
    abstract: str
    period: str
    since: bool
    groups: Mapping[str, Group]
    sections: tuple[Section, ...]

    @cached_property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The figures in its words, each with its first argument: of those about people, the group."""
        every = (piece for section in self.sections for text in section.texts for piece in places(text))
        return frozenset((piece[0], next(iter(piece[1]), ALL)) for piece in every if not isinstance(piece, str))


@cache
def templates() -> dict[str, Template]:
    """Every report by its key, in the order of their files."""
    found = (_read(path) for path in sorted(FOLDER.glob("*.yaml")))
    return {one.key: one for one in found}


def _read(path: Path) -> Template:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    groups = {name: _group(given) for name, given in raw.get("groups", {}).items()}
    sections = tuple(
        Section(one.get("heading", ""), tuple(one.get("texts", ())), one.get("table", "")) for one in raw["sections"]
    )
    return Template(
        raw["key"], raw["label"], raw["title"], raw["abstract"], raw.get("period", ""), bool(raw.get("since")), groups,
        sections,
    )  # fmt: skip


def _group(given: Mapping[str, Any]) -> Group:
    kinds, ranks, without = (tuple(given.get(name, ())) for name in ("kinds", "ranks", "without"))
    return Group(kinds, bool(given.get("key")), ranks, without)


def places(text: str) -> Iterator[str | tuple[str, Sequence[str]]]:
    """A text as plain words and (name, arguments) of its figures, in order."""
    at = 0
    for found in PLACE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        name, *arguments = found.group(1).split(":")
        yield name, arguments
        at = found.end()
    if at < len(text):
        yield text[at:]
