"""The work behind a, b, c of a sheet: as a decision keeps it, a dossier carries it and a trace tells it.

In a file a line is {"product", "name", "coefficient": decimal text, "assigned", "completed"} and, where there are any,
"failed_reviews", "delays", "excused_reviews", "excused_delays". No lines: nothing was assigned, so nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Form, Item, Rules, Trace, Workload
from canbo.rulebook.remembered import by_identity
from canbo.rulebook.trace import step
from canbo.rulebook.workload import WHOLE, Insufficient, Ratios, WorkLine, kept, ratios

FAULTS = ("failed_reviews", "delays", "excused_reviews", "excused_delays")
COUNTS = ("assigned", "completed", *FAULTS)
# As `_text` writes it; no exponents, whose size nothing bounds.
_COEFFICIENT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,9})?")
UNMEASURED = "chưa đủ dữ liệu để tính"


@by_identity
def indices(form: Form) -> tuple[int, ...]:
    """Which items of a form come from work (Điều 14: a, b, c)."""
    return tuple(index for index, item in enumerate(form.items) if item.source != "mark")


def marks(rules: Rules, form: Form, lines: Sequence[WorkLine]) -> dict[int, int | None]:
    """The marks (hundredths of a percent, rounded as the rules say) these lines give, by the item's index; None where
    nothing was assigned. RuleError where the rules convert no work."""
    found = _ratios(rules, lines)
    if isinstance(found, Insufficient):
        return dict.fromkeys(indices(form))
    return {index: found.mark(rules, form.items[index]) for index in indices(form)}


def is_open(form: Form, given: Sequence[int | None]) -> bool:
    """Whether a mark that comes from work is missing, so that there is no total."""
    return any(given[index] is None for index in indices(form))


def data(lines: Sequence[WorkLine]) -> list[dict[str, Any]]:
    """The lines as a file holds them."""
    return [
        {
            "product": line.product, "name": line.name, "coefficient": _text(Fraction(line.coefficient)),
            "assigned": line.assigned, "completed": line.completed,
            **{key: value for key in FAULTS if (value := getattr(line, key))},
        }
        for line in lines
    ]  # fmt: skip


def read(given: Sequence[Mapping[str, Any]]) -> tuple[WorkLine, ...]:
    """The lines of a file; RuleError naming the line that cannot be read."""
    return tuple(_line(number, one) for number, one in enumerate(given, start=1))


def _line(number: int, one: Mapping[str, Any]) -> WorkLine:
    counts = {key: one.get(key, 0) for key in COUNTS}
    for key, value in counts.items():
        if type(value) is not int:
            raise RuleError(f"công việc dòng {number}: “{key}” ghi {value!r}, phải là một số nguyên")
    text = str(one["coefficient"])
    if not _COEFFICIENT.fullmatch(text):
        raise RuleError(f"công việc dòng {number}: hệ số “{text[:40]}” không phải là một số")
    return WorkLine(str(one["product"]), Fraction(text), **counts, name=str(one.get("name") or ""))


def disagreements(rules: Rules, form: Form, given: Sequence[int | None], lines: Sequence[WorkLine]) -> list[str]:
    """Every mark that is not what the lines give, in words."""
    return [
        f"mục {index + 1} tính từ công việc được giao là {shown_mark(mark)}, hồ sơ ghi {shown_mark(given[index])}"
        for index, mark in marks(rules, form, lines).items()
        if index < len(given) and given[index] != mark
    ]


def traced(rules: Rules, item: Item, lines: Sequence[WorkLine]) -> tuple[Trace, ...]:
    """Where the mark of an item comes from: every line with what it gives, then the division."""
    found, workload = _ratios(rules, lines), rules.workload
    assert workload is not None
    if isinstance(found, Insufficient):
        return (step(("insufficient",), found.reason_vi, "", workload.cite),)
    share = found.percent(item)
    assert share is not None
    made = share / WHOLE * found.assigned
    what = ("converted", str(found.assigned), str(made))
    rounded = amounts.shown_share(amounts.divide(share, 1, rules.rounding))
    whole = step(what, "Cách tính", f"{_shown(made)} / {_shown(found.assigned)} = {rounded}", workload.cite)
    return (*(_told(workload, item, line) for line in lines), whole)


def _told(workload: Workload, item: Item, line: WorkLine) -> Trace:
    """One line: K × pieces, and what its counted faults took."""
    weight = Fraction(line.coefficient)
    name = f"{line.product}. {line.name}" if line.name else line.product
    words = [f"hoàn thành {line.completed} × {_shown(weight)} = {_shown(line.completed * weight)}"]
    if item.source == "quantity":
        if line.assigned:
            words.insert(0, f"giao {line.assigned} × {_shown(weight)} = {_shown(line.assigned * weight)}")
        what = ("work", line.product, str(weight), line.assigned, line.completed)
        return step(what, name, "; ".join(words))
    by_quality = item.source == "quality"
    faults, excused = (line.failed_reviews, line.excused_reviews) if by_quality else (line.delays, line.excused_delays)
    if faults:
        left = Fraction(kept(line, faults - excused, workload.failed_review if by_quality else workload.delay), WHOLE)
        spared = f" (miễn {excused} vì nguyên nhân khách quan)" if excused else ""
        words.append(f"{faults} lần {'không đạt' if by_quality else 'chậm'}{spared}, còn {_shown(left * weight)}")
    return step(("work", line.product, str(weight), line.completed, faults, excused), name, "; ".join(words))


def _ratios(rules: Rules, lines: Sequence[WorkLine]) -> Ratios | Insufficient:
    if rules.workload is None:
        raise RuleError("quy định không có cách quy đổi sản phẩm, công việc")
    return ratios(lines, rules.workload)


def shown_mark(mark: int | None) -> str:
    """A mark from work as read: a percent, or that there is not enough to say."""
    return "chưa đủ dữ liệu" if mark is None else amounts.shown_share(mark)


def _text(value: Fraction) -> str:
    """A coefficient as decimal text where it is one (they are ten-thousandths), else as a fraction."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(decimal.normalize(), "f")
    return text if Fraction(text) == value else str(value)


def _shown(value: Fraction) -> str:
    """Converted points as an office writes them: a comma, at most four decimals."""
    whole, part = divmod(round(value * WHOLE), WHOLE)
    return f"{whole}" + (f",{part:04d}".rstrip("0") if part else "")
