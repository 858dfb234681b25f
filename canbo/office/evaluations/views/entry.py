"""The shape of a sheet on a page: rows of items with everybody's marks side by side, and one column to write in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from canbo.office.base.fields import Marks
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import Computed
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.entered import Figure, entered_facts, shown
from canbo.office.evaluations.forms.marks import Typed
from canbo.office.evaluations.models import Evidence, Marking
from canbo.office.evaluations.offered import Offer
from canbo.paperwork.numbers import format_hundredths
from canbo.rulebook import Choice, FactValue, Item, scoring, worked


@dataclass(frozen=True)
class Cell:
    """One entry: its index, the text in it, what is wrong with it, what another screen saved there. `fixed` stands in
    the place of an entry where the mark is computed; `offer` says why a choice is preset."""

    index: int
    item: Item
    text: str
    error: str = ""
    elsewhere: str = ""
    fixed: str = ""
    offer: str = ""

    @property
    def kind(self) -> Literal["number", "choice", "fixed"]:
        if self.fixed:
            return "fixed"
        return "choice" if self.item.scale.kind in ("met", "choice") else "number"

    @property
    def least(self) -> int:
        return 0 if self.item.scale.kind == "percent" else self.item.scale.min

    @property
    def most(self) -> int:
        return scoring.full_mark(self.item) if self.item.scale.kind == "percent" else self.item.scale.max

    @property
    def step(self) -> int:
        return self.item.scale.step or 1

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each choice; met or not met is a choice of two."""
        choices: Sequence[Choice] = self.item.scale.choices
        if self.item.scale.kind == "met":
            choices = (Choice(self.item.scale.max, "Đạt"), Choice(0, "Chưa đạt"))
        return [(format_hundredths(choice.value), choice.label) for choice in choices]


@dataclass
class Row:
    """One item: the heading that begins with it, everybody's marks in the order of the columns, words and files;
    where its mark comes from if it is computed."""

    number: int
    item: Item
    heading: tuple[str, ...]
    marks: list[tuple[str, str]]
    previous: str = ""
    computed: str = ""
    cell: Cell | None = None
    word: str = ""
    words: list[tuple[str, str]] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)


@dataclass
class Part:
    """A group of the form: its label, its maximum, whether the page may add it up, its points in each column."""

    key: str
    label: str
    most: int
    summed: bool
    rows: list[Row]
    points: list[int | None] = field(default_factory=list)


@dataclass(frozen=True)
class Column:
    """Somebody's marks: the title over them, the total under them (None where what is computed is lacking)."""

    title: str
    who: str
    marking: Marking
    total: int | None


def shown_mark(item: Item, mark: int | None) -> str:
    """A mark as read: points, percent with its sign, đạt or chưa đạt."""
    if mark is None:
        return "–"
    if item.scale.kind == "met":
        return "Đạt" if mark else "Chưa đạt"
    return format_hundredths(mark) + ("%" if item.scale.kind in ("percent", "choice") else "")


def columns(case: Case, known: Computed, *, today: bool = False) -> list[Column]:
    """The standing markings, in the order of the steps and of the turns; with `today`, after them the newest one as it
    would be now, where work has changed what was handed in."""
    order = {step.key: place for place, step in enumerate(case.steps)}
    latest = {(row.step, row.on_behalf_of_id or row.author_id): row for row in case.standing}
    rows = sorted(latest.values(), key=lambda row: (order[row.step], row.pk))
    found = [
        Column("Tự chấm" if row.step == "self" else case.label(row.step), _author(row), row, _total(known, row))
        for row in rows
    ]
    if today and rows and known.changes(rows[-1].marks):
        marks = known.over(rows[-1].marks)
        now = Marking(marks=marks, total=scoring.score(case.rules, case.form, marks).total)
        found.append(Column("Hôm nay", "theo công việc", now, _total(known, now)))
    return found


def _total(known: Computed, row: Marking) -> int | None:
    return None if known.lacks(row.marks) else row.total


def _author(row: Marking) -> str:
    return f"{row.author} (thay {row.on_behalf_of})" if row.on_behalf_of else str(row.author)


