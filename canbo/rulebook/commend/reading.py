"""Titles from their file: read, checked with file and line, filled by a body's settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

from canbo.rulebook import document, requirements
from canbo.rulebook.commend.council import Council
from canbo.rulebook.commend.model import Bearing, Ceiling, Run, Subject, Title, TitleRules
from canbo.rulebook.document import Document
from canbo.rulebook.model import Citation
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.requirements import Words
from canbo.rulebook.source import Node

FOLDER = Path(__file__).parent
KEYS = ("instrument", "levels", "facts", "titles", "run_reading", "council")
ROUNDINGS = ("floor", "half_up", "ceiling")


@cache
def library() -> tuple[Document, ...]:
    """The shipped instruments on titles, by the day they came into force."""
    return document.by_day(map(load, FOLDER.glob("luat_*.yaml")))


def load(path: Path) -> Document:
    """An instrument from its file, checked whole. PackError names file, line and what was expected."""
    found = document.read(path, KEYS, ("settings", "ceilings"))
    _read(found, found.trial())
    return found


def rules(found: Document, given: Mapping[str, object]) -> TitleRules:
    """An instrument under a body's settings; SettingsError names all that is unfilled or out of range."""
    return _read(found, found.reader(given))


def rules_on(day: date, given: Mapping[str, object]) -> TitleRules:
    """The instrument in force on a day; RuleError where none of the shipped is."""
    return rules(document.on(library(), day, "danh hiệu thi đua"), given)


def _read(found: Document, reader: Reader) -> TitleRules:
    content = found.content
    spoken = requirements.spoken(content, reader)
    given = content["run_reading"].fields(("years", "cite"))
    renewed = reader.text(given["years"], ("fresh", "rolling")) == "fresh"
    reading = (renewed, reader.cite(given["cite"], None, content["run_reading"]))
    own, entries = section(content["titles"])
    inherited = reader.cite(own, None, content["titles"]) if own else None
    titles: dict[str, Title] = {}
    for key, node in entries.items():
        titles[key] = _title(key, node, reader, spoken, inherited, titles, reading)
    ceilings = _ceilings(content.get("ceilings"), reader, titles)
    council = _council(content["council"], reader)
    defaults, bears = requirements.known(spoken, {}), _bearing(spoken, titles)
    return TitleRules(found.instrument, titles, spoken, ceilings, council, defaults, bears)


def _bearing(spoken: Words, titles: Mapping[str, Title]) -> Bearing:
    runs = [(key, title.run) for key, title in titles.items() if title.run is not None]
    back = max(((run.times - 1) * run.spacing for _, run in runs), default=0)
    return Bearing(
        tuple(fact.key for fact in spoken.facts), back, frozenset(key for title, run in runs for key in (title, run.of))
    )


def _title(
    key: str, node: Node, reader: Reader, spoken: Words, inherited: Citation | None, before: Mapping[str, Title],
    reading: tuple[bool, Citation],
) -> Title:  # fmt: skip
    given = node.fields(("label", "of"), ("also", "run", "requires", "cite"))
    cite = reader.cite(given.get("cite"), inherited, node)
    of = one_of(given["of"], get_args(Subject))
    requires = requirements.read_all(given["requires"], reader, spoken, cite) if "requires" in given else ()
    also = _before(given["also"], before, of) if "also" in given else ""
    run = _run(given["run"], reader, before, of, reading, cite) if "run" in given else None
    if not (requires or also or run):
        raise node.fail("danh hiệu không có điều kiện nào", "requires, also hoặc run")
    return Title(key, reader.text(given["label"]), of, also, run, requires, cite)


def _run(
    node: Node,
    reader: Reader,
    before: Mapping[str, Title],
    of: str,
    reading: tuple[bool, Citation],
    inherited: Citation,
) -> Run:
    """`reading`: whether years are used up by an award, and by what reading they count."""
    given = node.fields(("of", "times"), ("cite",))
    below, times = _before(given["of"], before, of), reader.count(given["times"])
    if times < 1:
        raise given["times"].fail("số lần liên tục phải từ 1", "times: 3")
    # Where years are not counted twice, two awards in a row lie a whole run of the lower title apart.
    lower, (renewed, counted) = before[below].run, reading
    spacing = lower.times * lower.spacing if renewed and lower else 1
    return Run(below, times, spacing, renewed, reader.cite(given.get("cite"), inherited, node), counted)


def _before(node: Node, before: Mapping[str, Title], of: str) -> str:
    known = [key for key, title in before.items() if title.of == of]
    if node.scalar not in known:
        raise node.fail(f"“{node.brief}” không phải danh hiệu đứng trước", "một trong " + ", ".join(known))
    return node.scalar


def _ceilings(node: Node | None, reader: Reader, titles: Mapping[str, Title]) -> tuple[Ceiling, ...]:
    if node is None:
        return ()
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    found = []
    for key, entry in entries.items():
        given = entry.fields(("of", "share", "rounding"), ("cite",))
        if key not in titles:
            raise entry.fail(f"không có danh hiệu “{key}”", "một trong " + ", ".join(titles))
        of, share = one_of(given["of"], list(titles)), reader.share_or_none(given["share"])
        rounding = reader.text(given["rounding"], ROUNDINGS)
        cite = reader.cite(given.get("cite"), inherited, entry)
        found.append(Ceiling(key, of, share, rounding, cite))  # type: ignore[arg-type]  # checked by reader.text
    return tuple(found)


def _council(node: Node, reader: Reader) -> Council:
    given = node.fields(("quorum", "majority", "of", "cite"))
    of = reader.text(given["of"], ("present", "invited"))
    cite = reader.cite(given["cite"], None, node)
    quorum, majority = reader.share_or_none(given["quorum"]), reader.share_or_none(given["majority"])
    return Council(quorum, majority, of, cite)  # type: ignore[arg-type]  # checked by reader.text


def find(key: str) -> Document:
    """The shipped instrument of that key; RuleError where there is none."""
    return document.named(library(), key, "thi đua")
