"""Papers about a month's results as PDF, the way the background task makes them, beside Typst alone on the same input.

.venv/bin/python bench/papers.py                               SQLite, in a folder that is gone afterwards
scripts/with-postgres .venv/bin/python bench/papers.py         PostgreSQL

The product reads sheets, decisions and notices, composes each paper, lays it out as PDF/A-2u with its own fonts. Bare
Typst gets the data already written out and makes a plain PDF. They take turns, some papers each. Target (issue: from a
ward to a nation), of a paper of one page: 60 a second a core.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from canbo.office.cycles.models import Cycle
    from canbo.paperwork.documents.model import Document

TURN = 100
FRAME = {"issuer": "ỦY BAN NHÂN DÂN", "place": "Hà Nội", "position": "CHỦ TỊCH", "dated": None}
KINDS = {"thong-bao": "notice of a result", "phieu": "sheet with all marks", "giai-trinh": "explanation"}


def build(people: int) -> Cycle:
    """A month of an agency, published."""
    import agency_history as history
    import agency_place as place

    from canbo.rulebook.process import Period

    return history.past_month(place.found(place.LARGE, place.Size(people, 12)), Period("month", 2026, 10))


def measure(cycle: Cycle, kind: str) -> None:
    """One line: processor time of a paper, papers a second, the ratio, pages."""
    from measuring import once

    from canbo.office.results import queries
    from canbo.paperwork.documents.compose import compose
    from canbo.paperwork.documents.pdf import _data

    sheets = list(queries.roster(cycle).values_list("sheet_id", flat=True))
    product = bare = 0.0
    pages: Counter[int] = Counter()
    for start in range(0, len(sheets), TURN):
        made: list[tuple[Document, bytes]] = []
        product += once(partial(by_product, cycle, sheets[start : start + TURN], kind, made)).cpu
        data = [_data([compose(paper)]) for paper, _ in made]
        bare += once(partial(by_typst, data)).cpu
        pages.update(len(re.findall(rb"/Type ?/Page\b", file)) for _, file in made)
    each = product / pages.total()
    print(
        f"  {KINDS[kind]:22} {each:6.1f} ms  {1000 / each:6.1f} a second a core   {product / bare:.2f} x bare Typst   "
        f"papers by pages: {dict(pages)}"
    )


def by_product(cycle: Cycle, sheets: list[int], kind: str, made: list[tuple[Document, bytes]]) -> None:
    """Papers about these sheets, with their files."""
    from canbo.office.results.papers import frame as frames
    from canbo.office.results.papers import making
    from canbo.paperwork.documents import render

    for one in making.of_sheets(frames.frame(cycle.unit, FRAME), sheets, kind, grounds=True):
        made.append((one.paper, render(one.paper, "pdf")))


def by_typst(papers: list[str]) -> None:
    """The same by the library alone."""
    import typst

    from canbo.paperwork.documents.pdf import _fonts, _template

    for one in papers:
        typst.Compiler(_template(), font_paths=_fonts(), sys_inputs={"papers": one}).compile(format="pdf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=400)
    args = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        os.environ.update(CANBO_DATA=str(data), DJANGO_SETTINGS_MODULE="canbo.office.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        cycle = build(args.people)
        for kind in KINDS:
            measure(cycle, kind)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