def parts(
    case: Case,
    known: Computed,
    shown_columns: Sequence[Column],
    words: Mapping[int, Mapping[int, str]],
    files: Sequence[Evidence],
    previous: Sequence[int | None] | None,
    cells: Sequence[Cell] | None,
    own_words: Mapping[int, str],
) -> list[Part]:
    """The groups of the form with their rows."""
    found: list[Part] = []
    index, path = 0, tuple[str, ...]()
    for number, group in enumerate(case.form.groups):
        rows = []
        for item in group.items:
            row = Row(
                number=index + 1,
                item=item,
                heading=item.path if item.path != path else (),
                marks=[(column.title, shown_mark(item, column.marking.marks[index])) for column in shown_columns],
                previous=shown_mark(item, previous[index]) if previous else "",
                computed=known.told.get(index, ""),
                cell=cells[index] if cells else None,
                word=own_words.get(index, ""),
                words=[
                    (column.who, words[column.marking.pk][index])
                    for column in shown_columns
                    if index in words.get(column.marking.pk, {})
                ],
                files=[file for file in files if file.item == index],
            )
            path = item.path
            rows.append(row)
            index += 1
        lacking = {place for place in known.marks if index - len(group.items) <= place < index}
        points = [
            None if any(column.marking.marks[place] is None for place in lacking)
            else scoring.score(case.rules, case.form, column.marking.marks).groups[number]
            for column in shown_columns
        ]  # fmt: skip
        found.append(Part(group.key, group.label, group.max, group.combine == "sum", rows, points))
    return found


def summed(case: Case) -> bool:
    """Whether the total is the plain sum of the marks, so that the page may add it up while one types."""
    plain = all(group.combine == "sum" for group in case.form.groups)
    return plain and all(item.scale.kind == "points" for item in case.form.items)


@dataclass(frozen=True)
class Begun:
    """What stands in the column to write in: from a draft, else from one's last marking (returned), else nothing."""

    marks: tuple[int | None, ...]
    words: Mapping[int, str]
    facts: Mapping[str, FactValue]
    comment: str
    version: int


def begun(desk: Desk, last: Marking | None, words: Mapping[int, str]) -> Begun:
    """Where entering goes on from; `last` is one's own last marking, with the words beside it."""
    if (draft := desk.draft) is not None:
        kept = {int(key): text for key, text in draft.words.items() if key != "comment"}
        return Begun(tuple(draft.marks), kept, draft.facts, draft.words.get("comment", ""), draft.version)
    if last is not None:
        return Begun(desk.computed.without(last.marks), words, last.facts, last.comment, 0)
    return Begun((None,) * len(desk.case.form.items), {}, {}, "", 0)


def cells(
    desk: Desk, start: Begun, typed: Typed | None, stored: Sequence[int | None] | None = None,
    offers: Mapping[int, Offer] | None = None,
) -> list[Cell]:  # fmt: skip
    """The entries: what was typed where something was, else what was kept, else what is offered; what is computed
    instead of an entry. `stored`: what another screen saved."""
    found, begun_with = [], preset(start.marks, offers or {})
    for index, item in enumerate(desk.case.form.items):
        if index in desk.computed.marks:
            found.append(Cell(index, item, "", fixed=worked.shown_mark(desk.computed.marks[index])))
            continue
        offer = offers.get(index) if offers else None
        mark = begun_with[index]
        kept = "" if mark is None else format_hundredths(mark)
        text = typed.texts.get(index, kept) if typed else kept
        theirs = stored[index] if stored is not None else None
        differs = typed is not None and stored is not None and theirs != typed.marks[index]
        found.append(
            Cell(
                index=index,
                item=item,
                text=text,
                error=typed.errors.get(index, "") if typed else "",
                elsewhere=shown_mark(item, theirs) if differs else "",
                offer=f"Gợi ý {shown_mark(item, offer.mark)}: {offer.why}." if offer else "",
            )
        )
    return found


def preset(marks: Sequence[int | None], offers: Mapping[int, Offer]) -> Marks:
    """Marks with what is offered in the places where nothing was entered."""
    return tuple(offers[index].mark if mark is None and index in offers else mark for index, mark in enumerate(marks))


def total(desk: Desk, marks: Sequence[int | None]) -> str:
    """The total of marks being entered, with what is computed; a dash while that is lacking."""
    whole = desk.computed.over(marks)
    if desk.computed.lacks(whole):
        return "–"
    return format_hundredths(scoring.score(desk.case.rules, desk.case.form, whole).total)


def figures(case: Case, start: Begun, typed: Typed | None) -> list[Figure]:
    """The figures to enter beside the marks."""
    found = []
    for fact in entered_facts(case.rules, case.form):
        kept = shown(fact, start.facts.get(fact.key))
        text = typed.fact_texts.get(fact.key, kept) if typed else kept
        found.append(Figure(fact, text, typed.fact_errors.get(fact.key, "") if typed else ""))
    return found
