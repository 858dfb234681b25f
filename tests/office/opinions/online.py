"""A campaign in the town that hands out ballots online: people invited, frozen with keys of the tests, a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.utils import timezone

from canbo.office.base.models import Account
from canbo.office.opinions import actions, editing, plans, queries
from canbo.office.opinions.models import CampaignPlan
from canbo.office.people.models import Person, Post, Posting
from canbo.rulebook.ballot import slip, strict, token
from canbo.rulebook.ballot.manifest import Manifest
from tests.office.opinions import rounds
from tests.rulebook.ballot import survey
from tests.town import START, Town

DAY = timedelta(days=1)
OFFICE = ("hung", "nam", "hoa", "trang", "ha")
ECONOMY = ("lan", "mai", "dung", "anh", "binh")


def planned(
    town: Town, key: str = "TT-1", people: Sequence[Sequence[Person]] = (), dropped: Sequence[str] = ()
) -> queries.Round:
    """About the heads of Văn phòng and the ward itself; each asked of one audience, of the town's or of `people`."""
    officer, today = town.accounts["trang"], timezone.localdate()
    row = actions.begin(actor=officer, unit=town.units["ward"], key=key, title=f"Góp ý {key}")
    terms = {
        "k": 5, "k_text": 10, "k_invited": 5, "need": 2, "spare": 0, "way": "tokens", "issues": today,
        "issued_by": today + DAY, "opens": today + 3 * DAY, "closes": today + 5 * DAY,
    }  # fmt: skip

    def edit(plan: plans.Plan) -> plans.Plan:
        made = rounds.edited(plan, today, town.units["office"].pk, town.units["economy"].pk)
        made = editing.terms(made, terms)
        subjects = (made.subjects[0], replace(made.subjects[1], label="Phường", unit=town.units["district"].pk))
        return replace(made, subjects=tuple(one for one in subjects if one.id not in dropped))

    actions.change(actor=officer, campaign=row.pk, version=1, edit=edit)
    rows = people or ([town.persons[key] for key in OFFICE], [town.persons[key] for key in ECONOMY])
    for subject, chosen in zip(("v1", "v2"), rows, strict=False):
        actions.invite(
            actor=officer, campaign=row.pk, subject=subject, audience="d1", unit=town.units["ward"].pk,
            chosen=[one.pk for one in chosen],
        )  # fmt: skip
    return rounds.again(row.pk)


@cache
def keys(number: int) -> rsa.RSAPrivateKey:
    """Shorter than those of an office, and made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def frozen(town: Town, found: queries.Round | None = None) -> queries.Round:
    found = found or planned(town)
    made = {cut.id: keys(at) for at, cut in enumerate(plans.cuts(found.plan))}
    version = CampaignPlan.objects.get(campaign=found.row).version
    actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=version, keys=made)
    return rounds.again(found.row.pk)


def manifest_of(found: queries.Round) -> Manifest:
    assert found.manifest is not None
    return found.manifest


def crowd(town: Town, number: int) -> list[Person]:
    """So many people more in Phòng Kinh tế, each with an account."""
    post = Post.objects.create(unit=town.units["economy"], title="Chuyên viên", rank="staff", valid_from=START)
    found = []
    for at in range(number):
        name = f"Người {at:03d}"
        account = Account.objects.create(username=f"nguoi{at}")
        person = Person.objects.create(code=f"N{at}", full_name=name, sort_key=name, search_key=name, account=account)
        Posting.objects.create(person=person, post=post, kind="civil_servant", valid_from=START)
        found.append(person)
    return found


@dataclass
class Device:
    """What a voter's browser does, with bytes of the tests: a key, a blinded number, a token."""

    manifest: Manifest
    group: str
    seed: object

    def __post_init__(self) -> None:
        source = survey.bytes_from(self.seed)
        self.key = ec.derive_private_key(int.from_bytes(source(31)), slip.CURVE)
        about = self.manifest.group(self.group)
        self.public = token.public_key(strict.unpack(about.n), strict.unpack(about.e))
        self.prefix = source(token.PREFIX)
        self.prepared = self.prefix + token.message(self.manifest.hash, self.group, slip.public(self.key))
        self.asked = token.blind(self.public, self.prepared, source(token.SALT), int.from_bytes(source(200)))

    @property
    def blinded(self) -> str:
        return strict.pack(self.asked.message)

    def finish(self, signed: str) -> dict[str, str]:
        found = token.finish(self.public, self.prepared, strict.unpack(signed), self.asked.inverse)
        return {"prefix": strict.pack(self.prefix), "sig": strict.pack(found)}

    def ballot(self, given: dict[str, str]) -> str:
        what = survey.opened({"c1": "1"}, self.seed)
        return survey.cast(self.manifest, self.key, what, group=self.group, given=given)
