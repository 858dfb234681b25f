"""Rules to JSON and back, exactly; anything else than what was written is refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from canbo.rulebook import RuleError, canonical, library
from tests.rulebook.kit import RULES, rules


def test_rules_come_back_as_they_were() -> None:
    text = canonical.dump(RULES)
    assert canonical.parse(text) == RULES
    assert canonical.dump(canonical.parse(text)) == text
    assert canonical.digest(text) == hashlib.sha256(text.encode()).hexdigest()


def test_one_text_per_rules() -> None:
    text = canonical.dump(RULES)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical.dump(rules(denominator="good")) == text
    assert canonical.dump(rules(denominator="rated")) != text


@pytest.mark.parametrize("pack", library(), ids=lambda pack: pack.key)
def test_every_shipped_pack_comes_back(pack: object) -> None:
    specimen = getattr(pack, "specimen")  # noqa: B009  # typed object by parametrize
    assert canonical.parse(canonical.dump(specimen)) == specimen


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('"basis":"points"', '"basis":"stars"', "rules.basis"),
        ('"basis":"points"', '"basis":"points","more":1', "rules"),
        ('"second_review":false', '"second_review":0', "rules.petition.second_review"),
        ('"min":9000', '"min":"9000"', r"rules.levels\[0\]"),
        ('"min":9000', '"min":true', r"rules.levels\[0\]"),
        ('"in_force":"2024-02-01"', '"in_force":"1/2/2024"', "rules.instrument.in_force"),
        ('"op":"below"', '"op":"under"', "rules.overrides"),
    ],
)
def test_what_does_not_fit_is_refused(before: str, after: str, place: str) -> None:
    text = canonical.dump(RULES)
    assert before in text
    with pytest.raises(RuleError, match=place):
        canonical.parse(text.replace(before, after, 1))


def test_no_json_is_refused() -> None:
    with pytest.raises(RuleError, match="không đọc được JSON"):
        canonical.parse("{")


def test_rules_frozen_before_a_field_existed_stay_readable() -> None:
    data = json.loads(canonical.dump(RULES))
    del data["workload"]
    assert canonical.of_data(data) == replace(RULES, workload=None)
    del data["petition"]
    with pytest.raises(RuleError, match="rules: nội dung không đúng dạng"):
        canonical.of_data(data)
