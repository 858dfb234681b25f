"""Paper ballots counted by hand at the opening, for people without a device: a table of sums, never single ballots.

A CSV with the columns nhóm, câu, phương án, số: without câu the number of papers of a group, without phương án how many
answered a question, with both how often an option was chosen. Excel may have written it with semicolons.
"""

from __future__ import annotations

import csv
import io

from canbo.opening.counting import Counted, Export
from canbo.opening.totals import Hand
from canbo.rulebook.ballot.manifest import Group, Manifest, Question
from canbo.rulebook.errors import RuleError

COLUMNS = ["nhóm", "câu", "phương án", "số"]


def read(source: str, manifest: Manifest) -> Hand:
    """The counts by group. RuleError, with the line, for what is not asked or does not add up."""
    plain = source.removeprefix("\ufeff")
    rows = [
        row for row in csv.reader(io.StringIO(plain), delimiter=";" if ";" in plain.partition("\n")[0] else ",") if row
    ]
    if not rows or [cell.strip() for cell in rows[0]] != COLUMNS:
        raise RuleError(f"bảng kiểm phiếu giấy, dòng 1: cần các cột {', '.join(COLUMNS)}")
    found: dict[str, dict[tuple[str, str], int]] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if len(cells) != len(COLUMNS) or not cells[3].isdecimal():
            raise RuleError(f"bảng kiểm phiếu giấy, dòng {number}: cần đủ {len(COLUMNS)} ô, ô cuối là số")
        lines = found.setdefault(manifest.group(cells[0]).id, {})
        if (cells[1], cells[2]) in lines:
            raise RuleError(f"bảng kiểm phiếu giấy, dòng {number}: trùng một dòng trên")
        lines[cells[1], cells[2]] = int(cells[3])
    for key, lines in found.items():
        _check(manifest, manifest.group(key), lines)
    return found


def blank(manifest: Manifest) -> str:
    """The table to fill in, every number 0; with the mark by which Excel knows UTF-8."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for group in manifest.groups:
        writer.writerow([group.id, "", "", 0])
        for question in manifest.asked(group):
            if question.kind != "text":
                writer.writerow([group.id, question.id, "", 0])
                writer.writerows([group.id, question.id, option, 0] for option, _ in question.options)
    return out.getvalue()


def _check(manifest: Manifest, group: Group, lines: dict[tuple[str, str], int]) -> None:
    asked = {one.id: one for one in manifest.asked(group) if one.kind != "text"}
    papers = lines.get(("", ""), 0)
    for key, option in lines:
        if key and (key not in asked or (option and option not in dict(asked[key].options))):
            raise RuleError(f"nhóm {group.label}: không có câu {key} hoặc phương án {option}")
    for key, question in asked.items():
        _check_question(group, question, papers, lines.get((key, ""), 0), lines)


def _check_question(
    group: Group, question: Question, papers: int, answered: int, lines: dict[tuple[str, str], int]
) -> None:
    chosen = [lines.get((question.id, option), 0) for option, _ in question.options]
    fits = max(chosen) <= answered if question.kind == "many" else sum(chosen) == answered
    if answered > papers or not fits:
        raise RuleError(f"nhóm {group.label}, câu {question.id}: các số không cộng khớp với số phiếu giấy")


def check_numbers(export: Export, counted: Counted, hand: Hand) -> None:
    """RuleError where ballots and papers of a group together are more than people invited to it with the spare."""
    for key, lines in hand.items():
        group = export.manifest.group(key)
        there = sum(row.group == key for row in counted.rows) + lines.get(("", ""), 0)
        if there > group.invited + group.spare:
            raise RuleError(f"nhóm {group.label}: phiếu trong hòm cộng phiếu giấy nhiều hơn số được mời")
