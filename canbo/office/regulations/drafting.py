"""What a draft amounts to: the rules it would make, or everything that still keeps it from being adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canbo.office.regulations import queries, splitting
from canbo.office.regulations.models import AdoptionDraft
from canbo.rulebook import Pack, PackError, Rules, SettingsError, library, refine

REFINEMENT_FILE = "cu-the-hoa.yaml"
NOT_CLEAR = "Nội dung vừa nhập chưa hợp lệ. Hãy sửa theo lời nhắc ở ô đó."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: `where` is a setting's key, a field of the draft, or "refinement"; `about` its label;
    `message` says what to do; `line` counts from 1 in the refinement."""

    where: str
    message: str
    about: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.about}: {self.message}" if self.about else self.message


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rules a draft makes (None while they cannot be made) and what is still missing or wrong."""

    rules: Rules | None
    problems: tuple[Problem, ...]


def source(draft: AdoptionDraft) -> Pack | None:
    """The pack a draft fills in; None for a refinement of what a unit above adopted, or a pack no longer shipped."""
    if draft.refines_id:
        return None
    return next((shipped for shipped in library() if shipped.key == draft.pack), None)


def outcome(draft: AdoptionDraft) -> Outcome:
    """The rules of a draft as it stands, and every problem of its settings and refinement."""
    base, problems = _base(draft)
    if base is None:
        return Outcome(None, tuple(problems))
    if not draft.refinement.strip():
        if draft.refines_id:
            problems.append(Problem("refinement", "Chưa chia nhỏ mục nào của khung. Hãy nhập bảng hoặc tải tệp lên."))
        return Outcome(None if problems else base, tuple(problems))
    try:
        rules = refine.apply(base, refine.read(splitting.completed(draft, base), REFINEMENT_FILE))
    except PackError as error:
        problems.append(Problem("refinement", told(error), line=error.line))
        return Outcome(None, tuple(problems))
    return Outcome(None if problems else rules, tuple(problems))


def refinement_text(draft: AdoptionDraft) -> str:
    """The refinement as it is kept with the adoption: complete, so that it can be read by itself; "" for none."""
    base = frame(draft)
    return splitting.completed(draft, base) if base and draft.refinement.strip() else ""


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
        labels = {setting.key: setting.label for setting in found.settings}
        return Outcome(None, tuple(_problem(key, message, labels.get(key, key)) for key, message in error.problems))


def _base(draft: AdoptionDraft) -> tuple[Rules | None, list[Problem]]:
    if draft.refines is not None:
        return queries.rules(draft.refines.rules_id), []
    found = source(draft)
    if found is None:
        return None, [Problem("pack", "Văn bản được chọn không còn trong danh mục. Hãy lập dự thảo khác.")]
    made = of_settings(found, draft.settings)
    problems = [problem for problem in made.problems if problem.where not in draft.typed]
    labels = {setting.key: setting.label for setting in found.settings}
    problems += [Problem(key, NOT_CLEAR, labels.get(key, key)) for key in draft.typed]
    return (None if problems else made.rules), problems


def _problem(key: str, message: str, label: str) -> Problem:
    """A fault of a setting, named by its label unless the message does so itself."""
    return Problem(key, _sentence(message), "" if label in message else label)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
