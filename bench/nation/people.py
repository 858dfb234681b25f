"""Units, people and their posts: the country and its provinces by the office's own actions, all below them in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import timezone

from canbo.office.base.models import Account, Agency
from canbo.office.demo import crowd
from canbo.office.demo.names import invent
from canbo.office.people.actions.paths import step
from canbo.office.people.actions.units import found_agency
from canbo.office.people.models import Grant, Person, Post, Posting, Unit
from canbo.office.regulations.actions.adopting import adopt
from canbo.office.regulations.actions.drafts import draft_adoption, save_draft
from canbo.office.regulations.models import Adoption
from canbo.paperwork.names import search_key, sort_key

from .country import Body, provinces, seats
from .loading import Rows

SINCE = date(2018, 7, 1)
CODE, OFFICER, PACK = "VN", "vn.officer", "hn_3814_2018"
TABLES = (Agency, Unit, Account, Person, Post, Posting)
TITLES = {"head": "Trưởng đơn vị", "deputy": "Phó trưởng đơn vị", "staff": "Chuyên viên"}
LEADING = "Lãnh đạo, quản lý"


@dataclass(frozen=True, slots=True)
class Top:
    """The country: its officer, the rules all below are evaluated by, its provinces with who heads each."""

    officer: Account
    adoption: Adoption
    provinces: list[Unit]
    heads: list[Person]


@dataclass(frozen=True, slots=True)
class Staffed:
    """An agency with its people: `units` as (id, path), the agency's own first; people and accounts have consecutive
    ids in the order of `seats`; `above` is the person who decides on its head."""

    body: Body
    agency: int
    units: list[tuple[int, str]]
    person: int
    account: int
    above: Person


def top() -> Top:
    """Found the country and its provinces, each with a head who is evaluated elsewhere, and adopt the rules."""
    country = found_agency(actor=None, name="Cả nước", code=CODE, valid_from=SINCE)
    officer = Account.objects.create_user(OFFICER, "x")
    Grant.objects.create(account=officer, role="officer", unit=country, valid_from=SINCE)
    made = [
        found_agency(actor=officer, name=name, code=f"T{code}", valid_from=SINCE, parent=country)
        for code, name in provinces()
    ]
    heads = [
        person
        for unit in (country, *made)
        for person in crowd.fill(f"{unit.code}-LD", [crowd.Seat(unit, TITLES["head"], "head", "civil_servant")], SINCE)
    ]
    return Top(officer, _adopted(officer, country), made, heads[1:])


def _adopted(officer: Account, country: Unit) -> Adoption:
    frame = _adoption(officer, country, None, "")
    return _adoption(officer, country, frame, (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))


def _adoption(officer: Account, unit: Unit, refines: Adoption | None, text: str) -> Adoption:
    draft = draft_adoption(actor=officer, unit=unit, pack_key="" if refines else PACK, refines=refines)
    draft = save_draft(
        actor=officer, draft=draft, kind="Quyết định", number="30-ĐT" if refines else "3814-QĐ/TU", title="Đo tải",
        issued=SINCE, valid_from=SINCE, settings=None, refinement=text,
    )  # fmt: skip
    return adopt(actor=officer, draft=draft)


def rows() -> Rows:
    """Empty rows of these tables, in the order of the columns that `staff` writes."""
    made = Rows(TABLES)
    made.columns_of(Agency, "id", "code", "name")
    made.columns_of(
        Unit, "id", "code", "name", "search_key", "parent_id", "path", "agency_id", "is_agency", "order", "invented",
        "valid_from", "valid_to", "short_name", "kind", "heading",
    )  # fmt: skip
    made.columns_of(
        Account, "id", "username", "password", "created_at", "last_login", "must_change", "code_expires", "closed_on",
        "density",
    )  # fmt: skip
    made.columns_of(
        Person, "id", "code", "full_name", "sort_key", "search_key", "birth_date", "birth_year", "sex", "account_id",
        "education", "political_theory", "email", "phone", "invented",
    )  # fmt: skip
    made.columns_of(Post, "id", "unit_id", "title", "rank", "key", "valid_from", "valid_to")
    made.columns_of(
        Posting, "id", "person_id", "post_id", "kind", "task_group", "valid_from", "valid_to", "primary",
        "evaluated_by_id", "acting",
    )  # fmt: skip
    return made


def staff(into: Rows, found: Top, body: Body, number: int) -> Staffed:
    """Put an agency, the `number`-th of the country, with its units and people into the rows."""
    place, parent = body.place, found.provinces[body.place.province]
    agency = into.ids(Agency, 1)
    into.lines[Agency].append(f"{agency}\t{place.code}\t{place.name}\n")
    names = [place.name, *(name for name, _, _ in body.offices)]
    first, path = into.ids(Unit, len(names)), parent.path + step(number + 1)
    units = [(first + at, path + step(at) if at else path) for at in range(len(names))]
    for at, name in enumerate(names):
        above = parent.pk if at == 0 else first
        code = f"{place.code}-{at:02d}" if at else place.code
        into.lines[Unit].append(
            f"{first + at}\t{code}\t{name}\t{search_key(name)}\t{above}\t{units[at][1]}\t{agency}\t"
            f"{'tf'[at > 0]}\t{at or number}\t{'ft'[at > 0]}\t{SINCE}\t\\N\t\toffice\tstate\n"
        )
    made = Staffed(
        body, agency, units, into.ids(Person, body.people), into.ids(Account, body.people),
        found.heads[body.place.province],
    )  # fmt: skip
    _seat(into, made)
    return made


def _seat(into: Rows, made: Staffed) -> None:
    """Accounts, persons, posts and postings of an agency."""
    post, posting = into.ids(Post, made.body.people), into.ids(Posting, made.body.people)
    code, at, now = made.body.place.code, crowd._code(), timezone.now().isoformat()
    accounts, persons = into.lines[Account], into.lines[Person]
    posts, postings = into.lines[Post], into.lines[Posting]
    for n, seat in enumerate(seats(made.body)):
        who = invent(code, n, youngest=1985 if seat.rank == "head" else 1998)
        sort, search = _keys(who.full_name)
        accounts.append(f"{made.account + n}\t{code.lower()}.{n + 1:04d}\t{at}\t{now}\t\\N\tf\t\\N\t\\N\tdense\n")
        persons.append(
            f"{made.person + n}\t{code}-{n + 1:04d}\t{who.full_name}\t{sort}\t{search}\t"
            f"{who.year}-{who.month:02d}-{who.day:02d}\t{who.year}\t{who.sex}\t{made.account + n}\tĐại học\t"
            f"{'Cao cấp' if seat.rank == 'head' else 'Trung cấp'}\t\t\tt\n"
        )
        posts.append(f"{post + n}\t{made.units[seat.unit][0]}\t{TITLES[seat.rank]}\t{seat.rank}\tf\t{SINCE}\t\\N\n")
        postings.append(
            f"{posting + n}\t{made.person + n}\t{post + n}\t{seat.kind}\t{group(seat.rank)}\t{SINCE}\t\\N\tt\t\\N\tf\n"
        )


def group(rank: str) -> str:
    """The group of similar tasks of a rank."""
    return "Chuyên môn, nghiệp vụ" if rank == "staff" else LEADING


@cache
def _keys(name: str) -> tuple[str, str]:
    return sort_key(name), search_key(name)
