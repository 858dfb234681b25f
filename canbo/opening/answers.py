"""What a ballot answered, held against its questions. What does not fit was not made by the page: it does not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from canbo.rulebook.ballot.manifest import Question
from canbo.rulebook.errors import RuleError

Answers = Mapping[str, tuple[str, ...]]


def read(asked: Sequence[Question], document: Any) -> dict[str, tuple[str, ...]]:
    """Each question answered to the options chosen, or to the one text written; open ones are left out. RuleError for
    an answer no page offers, or a required one missing."""
    questions = {question.id: question for question in asked}
    if not isinstance(document, dict) or not set(document) <= set(questions):
        raise RuleError("câu trả lời không khớp với bộ câu hỏi")
    if any(question.required and question.id not in document for question in asked):
        raise RuleError("thiếu câu bắt buộc")
    return {key: _one(questions[key], given) for key, given in document.items()}


def _one(question: Question, given: object) -> tuple[str, ...]:
    options = {key for key, _ in question.options}
    if question.kind == "text":
        if isinstance(given, str) and given.strip() and len(given) <= question.most:
            return (given,)
    elif question.kind == "many":
        if isinstance(given, list) and given and all(isinstance(one, str) for one in given):
            chosen = tuple(given)
            if len(set(chosen)) == len(chosen) and set(chosen) <= options:
                return chosen
    elif isinstance(given, str) and given in options:
        return (given,)
    raise RuleError(f"câu {question.id}: câu trả lời không hợp lệ")
