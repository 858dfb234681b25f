"""Totals as they may be shown, made before anything leaves the station: who holds the office's database gets no more.

Opinions: groups by `canbo.rulebook.release` for every question with that question's own counts; bands for numbers,
shares in steps of five, ends worded so that nobody reads that all thought alike. Votes (QĐ 96): exact counts for the
whole body that votes, no k, no bands, no texts. Anonymity design §9, §9b.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from canbo.opening.counting import Counted, Row
from canbo.rulebook import release
from canbo.rulebook.ballot import handover, strict
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Manifest, Question
from canbo.rulebook.errors import RuleError
from canbo.rulebook.release import Leaves

# Ballots of one group counted by hand: (question, option) to how many, with ("", "") the number of papers.
Hand = Mapping[str, Mapping[tuple[str, str], int]]
# What was shown: "<set>/<question>" to the leaves of every group.
Ledger = Mapping[str, Sequence[Leaves]]
# A round before: the texts of its `manifest.json`, `opened.json` and `totals.json`.
Before = tuple[str, str, str]


@dataclass(frozen=True)
class Tally:
    """Of one question: answers of each group, and of each group how often each option was chosen."""

    answered: Mapping[str, int]
    chosen: Mapping[str, Counter[str]]


def tally(manifest: Manifest, rows: Iterable[Row], hand: Hand) -> dict[str, dict[str, Tally]]:
    """By set of questions and question."""
    found = {
        key: {one.id: Tally(Counter(), {group.id: Counter() for group in manifest.groups}) for one in asked}
        for key, asked in manifest.sets
    }
    sets = {group.id: group.questions for group in manifest.groups}
    for row in rows:
        for key, chosen in row.answers.items():
            _add(found[sets[row.group]][key], row.group, 1, dict.fromkeys(chosen, 1))
    for group, lines in hand.items():
        for key in {question for question, _ in lines if question}:
            options = {option: count for (question, option), count in lines.items() if question == key and option}
            _add(found[sets[group]][key], group, lines.get((key, ""), 0), options)
    return found


def _add(to: Tally, group: str, answered: int, options: Mapping[str, int]) -> None:
    assert isinstance(to.answered, Counter)
    to.answered[group] += answered
    to.chosen[group].update(options)


def document(
    manifest: Manifest, root: str, counted: Counted, hand: Hand, earlier: Ledger, rounds: Sequence[Ledger] = ()
) -> str:
    """The text of `totals.json`: what may be shown, and of which groups. `earlier`: what was shown of each question
    before; `rounds`: what each round before showed. RuleError where showing it would give a small group away."""
    if bool(rounds) != bool(manifest.after):
        raise RuleError("đợt này nối tiếp đợt trước: cần bản chốt và kết quả đã công bố của mọi đợt trước")
    found = tally(manifest, counted.rows, hand)
    shown = []
    for key, asked in manifest.sets:
        tree = tree_of(manifest, key)
        for question in asked:
            if question.kind != "text":
                one = found[key][question.id]
                place = f"{key}/{question.id}"
                before = [ledger.get(place, ()) for ledger in rounds]
                shown += _question(manifest, tree, key, question, one, earlier.get(place, ()), before)
    papers = {group: lines.get(("", ""), 0) for group, lines in hand.items()}
    numbers = {"counted": len(counted.rows), "lost": counted.lost, "papers": sum(papers.values())}
    return strict.text({"v": 1, "survey": manifest.hash, "root": root, **numbers, "shown": shown})


def tree_of(manifest: Manifest, questions: str) -> release.Tree:
    """The groups that were asked a set of questions, and the nodes above them."""
    nodes = {one.id: one.parent for one in manifest.nodes}
    groups = {one.id: one.parent for one in manifest.groups if one.questions == questions}
    kept: dict[str, str] = {}
    for key in groups:
        while key and key not in kept:
            kept[key] = groups.get(key, nodes.get(key, ""))
            key = kept[key]
    return release.Tree(kept)


def _question(
    manifest: Manifest,
    tree: release.Tree,
    key: str,
    question: Question,
    one: Tally,
    earlier: Sequence[Leaves],
    rounds: Sequence[Sequence[Leaves]],
) -> list[dict[str, Any]]:
    leaves = tree.leaves
    counts = {group: one.answered.get(group, 0) for group in one.chosen if group in leaves}
    vote = manifest.profile == "vote"
    groups = frozenset(leaves) if vote else release.release(tree, counts, manifest.k, earlier, rounds)
    rows = []
    for group in sorted(groups):
        total = sum(counts[leaf] for leaf in leaves[group])
        chosen = sum((one.chosen[leaf] for leaf in leaves[group]), Counter[str]())
        options = [_option(total, chosen[option], option, exact=vote) for option, _ in question.options]
        number = {"count": total} if vote else {"band": band(total, manifest.k)}
        rows.append({"set": key, "question": question.id, "group": group, "options": options} | number)
    return rows


def _option(total: int, chosen: int, option: str, exact: bool) -> dict[str, Any]:
    return {"id": option, "count": chosen} if exact else {"id": option, "share": share(chosen, total)}


BANDS = (15, 30, 60)


def band(total: int, k: int) -> str:
    """In which band a number of answers falls; of the smallest groups shown nothing finer is told than from k on."""
    at = sum(total >= edge for edge in BANDS)
    if at == len(BANDS):
        return f"≥ {BANDS[-1]}"
    return f"{BANDS[at - 1] if at else k}–{BANDS[at] - 1}"


def share(chosen: int, total: int) -> str:
    """Per cent of a group rounded to steps of five, half up; what rounds to 10 or less, or 90 or more, as its end.
    ZeroDivisionError for a group without answers, which is never shown."""
    steps = (chosen * 40 + total) // (2 * total)  # chosen / total * 20, rounded
    return "≤ 10" if steps <= 2 else "≥ 90" if steps >= 18 else str(steps * 5)


def ledger(manifest: Manifest, documents: Iterable[str]) -> dict[str, list[Leaves]]:
    """The leaves of every group shown of each question in earlier `totals.json` of the survey, for `document`.
    RuleError for one of another survey."""
    found: dict[str, list[Leaves]] = {}
    for text in documents:
        data = strict.read(text)
        if not isinstance(data, dict) or data.get("survey") != manifest.hash:
            raise RuleError("lần công bố trước thuộc đợt lấy ý kiến khác")
        for row in data["shown"]:
            leaves = tree_of(manifest, row["set"]).leaves
            found.setdefault(f"{row['set']}/{row['question']}", []).append(leaves[row["group"]])
    return found


def rounds(manifest: Manifest, before: Iterable[Before]) -> list[Ledger]:
    """The ledgers of the rounds before, newest first, from their files in any order. RuleError unless they are exactly
    those that lead from this survey back to the first, about the same groups and questions, and their totals are what
    their trustees signed: totals that claim to have shown a small group would let this round give it away."""
    there = {one.hash: (one, opened, shown) for one, opened, shown in ((manifests.read(a), b, c) for a, b, c in before)}
    found: list[Ledger] = []
    at = manifest
    while at.after in there:
        earlier, opened, text = there.pop(at.after)
        _same(manifest, earlier)
        handover.check_totals(text, handover.read_opened(opened, earlier))
        found.append(ledger(earlier, [text]))
        at = earlier
    if at.after or there:
        raise RuleError("các đợt trước đưa vào không đúng hoặc không đủ những đợt mà đợt này nối tiếp")
    return found


def _same(now: Manifest, before: Manifest) -> None:
    """RuleError where what has one name is not one thing in two rounds."""
    sets = dict(before.sets)
    groups = {one.id: (one.about, one.parent, one.questions) for one in before.groups}
    if any(sets.get(key, asked) != asked for key, asked in now.sets) or any(
        groups.get(one.id, (one.about, one.parent, one.questions)) != (one.about, one.parent, one.questions)
        for one in now.groups
    ):
        raise RuleError("đợt trước hỏi câu khác hoặc chia nhóm khác; không so được với nhau")
