"""The instruments on commendation as a body filled them: which titles there are in a year, money, council, ceilings.

Years before the first shipped law have none: what was decided is shown, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from canbo.office.awards.models import AwardRules
from canbo.office.regulations.choices import Choices, newest
from canbo.office.regulations.models import Choice
from canbo.rulebook import RuleError, commend, document
from canbo.rulebook.commend import Finding, Record, TitleRules
from canbo.rulebook.commend.bonus import Amount, amounts
from canbo.rulebook.commend.bonus import library as moneys
from canbo.rulebook.commend.model import Subject
from canbo.rulebook.document import Document
from canbo.rulebook.model import Setting
from canbo.rulebook.requirements import Lack

COUNTING = "award_years"  # the one setting of the law without a default
MONTHLY = "hn_3814_2018"


def instruments() -> tuple[Document, ...]:
    """Every shipped instrument whose settings a body may fill, titles first."""
    return (*commend.library(), *moneys())


CHOICES = Choices(AwardRules, "awards.rules_chosen", instruments)


def of_year(year: int) -> Document | None:
    """The law on titles that holds on the last day of a year; None where none of the shipped did."""
    try:
        return document.on(commend.library(), date(year, 12, 31), "danh hiệu thi đua")
    except RuleError:
        return None


def first_year() -> int:
    """The first year the shipped laws speak of."""
    return commend.library()[0].instrument.in_force.year


@dataclass
class Law:
    """The law of a year as one body filled it. `row` is where it did, None where nobody has."""

    year: int
    source: Document | None
    row: Choice | None = None
    _told: dict[tuple[str, Hashable], dict[str, Finding]] = field(default_factory=dict)

    @cached_property
    def given(self) -> Mapping[str, object]:
        return self.row.values if self.row else {}

    @property
    def counted(self) -> bool:
        """Whether the body has said how years in a row count."""
        return self.given.get(COUNTING) is not None

    @cached_property
    def rules(self) -> TitleRules | None:
        """The titles. Until years in a row are said to count one way, a reading stands in that `qualify` covers."""
        if self.source is None:
            return None
        return commend.rules(self.source, {COUNTING: "fresh", **self.given})

    @cached_property
    def levels(self) -> frozenset[str]:
        """The keys of the ratings it speaks of; none where it says nothing."""
        return frozenset(level.key for level in self.rules.words.levels) if self.rules else frozenset()

    def qualify(self, record: Record, of: Subject) -> dict[str, Finding]:
        """Every title for a record. What comes to the same is judged once, however many hold it."""
        rules = self.rules
        if rules is None:
            return {}
        key = (of, commend.essence_of(rules, record, self.year))
        if key not in self._told:
            found = commend.qualify(rules, record, self.year, of)
            self._told[key] = found if self.counted else {k: self._open(rules, one) for k, one in found.items()}
        return self._told[key]

    def _open(self, rules: TitleRules, one: Finding) -> Finding:
        """A title that rests on years in a row, while nobody has said how they count: not known."""
        title = rules.titles[one.title]
        if title.run is None:
            return one
        setting = next(each for each in (self.source.settings if self.source else ()) if each.key == COUNTING)
        lack = Lack(COUNTING, title.label, False, f"quy định trước: {setting.label}", title.cite)
        return replace(one, outcome=None, lacks=(lack,))


class Laws:
    """The laws of some years for the units under some paths. One query."""

    def __init__(self, paths: Iterable[str], years: Iterable[int]) -> None:
        self.sources = {year: of_year(year) for year in years}
        self.rows = list(CHOICES.around(tuple(paths)).order_by("valid_from", "id"))
        self.kept: dict[tuple[int, int | None], Law] = {}
        self.found: dict[tuple[str, int], Law] = {}

    def at(self, path: str, year: int) -> Law:
        """The law of a year for the unit at a path."""
        if (path, year) not in self.found:
            self.found[path, year] = self._at(path, year)
        return self.found[path, year]

    def _at(self, path: str, year: int) -> Law:
        source = self.sources[year]
        row = newest(self.rows, path, source.key, date(year, 12, 31)) if source else None
        key = (year, row.pk if row else None)
        if key not in self.kept:
            self.kept[key] = Law(year, source, row)
        return self.kept[key]


def law_for(path: str, year: int) -> Law:
    """The law of a year for one unit."""
    return Laws([path], [year]).at(path, year)


def money(path: str, day: date) -> Mapping[str, Amount]:
    """What each title brings on a day under what the unit's body has set: the last instrument in force. Amounts are
    None where the body has set nothing."""
    standing = [one for one in moneys() if one.key != MONTHLY and one.instrument.in_force <= day]
    return _filled(path, standing[-1], day) if standing else {}


def monthly(path: str, day: date) -> Mapping[str, Amount]:
    """What each monthly level brings, under what the unit's body has set."""
    source = CHOICES.instrument(MONTHLY)
    return _filled(path, source, day) if source and source.instrument.in_force <= day else {}


def _filled(path: str, source: Document, day: date) -> Mapping[str, Amount]:
    row = CHOICES.row(path, source.key, day)
    given = row.values if row else {}
    if row is None and any(not one.optional and one.default is None for one in source.settings):
        # Nobody has set what the multiples multiply: the titles are known, their money is not.
        trial = amounts(source.key, {one.key: _stand_in(one) for one in source.settings})
        return {key: replace(one, fixed=None) for key, one in trial.items()}
    return amounts(source.key, given)


def _stand_in(setting: Setting) -> object:
    return setting.default if setting.default is not None or setting.optional else max(setting.minimum or 0, 1)


@cache
def latest() -> TitleRules:
    """The newest law's titles and words, however a body fills it."""
    return commend.rules(commend.library()[-1], {COUNTING: "fresh"})


@cache
def titles() -> dict[str, commend.Title]:
    """Every title any shipped law knows, by its key."""
    filled = [commend.rules(found, {COUNTING: "fresh"}) for found in commend.library()]
    return {key: one for rules in filled for key, one in rules.titles.items()}


def label(key: str) -> str:
    """The words of a title or form; the key itself where no instrument knows it any more."""
    known: Mapping[str, commend.Title | commend.Form] = {**titles(), **commend.forms()}
    return known[key].label if key in known else key
