"""A commitment as paper: what stands on it, not the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count, groupby

from canbo.office.commitments.standing import Case
from canbo.office.people.queries.units import place_of
from canbo.paperwork.dates import short_date
from canbo.paperwork.documents import model
from canbo.rulebook import Form, Item, Rules

TITLE = "Bản cam kết"


def paper(case: Case, words: Mapping[str, str], day: date | None, superior: str = "") -> model.Commitment:
    """The paper with these words by item key, dated `day` (None leaves room); `superior` is named where one signs."""
    row, person = case.commitment, case.commitment.person
    unit = row.unit
    birth = short_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    return model.Commitment(
        letterhead=model.Letterhead(
            issuer=unit.name, superior=unit.parent.name if unit.parent else "", place=place_of(row.agency.name),
            dated=day,
            style=unit.heading,  # type: ignore[arg-type]  # a database choice of the same two words
        ),
        title=TITLE,
        abstract=f"Thực hiện tiêu chí đánh giá năm {row.year}",
        person=model.Person(person.full_name, row.post_title, unit.name, birth, person.code),
        opening=(f"Thực hiện {instrument_of(case.rules)}, theo {_adoption(case)}, trong năm {row.year} tôi cam kết:",),
        groups=tuple(_groups(case.form, words)),
        closing=(
            "Tôi cam kết thực hiện đúng những nội dung trên và chịu trách nhiệm trước cấp có thẩm quyền "
            "về việc thực hiện.",
        ),
        signatures=(
            model.SignatureSpace("Cấp trên trực tiếp", superior),
            model.SignatureSpace("Người cam kết", person.full_name),
        ),
        replaces=f"Thay bản cam kết lần {row.number - 1} đã rút." if row.replaces_id else "",
        reference=f"Bản cam kết số {row.pk}, lần {row.number}. Mã bộ quy tắc: {row.rules_id[:16]}",
    )  # fmt: skip


def name_of(case: Case) -> str:
    """What the file is called, without its ending."""
    return f"{TITLE} {case.commitment.year} - {case.commitment.person.full_name}"


def instrument_of(rules: Rules) -> str:
    """The instrument as a paper cites it; without a number where none is public."""
    title, number = rules.instrument.title, rules.instrument.number
    title = title[:1].lower() + title[1:] if title.startswith("Bộ ") else title
    return title if number.startswith("[") else f"{title} ({number})"


def headed(form: Form) -> Iterator[tuple[str, list[Item]]]:
    """The items of a form under the criterion they stand in; "" where the form has no parts."""
    pairs = [(" – ".join(item.path) or group.label, item) for group in form.groups for item in group.items]
    parts = [(title, [item for _, item in found]) for title, found in groupby(pairs, key=lambda pair: pair[0])]
    for title, items in parts:
        yield (title if len(parts) > 1 else ""), items


def _groups(form: Form, words: Mapping[str, str]) -> Iterator[model.PromiseGroup]:
    number = count(1)
    for title, items in headed(form):
        promises = tuple(model.Promise(str(next(number)), item.label, words.get(item.key, "")) for item in items)
        yield model.PromiseGroup(title, promises)


def _adoption(case: Case) -> str:
    adoption = case.commitment.adoption
    return f"văn bản số {adoption.number} ngày {short_date(adoption.issued)} của {adoption.unit.name}"
