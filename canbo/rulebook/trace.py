"""Traces: their steps, their text, and their fingerprint, which does not depend on the text."""

from __future__ import annotations

from collections.abc import Sequence

from canbo.rulebook import canonical
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation, Trace, TracePart


def step(
    what: Sequence[TracePart], label: str, value: str = "", cite: Citation | None = None, children: Sequence[Trace] = ()
) -> Trace:
    """One step: `what` it is in keys and numbers (hundredths), and the same in words; the article with both."""
    source = (cite.instrument, cite.article, cite.confidence) if cite else ()
    return Trace(label, value, cited(cite) if cite else "", tuple(children), (*what, *source))


def digest(trace: Trace) -> str:
    """sha256 of what a trace says, whatever the words: keys, numbers and articles of every step, as canonical JSON.

    RuleError where a step says nothing but words: it would not be covered.
    """
    return canonical.digest(canonical.text_of(structure(trace)))


def structure(trace: Trace) -> list[object]:
    """The tree without its words: [keys and numbers…, [the steps below]]."""
    if not trace.what:
        raise RuleError(f"bước “{trace.label}” của phần giải thích không có gì ngoài lời văn")
    return [*trace.what, [structure(child) for child in trace.children]]


def text(trace: Trace, depth: int = 0) -> str:
    """The tree as indented lines: label: value [citation]."""
    value = f": {trace.value}" if trace.value else ""
    cite = f" [{trace.cite}]" if trace.cite else ""
    lines = [f"{'  ' * depth}{trace.label}{value}{cite}", *(text(child, depth + 1) for child in trace.children)]
    return "\n".join(lines)


def cited(cite: Citation) -> str:
    """A citation as an office writes it; what is our own reading says so."""
    place = ", ".join(part for part in (cite.article, cite.instrument) if part)
    return f"{place} (cách hiểu của phần mềm)" if cite.confidence == "ours" else place
