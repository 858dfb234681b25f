"""What a draft amounts to: the rules it would make, or everything that still keeps it from being adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canbo.office.regulations import queries
from canbo.office.regulations.models import AdoptionDraft
from canbo.rulebook import Pack, PackError, Rules, RuleError, SettingsError, pack, refine

REFINEMENT_FILE = "cu-the-hoa.yaml"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: `where` is a setting's key, a field of the draft, or "refinement"; `message` says what
    to do; `line` counts from 1 in the refinement."""

    where: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rules a draft makes (None while they cannot be made) and what is still missing or wrong."""

    rules: Rules | None
    problems: tuple[Problem, ...]


def source(draft: AdoptionDraft) -> Pack | None:
    """The pack a draft fills in; None for a refinement of what a unit above adopted, or a pack no longer shipped."""
    if draft.refines_id or not draft.pack:
        return None
    try:
        return pack(draft.pack)
    except RuleError:
        return None


def outcome(draft: AdoptionDraft) -> Outcome:
    """The rules of a draft as it stands, and every problem of its settings and refinement."""
    base, problems = _base(draft)
    if base is None:
        return Outcome(None, tuple(problems))
    if not draft.refinement.strip():
        if draft.refines_id:
            problems.append(Problem("refinement", "Chưa chia nhỏ nhóm, mục nào của khung. Hãy nhập bảng hoặc tải tệp lên."))
        return Outcome(None if problems else base, tuple(problems))
    try:
        rules = refine.apply(base, refine.read(draft.refinement, REFINEMENT_FILE))
    except PackError as error:
        problems.append(Problem("refinement", told(error), error.line))
        return Outcome(None, tuple(problems))
    return Outcome(None if problems else rules, tuple(problems))


def frame(draft: AdoptionDraft) -> Rules | None:
    """What a draft's refinement splits: the adopted rules above, or the pack under the draft's settings (its specimen
    while they are not complete)."""
    if draft.refines_id:
        return queries.rules(draft.refines.rules_id) if draft.refines else None
    found = source(draft)
    if found is None:
        return None
    return _base(draft)[0] or found.specimen


def told(error: PackError) -> str:
    """A fault of a refinement in a sentence, with the line when it has one."""
    wanted = f" Cần: {error.expected}." if error.expected else ""
    return f"Dòng {error.line}: {error.message}.{wanted}"


def of_settings(found: Pack, values: Mapping[str, Any]) -> Outcome:
    """A pack under settings: its rules, or a problem for every setting that is missing or wrong."""
    try:
        return Outcome(found.rules(values), ())
    except SettingsError as error:
        return Outcome(None, tuple(Problem(key, _sentence(message)) for key, message in error.problems))


def _base(draft: AdoptionDraft) -> tuple[Rules | None, list[Problem]]:
    if draft.refines is not None:
        return queries.rules(draft.refines.rules_id), []
    found = source(draft)
    if found is None:
        return None, [Problem("pack", "Chưa chọn văn bản để áp dụng, hoặc văn bản không còn trong phần mềm. Hãy chọn lại.")]
    made = of_settings(found, draft.settings)
    problems = [problem for problem in made.problems if problem.where not in draft.typed]
    problems += [Problem(key, "Nội dung vừa nhập chưa hợp lệ. Hãy sửa theo lời nhắc ở ô đó.") for key in draft.typed]
    return (None if problems else made.rules), problems


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
