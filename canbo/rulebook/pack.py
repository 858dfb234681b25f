"""A pack: what an instrument says, with holes; and the rules it becomes once every hole is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from canbo.rulebook import commitments, filling, forms, refine, sections, settings
from canbo.rulebook.errors import PackError, SettingsError
from canbo.rulebook.forms import Placeholder, Wording
from canbo.rulebook.model import Instrument, Rules, Setting
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.refine import Refinement
from canbo.rulebook.source import Node

Texts = dict[str, dict[str, Wording]]


@dataclass(frozen=True)
class Pack:
    """An instrument as data. `hash` is the sha256 of its canonical content; `folder` where it was read from.

    `specimen` is the pack read with defaults and stand-ins, for showing its forms and comparing packs before
    anybody has adopted it. Nothing is ever graded by it.
    """

    instrument: Instrument
    settings: tuple[Setting, ...]
    placeholders: tuple[Placeholder, ...]
    hash: str
    folder: str
    specimen: Rules = field(repr=False, compare=False)
    content: Mapping[str, Node] = field(repr=False, compare=False)

    @property
    def key(self) -> str:
        return self.instrument.key

    def other_specimen(self) -> Rules:
        """The pack read with other stand-ins: where it differs from `specimen`, the adopting body decides."""
        reader = self._reader(
            {setting.key: settings.sample(setting, other=True) for setting in self.settings}, strict=False
        )
        return read_rules(self.content, self.instrument, reader, {}, self.hash)

    def unfilled(self, values: Mapping[str, object]) -> tuple[Setting, ...]:
        """The required settings that still have no value, among them texts not yet written for every placeholder."""
        return tuple(setting for setting in self.settings if self._is_unfilled(setting, values))

    def rules(self, values: Mapping[str, object], refinements: Sequence[Refinement] = ()) -> Rules:
        """The rules under these settings, refined by the frames below, outermost first.

        Values are as described in `settings.py`. Raises SettingsError naming every setting that is unknown,
        unfilled or not valid; PackError where a refinement does not fit.
        """
        filled = self._filled(values)
        reader = self._reader(filled, strict=True)
        try:
            rules = read_rules(self.content, self.instrument, reader, self._texts(filled), self.hash)
        except PackError as error:
            # The pack was read without fault when loaded: what fails now fails by a value filled in.
            culprit = reader.touched[-1] if reader.touched else "settings"
            raise SettingsError([(culprit, f"{error.message}; cần: {error.expected}")]) from error
        # A form whose texts an adopting body chose not to write (an optional setting) is not part of its rules.
        unwritten = {blank.form for blank in self.placeholders if filled[blank.setting] is None}
        rules = replace(rules, forms=tuple(form for form in rules.forms if form.key not in unwritten))
        for refinement in refinements:
            rules = refine.apply(rules, refinement)
        return rules

    def _reader(self, values: Mapping[str, object], strict: bool) -> Reader:
        return Reader(self.instrument.number, {setting.key: setting for setting in self.settings}, values, strict)

    def _is_unfilled(self, setting: Setting, values: Mapping[str, object]) -> bool:
        given = values.get(setting.key)
        given = setting.default if given is None else given
        if given is None:
            return not setting.optional
        return setting.type == "items" and bool(self._unwritten(setting, given))

    def _unwritten(self, setting: Setting, given: object) -> list[Placeholder]:
        blanks = [blank for blank in self.placeholders if blank.setting == setting.key]
        written = forms.wordings(blanks, given)
        return [blank for blank in blanks if not (blank.key in written and written[blank.key].label.strip())]

    def _filled(self, values: Mapping[str, object]) -> dict[str, object]:
        return filling.filled(self.settings, values, self._items_fault)

    def _items_fault(self, setting: Setting, given: object) -> str | None:
        if setting.type != "items":
            return None
        blanks = [blank for blank in self.placeholders if blank.setting == setting.key]
        items = [blank for blank in blanks if blank.kind == "item"]
        if isinstance(given, list) and len(given) > len(items):
            return f"có {len(given)} dòng, biểu chỉ có {len(items)} mục"
        if isinstance(given, Mapping):
            strange = [key for key in given if key not in {blank.key for blank in blanks}]
            if strange:
                return f"biểu không có mục “{strange[0]}”"
        left = self._unwritten(setting, given)
        return f"còn {len(left)} trong {len(blanks)} mục chưa có nội dung" if left else None

    def _texts(self, filled: Mapping[str, object]) -> Texts:
        texts: Texts = {}
        for setting in self.settings:
            if setting.type == "items" and filled[setting.key] is not None:
                blanks = [blank for blank in self.placeholders if blank.setting == setting.key]
                texts.setdefault(setting.form, {}).update(forms.wordings(blanks, filled[setting.key]))
        return texts


def read_rules(content: Mapping[str, Node], instrument: Instrument, reader: Reader, texts: Texts, digest: str) -> Rules:
    """Every section of a pack under the reader's settings. PackError at the first fault."""
    levels = content["levels"]
    bands = reader.settings.get(levels.hole or "")
    reader.levels = tuple(key for key, _ in bands.parts) if bands else tuple(section(levels)[1])
    reader.forms = tuple(section(content["forms"])[1])
    facts = sections.facts(content["facts"], reader) if "facts" in content else ()
    periods = content["periods"].fields(("of", "cite"))
    reader.cite(periods["cite"], None, content["periods"])
    basis = content["basis"].fields(("value", "rounding", "cite"))
    reader.cite(basis["cite"], None, content["basis"])
    return Rules(
        instrument=instrument,
        periods=tuple(one_of(kind, sections.PERIODS) for kind in periods["of"].elements()),
        forms=forms.read_all(content["forms"], reader, texts),
        basis=reader.text(basis["value"], ("points", "percent")),  # type: ignore[arg-type]  # checked by reader.text
        rounding=reader.text(basis["rounding"], ("half_up", "half_even", "floor")),  # type: ignore[arg-type]
        levels=sections.levels(levels, reader),
        facts=facts,
        overrides=sections.overrides(content["overrides"], reader) if "overrides" in content else (),
        ceiling=sections.ceiling(content.get("ceiling"), reader),
        steps=sections.steps(content["steps"], reader),
        aggregations=sections.aggregations(content.get("aggregations"), reader),
        petition=sections.petition(content["petition"], reader),
        publication=sections.publication(content["publication"], reader),
        consequences=sections.consequences(content.get("consequences"), reader),
        settings=dict(reader.values),
        lineage=(),
        pack_hash=digest,
        workload=sections.workload(content.get("workload"), reader),
        commitment=commitments.read(content.get("commitment"), reader),
    )
