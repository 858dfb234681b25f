"""Traces as text, as data, and their fingerprint."""

from __future__ import annotations

from canbo.rulebook import canonical
from canbo.rulebook.model import Citation, Trace


def as_dict(trace: Trace) -> dict[str, object]:
    """The tree as plain JSON data."""
    return {
        "label": trace.label,
        "value": trace.value,
        "cite": trace.cite,
        "children": [as_dict(child) for child in trace.children],
    }


def digest(trace: Trace) -> str:
    """sha256 of the trace's canonical JSON."""
    return canonical.digest(canonical.text_of(as_dict(trace)))


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
