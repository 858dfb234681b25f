"""A report written out: paragraphs as words and figures, its tables; the same as text and as an official paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.insight.queries.rounds import Round, chosen, rounds
from canbo.office.insight.reports import figures, planned, tables, words
from canbo.office.insight.reports.figures import Figure
from canbo.office.insight.reports.source import Source
from canbo.office.insight.reports.words import Template
from canbo.office.people.models import Unit
from canbo.office.results.papers.frame import Frame
from canbo.paperwork.documents import model

SHORTER = ("quarter", "month")


@dataclass(frozen=True)
class Written:
    """A part of a report: its heading, its paragraphs as words and figures, its table."""

    heading: str
    texts: tuple[tuple[Figure, ...], ...]
    table: model.Grid | None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple("".join(piece.text for piece in text) for text in self.texts)


@dataclass(frozen=True)
class Report:
    """A report of a unit with its figures."""

    template: Template
    source: Source
    abstract: str
    parts: tuple[Written, ...]

    @property
    def missing(self) -> int:
        """How many figures nobody knows."""
        return sum(not piece.known for part in self.parts for text in part.texts for piece in text)

    @property
    def text(self) -> str:
        """All of it as plain text, tables left out."""
        lines = [self.abstract, ""]
        for part in self.parts:
            lines += [line for line in (part.heading, *part.paragraphs) if line]
        return "\n".join(lines)


def offered(template: Template, every: Sequence[Round]) -> list[Round]:
    """The periods a report may be about, the newest first."""
    wanted = SHORTER if template.period == "shorter" else (template.period,)
    return [one for one in every if one.period.kind in wanted]


def write(
    template: Template, unit: Unit, day: date, key: str = "", since: date | None = None, reader: int | None = None
) -> Report:
    """A report as of a day, about the period of that key (the newest that is over by default), telling what happened
    since a day (the first of that period by default; of its programme, else of the year, where it is about none), as a
    person who reads it may know it."""
    every = rounds(unit.path, day, reader)
    now = chosen(offered(template, every), key, day)
    source = Source(unit, day, now, since or _begins(template, unit, day, now), every, template)
    parts = tuple(
        Written(
            one.heading, tuple(pieces(source, text) for text in one.texts),
            tables.TABLES[one.table](source) if one.table else None,
        )
        for one in template.sections
    )  # fmt: skip
    abstract = "".join(piece.text for piece in pieces(source, template.abstract))
    return Report(template, source, abstract, parts)


def _begins(template: Template, unit: Unit, day: date, now: Round | None) -> date:
    if now is not None:
        return now.period.starts
    return (None if template.period else planned.begins(unit, day)) or date(day.year, 1, 1)


def pieces(source: Source, text: str) -> tuple[Figure, ...]:
    """A text as words and figures in order."""
    return tuple(Figure(one) if isinstance(one, str) else figures.of(source, *one) for one in words.places(text))


def paper(report: Report, frame: Frame) -> model.Report:
    """The report as an official paper under a frame."""
    return model.Report(
        letterhead=frame.letterhead,
        title=report.template.title,
        abstract=report.abstract,
        parts=tuple(model.Part(one.heading, one.paragraphs, one.table) for one in report.parts),
        signatory=frame.signatory,
        recipients=("Cấp ủy, cơ quan cấp trên (để báo cáo);", "Lưu hồ sơ."),
    )
