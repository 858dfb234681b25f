"""Requirements: conditions with their words and articles, judged three-valued on what a record says.

The conditions are those of grading (`conditions.py`). Here they answer another question: yes, no or not known; what is
missing or silent; and what would open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from canbo.rulebook import conditions, sections, trace, words
from canbo.rulebook.conditions import Evaluator, Outcome, Vocabulary
from canbo.rulebook.model import Citation, Condition, Fact, Facts, Level, Setting, Trace
from canbo.rulebook.reader import Reader, section
from canbo.rulebook.source import Node

SAID = {True: "đạt", False: "chưa đạt", None: "chưa rõ"}


@dataclass(frozen=True, slots=True)
class Words:
    """The facts and levels an instrument's requirements speak in."""

    facts: tuple[Fact, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """`opens`: what would meet it, in words. `unset` names the settings it waits for: until then it is not known."""

    key: str
    label: str
    opens: str
    cite: Citation
    when: Condition | None
    unset: tuple[str, ...]
    holds: Evaluator = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lack:
    """A requirement that is not met, or (not `known`) of which the record or the rules are silent."""

    key: str
    label: str
    known: bool
    opens: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """True, False, or None: not known. `lacks` are in the order of the requirements; empty just where True."""

    outcome: bool | None
    lacks: tuple[Lack, ...]


def truth(outcome: Outcome) -> bool | None:
    """A condition's outcome as an answer."""
    return outcome if isinstance(outcome, bool) else None


def joined(outcomes: Iterable[bool | None]) -> bool | None:
    """All of them: one no is a no, else one not known is not known."""
    found = tuple(outcomes)
    return False if False in found else None if None in found else True


def judge(requirements: Sequence[Requirement], facts: Facts) -> Answer:
    """Whether all are met by these facts (without the unknown ones; a fact's default is taken for a silent record)."""
    lacks = tuple(lack for one in requirements if (lack := lacking(one, truth(one.holds(facts)))) is not None)
    return Answer(joined(True if not lacks else False if lack.known else None for lack in lacks), lacks)


def lacking(one: Requirement, outcome: bool | None) -> Lack | None:
    """What is missing where a requirement has this outcome; None where it is met."""
    if outcome:
        return None
    opens = one.opens if not one.unset else "quy định trước: " + "; ".join(one.unset)
    return Lack(one.key, one.label, outcome is False, opens, one.cite)


def traced(one: Requirement, spoken: Vocabulary, facts: Facts) -> Trace:
    """Why one requirement has its outcome: the condition in words, and what the record says of each of its facts."""
    outcome = truth(one.holds(facts))
    below = [] if one.when is None else [_fact(spoken, key, facts) for key in _named(one.when)]
    said = SAID[outcome] if not one.unset else f"{SAID[None]}, chưa quy định: {'; '.join(one.unset)}"
    return trace.step([one.key, outcome], one.label, said, one.cite, below)


def _named(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(test.fact for test in conditions.tests(condition)))


def _fact(spoken: Vocabulary, key: str, facts: Facts) -> Trace:
    fact = next(one for one in spoken.facts if one.key == key)
    value = facts.get(key)
    # Sensitive facts appear by their label only, as in the traces of grading.
    said = "" if fact.sensitive else words.fact_value(spoken, fact, value)
    return trace.step([key, value], fact.label, said, fact.cite)


def known(spoken: Vocabulary, given: Mapping[str, bool | int | str | None]) -> Facts:
    """Facts as `judge` takes them: defaults put in, the unknown left out."""
    defaults = {fact.key: fact.default for fact in spoken.facts if fact.default is not None}
    return {**defaults, **{key: value for key, value in given.items() if value is not None}}


def spoken(content: Mapping[str, Node], reader: Reader) -> Words:
    """What conditions of a file may name: its sections `facts` and `levels`."""
    reader.levels = tuple(section(content["levels"])[1])
    return Words(sections.facts(content["facts"], reader), sections.levels(content["levels"], reader))


def read(key: str, node: Node, reader: Reader, spoken: Vocabulary, inherited: Citation | None) -> Requirement:
    """A requirement: {label, when: condition, opens, cite}."""
    given = node.fields(("label", "when", "opens"), ("cite",))
    return read_counted(key, given, reader, spoken, reader.cite(given.get("cite"), inherited, node))


def read_all(node: Node, reader: Reader, spoken: Vocabulary, inherited: Citation | None) -> tuple[Requirement, ...]:
    """The requirements of a section, in its order."""
    return tuple(read(key, entry, reader, spoken, inherited) for key, entry in node.entries().items())


def read_counted(
    key: str, given: Mapping[str, Node], reader: Reader, spoken: Vocabulary, cite: Citation
) -> Requirement:
    """A requirement from fields already read; one that is only counted by (a target) has no `opens`."""
    unset = _unset(given["when"], reader)
    when = None if unset else conditions.read(given["when"], reader, ())
    holds: Evaluator = (lambda facts: conditions.UNKNOWN) if when is None else conditions.compiled(when, spoken, None)
    opens = reader.text(given["opens"]) if "opens" in given else ""
    return Requirement(
        key, reader.text(given["label"]), opens, cite, when, tuple(setting.label for setting in unset), holds
    )


def _unset(node: Node, reader: Reader) -> list[Setting]:
    """The optional settings inside a condition that nobody has filled."""
    name = node.hole
    if name is not None:
        setting = reader.settings.get(name)
        return [setting] if setting is not None and reader.values[name] is None else []
    below = node.entries().values() if node.is_mapping else node.elements() if node.is_list else ()
    return [setting for part in below for setting in _unset(part, reader)]
